// FormerDossierAdopted.swift: a dossier of an old system comes into this house and goes on, or stays answerable.
//
// It begins a dossier as `DossierReceived` does, in the ledger of the unit that holds it today: with its printed number,
// its times, its step and the due time of its receipt, none of them reckoned anew. Old unit and old file are kept as
// facts. What was free text there (names of papers that the catalogue does not know) is sealed, as all free text is.

package struct FormerDossierAdopted: Codable, Hashable, Sendable {
    /// As printed, in capitals.
    package var number: String
    /// Code of the unit that took it in, as the old system had it.
    package var formerUnit: String
    /// The unit of today that holds it.
    package var unit: String
    /// Who settles it: of an ended one the unit of today, of an open one who settles the procedure.
    package var competent: String
    package var procedure: String
    /// `Procedure.formerVersion` where the catalogue does not have the procedure.
    package var procedureVersion: Int
    package var field: String
    package var channel: Procedure.Channel
    package var receivedAt: Instant
    package var acceptedAt: Instant
    /// Of the receipt; nil where it was not kept.
    package var due: Instant?
    package var state: DossierState
    package var outcome: Outcome?
    package var resolvedAt: Instant?
    package var returnedAt: Instant?
    package var step: String?
    package var papers: [PaperIn]
    /// Calendar version in force at the unit when it came in.
    package var calendar: String
    /// SHA-256 of the file that it came in with, and its line there.
    package var file: String
    package var line: Int

    package init(
        number: String, formerUnit: String, unit: String, competent: String, procedure: String, procedureVersion: Int,
        field: String, channel: Procedure.Channel, receivedAt: Instant, acceptedAt: Instant, due: Instant?,
        state: DossierState, outcome: Outcome?, resolvedAt: Instant?, returnedAt: Instant?, step: String?,
        papers: [PaperIn], calendar: String, file: String, line: Int
    ) {
        self.number = number
        self.formerUnit = formerUnit
        self.unit = unit
        self.competent = competent
        self.procedure = procedure
        self.procedureVersion = procedureVersion
        self.field = field
        self.channel = channel
        self.receivedAt = receivedAt
        self.acceptedAt = acceptedAt
        self.due = due
        self.state = state
        self.outcome = outcome
        self.resolvedAt = resolvedAt
        self.returnedAt = returnedAt
        self.step = step
        self.papers = papers
        self.calendar = calendar
        self.file = file
        self.line = line
    }
}

/// Where a dossier of an old system came from.
package struct FormerOrigin: Hashable, Sendable {
    package var unit: String
    package var at: Instant
}

extension FormerDossierAdopted {
    /// What the house keeps of every dossier's intake.
    package var intake: DossierReceived {
        let counter = OldNumber.counter(number)
        return DossierReceived(
            number: number, procedure: procedure, procedureVersion: procedureVersion, field: field, case: nil,
            channel: channel, receivedAt: receivedAt, recordedLate: true, supportPoint: nil, receivingUnit: unit,
            competentAgency: competent, pickUpUnit: unit, resultChannel: .counter, papers: papers, quantity: 1, fees: [],
            acceptBy: nil, alertBy: nil, calendar: calendar, parent: nil, series: counter?.series ?? 0,
            serial: counter?.serial ?? 0)
    }
}

extension Dossier {
    /// The dossier as the old system left it.
    init(_ f: FormerDossierAdopted, _ first: Occurrence) {
        self.init(
            number: f.number, intake: f.intake, person: first.person ?? PersonalData(),
            custody: Custody(unit: first.reference.unit, since: first.at), papers: f.papers, version: 1, lastAt: first.at)
        person.text = nil
        former = FormerOrigin(unit: f.formerUnit, at: first.at)
        state = f.state
        outcome = f.outcome
        decidedAt = f.outcome == nil ? nil : f.resolvedAt
        resolvedAt = f.resolvedAt
        returnedAt = f.returnedAt
        // When the step began is not known and not made up.
        step = f.step
        clock = ClockState(
            facts: ClockFacts(
                accepted: f.acceptedAt, limit: Procedure.Limit(unit: .open), enteredDue: f.due,
                enteredGround: f.due == nil ? nil : "giấy hẹn của hệ thống cũ"),
            due: f.due, originalDue: f.due, calendar: f.calendar, clockUnit: f.competent,
            rule: Procedure.LimitUnit.open.rawValue)
    }
}

// MARK: - numbers and procedures of before

/// Numbers as old systems gave them. They are kept as they are printed; only what would break addresses and the names of
/// other subjects (`unit:…`) is not taken.
package enum OldNumber {
    package static let longest = 60

    /// The number in capitals; nil where it is none: letters, digits and `. - / _`, a digit among them, 4 to 60 bytes.
    package static func normalized(_ text: String) -> String? {
        let number = VietnameseText.plain(text).uppercased()
        guard (4...longest).contains(number.utf8.count), number.unicodeScalars.allSatisfy(isPart),
            number.utf8.contains(where: isDigit), let first = number.unicodeScalars.first,
            first.properties.isAlphabetic || first.value < 0x80 && isDigit(UInt8(first.value))
        else { return nil }
        return number
    }

    /// As somebody types it: with white space and other dashes.
    package static func typed(_ text: String) -> String? {
        guard text.utf8.count <= 4 * longest else { return nil }
        var plain = String.UnicodeScalarView()
        for scalar in VietnameseText.plain(text).unicodeScalars {
            switch IdentityText.narrowed(scalar) {
            case " ": continue
            case "\u{2010}"..."\u{2015}", "\u{2212}": plain.append("-")
            case let other: plain.append(other)
            }
        }
        return normalized(String(plain))
    }

    /// The counter that a number of our own form stands for, so that it is never given again.
    static func counter(_ text: String) -> (series: Int, serial: Int)? { DossierNumber(text)?.counter }

    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "-", "/", "_", "0"..."9": true
        default: scalar.properties.isAlphabetic
        }
    }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension Procedure {
    /// Version of a procedure that only an old system knew.
    package static let formerVersion = 0
    /// Field of such procedures, registered with the first of them.
    package static let formerField = "he-thong-cu"

    /// Stands for a procedure that is known by its code alone: enough to answer for a dossier that has ended, never to
    /// handle one.
    package static func former(_ code: String) -> Procedure {
        Procedure(
            code: code, version: formerVersion, validFrom: CivilDate(dayNumber: 0), validTo: CivilDate(dayNumber: 0),
            name: "Thủ tục \(code) của hệ thống cũ", shortName: "Thủ tục cũ \(code)", field: formerField, competent: "ward",
            nonTerritorial: false, channels: [.counter], cases: [], limits: [Limit(unit: .open)],
            supplement: SupplementRule(clock: .suspend, max: 1, closeAfterWorkingDays: 15),
            opinion: OpinionRule(suspends: false, replyWorkingDays: 3), papers: [], form: [], fees: [],
            steps: [
                Step(id: "nhan", name: "Tiếp nhận", kind: .intake, role: .counter, body: "receiving"),
                Step(id: "giai-quyet", name: "Giải quyết", kind: .decide, role: .leader, body: "receiving"),
                Step(id: "tra", name: "Trả kết quả", kind: .return, role: .counter, body: "receiving"),
            ], results: [], linked: [], sources: [], confidence: [:])
    }

    /// A code as systems give them, no free text.
    package static func isFormerCode(_ code: String) -> Bool {
        (1...40).contains(code.utf8.count)
            && code.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
            } && code.utf8.contains { (0x30...0x39).contains($0) }
    }
}
