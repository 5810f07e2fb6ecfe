// FormerDossierFile.swift: reads the dossiers of an old system from CSV, all of them or none.
//
// RFC 4180: UTF-8 with or without byte-order mark, `,` or `;` (whichever the first line uses), values in quotes where
// they hold separators, quotes or line ends, any kind of line end. The first line names the columns, in any order and
// case. A file with one wrong line gives no dossier but a list of what is wrong, by line and column. Fed in pieces; the
// work and the memory grow with the file and not faster. Cutting into values: FormerDossierFile/CSVRecords.swift; one
// row: FormerDossierFile/Row.swift.

package import Casework

/// Columns of the file. The raw value is the name in the first line.
package enum FormerColumn: String, CaseIterable, Codable, Hashable, Sendable {
    case number, unit, procedure, applicant, idNumber, phone, receivedAt, acceptedAt, due, resolvedAt, returnedAt
    case outcome, step
    /// Names of papers, separated by `|`.
    case papers
    /// `counter`, `online`, `post`.
    case channel
    /// The unit of today, for an old unit that was divided.
    case presentUnit

    /// Whether the column, and a value in every row, must be there.
    package var isRequired: Bool { FormerColumn.required.contains(self) }
    /// Columns that a file must have.
    package static let required: [FormerColumn] = [.number, .unit, .procedure, .receivedAt]
}

/// One thing that is wrong with a file.
package struct FormerFileError: Error, Hashable, Sendable {
    /// Line of the file, from 1, on which the wrong value begins (a value in quotes may hold line ends).
    package let line: Int
    /// Nil where no one column is wrong.
    package let column: FormerColumn?
    /// What is wrong.
    package let problem: FormerFileProblem

    /// A problem at a place of the file.
    package init(line: Int, column: FormerColumn?, problem: FormerFileProblem) {
        self.line = line
        self.column = column
        self.problem = problem
    }
}

/// What can be wrong.
package enum FormerFileProblem: Hashable, Sendable {
    // The file.
    case empty
    case missingColumn
    case unknownColumn(String)
    case columnTwice
    case tooManyRows(limit: Int)
    // The writing of a row.
    case valueCount(found: Int, columns: Int)
    case quoteInValue
    case textAfterQuote
    case quoteNotClosed
    case notUTF8
    case tooLong(limit: Int)
    // The values.
    case missing
    case badDate(String)
    case badUnitCode(String)
    case unknownOutcome(String)
    case unknownChannel(String)
    case numberTwice(firstLine: Int)
    // What the values say together; the column is the later one.
    case beforeReceived
    case returnedBeforeResolved
    case returnedButNotResolved
    case outcomeButNotResolved
    /// Without `resolvedAt` a dossier is open and must say when it is due.
    case dueMissing
    /// After the time of reading.
    case inFuture
}

/// What a file gave: never half of it.
package enum FormerDossierReading: Hashable, Sendable {
    /// Every row, in the order of the file.
    case complete([FormerDossier])
    /// By line; at most `FormerDossierFile.listed` of `count` errors.
    case refused([FormerFileError], count: Int)
}

/// A file being read: `feed` it piece by piece, then `finish`.
package struct FormerDossierFile: Sendable {
    /// Most errors that are kept; more are counted.
    package static let listed = 1_000
    /// Most rows of a file.
    package static let longest = 2_000_000

    private let now: Instant
    private var records = CSVRecords()
    private var header: [FormerColumn?]?
    private var headerIsWrong = false
    private var dossiers: [FormerDossier] = []
    private var rows = 0
    /// Line of each number seen, in capitals.
    private var numbers: [String: Int] = [:]
    private var errors: [FormerFileError] = []
    private var errorCount = 0

    /// `now`: what happened after it cannot have happened.
    package init(now: Instant) { self.now = now }

    /// Reads a whole file.
    package static func read(_ bytes: [UInt8], now: Instant) -> FormerDossierReading {
        var file = FormerDossierFile(now: now)
        file.feed(bytes[...])
        return file.finish()
    }

    /// The next piece of the file, cut anywhere.
    package mutating func feed(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes where records.feed(byte) { takeRecord() }
    }

    /// The end of the file.
    package mutating func finish() -> FormerDossierReading {
        if records.finish() { takeRecord() }
        if header == nil { note(FormerFileError(line: 1, column: nil, problem: .empty)) }
        if errorCount == 0 { return .complete(dossiers) }
        return .refused(errors.sorted { $0.line < $1.line }, count: errorCount)
    }

    private mutating func note(_ error: FormerFileError) {
        errorCount += 1
        if errors.count < FormerDossierFile.listed { errors.append(error) }
        // There will be no dossiers, so none are kept.
        dossiers = []
    }

    private mutating func takeRecord() {
        let record = records.taken()
        if let flaw = record.flaw {
            if header == nil { (header, headerIsWrong) = ([], true) }
            let column = header.flatMap { $0.indices.contains(flaw.value) ? $0[flaw.value] : nil }
            return note(FormerFileError(line: flaw.line, column: column, problem: flaw.problem))
        }
        guard !record.isBlank else { return }
        guard let header else { return takeHeader(record) }
        // Without columns nothing can be said of the rows.
        guard !headerIsWrong else { return }
        rows += 1
        guard rows <= FormerDossierFile.longest else {
            if rows == FormerDossierFile.longest + 1 {
                note(FormerFileError(line: record.line, column: nil, problem: .tooManyRows(limit: rows - 1)))
            }
            return
        }
        takeRow(record, header)
    }

    private mutating func takeHeader(_ record: CSVRecord) {
        var columns: [FormerColumn?] = []
        for value in record.cells {
            let name = VietnameseText.plain(value.text)
            let column = FormerColumn.allCases.first { $0.rawValue.lowercased() == name.lowercased() }
            if let column, columns.contains(column) {
                note(FormerFileError(line: value.line, column: column, problem: .columnTwice))
            } else if column == nil {
                let problem = FormerFileProblem.unknownColumn(String(name.prefix(60)))
                note(FormerFileError(line: value.line, column: nil, problem: problem))
            }
            columns.append(column)
        }
        for column in FormerColumn.required where !columns.contains(column) {
            note(FormerFileError(line: record.line, column: column, problem: .missingColumn))
        }
        header = columns
        headerIsWrong = errorCount > 0
    }

    private mutating func takeRow(_ record: CSVRecord, _ header: [FormerColumn?]) {
        guard record.cells.count == header.count else {
            let problem = FormerFileProblem.valueCount(found: record.cells.count, columns: header.count)
            return note(FormerFileError(line: record.line, column: nil, problem: problem))
        }
        var row = Row(record: record, header: header)
        let dossier = row.dossier(now: now)
        if let number = row.text(.number) {
            let key = number.uppercased()
            if let first = numbers[key] {
                row.errors.append(
                    FormerFileError(
                        line: row.line(.number), column: .number, problem: .numberTwice(firstLine: first)))
            } else {
                numbers[key] = record.line
            }
        }
        for error in row.errors { note(error) }
        if let dossier, errorCount == 0 { dossiers.append(dossier) }
    }
}
