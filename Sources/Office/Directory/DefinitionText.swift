// DefinitionText.swift: a definition typed as YAML text, checked line by line as a file of Reference/ is.
//
// Nothing is published from here: a text that is sound gives a procedure, any other gives its findings with lines.

package import Casework
import Foundation

package enum DefinitionText {
    package struct Finding: Sendable {
        /// Counted from 1; 0 when no line is to blame.
        package var line: Int
        package var vi, en: String
    }

    /// Most bytes of a definition.
    package static let limit = 400_000

    /// The definition, where it can be read, and everything wrong with it.
    package static func check(_ yaml: String, _ directory: Directory) -> (procedure: Procedure?, findings: [Finding]) {
        guard yaml.utf8.count <= limit else {
            return (nil, [Finding(line: 0, vi: "Văn bản quá dài.", en: "The text is too long.")])
        }
        do {
            let file = try YAMLFile(text: yaml.replacing("\r\n", with: "\n"), path: "yaml")
            let procedure = try file.decode(Procedure.self)
            if let unknown = file.unknownKey(in: YAMLFile.procedureKeys) {
                return (
                    nil,
                    [
                        Finding(
                            line: unknown.line, vi: "Không có khoá “\(unknown.key)” ở đây.",
                            en: "There is no key “\(unknown.key)” here.")
                    ]
                )
            }
            let found = directory.lint(procedure).map {
                Finding(line: file.line(of: $0.path), vi: "\($0.path): \($0.vi)", en: "\($0.path): \($0.en)")
            }
            return (procedure, found)
        } catch let fault as ReferenceFault {
            return (nil, [Finding(line: fault.line, vi: fault.vi, en: fault.en)])
        } catch {
            return (nil, [Finding(line: 0, vi: "Không đọc được: \(error)", en: "It cannot be read: \(error)")])
        }
    }
}

extension ProcedureImport {
    /// Imports records that somebody pasted or uploaded: a JSON array, or one record.
    package static func report(json: String, _ directory: Directory, validFrom: CivilDate) throws(Refusal) -> ImportReport {
        var text = json.trimmingCharacters(in: .whitespacesAndNewlines)
        if text.hasPrefix("{") { text = "[\(text)]" }
        let house = House(
            units: Set(directory.unitCodes), fields: directory.fields.keys.sorted().compactMap { directory.fields[$0] },
            validFrom: validFrom)
        do {
            return report(try JSONDecoder().decode([PortalEntry].self, from: Data(text.utf8)), house)
        } catch {
            throw .badValue(
                "json", "Bản ghi JSON", vi: "không đọc được: \(words(error))", en: "it cannot be read: \(words(error))")
        }
    }
}
