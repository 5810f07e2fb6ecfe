// DossierJSON.swift: a dossier as `GET /dossiers/{number}` shows it.

import Casework
import Office

struct DossierJSON: Encodable {
    struct CustodyJSON: Encodable {
        var unit: String
        var unitName: String?
        var inTransitTo: String?
        var since: String
    }
    struct LineJSON: Encodable { var code, vi, en: String }
    struct ClockJSON: Encodable {
        var due, originalDue, acceptBy: String?
        var remainingMinutes: Int?
        var rule, calendar: String
        var paused: Bool
        var lines: [LineJSON]
    }
    struct StepJSON: Encodable {
        var id, name, kind, role, unit, state: String
        var budgetMinutes: Int?
        var startedAt, dueBy, doneAt, by: String?
    }
    struct PaperJSON: Encodable {
        var id, name: String
        var required, present: Bool
        var copies: Int
        var source, file: String?
    }
    struct HistoryJSON: Encodable {
        var at, kind, vi, en, unit, actor: String
        var to, text: String?
        var seq: Int
    }
    struct ActionJSON: Encodable {
        var action, title, titleEn: String
        var next: Bool
        var fields: [FieldJSON]
    }
    struct PaymentJSON: Encodable {
        var due, paid, outstanding: Int
        var lines: [FeeLine]
        var receipts: [String]
    }
    struct OpinionJSON: Encodable {
        var unit, requestedAt, replyBy: String
        var question, position, answeredAt, text: String?
    }
    struct LinkedJSON: Encodable { var part, number, unit, state: String }
    struct RequestJSON: Encodable {
        var kind, at, unit: String
        var text: String?
    }

    var number: String
    var status: StatusJSON
    var custody: CustodyJSON
    var holder: Holder
    var clock: ClockJSON
    var steps: [StepJSON]
    var papers: [PaperJSON]
    var history: [HistoryJSON]
    var version: Int
    var actions: [ActionJSON]
    var procedure, procedureName, field, channel, resultChannel, received: String
    var `case`, supportPoint, accepted, resolved, returned, parent, outcome, frozenBy: String?
    var receivingUnit, competentAgency, pickUpUnit: String
    var quantity: Int
    var recordedLate, redacted: Bool
    var applicant, authorised: Person?
    var form: [String: String]?
    var payment: PaymentJSON
    var opinions: [OpinionJSON]
    var linked: [LinkedJSON]
    var requests: [RequestJSON]
    var supplement: SupplementJSON?
    var rescheduled: Int
    var rating: RatingGiven?
    struct SupplementJSON: Encodable {
        var papers, fields: [String]
        var requestedAt, closeBy: String
        var text: String?
        var filed: Bool
    }

    init(_ view: DossierView) {
        let d = view.dossier
        number = d.number
        status = StatusJSON(d.state)
        custody = CustodyJSON(
            unit: d.custody.unit, unitName: view.unitNames[d.custody.unit],
            inTransitTo: d.custody.inTransitTo,
            since: d.custody.since.description)
        holder = d.holder
        clock = DossierJSON.clock(view)
        steps = DossierJSON.steps(view)
        papers = DossierJSON.papers(view)
        history = DossierJSON.history(view)
        version = d.version
        actions = view.actions.map {
            ActionJSON(
                action: $0.name, title: $0.vi, titleEn: $0.en, next: $0.next,
                fields: $0.fields.map { FieldJSON($0) })
        }
        procedure = d.intake.procedure
        procedureName = view.procedure.name
        field = d.field
        channel = d.intake.channel.rawValue
        resultChannel = d.intake.resultChannel.rawValue
        received = d.intake.receivedAt.description
        `case` = d.intake.case
        supportPoint = d.intake.supportPoint
        accepted = d.clock.facts?.accepted.description
        resolved = d.resolvedAt?.description
        returned = d.returnedAt?.description
        parent = d.intake.parent
        outcome = d.outcome?.rawValue
        frozenBy = d.frozenBy
        receivingUnit = d.intake.receivingUnit
        competentAgency = d.intake.competentAgency
        pickUpUnit = d.intake.pickUpUnit
        quantity = d.intake.quantity
        recordedLate = d.intake.recordedLate
        redacted = view.redacted
        applicant = d.person.applicant
        authorised = d.person.authorised
        form = d.person.form
        payment = PaymentJSON(
            due: d.feeDue, paid: d.payment.paid, outstanding: d.outstanding, lines: d.intake.fees,
            receipts: d.payment.receipts)
        opinions = DossierJSON.opinions(view)
        linked = d.linked.map { LinkedJSON(part: $0.part, number: $0.child, unit: $0.body, state: $0.state) }
        requests = d.requests.map {
            RequestJSON(
                kind: $0.kind.rawValue, at: $0.at.description, unit: $0.reference.unit,
                text: view.redacted ? nil : $0.text)
        }
        supplement = DossierJSON.supplement(view)
        rescheduled = d.rescheduleCount
        rating = d.rating
    }

    private static func papers(_ view: DossierView) -> [PaperJSON] {
        let d = view.dossier
        return view.procedure.papers(case: d.intake.case).map { need in
            let present = d.papers.first { $0.id == need.id }
            return PaperJSON(
                id: need.id, name: need.name, required: need.required, present: present != nil,
                copies: present?.copies ?? 0, source: present?.source, file: present?.file)
        }
    }

    private static func history(_ view: DossierView) -> [HistoryJSON] {
        view.history.map {
            HistoryJSON(
                at: $0.at.description, kind: $0.kind, vi: $0.vi, en: $0.en, unit: $0.unit, actor: $0.actor,
                to: $0.to, text: $0.text, seq: $0.seq)
        }
    }

    private static func opinions(_ view: DossierView) -> [OpinionJSON] {
        view.dossier.opinions.map {
            OpinionJSON(
                unit: $0.to, requestedAt: $0.requestedAt.description, replyBy: $0.replyBy.description,
                question: view.redacted ? nil : $0.question, position: $0.answer?.position,
                answeredAt: $0.answer?.givenAt.description, text: view.redacted ? nil : $0.answerText)
        }
    }

    private static func supplement(_ view: DossierView) -> SupplementJSON? {
        view.dossier.supplement.map {
            SupplementJSON(
                papers: $0.papers, fields: $0.fields, requestedAt: $0.requestedAt.description,
                closeBy: $0.closeBy.description,
                text: view.redacted ? nil : $0.text, filed: $0.filedBy != nil)
        }
    }

    private static func clock(_ view: DossierView) -> ClockJSON {
        let d = view.dossier
        return ClockJSON(
            due: d.clock.due?.description, originalDue: d.clock.originalDue?.description,
            acceptBy: d.clock.facts == nil ? d.intake.acceptBy?.description : nil,
            remainingMinutes: view.remainingMinutes,
            rule: d.clock.rule, calendar: d.clock.calendar.isEmpty ? d.intake.calendar : d.clock.calendar,
            paused: view.paused,
            lines: (view.reckoning?.lines ?? []).map { LineJSON(code: $0.code, vi: $0.vi, en: $0.en) })
    }

    private static func steps(_ view: DossierView) -> [StepJSON] {
        let d = view.dossier
        return view.procedure.steps.map { step in
            let done = d.stepsDone.last { $0.step == step.id }
            let accepted = step.kind == .intake && d.clock.facts != nil
            let state = d.step == step.id ? "current" : done != nil || accepted ? "done" : "waiting"
            return StepJSON(
                id: step.id, name: step.name, kind: step.kind.rawValue, role: step.role.rawValue,
                unit: d.unit(of: step.body), state: state, budgetMinutes: step.budgetMinutes,
                startedAt: (state == "current" ? d.stepStartedAt : done?.startedAt)?.description,
                dueBy: state == "current" ? view.stepDue?.description : nil,
                doneAt: done?.doneAt.description ?? (accepted ? d.clock.facts?.accepted.description : nil),
                by: view.redacted ? nil : done?.by)
        }
    }
}
