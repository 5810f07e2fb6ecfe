// Intake.swift: a dossier begins, at the counter, by post, online, at another ward's door, or as a linked child.
//
// Circular 03/2025/TT-VPCP (forms, number), Decree 118/2025/NĐ-CP arts. 14, 17. Four facts stay apart: who helped
// (support point), who received, who is competent, where the result is fetched. The number is allotted by the writer
// of the first entry, in the same append, in the competent agency's name (docs/decisions/0006).

/// What is brought: the body of `POST /dossiers`, already typed.
package struct Filing: Hashable, Sendable {
    package var unit: String
    package var procedure: String
    package var `case`: String?
    package var channel: Procedure.Channel
    package var receivedAt: Instant?
    package var applicant: Person
    package var authorised: Person?
    package var form: [String: String]
    package var papers: [PaperIn]
    package var quantity: Int
    package var supportPoint: String?
    package var competentAgency: String?
    package var pickUpUnit: String?
    package var resultChannel: Procedure.Channel?
    package var exemptions: [String]
    package var accept: Bool
    package var needsVerification: Bool
    /// For a limit that no source gives, with its ground.
    package var due: Instant?
    package var ground: String?
    /// Finished uploads that become files of the dossier.
    package var uploads: [PaperUpload] = []

    package init(unit: String, procedure: String, channel: Procedure.Channel, applicant: Person) {
        self.unit = unit
        self.procedure = procedure
        self.channel = channel
        self.applicant = applicant
        form = [:]
        papers = []
        quantity = 1
        exemptions = []
        accept = false
        needsVerification = false
    }
}

/// Where a filing goes: who writes its first entry and in whose name it is numbered.
package struct Route: Hashable, Sendable {
    package var writer: String
    package var receivingUnit: String
    package var competentAgency: String
    package var pickUpUnit: String
}

/// The next free numbers of the writer for one agency and day.
package struct Numbering: Hashable, Sendable {
    package var agencyCode: String
    /// nil = the agency's own intake in its first epoch; else the writer's receiver index and epoch.
    package var foreign: Foreign?
    package var serial: Int

    package struct Foreign: Hashable, Sendable {
        package var receiverIndex: Int
        /// The last two digits of the ledger's epoch, 0…99: what a number shows and what its counter is kept under.
        package var epoch: Int
        /// - Parameter epoch: epoch of the ledger that gives the number, from 1.
        package init(receiverIndex: Int, epoch: Int) {
            self.receiverIndex = receiverIndex
            self.epoch = epoch % (DossierNumber.maxEpoch + 1)
        }
    }
    package init(agencyCode: String, foreign: Foreign?, serial: Int) {
        self.agencyCode = agencyCode
        self.foreign = foreign
        self.serial = serial
    }

    /// Key of the counter: one per agency, day and writer's series.
    package static func series(_ foreign: Foreign?) -> Int {
        foreign.map { $0.receiverIndex * 100 + $0.epoch } ?? 0
    }

    func number(on date: CivilDate) throws(Refusal) -> DossierNumber {
        do throws(NumberingRefusal) {
            guard let foreign else {
                return try DossierNumber.make(agencyCode: agencyCode, date: date, series: serial)
            }
            return try DossierNumber.makeForeign(
                agencyCode: agencyCode, date: date,
                receiverIndex: foreign.receiverIndex, epoch: foreign.epoch, counter: serial)
        } catch {
            throw Refusal(.conflict, "no-number", vi: error.vi, en: error.en)
        }
    }
}

package enum Intake {
    /// Unit that writes what citizens do online.
    package static let portal = "cong-dvc"
    /// The unit of the city itself.
    package static let city = "tp"

    package static func route(
        _ filing: Filing, _ procedure: Procedure, unit: (String) -> Unit?
    ) throws(Refusal) -> Route {
        guard let receiver = unit(filing.unit), receiver.kind != .portal, receiver.kind != .city else {
            throw .unknownUnit(filing.unit)
        }
        var competent = procedure.competent
        switch competent {
        case "ward": competent = filing.competentAgency ?? filing.unit
        case "police":
            competent =
                filing.competentAgency ?? Dossier.police(receiving: filing.unit, competent: filing.unit)
        default: competent = filing.competentAgency ?? competent
        }
        guard let agency = unit(competent) else { throw .unknownUnit(competent) }
        let isWard = [.ward, .commune, .specialZone].contains(agency.kind)
        guard (procedure.competent == "ward") == isWard else {
            throw Refusal(
                .invalid, "not-competent", field: "competentAgency",
                vi: "\(agency.name) không có thẩm quyền giải quyết thủ tục này.",
                en: "\(agency.name) is not competent for this procedure.")
        }
        let elsewhere = procedure.competent == "ward" && competent != filing.unit
        guard !elsewhere || procedure.nonTerritorial else {
            throw Refusal(
                .conflict, "territorial-only", field: "competentAgency",
                vi: "Thủ tục này chỉ nộp tại \(agency.name).",
                en: "This procedure is filed at \(agency.name) only.")
        }
        let pickUp = filing.pickUpUnit ?? filing.unit
        guard unit(pickUp) != nil else { throw .unknownUnit(pickUp) }
        return Route(
            writer: filing.channel == .online ? portal : filing.unit, receivingUnit: filing.unit,
            competentAgency: competent, pickUpUnit: pickUp)
    }

    /// What receiving records: the dossier, online its hand-over to the centre, and with `accept` its acceptance.
    package static func receive(
        _ filing: Filing, _ route: Route, _ numbering: Numbering, caller: Caller, world: World
    ) throws(Refusal) -> [Recorded] {
        let procedure = world.procedure
        try checkDoor(filing, procedure, caller, world)
        let receivedAt = try receivedAt(filing, world.now)
        if let ground = filing.ground { _ = try Field("ground", "Căn cứ", .text).normalized(ground) }
        let date = receivedAt.date
        var person = PersonalData(
            applicant: try checked(filing.applicant, "applicant"),
            authorised: try filing.authorised.map { (one) throws(Refusal) in try checked(one, "authorised") })
        let form = try checkedForm(filing, procedure)
        person.form = form.isEmpty ? nil : form
        let online = filing.channel == .online
        let accepts = online ? LegalClock.acceptBy(received: receivedAt, office: world.office) : nil
        let fact = DossierReceived(
            number: try numbering.number(on: date).description, procedure: procedure.code,
            procedureVersion: procedure.version,
            field: procedure.field, case: filing.case, channel: filing.channel, receivedAt: receivedAt,
            recordedLate: world.now.milliseconds - receivedAt.milliseconds > 900_000,
            supportPoint: filing.supportPoint,
            receivingUnit: route.receivingUnit, competentAgency: route.competentAgency,
            pickUpUnit: route.pickUpUnit,
            resultChannel: filing.resultChannel ?? (online ? .online : .counter),
            papers: try checkedPapers(filing, procedure), quantity: filing.quantity,
            fees: procedure.feeLines(
                case: filing.case, channel: filing.channel, form: form, exemptions: filing.exemptions),
            acceptBy: accepts?.due,
            alertBy: online ? LegalClock.alertBy(received: receivedAt, office: world.office) : nil,
            calendar: world.calendar, parent: nil, series: Numbering.series(numbering.foreign),
            serial: numbering.serial)
        var recorded = [
            Recorded(unit: route.writer, subject: fact.number, fact: .received(fact), person: person)
        ]
        if online {
            recorded.append(
                Recorded(
                    unit: portal, subject: fact.number,
                    fact: .handedOver(
                        HandedOver(to: route.receivingUnit, reason: "process", step: nil, withPapers: false)),
                    addressee: route.receivingUnit))
        } else if filing.accept, let acceptance = try acceptance(filing, fact, person, caller, world) {
            recorded.append(
                Recorded(
                    unit: route.writer, subject: fact.number, fact: .accepted(acceptance),
                    person: filing.ground.map { PersonalData(text: $0) }))
        }
        return recorded
    }

    /// The child dossier that `body` opens for a part of a linked procedure.
    package static func child(
        of parent: Dossier, part: LinkedRequested, numbering: Numbering, world: World
    ) throws(Refusal) -> [Recorded] {
        let fact = DossierReceived(
            number: try numbering.number(on: world.now.date).description, procedure: world.procedure.code,
            procedureVersion: world.procedure.version, field: world.procedure.field,
            case: world.procedure.cases.first?.id,
            channel: parent.intake.channel, receivedAt: world.now, recordedLate: false, supportPoint: nil,
            receivingUnit: part.body, competentAgency: part.body, pickUpUnit: part.body,
            resultChannel: .online,
            papers: world.procedure.requiredPapers(case: world.procedure.cases.first?.id).map {
                PaperIn(id: $0.id, copies: 1, source: "fromData", file: nil)
            }, quantity: 1, fees: [], acceptBy: nil, alertBy: nil, calendar: world.calendar,
            parent: parent.number,
            series: Numbering.series(numbering.foreign), serial: numbering.serial)
        var person = PersonalData(applicant: parent.person.applicant)
        var form = parent.person.form ?? [:]
        for field in world.procedure.formFields(case: fact.case)
        where field.required && form[field.name] == nil {
            form[field.name] = "Theo hồ sơ \(parent.number)"
        }
        person.form = form
        return [
            Recorded(unit: part.body, subject: fact.number, fact: .received(fact), person: person),
            Recorded(
                unit: part.body, subject: parent.number,
                fact: .linkedOpened(LinkedOpened(part: part.part, child: fact.number, body: part.body)),
                addressee: parent.custody.unit),
        ]
    }
}

// MARK: checks

extension Intake {
    private static func checkDoor(
        _ filing: Filing, _ procedure: Procedure, _ caller: Caller, _ world: World
    ) throws(Refusal) {
        guard procedure.channels.contains(filing.channel) else {
            throw Refusal(
                .conflict, "channel-not-offered", field: "channel",
                vi: "Thủ tục này không nhận qua kênh “\(filing.channel.rawValue)”.",
                en: "This procedure is not offered by “\(filing.channel.rawValue)”.")
        }
        if let id = filing.case, !procedure.cases.contains(where: { $0.id == id }) {
            throw .badValue("case", "Trường hợp", vi: "không có trường hợp “\(id)”", en: "there is no such case")
        }
        // Online anybody files for themselves; who has a log-in of the house files at its counter.
        if filing.channel != .online || !caller.grants.isEmpty { try requireCounter(filing, procedure, caller, world) }
    }

    private static func requireCounter(
        _ filing: Filing, _ procedure: Procedure, _ caller: Caller, _ world: World
    ) throws(Refusal) {
        guard caller.hasAny(Duty.receive, at: filing.unit, field: procedure.field, procedure: procedure.code) else {
            throw .noRight(
                "tiếp nhận hồ sơ lĩnh vực này", "receive dossiers of this field",
                unit: world.unitName(filing.unit) ?? filing.unit)
        }
    }

    /// When the filing came in: as said, checked, or now.
    package static func receivedAt(_ filing: Filing, _ now: Instant) throws(Refusal) -> Instant {
        guard let time = filing.receivedAt else { return now }
        guard time <= now.adding(minutes: 2) else {
            throw .badValue("receivedAt", "Thời điểm nhận", vi: "ở tương lai", en: "it lies in the future")
        }
        guard now.milliseconds - time.milliseconds < 366 * Instant.day else {
            throw .badValue(
                "receivedAt", "Thời điểm nhận", vi: "quá một năm trước", en: "it lies more than a year back")
        }
        return min(time, now)
    }

    package static func checked(_ person: Person, _ at: String) throws(Refusal) -> Person {
        var checked = person
        checked.name = try Field("\(at).name", "Họ tên", .text, required: true).normalized(person.name)
        guard !checked.name.isEmpty else { throw .missing("\(at).name", "Họ tên") }
        guard !person.idNumber.isEmpty else { throw .missing("\(at).idNumber", "Số định danh") }
        checked.idNumber = try Field("\(at).idNumber", "Số định danh", .idNumber).normalized(person.idNumber)
        checked.address = try Field("\(at).address", "Địa chỉ", .text).normalized(person.address)
        guard !checked.address.isEmpty else { throw .missing("\(at).address", "Địa chỉ") }
        if let phone = person.phone, !phone.isEmpty {
            checked.phone = try Field("\(at).phone", "Điện thoại", .phone).normalized(phone)
        } else {
            checked.phone = nil
        }
        checked.email = try checkedEmail(person.email ?? "", at)
        return checked
    }

    /// An address as it is kept, nil where there is none.
    package static func checkedEmail(_ typed: String, _ at: String) throws(Refusal) -> String? {
        let value = VietnameseText.plain(try Field("\(at).email", "Thư điện tử", .text).normalized(typed))
        if value.isEmpty { return nil }
        guard value.contains("@"), !value.hasPrefix("@"), !value.hasSuffix("@") else {
            throw .badValue("\(at).email", "Thư điện tử", vi: "cần dạng ten@mien", en: "name@domain is needed")
        }
        return value
    }

    private static func checkedForm(
        _ filing: Filing, _ procedure: Procedure
    ) throws(Refusal) -> [String: String] {
        var form: [String: String] = [:]
        for name in filing.form.keys.sorted() {
            guard let spec = procedure.form.first(where: { $0.name == name }) else {
                throw .unknownField("form.\(name)")
            }
            var field = spec.field
            field.name = "form.\(name)"
            let value = try field.normalized(filing.form[name] ?? "")
            if !value.isEmpty { form[name] = value }
        }
        return form
    }

    private static func checkedPapers(_ filing: Filing, _ procedure: Procedure) throws(Refusal) -> [PaperIn] {
        var seen: Set<String> = []
        for paper in filing.papers {
            guard procedure.papers.contains(where: { $0.id == paper.id }) else {
                throw .badValue(
                    "papers", "Thành phần hồ sơ", vi: "không có giấy tờ “\(paper.id)” trong thủ tục",
                    en: "no paper “\(paper.id)”")
            }
            guard seen.insert(paper.id).inserted else {
                throw .badValue(
                    "papers", "Thành phần hồ sơ", vi: "“\(paper.id)” được nêu hai lần",
                    en: "“\(paper.id)” is named twice")
            }
            guard (1...1000).contains(paper.copies) else {
                throw .badValue("papers", "Số bản", vi: "từ 1 đến 1000", en: "1 to 1000")
            }
        }
        guard (1...1000).contains(filing.quantity) else {
            throw .badValue("quantity", "Số bộ hồ sơ", vi: "từ 1 đến 1000", en: "1 to 1000")
        }
        return filing.papers
    }

    /// The acceptance in the same command, or nil when something is missing and the dossier stays filed.
    private static func acceptance(
        _ filing: Filing, _ fact: DossierReceived, _ person: PersonalData, _ caller: Caller, _ world: World
    ) throws(Refusal) -> DossierAccepted? {
        let reference = EntryReference(unit: fact.receivingUnit, epoch: 1, seq: 0, hash: "")
        guard
            let dossier = Dossier(
                Occurrence(
                    reference: reference, at: world.now, actor: caller.user, addressee: nil,
                    answers: nil, fact: .received(fact), person: person))
        else { return nil }
        let situation = Situation(dossier: dossier, caller: caller, world: world)
        let forms = world.procedure.formFields(case: filing.case).filter {
            $0.required && (person.form?[$0.name] ?? "").isEmpty
        }
        guard situation.missingPapers.isEmpty, forms.isEmpty else { return nil }
        let open = situation.limit.map { $0.unit == .open || $0.amount == nil } ?? true
        guard !open || filing.due != nil else { return nil }
        return try situation.acceptance(
            at: fact.receivedAt, needsVerification: filing.needsVerification,
            enteredDue: open ? filing.due : nil)
    }
}
