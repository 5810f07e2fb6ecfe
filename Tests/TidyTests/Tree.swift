// Tree.swift: the project's own files, as the tidy test sees them.
//
// Read once a run. A Swift file comes with its `code`: the same bytes with comments and the contents of
// strings blanked, so that a rule never trips over a word in a sentence. Next: TidyTests.swift has the rules.

import Foundation

/// One thing that is not tidy, and where.
struct Finding: CustomStringConvertible {
    let path: String
    let line: Int
    let what: String
    var description: String { "\(path):\(line): \(what)" }
}

struct TextFile: Sendable {
    /// Relative to the root, `Sources/Casework/Dossier/Dossier.swift`.
    let path: String
    let text: String
    let lines: [String]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        self.lines = lines.last == "" ? lines.dropLast() : lines
    }

    /// `Casework` for a file under `Sources/Casework`; nil elsewhere.
    var room: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }
    func finding(_ line: Int, _ what: String) -> Finding { Finding(path: path, line: line, what: what) }
}

struct SwiftFile: Sendable {
    let file: TextFile
    /// Lines of code: comments and string contents are spaces, interpolated code stays.
    let code: [String]
    /// The same as one run of bytes, as long as `text` in bytes.
    let bytes: [UInt8]

    init(_ file: TextFile) {
        self.file = file
        bytes = SwiftText.code(of: Array(file.text.utf8))
        code = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    var path: String { file.path }
    var room: String? { file.room }
    /// Line (from 1) of a byte.
    func line(at offset: Int) -> Int { 1 + bytes[..<offset].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } }
}

enum Tree {
    /// The folder of Package.swift.
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Folders that are ours; what a run leaves behind (`var`, `.build`) is not.
    private static let folders = ["Reference", "Sources", "Tests", "docs", "tools"]
    private static let endings: Set<String> = [
        "swift", "md", "yaml", "yml", "py", "sh", "json", "css", "js", "html",
    ]

    static let files: [TextFile] = paths().compactMap { path in
        guard let data = FileManager.default.contents(atPath: root.appending(path: path).path) else {
            return nil
        }
        let text = String(decoding: data, as: UTF8.self)
        return TextFile(path: path, text: text)
    }
    static let swift: [SwiftFile] = files.filter { $0.path.hasSuffix(".swift") }.map(SwiftFile.init)
    static let sources: [SwiftFile] = swift.filter { $0.room != nil }

    static func file(_ path: String) -> TextFile? { files.first { $0.path == path } }
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    private static func paths() -> [String] {
        let top = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        var paths = top.filter { isText($0) || $0 == "Makefile" || $0 == "LICENSE" }
        for folder in folders {
            let below = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
            while let path = below?.nextObject() as? String {
                if isText(path), !path.contains("__pycache__") { paths.append("\(folder)/\(path)") }
            }
        }
        return paths.sorted()
    }
    private static func isText(_ path: String) -> Bool {
        path.split(separator: ".").last.map { endings.contains(String($0)) } ?? false
    }
}

extension String {
    /// The words of a line of code with their places: runs of letters, digits and `_`.
    var words: [(word: Substring, range: Range<String.Index>)] {
        var found: [(Substring, Range<String.Index>)] = []
        var start: String.Index?
        for i in indices {
            let isWord = self[i].isLetter || self[i].isNumber || self[i] == "_"
            if isWord, start == nil { start = i }
            if !isWord, let from = start {
                found.append((self[from..<i], from..<i))
                start = nil
            }
        }
        if let from = start { found.append((self[from...], from..<endIndex)) }
        return found
    }
    var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
