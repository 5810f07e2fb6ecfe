// IntakeDraft.swift: what was typed into an intake form, at the counter or online: read, checked.
//
// The draft keeps every value as it was typed. `problems` checks each field by itself with the same `Field` that the
// use case checks with, so that all errors stand beside their fields at once; the use case has the last word.

import Casework
import Office

struct IntakeDraft {
    var procedure: Procedure
    /// By name of the input: `applicant.name`, `form.pages`, `copies.ban-chinh` …
    var values: [String: String]
    var unit: String
    var online: Bool
    var errors: [String: String] = [:]
    var refusal: Refusal?
    /// Idempotency key of this form.
    var key: String
    /// False for a form nobody has sent yet: papers that are looked up are ticked then.
    let sent: Bool

    init(_ procedure: Procedure, _ values: [String: String], unit: String, online: Bool, freshKey: String) {
        self.procedure = procedure
        self.values = values
        self.unit = unit
        self.online = online
        sent = values["key"] != nil
        key = values["key"].flatMap { $0.isEmpty ? nil : $0 } ?? freshKey
    }

    static func list(_ text: String?) -> [String] { (text ?? "").split(separator: ",").map(String.init) }

    subscript(_ name: String) -> String { values[name] ?? "" }

    var `case`: String? {
        let chosen = self["case"]
        return procedure.cases.contains { $0.id == chosen } ? chosen : procedure.cases.first?.id
    }
    var channel: Procedure.Channel {
        if online { return .online }
        return Procedure.Channel(rawValue: self["channel"]) ?? procedure.channels.first { $0 != .online }
            ?? .counter
    }
    var papers: [Procedure.PaperRequirement] { procedure.papers(case: self.case) }
    var fields: [Procedure.FormField] { procedure.formFields(case: self.case) }
    var limit: Procedure.Limit? { LegalClock.limit(of: procedure, case: self.case, channel: channel) }
    /// No source gives the limit: the officer says when, and on what ground.
    var needsDue: Bool { limit.map { $0.unit == .open || $0.amount == nil } ?? true }
    var exemptions: [Procedure.Choice] {
        var all: [Procedure.Choice] = []
        for fee in procedure.fees where fee.case == nil || fee.case == self.case {
            for choice in fee.exemptions ?? [] where !all.contains(choice) { all.append(choice) }
        }
        return all
    }
    var form: [String: String] {
        var form: [String: String] = [:]
        for field in fields {
            if let value = values["form.\(field.name)"], !value.isEmpty { form[field.name] = value }
        }
        return form
    }

    func has(_ paper: Procedure.PaperRequirement) -> Bool {
        if !sent { return paper.kind == .lookup && !online }
        return IntakeDraft.list(values["paper"]).contains(paper.id)
    }
    func copies(_ paper: Procedure.PaperRequirement) -> String {
        values["copies.\(paper.id)"] ?? String(max(1, paper.originals + paper.copies))
    }
    func source(_ paper: Procedure.PaperRequirement) -> String {
        if online { return paper.kind == .lookup ? "fromData" : "digital" }
        return values["source.\(paper.id)"]
            ?? (paper.kind == .lookup ? "fromData" : paper.kind == .shown ? "shown" : "handedIn")
    }

    // MARK: checking

    /// Every field that is not right, by input name. With `complete`, what acceptance needs as well.
    func problems(complete: Bool) -> [String: String] {
        var found: [String: String] = [:]
        func check(_ field: Field, _ name: String) {
            let value = values[name] ?? ""
            do throws(Refusal) {
                if try field.normalized(value).isEmpty, field.required { throw .missing(name, field.title) }
            } catch { found[name] = Text(error.vi, error.en).words }
        }
        func checkPerson(_ at: String) {
            for field in PersonFields.all where field.name != "type" { check(field, "\(at).\(field.name)") }
            do throws(Refusal) { _ = try Intake.checkedEmail(self["\(at).email"], at) } catch {
                found["\(at).email"] = Text(error.vi, error.en).words
            }
        }
        checkPerson("applicant")
        // Whoever typed anything of a second person names them: nothing typed is left out silently.
        if PersonFields.all.contains(where: { $0.name != "type" && !self["authorised.\($0.name)"].isEmpty }) {
            checkPerson("authorised")
        }
        for spec in fields {
            var field = spec.field
            field.required = spec.required && complete
            check(field, "form.\(spec.name)")
        }
        check(Field("quantity", Texts.Form.quantity.words, .integer), "quantity")
        if complete {
            let missing = papers.filter { $0.required && !has($0) }
            if !missing.isEmpty { found["papers"] = Texts.Form.missingPapers(missing.map(\.name)).words }
            if needsDue, !online {
                check(Field("due", Texts.Form.due.words, .dateTime, required: true), "due")
                check(Field("ground", Texts.Form.ground.words, .text, required: true), "ground")
            }
        }
        return found
    }

    // MARK: the filing

    func filing(accept: Bool, _ directory: Directory) throws -> Filing {
        var filing = Filing(
            unit: unit, procedure: procedure.code, channel: channel, applicant: person("applicant"))
        filing.case = self.case
        filing.receivedAt = try time("receivedAt", Texts.Form.receivedAt)
        filing.authorised = self["authorised.name"].isEmpty ? nil : person("authorised")
        filing.form = form
        filing.papers = papers.filter(has).map {
            PaperIn(id: $0.id, copies: Int(copies($0)) ?? 0, source: source($0), file: nil)
        }
        filing.quantity = self["quantity"].isEmpty ? 1 : Int(self["quantity"]) ?? 0
        filing.competentAgency = code("competentAgency", directory)
        filing.pickUpUnit = code("pickUpUnit", directory)
        filing.resultChannel = Procedure.Channel(rawValue: self["resultChannel"])
        filing.exemptions = IntakeDraft.list(values["exemptions"])
        filing.accept = accept
        filing.needsVerification = self["needsVerification"] == "true"
        filing.due = try time("due", Texts.Form.due)
        filing.ground = self["ground"].isEmpty ? nil : self["ground"]
        return filing
    }

    private func code(_ name: String, _ directory: Directory) -> String? {
        self[name].isEmpty ? nil : UnitList.code(self[name], directory)
    }
    private func person(_ at: String) -> Person {
        func some(_ part: String) -> String? { self["\(at).\(part)"].isEmpty ? nil : self["\(at).\(part)"] }
        return Person(
            type: PersonType(rawValue: self["\(at).type"]) ?? .citizen, name: self["\(at).name"],
            idNumber: self["\(at).idNumber"], phone: some("phone"), email: some("email"),
            address: self["\(at).address"])
    }
    private func time(_ name: String, _ title: Text) throws -> Instant? {
        if self[name].isEmpty { return nil }
        return Instant(try Field(name, title.words, .dateTime).normalized(self[name]))
    }

    /// Puts a refusal beside its field, or at the top where it has none on this page.
    mutating func refuse(_ refusal: Refusal) {
        self.refusal = refusal
        if let field = refusal.field {
            errors[field == "procedure" ? "" : field] = Text(refusal.vi, refusal.en).words
        }
    }
}
