// ProcedureImport.swift: the national portal's records of procedures become definitions, with an honest
// account.
//
// Reads a JSON array as the portal's API gives it (one object per procedure: cases, methods, dossier,
// results …). Facts that stand in a record are taken; what had to be chosen is named as guessed; what has
// no place, or no unit of this city, is named as left out. A limit without a unit stays open (docs/law.md §7,
// "Reading the portal's limits"). Every definition that comes out passes ProcedureLint. Parts:
// ProcedureImport/.

package import Casework
import Foundation
import Yams

/// What an import made of the records: definitions and one line of account for each record.
package struct ImportReport: Sendable {
    package struct Line: Hashable, Sendable {
        package var code: String
        package var taken: [String]
        package var guessed: [String]
        package var leftOut: [String]
        /// Whether a definition came out.
        package var isTaken: Bool
    }
    /// In the order of the records.
    package var procedures: [Procedure]
    package var lines: [Line]
    /// Fields of work that the definitions need and the house does not know yet.
    package var newFields: [FieldOfWork]

    /// Totals in words, Vietnamese then English, with the most frequent guesses and omissions.
    package var summary: String { ImportSummary(report: self).text }
}

package enum ProcedureImport {
    /// The house into which definitions are imported.
    package struct House: Sendable {
        package var units: Set<String>
        package var fields: [FieldOfWork]
        /// First day of validity of the definitions; the records give none.
        package var validFrom: CivilDate

        package init(units: Set<String>, fields: [FieldOfWork], validFrom: CivilDate) {
            self.units = units
            self.fields = fields
            self.validFrom = validFrom
        }
        /// Fields and units of a loaded folder; valid from the day the two-tier government began, 01/07/2025.
        package init(_ files: ReferenceFiles) {
            self.init(
                units: Set(files.units.map(\.code)), fields: files.fields,
                validFrom: CivilDate(year: 2025, month: 7, day: 1) ?? CivilDate(dayNumber: 20_270))
        }
    }

    /// Reads `file` and imports its records.
    /// - Throws: `ReferenceFault` when the file cannot be read as a JSON array. A broken record is a line
    ///   of the report.
    package static func report(file: String, house: House) throws -> ImportReport {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ReferenceFault(
                file: file, line: 0, vi: "Không đọc được tệp. Hãy kiểm tra đường dẫn và quyền đọc.",
                en: "The file cannot be read. Check the path and the right to read.")
        }
        do {
            return report(try JSONDecoder().decode([PortalEntry].self, from: data), house)
        } catch {
            throw ReferenceFault(
                file: file, line: 0,
                vi: "Tệp phải là mảng JSON các bản ghi thủ tục: \(ProcedureImport.words(error)).",
                en: "The file must be a JSON array of records: \(ProcedureImport.words(error)).")
        }
    }

    static func report(_ entries: [PortalEntry], _ house: House) -> ImportReport {
        var report = ImportReport(procedures: [], lines: [], newFields: [])
        var seen: Set<String> = []
        for (i, entry) in entries.enumerated() {
            guard let record = entry.record else {
                report.lines.append(
                    .init(
                        code: entry.code ?? "#\(i + 1)", taken: [], guessed: [],
                        leftOut: ["cả bản ghi: không đọc được (\(entry.problem ?? ""))"], isTaken: false))
                continue
            }
            var reading = PortalReading(record: record, house: house, fields: house.fields + report.newFields)
            let procedure =
                seen.insert(record.code).inserted ? reading.procedure() : reading.refuse("mã đã có ở trên")
            if let procedure {
                report.procedures.append(procedure)
                if let field = reading.newField { report.newFields.append(field) }
            }
            report.lines.append(reading.line(isTaken: procedure != nil))
        }
        return report
    }

    // MARK: Files

    /// A definition as YAML, keys in the order of the schema, the same bytes for the same value.
    package static func yaml(_ procedure: Procedure) throws -> String {
        let encoder = YAMLEncoder()
        encoder.options.allowUnicode = true
        encoder.options.width = -1
        var plain = procedure
        // A dictionary has no order of its own: `confidence`, the last key, is written by hand.
        plain.confidence = [:]
        let body = try encoder.encode(plain)
        let letters = procedure.confidence.sorted { rank($0.key) < rank($1.key) }.map {
            "  \($0.key): \($0.value)"
        }
        guard !letters.isEmpty, let end = body.range(of: "confidence: {}", options: .backwards) else {
            return body
        }
        return body[..<end.lowerBound] + "confidence:\n" + letters.joined(separator: "\n") + "\n"
    }
    private static func rank(_ key: String) -> String {
        let place = ProcedureLint.confidenceKeys.firstIndex(of: key) ?? ProcedureLint.confidenceKeys.count
        return "\(place)\(key)"
    }

    /// Writes `procedures/<code>.yaml` for each definition, `fields.yaml` for new fields, and `report.txt`,
    /// into `folder`.
    package static func write(_ report: ImportReport, to folder: String) throws {
        let root = URL(filePath: folder, directoryHint: .isDirectory)
        let procedures = root.appending(path: "procedures", directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: procedures, withIntermediateDirectories: true)
            for procedure in report.procedures {
                let text = head(report.lines.first { $0.code == procedure.code }) + (try yaml(procedure))
                try Data(text.utf8).write(to: procedures.appending(path: "\(procedure.code).yaml"))
            }
            if !report.newFields.isEmpty {
                let text = try YAMLEncoder.plain.encode(report.newFields)
                try Data(text.utf8).write(to: root.appending(path: "fields.yaml"))
            }
            try Data((report.summary + "\n\n" + report.account).utf8).write(
                to: root.appending(path: "report.txt"))
        } catch {
            throw ReferenceFault(
                file: folder, line: 0, vi: "Không ghi được thư mục kết quả: \(words(error)).",
                en: "The output folder cannot be written: \(words(error)).")
        }
    }
    private static func head(_ line: ImportReport.Line?) -> String {
        guard let line else { return "" }
        return "# Nhập tự động từ Cổng Dịch vụ công quốc gia; phải soát trước khi dùng.\n"
            + line.guessed.map { "# Đoán: \($0)\n" }.joined()
    }

    /// One line of text for an error of Foundation.
    static func words(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error.localizedDescription)" }
        switch error {
        case .typeMismatch(_, let at), .valueNotFound(_, let at), .dataCorrupted(let at):
            return place(at) + at.debugDescription
        case .keyNotFound(let key, let at): return place(at) + "no key “\(key.stringValue)”"
        @unknown default: return "\(error)"
        }
    }
    private static func place(_ context: DecodingError.Context) -> String {
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? "" : "\(path): "
    }
}

extension YAMLEncoder {
    fileprivate static var plain: YAMLEncoder {
        let encoder = YAMLEncoder()
        encoder.options.allowUnicode = true
        encoder.options.width = -1
        return encoder
    }
}
