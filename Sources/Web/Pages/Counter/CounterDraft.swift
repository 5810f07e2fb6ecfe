// CounterDraft.swift: what stands in the counter's one form: who is there, what is wanted, and all that was typed.
//
// Everything is kept by the name of its input in `values`, which is also what a saved draft holds, so that a draft opens as
// it was left. What a card or an earlier dossier says is filled into empty inputs only and marked; when another person's
// card is scanned, what was filled in for the one before goes, what somebody typed stays.

import Casework
import Office
import Oversight

struct CounterDraft {
    var values: [String: String]
    /// Idempotency key of the form, and the name of its draft.
    let key: String
    let units: [String]
    var unit: String
    /// Nil until a procedure is chosen.
    var intake: IntakeDraft?
    var found: [Procedure] = []
    var history: PersonHistory?
    var former: FormerAddress?
    /// In force for the procedure chosen.
    var guidance: [SteeringItem] = []
    var savedAt: Instant?
    /// Files that were put with it, and why others were not, by id of their paper.
    var scans: [PaperStore.Upload] = []
    var scanErrors: [String: [String]] = [:]
    var errors: [String: String] = [:]
    var refusal: Refusal?
    var warnings: [Text] = []

    static let prefix = "quay-"
    var form: String { CounterDraft.prefix + key }

    init(_ values: [String: String], procedure: Procedure?, units: [String], freshKey: String) {
        self.units = units
        self.values = values.filter { !["csrf", "do", "bo", "lang", "nhap"].contains($0.key) }
        key = values["key"].flatMap { CounterDraft.isKey($0) ? $0 : nil } ?? freshKey
        unit = values["unit"].flatMap { units.contains($0) ? $0 : nil } ?? units.first ?? ""
        self.values["key"] = key
        guard let procedure else { return }
        intake = IntakeDraft(procedure, self.values, unit: unit, online: false, freshKey: key)
        prepare(procedure)
    }

    static func isKey(_ text: String) -> Bool {
        (1...60).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D }
    }

    subscript(_ name: String) -> String { values[name] ?? "" }
    var procedure: Procedure? { intake?.procedure }
    /// Nobody has typed anything that is worth keeping.
    var isBlank: Bool {
        scans.isEmpty && !values.contains { name, value in
            !value.isEmpty && !CounterDraft.given.contains(name) && !name.hasPrefix("copies.")
                && !name.hasPrefix("source.") && !name.hasSuffix(".type")
        }
    }
    /// Inputs that have a value before anybody types.
    private static let given: Set<String> = [
        "key", "unit", "q", "ticket", "knownFor", "papersOf", "case", "channel", "resultChannel", "quantity", "paper",
        "refuse.ground", "procedure",
    ]
    func marks(_ name: String) -> [String] { IntakeDraft.list(values[name]) }

    /// Values that a procedure's form begins with: papers looked up are ticked once, when they first come up.
    private mutating func prepare(_ procedure: Procedure) {
        guard var intake else { return }
        let papersOf = "\(procedure.code)/\(intake.case ?? "")"
        if values["papersOf"] != papersOf {
            let before = marks("paper")
            let ticked = intake.papers.filter { $0.kind == .lookup || before.contains($0.id) }.map(\.id)
            values["paper"] = ticked.joined(separator: ",")
            values["papersOf"] = papersOf
        }
        // “Reuse” is a way of having a paper.
        for paper in intake.papers where values["reuse.\(paper.id)"] == "true" {
            if !marks("paper").contains(paper.id) {
                values["paper"] = (marks("paper") + [paper.id]).joined(separator: ",")
            }
            values["source.\(paper.id)"] = "reused"
        }
        intake.values = values
        self.intake = intake
    }

    mutating func put(_ name: String, _ value: String) {
        values[name] = value
        intake?.values[name] = value
    }

    // MARK: who

    /// What stands in the scan field: a card's text or an id number.
    mutating func scan() {
        let text = self["card"]
        if let id = CounterDraft.idNumber(text) {
            change(to: id)
            put("applicant.idNumber", id)
            put("card", "")
            return
        }
        do {
            let card = try CardText(text)
            change(to: card.id.digits)
            put("applicant.name", card.name)
            put("applicant.idNumber", card.id.digits)
            put("card.birth", card.birth?.vietnamese ?? "")
            put("card.sex", card.sex?.vi ?? "")
            put("applicant.type", "citizen")
            var filled = ["applicant.name", "applicant.idNumber"]
            if self["applicant.address"].isEmpty, !card.address.isEmpty {
                put("applicant.address", card.address)
                filled.append("applicant.address")
            }
            put("fromCard", filled.joined(separator: ","))
            put("card", "")
            warnings = card.warnings.map { Text($0.vi, $0.en) }
        } catch {
            errors["card"] = Text(error.vi, error.en).words
        }
    }

    /// An id number alone, of 12 digits or 9.
    static func idNumber(_ text: String) -> String? {
        let plain = VietnameseText.plain(String(text.prefix(60)))
        guard !plain.isEmpty, plain.allSatisfy({ $0.isNumber || " .-".contains($0) }) else { return nil }
        do { return try CitizenID(plain).digits } catch { return nil }
    }

    /// Another person stands there: what we filled in for the one before goes.
    private mutating func change(to id: String) {
        guard self["applicant.idNumber"] != id else { return }
        for name in marks("fromCard") + marks("fromEarlier") { put(name, "") }
        for name in ["fromCard", "fromEarlier", "card.birth", "card.sex", "knownFor"] { put(name, "") }
    }

    var knownID: String? {
        let field = Field("applicant.idNumber", "", .idNumber)
        do throws(Refusal) {
            let id = try field.normalized(self["applicant.idNumber"])
            return id.isEmpty ? nil : id
        } catch { return nil }
    }

    /// Takes what earlier dossiers know into inputs that are empty; once for a person.
    /// - Returns: whether something of the earlier dossiers was read just now.
    mutating func take(_ history: PersonHistory?) -> Bool {
        self.history = history
        guard let id = knownID, self["knownFor"] != id else { return false }
        put("knownFor", id)
        guard let known = history?.known else { return false }
        var filled: [String] = []
        let says: [(String, String?)] = [
            ("name", known.name), ("phone", known.phone), ("email", known.email), ("address", known.address),
        ]
        for (part, value) in says {
            let name = "applicant.\(part)"
            guard let value, !value.isEmpty, self[name].isEmpty else { continue }
            put(name, value)
            filled.append(name)
        }
        put("fromEarlier", filled.joined(separator: ","))
        return true
    }

    /// The person who signs is the one who is there, unless somebody else is named.
    mutating func askOnce() {
        guard let intake else { return }
        for (name, from) in [("signatoryName", "applicant.name"), ("signatoryId", "applicant.idNumber")] {
            guard intake.fields.contains(where: { $0.name == name }), self["form.\(name)"].isEmpty, !self[from].isEmpty
            else { continue }
            put("form.\(name)", self[from])
            put("fromForm", (marks("fromForm") + ["form.\(name)"]).joined(separator: ","))
        }
    }

    // MARK: checking

    mutating func check(complete: Bool) {
        guard let intake else { return }
        errors = intake.problems(complete: complete)
        for paper in intake.papers where intake.has(paper) {
            guard (1...1000).contains(Int(intake.copies(paper)) ?? 0) else {
                errors["papers"] = Text("Số bản: từ 1 đến 1000.", "Copies: 1 to 1000.").words
                continue
            }
        }
    }

    mutating func refuse(_ refusal: Refusal) {
        self.refusal = refusal
        if let field = refusal.field, field != "procedure" { errors[field] = Text(refusal.vi, refusal.en).words }
    }

    /// The first thing that still waits for somebody, by name of its input; nil when all is there.
    var focus: String? {
        if let first = errorOrder.first(where: { errors[$0] != nil }) { return first }
        guard let intake else {
            if !found.isEmpty { return "found" }
            return self["applicant.idNumber"].isEmpty ? "card" : "q"
        }
        if self["applicant.idNumber"].isEmpty && self["applicant.name"].isEmpty { return "card" }
        for part in ["name", "idNumber", "address"] where self["applicant.\(part)"].isEmpty { return "applicant.\(part)" }
        if let paper = intake.papers.first(where: { $0.required && !intake.has($0) }) { return "paper.\(paper.id)" }
        if let field = intake.fields.first(where: { $0.required && self["form.\($0.name)"].isEmpty }) {
            return "form.\(field.name)"
        }
        return intake.needsDue && self["due"].isEmpty ? "due" : "accept"
    }

    private var errorOrder: [String] {
        let people = ["applicant", "authorised"].flatMap { at in PersonFields.all.map { "\(at).\($0.name)" } }
        return ["card", "q", "unit", "case"] + people + ["papers"] + (intake?.fields.map { "form.\($0.name)" } ?? [])
            + ["quantity", "due", "ground", "competentAgency", "pickUpUnit", "refuse.reason"]
    }
    func place(_ name: String) -> Int { errorOrder.firstIndex(of: name) ?? errorOrder.count }
}
