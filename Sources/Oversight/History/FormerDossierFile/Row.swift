// Row.swift: one row of a file of old dossiers, typed, or what is wrong with it.
//
// All errors of a row are found, not the first alone, so that a file is mended in one go. Used by
// FormerDossierFile.swift alone.

import Casework

struct Row {
    /// Most characters of a value; papers may have ten times as many.
    static let longest = 300

    private let recordLine: Int
    private var values: [FormerColumn: CSVRecord.Value] = [:]
    var errors: [FormerFileError] = []

    init(record: CSVRecord, header: [FormerColumn?]) {
        recordLine = record.line
        for (column, value) in zip(header, record.cells) {
            guard let column else { continue }
            let text = column == .applicant ? VietnameseText.normalized(value.text) : VietnameseText.plain(value.text)
            values[column] = CSVRecord.Value(text: text, line: value.line)
        }
    }

    func line(_ column: FormerColumn) -> Int { values[column]?.line ?? recordLine }

    /// The value of a column; nil where it is empty or the file does not have it.
    func text(_ column: FormerColumn) -> String? {
        values[column].flatMap { $0.text.isEmpty ? nil : $0.text }
    }

    private mutating func note(_ column: FormerColumn, _ problem: FormerFileProblem) {
        errors.append(FormerFileError(line: line(column), column: column, problem: problem))
    }

    /// Nil with errors.
    mutating func dossier(now: Instant) -> FormerDossier? {
        for column in FormerColumn.allCases {
            let limit = column == .papers ? 10 * Row.longest : Row.longest
            if let text = text(column), text.utf8.count > limit, text.count > limit { note(column, .tooLong(limit: limit)) }
            if column.isRequired, text(column) == nil { note(column, .missing) }
        }
        for column in [FormerColumn.unit, .presentUnit] {
            if let unit = text(column), !Row.isUnitCode(unit) { note(column, .badUnitCode(Row.excerpt(unit))) }
        }
        let received = time(.receivedAt)
        let accepted = time(.acceptedAt)
        let due = time(.due)
        let resolved = time(.resolvedAt)
        let returned = time(.returnedAt)
        var outcome: FormerOutcome?
        if let text = text(.outcome) {
            outcome = FormerOutcome(text)
            if outcome == nil { note(.outcome, .unknownOutcome(Row.excerpt(text))) }
        }
        let channel = channel()
        checkOrder(now: now, received, accepted, due, resolved, returned)
        guard errors.isEmpty, let number = text(.number), let unit = text(.unit), let procedure = text(.procedure),
            let received
        else { return nil }
        return FormerDossier(
            number: number, unit: unit, procedure: procedure, applicant: text(.applicant), idNumber: text(.idNumber),
            phone: text(.phone), receivedAt: received, acceptedAt: accepted, due: due, resolvedAt: resolved,
            returnedAt: returned, outcome: outcome, step: text(.step), papers: papers, channel: channel,
            presentUnit: text(.presentUnit), line: recordLine)
    }

    private mutating func channel() -> Procedure.Channel {
        guard let text = text(.channel) else { return .counter }
        switch VietnameseText.folded(text) {
        case "counter", "truc tiep", "tai quay": return .counter
        case "online", "truc tuyen": return .online
        case "post", "buu chinh", "buu dien": return .post
        default:
            note(.channel, .unknownChannel(Row.excerpt(text)))
            return .counter
        }
    }

    private var papers: [String] {
        (text(.papers) ?? "").split(separator: "|").map { VietnameseText.plain(String($0)) }.filter { !$0.isEmpty }
    }

    private mutating func time(_ column: FormerColumn) -> FormerTime? {
        guard let text = text(column) else { return nil }
        let time = FormerTime(text)
        if time == nil { note(column, .badDate(Row.excerpt(text))) }
        return time
    }

    private static let timeColumns: [FormerColumn] = [.receivedAt, .acceptedAt, .resolvedAt, .returnedAt, .due]

    /// What the times say together. A value that cannot be read counts as there: one mistake, one error.
    private mutating func checkOrder(
        now: Instant, _ received: FormerTime?, _ accepted: FormerTime?, _ due: FormerTime?, _ resolved: FormerTime?,
        _ returned: FormerTime?
    ) {
        let times = [received, accepted, resolved, returned, due]
        for (column, time) in zip(Row.timeColumns, times) {
            guard let time else { continue }
            if column != .due, FormerTime(now).isBefore(time) { note(column, .inFuture) }
            if let received, time.isBefore(received) { note(column, .beforeReceived) }
        }
        if let resolved, let returned, returned.isBefore(resolved) { note(.returnedAt, .returnedBeforeResolved) }
        if text(.resolvedAt) == nil {
            if text(.returnedAt) != nil { note(.returnedAt, .returnedButNotResolved) }
            if text(.outcome) != nil { note(.outcome, .outcomeButNotResolved) }
            if text(.due) == nil, text(.returnedAt) == nil, text(.outcome) == nil { note(.due, .dueMissing) }
        }
    }

    private static func isUnitCode(_ text: String) -> Bool {
        // Three digits: the district of Côn Đảo had no communes.
        [3, 5].contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    private static func excerpt(_ text: String) -> String { String(text.prefix(60)) }
}
