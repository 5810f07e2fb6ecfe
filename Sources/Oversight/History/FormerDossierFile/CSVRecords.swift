// CSVRecords.swift: bytes in, records out, one at a time (RFC 4180).
//
// A state machine over bytes: UTF-8 never hides a quote or a separator in a longer character. Line ends are LF, CR LF or
// CR. A byte-order mark is skipped. The separator is the first `,` or `;` outside quotes of the first record. A flaw
// stops the record it is in, not the file. Used by FormerDossierFile.swift alone.

/// One record: a line, or several where a value in quotes holds line ends.
struct CSVRecord {
    struct Value {
        var text: String
        var line: Int
    }
    struct Flaw {
        var value: Int
        var line: Int
        var problem: FormerFileProblem
    }
    var line: Int
    var cells: [Value]
    var flaw: Flaw?

    /// An empty line, or one of separators alone, as spreadsheets leave them at the end.
    var isBlank: Bool { cells.allSatisfy { $0.text.allSatisfy(\.isWhitespace) } }
}

/// Cuts a file into records.
struct CSVRecords: Sendable {
    /// Most bytes of a value: what is longer is a quote that nobody closed.
    static let longest = 20_000

    private enum Place: Sendable { case start, plain, quoted, quoteInQuoted }

    private var place = Place.start
    private var separator: UInt8?
    /// The bytes of the values of this record, laid end to end; `ends` says where each ends and on which line it began.
    private var bytes: [UInt8] = []
    private var ends: [(end: Int, line: Int)] = []
    private var line = 1
    private var recordLine = 1
    private var valueLine = 1
    private var wasReturn = false
    private var mark = 0
    private var flaw: (value: Int, line: Int, problem: FormerFileProblem)?

    /// Takes a byte; true when a record is complete and must be `taken` before the next byte.
    mutating func feed(_ byte: UInt8) -> Bool {
        if mark < 3, isMark(byte) { return false }
        if byte == 0x0A, wasReturn {
            wasReturn = false
            if place == .quoted { keep(byte) }
            return false
        }
        wasReturn = byte == 0x0D
        switch place {
        case .quoted: return quoted(byte)
        case .start where byte == 0x22: place = .quoted
        case .quoteInQuoted where byte == 0x22:
            place = .quoted
            keep(byte)
        default: return unquoted(byte)
        }
        return false
    }

    private mutating func unquoted(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x0A, 0x0D:
            line += 1
            endValue()
            return true
        case 0x2C, 0x3B:
            if separator == nil { separator = byte }
            if byte == separator { endValue() } else { addPlain(byte) }
        case 0x22: note(.quoteInValue)
        default: addPlain(byte)
        }
        return false
    }

    private mutating func addPlain(_ byte: UInt8) {
        if place == .quoteInQuoted {
            // Spaces between a quote and the separator are harmless.
            if byte != 0x20 { note(.textAfterQuote) }
        } else {
            place = .plain
            keep(byte)
        }
    }

    private mutating func quoted(_ byte: UInt8) -> Bool {
        if byte == 0x22 {
            place = .quoteInQuoted
        } else {
            if byte == 0x0D || byte == 0x0A { line += 1 }
            keep(byte)
        }
        return false
    }

    private mutating func keep(_ byte: UInt8) {
        guard flaw == nil else { return }
        bytes.append(byte)
        if bytes.count - (ends.last?.end ?? 0) > CSVRecords.longest { note(.tooLong(limit: CSVRecords.longest)) }
    }

    private mutating func note(_ problem: FormerFileProblem) {
        if flaw == nil { flaw = (ends.count, valueLine, problem) }
    }

    private mutating func endValue() {
        ends.append((bytes.count, valueLine))
        valueLine = line
        place = .start
    }

    /// Whether the byte belongs to a byte-order mark at the very beginning.
    private mutating func isMark(_ byte: UInt8) -> Bool {
        let expected: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard byte == expected[mark] else {
            // A file that begins like a mark and goes on otherwise: what was skipped is not UTF-8 text.
            if mark > 0 { note(.notUTF8) }
            mark = 3
            return false
        }
        mark += 1
        return true
    }

    /// The end of the file; true when it completes a record.
    mutating func finish() -> Bool {
        if place == .quoted { note(.quoteNotClosed) }
        guard !ends.isEmpty || !bytes.isEmpty || place != .start || flaw != nil else { return false }
        endValue()
        return true
    }

    /// The record that is complete; the next begins.
    mutating func taken() -> CSVRecord {
        var record = CSVRecord(line: recordLine, cells: [], flaw: nil)
        record.cells.reserveCapacity(ends.count)
        var start = 0
        if flaw == nil {
            for (index, value) in ends.enumerated() {
                guard let text = String(validating: bytes[start..<value.end], as: UTF8.self) else {
                    flaw = (index, value.line, .notUTF8)
                    break
                }
                record.cells.append(CSVRecord.Value(text: text, line: value.line))
                start = value.end
            }
        }
        record.flaw = flaw.map { CSVRecord.Flaw(value: $0.value, line: $0.line, problem: $0.problem) }
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        flaw = nil
        (recordLine, valueLine) = (line, line)
        return record
    }
}
