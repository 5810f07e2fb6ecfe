// YAMLFile.swift: one YAML file read into a tree that knows its lines, so that every complaint names one.
//
// Yams gives each node a mark. A decoding error or a lint finding carries a path (`steps[2].body`);
// `line(of:)` walks the tree along it as far as it goes.

import Foundation
import Yams

struct YAMLFile {
    let path: String
    private let root: Node

    /// Most bytes of a reference file; the largest of ours has 200,000.
    private static let limit = 5_000_000

    /// - Throws: `ReferenceFault` where the file cannot be opened or is no YAML.
    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ReferenceFault(
                file: path, line: 0, vi: "Không đọc được tệp. Hãy kiểm tra tệp có tồn tại và quyền đọc.",
                en: "The file cannot be read. Check that it exists and may be read.")
        }
        guard data.count <= YAMLFile.limit else {
            throw ReferenceFault(
                file: path, line: 0, vi: "Tệp lớn quá \(YAMLFile.limit) byte.",
                en: "The file is larger than \(YAMLFile.limit) bytes.")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw ReferenceFault(
                file: path, line: 0, vi: "Tệp không phải UTF-8. Hãy lưu lại bằng UTF-8.",
                en: "The file is not UTF-8. Save it as UTF-8.")
        }
        try self.init(text: text, path: path)
    }

    /// - Parameter path: what complaints call it.
    init(text: String, path: String) throws {
        self.path = path
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw ReferenceFault(file: path, line: 1, vi: "Tệp trống.", en: "The file is empty.")
            }
            root = node
        } catch let error as YamlError {
            throw YAMLFile.fault(error, path, text)
        }
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        do {
            return try YAMLDecoder().decode(type, from: root)
        } catch let error as DecodingError {
            throw fault(error)
        } catch let error as YamlError {
            throw YAMLFile.fault(error, path, "")
        }
    }

    // MARK: Lines

    /// The line of the key at `path` (`steps[2].body`), or of the deepest part of it that is there.
    func line(of path: String) -> Int {
        let steps = path.split(whereSeparator: { $0 == "." || $0 == "[" }).map { part in
            part.hasSuffix("]") ? Step.index(Int(part.dropLast()) ?? 0) : Step.key(String(part))
        }
        return line(steps)
    }

    private enum Step {
        case key(String)
        case index(Int)
    }

    private func line(_ steps: [Step]) -> Int {
        var (node, line) = (root, root.mark?.line ?? 1)
        for step in steps {
            switch (step, node) {
            case (.key(let name), .mapping(let mapping)):
                guard let pair = mapping.first(where: { $0.key.string == name }) else { return line }
                (node, line) = (pair.value, pair.key.mark?.line ?? line)
            case (.index(let i), .sequence(let sequence)):
                guard sequence.indices.contains(i) else { return line }
                (node, line) = (sequence[i], sequence[i].mark?.line ?? line)
            default: return line
            }
        }
        return line
    }

    // MARK: Unknown keys

    /// The keys that a definition has at each place; a place not listed may have any.
    static let procedureKeys: [String: Set<String>] = [
        "": [
            "code", "version", "validFrom", "validTo", "name", "shortName", "field", "competent",
            "nonTerritorial",
            "channels", "cases", "limits", "supplement", "opinion", "papers", "form", "fees", "steps",
            "results",
            "linked", "sources", "confidence",
        ],
        "cases": ["id", "name"],
        "limits": ["case", "channel", "amount", "unit", "cutoff", "verificationExtra", "ground"],
        "supplement": ["clock", "max", "closeAfterWorkingDays", "ground"],
        "opinion": ["suspends", "replyWorkingDays"],
        "papers": ["id", "name", "required", "kind", "originals", "copies", "cases", "code"],
        "form": ["name", "title", "type", "required", "choices", "example", "cases"],
        "form.choices": ["value", "label"],
        "fees": [
            "id", "name", "case", "channel", "rule", "amount", "base", "times", "tiers", "cap", "exemptions",
            "collect",
            "ground",
        ],
        "fees.tiers": ["upTo", "each"],
        "fees.exemptions": ["value", "label"],
        "steps": ["id", "name", "kind", "role", "body", "budgetMinutes", "note"],
        "results": ["code", "name"],
        "linked": ["id", "procedure", "body", "name"],
    ]

    /// The first key of the file that `keys` does not have.
    func unknownKey(in keys: [String: Set<String>]) -> (key: String, line: Int)? {
        YAMLFile.unknownKey(root, "", keys)
    }

    private static func unknownKey(
        _ node: Node, _ place: String, _ keys: [String: Set<String>]
    ) -> (
        key: String, line: Int
    )? {
        switch node {
        case .mapping(let mapping):
            for pair in mapping {
                let name = pair.key.string ?? ""
                if let known = keys[place], !known.contains(name) { return (name, pair.key.mark?.line ?? 0) }
                if let found = unknownKey(pair.value, place.isEmpty ? name : "\(place).\(name)", keys) {
                    return found
                }
            }
        case .sequence(let sequence):
            for one in sequence {
                if let found = unknownKey(one, place, keys) { return found }
            }
        case .scalar, .alias: break
        }
        return nil
    }
}

// MARK: errors in words

extension YAMLFile {
    private func fault(_ error: DecodingError) -> ReferenceFault {
        let context: DecodingError.Context
        let vi: String
        let en: String
        switch error {
        case .keyNotFound(let key, let at):
            context = at
            vi = "thiếu khoá “\(key.stringValue)”. Hãy thêm vào."
            en = "the key “\(key.stringValue)” is missing. Add it."
        case .valueNotFound(_, let at):
            context = at
            vi = "còn trống. Hãy ghi giá trị."
            en = "the value is missing. Write one."
        case .typeMismatch(let type, let at):
            context = at
            vi = "sai kiểu giá trị, cần \(type)."
            en = "the value is of the wrong type, \(type) is needed."
        case .dataCorrupted(let at):
            context = at
            vi = "giá trị không dùng được. Hãy sửa theo docs/formats."
            en = "the value cannot be used: \(at.debugDescription)"
        @unknown default:
            return ReferenceFault(
                file: path, line: 0, vi: "Không đọc được: \(error).", en: "It cannot be read: \(error).")
        }
        let steps = context.codingPath.map { key in
            key.intValue.map { Step.index($0) } ?? Step.key(key.stringValue)
        }
        let place = YAMLFile.text(context.codingPath)
        let seen = scalar(steps).map { " (“\($0)”)" } ?? ""
        return ReferenceFault(
            file: path, line: line(steps), vi: "\(place)\(seen): \(vi)", en: "\(place)\(seen): \(en)")
    }

    /// What stands at a path, if it is a single value.
    private func scalar(_ steps: [Step]) -> String? {
        var node = root
        for step in steps {
            switch (step, node) {
            case (.key(let name), .mapping(let mapping)):
                guard let pair = mapping.first(where: { $0.key.string == name }) else { return nil }
                node = pair.value
            case (.index(let i), .sequence(let sequence)):
                guard sequence.indices.contains(i) else { return nil }
                node = sequence[i]
            default: return nil
            }
        }
        return node.scalar.map { String($0.string.prefix(60)) }
    }

    private static func text(_ path: [any CodingKey]) -> String {
        var text = ""
        for key in path {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return text.isEmpty ? "Tệp" : text
    }

    private static func fault(_ error: YamlError, _ path: String, _ text: String) -> ReferenceFault {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return syntax(
                path, mark.line, "cột \(mark.column): \(problem)", "column \(mark.column): \(problem)")
        case .reader(let problem, let offset, _, _):
            let line = offset.map { text.prefix($0).count(where: \.isNewline) + 1 } ?? 0
            return syntax(path, line, problem, problem)
        case .duplicatedKeysInMapping(let names, let context):
            let list = names.joined(separator: ", ")
            let line =
                names.first.flatMap { second($0, in: text, from: context.mark.line) } ?? context.mark.line
            return ReferenceFault(
                file: path, line: line,
                vi: "Khoá “\(list)” được ghi hai lần trong cùng một mục. Hãy bỏ một.",
                en: "The key “\(list)” stands twice in one mapping. Remove one.")
        default: return syntax(path, 0, "\(error)", "\(error)")
        }
    }
    /// The line where a key stands for the second time at the same indentation, from a line on.
    private static func second(_ key: String, in text: String, from first: Int) -> Int? {
        var indentation: Int?
        for (i, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where i + 1 >= first {
            let indent = line.prefix { $0 == " " || $0 == "-" }.count
            guard line.dropFirst(indent).hasPrefix("\(key):") else { continue }
            if indent == indentation { return i + 1 }
            if indentation == nil { indentation = indent }
        }
        return nil
    }
    private static func syntax(_ path: String, _ line: Int, _ vi: String, _ en: String) -> ReferenceFault {
        ReferenceFault(
            file: path, line: line,
            vi:
                "Cú pháp YAML hỏng (\(vi)). Hãy xem thụt dòng, dấu nháy, dấu hai chấm quanh dòng này.",
            en: "Broken YAML (\(en)). Look at indentation, quotes and colons on this line or the one before.")
    }
}
