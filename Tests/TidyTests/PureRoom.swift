// PureRoom.swift: what may not stand in a room that must give the same answer on any day, machine and run.
//
// Text alone does not know types: a dictionary is recognised by its declaration in the same file, by `.keys`
// and `.values`, and by a loop that takes pairs apart. What slips through is caught by the replay tests.

import Foundation

enum PureRoom {
    private static let banned = [
        "Date(", "UUID(", "print(", "debugPrint(", "dump(", "Task {", "Task.detached", "ContinuousClock",
        "SuspendingClock", "SystemRandomNumberGenerator", "getenv(", "async", "await", "Double", "Float",
        "Float16", "CGFloat",
    ]
    private static let chance = [".random(", ".shuffled(", ".shuffle(", ".randomElement("]

    static func bannedCalls(_ file: SwiftFile) -> [Finding] {
        var findings: [Finding] = []
        for (index, line) in file.code.enumerated() {
            for call in banned where contains(line, call) {
                findings.append(file.file.finding(index + 1, "“\(call)” in a pure room"))
            }
            for call in chance where line.contains(call) && !line.contains("using:") {
                findings.append(file.file.finding(index + 1, "“\(call)” without using: in a pure room"))
            }
        }
        return findings
    }

    static func unsortedDictionaries(_ file: SwiftFile) -> [Finding] {
        var findings: [Finding] = []
        let dictionaries = dictionaryNames(file)
        for (index, line) in file.code.enumerated() {
            guard let source = loopSource(line), !source.text.contains(".sorted") else { continue }
            let isOrdered = ["zip(", ".enumerated()", "["].contains { source.text.contains($0) }
            let last = source.text.split(separator: ".").last.map(String.init) ?? ""
            if source.isPair && !isOrdered || dictionaries.contains(source.text)
                || ["keys", "values"].contains(last)
            {
                let what = "iterates “\(source.text)”: sort it, a dictionary has no order"
                findings.append(file.file.finding(index + 1, what))
            }
        }
        return findings
    }

    /// Whether `call` stands in the line as a word of its own.
    private static func contains(_ line: String, _ call: String) -> Bool {
        guard line.contains(call) else { return false }
        let name = call.prefix { $0.isLetter || $0.isNumber }
        return line.words.contains { $0.word == name && line[$0.range.lowerBound...].hasPrefix(call) }
    }

    /// What a `for` of this line goes over, and whether it takes pairs apart.
    private static func loopSource(_ line: String) -> (text: String, isPair: Bool)? {
        let line = line.trimmed
        guard line.hasPrefix("for "), let start = line.range(of: " in ") else { return nil }
        var text = String(line[start.upperBound...])
        for end in [" where ", " {"] {
            if let range = text.range(of: end) { text = String(text[..<range.lowerBound]) }
        }
        return (text.trimmed, line.dropFirst(4).hasPrefix("("))
    }

    /// Names that a file declares as `[Key: Value]`.
    private static func dictionaryNames(_ file: SwiftFile) -> Set<String> {
        var names: Set<String> = []
        for line in file.code {
            let words = line.words
            for word in words {
                let rest = line[word.range.upperBound...]
                guard rest.hasPrefix(": ["), let end = rest.firstIndex(of: "]") else { continue }
                if rest[..<end].dropFirst(3).contains(": ") { names.insert(String(word.word)) }
            }
        }
        return names
    }
}
