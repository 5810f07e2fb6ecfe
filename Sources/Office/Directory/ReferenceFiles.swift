// ReferenceFiles.swift: the folder Reference/ as values: units, fields of work, procedures, calendars, words, indicators.
//
// Read at start, by `motcua procedures check` and by tests; what the house goes by afterwards are entries
// (OfficeFact.swift), so a broken file never touches a running dossier. Whatever is wrong is said with
// file, line and what to do, in Vietnamese and English. Keys that no definition has are refused: a misspelt
// `cutoff` must not pass in silence. Next: YAMLFile.swift in ReferenceFiles/, ProcedureLint.swift in
// Casework.

package import Casework
import Foundation
package import Oversight

/// A reference file that cannot be used.
package struct ReferenceFault: Error, CustomStringConvertible {
    package var file: String
    /// Counted from 1; 0 when no line is to blame.
    package var line: Int
    package var vi: String
    package var en: String

    package init(file: String, line: Int, vi: String, en: String) {
        self.file = file
        self.line = line
        self.vi = vi
        self.en = en
    }
    package var place: String { line > 0 ? "\(file):\(line)" : file }
    package var description: String { "\(place): \(vi) (\(en))" }
}

package struct ReferenceFiles: Sendable {
    package var units: [Casework.Unit]
    package var fields: [FieldOfWork]
    /// In order of code, then version.
    package var procedures: [Procedure]
    package var calendars: [WorkingCalendar]
    package var words: [ProcedureWords]
    package var indicators: [IndicatorDefinition]

    /// A finding of `check`: `line` as in `ReferenceFault`.
    package typealias Finding = (file: String, line: Int, vi: String, en: String)

    /// Reads `units.yaml`, `fields.yaml`, `procedures/*.yaml` and `calendars/*.yaml` of `folder`.
    /// - Throws: `ReferenceFault` at the first file that cannot be read.
    /// - Parameters:
    ///   - only: a procedure's code, when no other definition is wanted.
    ///   - withUnits: false leaves the units out.
    package static func load(
        folder: String, only code: String? = nil, withUnits: Bool = true
    ) throws
        -> ReferenceFiles
    {
        let root = URL(filePath: folder, directoryHint: .isDirectory)
        let procedures = try yamlFiles(in: root.appending(path: "procedures")).filter { path in
            code.map { path.contains("/\($0)") } ?? true
        }.map { try procedure($0) }
        let files = ReferenceFiles(
            units: withUnits ? try units(root) : [], fields: try fields(root),
            procedures: procedures.map(\.value).sorted { ($0.code, $0.version) < ($1.code, $1.version) },
            calendars: try yamlFiles(in: root.appending(path: "calendars")).map {
                try YAMLFile(path: $0).decode(WorkingCalendar.self)
            }, words: try words(root, known: Set(procedures.map(\.value.code)), whole: code == nil),
            indicators: try indicators(root, whole: code == nil))
        if let twice = duplicates(procedures).first {
            throw ReferenceFault(file: twice.file, line: twice.line, vi: twice.vi, en: twice.en)
        }
        return files
    }

    /// Where Reference/ is: `MOTCUA_REFERENCE`, else beside or above the program (also
    /// `share/motcua/Reference`), else in the current folder. A folder counts when it holds `units.yaml`;
    /// what the variable names is not tested, so that a wrong one is reported by `load`.
    package static func locate() -> String? {
        if let named = ProcessInfo.processInfo.environment["MOTCUA_REFERENCE"], !named.isEmpty {
            return named
        }
        for program in ["/proc/self/exe", CommandLine.arguments.first ?? ""] where program.contains("/") {
            let real = URL(filePath: program).resolvingSymlinksInPath()
            if let found = locate(above: real.deletingLastPathComponent()) { return found }
        }
        let here = URL(filePath: FileManager.default.currentDirectoryPath).appending(path: "Reference")
        return isReference(here) ? here.path : nil
    }

    private static func locate(above folder: URL) -> String? {
        var folder = folder.standardizedFileURL
        while true {
            for name in ["Reference", "share/motcua/Reference"] {
                let candidate = folder.appending(path: name)
                if isReference(candidate) { return candidate.path }
            }
            let parent = folder.deletingLastPathComponent().standardizedFileURL
            if parent.path == folder.path || folder.path == "/" { return nil }
            folder = parent
        }
    }
    private static func isReference(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "units.yaml").path)
    }

    // MARK: Files

    private struct UnitsFile: Decodable { var units: [Casework.Unit] }

    private static func units(_ root: URL) throws -> [Casework.Unit] {
        let file = try YAMLFile(path: root.appending(path: "units.yaml").path)
        let units = try file.decode(UnitsFile.self).units
        for (i, unit) in units.enumerated() {
            guard
                let twice = units[..<i].first(where: {
                    $0.code == unit.code || $0.receiverIndex == unit.receiverIndex
                })
            else { continue }
            throw ReferenceFault(
                file: file.path, line: file.line(of: "units[\(i)]"),
                vi:
                    "Đơn vị \(unit.code) trùng mã hoặc receiverIndex với \(twice.code). Hãy đổi.",
                en:
                    "The unit \(unit.code) shares its code or receiverIndex with \(twice.code). Change one."
            )
        }
        return units
    }

    private struct WordsLine: Decodable {
        var code: String
        var often: Bool?
        var words: String
    }

    /// `words.yaml`; a folder without it knows official names only.
    private static func words(_ root: URL, known: Set<String>, whole: Bool) throws -> [ProcedureWords] {
        let path = root.appending(path: "words.yaml").path
        guard whole, FileManager.default.fileExists(atPath: path) else { return [] }
        let file = try YAMLFile(path: path)
        return try file.decode([WordsLine].self).enumerated().map { i, line in
            guard known.contains(line.code) else {
                throw ReferenceFault(
                    file: path, line: file.line(of: "[\(i)].code"),
                    vi: "Không có thủ tục \(line.code). Hãy bỏ dòng này hoặc sửa mã.",
                    en: "There is no procedure \(line.code). Remove the line or mend the code.")
            }
            let words = line.words.split(separator: ";").map { VietnameseText.plain(String($0)) }
            return ProcedureWords(procedure: line.code, words: words, isOften: line.often ?? false)
        }
    }

    /// `indicators.yaml`; a folder without it measures nothing.
    private static func indicators(_ root: URL, whole: Bool) throws -> [IndicatorDefinition] {
        let path = root.appending(path: "indicators.yaml").path
        guard whole, FileManager.default.fileExists(atPath: path) else { return [] }
        return try IndicatorFiles.load(path)
    }

    private static func fields(_ root: URL) throws -> [FieldOfWork] {
        let file = try YAMLFile(path: root.appending(path: "fields.yaml").path)
        let fields = try file.decode([FieldOfWork].self)
        for (i, field) in fields.enumerated() where fields[..<i].contains(where: { $0.id == field.id }) {
            throw ReferenceFault(
                file: file.path, line: file.line(of: "[\(i)].id"),
                vi: "Lĩnh vực “\(field.id)” được khai hai lần. Hãy bỏ một.",
                en: "The field “\(field.id)” is declared twice. Remove one.")
        }
        return fields
    }

    /// One definition with its file; keys that no definition has and a file name that is not its code are
    /// faults.
    private static func procedure(_ path: String) throws -> (value: Procedure, file: YAMLFile) {
        let file = try YAMLFile(path: path)
        let procedure = try file.decode(Procedure.self)
        if let unknown = file.unknownKey(in: YAMLFile.procedureKeys) {
            throw ReferenceFault(
                file: path, line: unknown.line,
                vi: "Không có khoá “\(unknown.key)” ở đây. Xem docs/formats/procedure.md hoặc sửa chính tả.",
                en:
                    "There is no key “\(unknown.key)” here. See docs/formats/procedure.md."
            )
        }
        if !URL(filePath: path).lastPathComponent.hasPrefix(procedure.code) {
            throw ReferenceFault(
                file: path, line: file.line(of: "code"),
                vi: "Tên tệp phải bắt đầu bằng mã thủ tục \(procedure.code).",
                en: "The name of the file must begin with the code \(procedure.code).")
        }
        return (procedure, file)
    }

    /// `.yaml` and `.yml` files of a folder, by name.
    private static func yamlFiles(in folder: URL) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }
                .sorted().map { folder.appending(path: $0).path }
        } catch {
            throw ReferenceFault(
                file: folder.path, line: 0,
                vi: "Không mở được thư mục. Hãy kiểm tra đường dẫn và quyền đọc.",
                en: "The folder cannot be opened. Check the path and the right to read.")
        }
    }
}

// MARK: check

extension ReferenceFiles {
    /// Lints definitions: what `motcua procedures check` prints. Total: a broken file is a finding.
    /// - Parameters:
    ///   - paths: files or folders (a folder with a `procedures/` inside means that one); none = all of
    ///     Reference.
    ///   - reference: the folder with units and fields; nil = `locate()`.
    package static func check(paths: [String], reference: String? = nil) -> [Finding] {
        guard let folder = reference ?? locate() else {
            return [
                (
                    "Reference", 0, "Không tìm thấy thư mục Reference. Hãy đặt biến MOTCUA_REFERENCE.",
                    "There is no folder Reference. Set MOTCUA_REFERENCE."
                )
            ]
        }
        let root = URL(filePath: folder, directoryHint: .isDirectory)
        do {
            let known = try Known(
                units: Set(units(root).map(\.code)), fields: Set(fields(root).map(\.id)),
                codes: Set(yamlFiles(in: root.appending(path: "procedures")).map(code)))
            return check(paths.isEmpty ? [root.appending(path: "procedures").path] : paths, known)
        } catch {
            return [finding(error, folder)]
        }
    }

    private struct Known {
        var units: Set<String>
        var fields: Set<String>
        var codes: Set<String>
    }

    private static func check(_ paths: [String], _ known: Known) -> [Finding] {
        var known = known
        var findings: [Finding] = []
        var files: [String] = []
        for path in paths {
            do {
                let (more, own) = try expanded(path)
                files += more.filter { !files.contains($0) }
                known.fields.formUnion(own.map(\.id))
            } catch {
                findings.append(finding(error, path))
            }
        }
        known.codes.formUnion(files.map(code))
        var read: [(value: Procedure, file: YAMLFile)] = []
        for path in files {
            do {
                let one = try procedure(path)
                read.append(one)
                findings += lint(one.value, one.file, known)
            } catch {
                findings.append(finding(error, path))
            }
        }
        return findings + duplicates(read)
    }

    private static func lint(_ procedure: Procedure, _ file: YAMLFile, _ known: Known) -> [Finding] {
        var found = ProcedureLint.check(procedure, knownUnits: known.units, knownFields: known.fields)
        for (i, part) in procedure.linked.enumerated() where !known.codes.contains(part.procedure) {
            found.append(
                LintFinding(
                    path: "linked[\(i)].procedure",
                    vi: "Chưa có định nghĩa của thủ tục con \(part.procedure).",
                    en: "There is no definition of the child \(part.procedure)."))
        }
        return found.map {
            (file.path, file.line(of: $0.path), "\($0.path): \($0.vi)", "\($0.path): \($0.en)")
        }
    }

    /// The definition files that `path` means, and fields declared beside them (an import's own).
    private static func expanded(_ path: String) throws -> ([String], [FieldOfWork]) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ReferenceFault(
                file: path, line: 0, vi: "Không có tệp hoặc thư mục này.",
                en: "There is no such file or folder.")
        }
        guard isFolder.boolValue else { return ([path], []) }
        let folder = URL(filePath: path, directoryHint: .isDirectory)
        let inner = folder.appending(path: "procedures")
        guard FileManager.default.fileExists(atPath: inner.path) else {
            return (try yamlFiles(in: folder), [])
        }
        let own = FileManager.default.fileExists(atPath: folder.appending(path: "fields.yaml").path)
        return (try yamlFiles(in: inner), own ? try fields(folder) : [])
    }

    private static func duplicates(_ read: [(value: Procedure, file: YAMLFile)]) -> [Finding] {
        var seen: [String: String] = [:]
        var findings: [Finding] = []
        for (procedure, file) in read {
            let key = "\(procedure.code) v\(procedure.version)"
            if let other = seen[key] {
                findings.append(
                    (
                        file.path, file.line(of: "version"),
                        "\(key) đã có trong \(other). Hãy tăng version hoặc xoá một tệp.",
                        "\(key) is defined in \(other) already. Raise the version or remove a file."
                    ))
            } else {
                seen[key] = file.path
            }
        }
        return findings
    }

    /// The code in the name of a definition file.
    private static func code(_ path: String) -> String {
        String(URL(filePath: path).lastPathComponent.prefix(8))
    }

    private static func finding(_ error: any Error, _ path: String) -> Finding {
        guard let fault = error as? ReferenceFault else { return (path, 0, "\(error)", "\(error)") }
        return (fault.file, fault.line, fault.vi, fault.en)
    }
}
