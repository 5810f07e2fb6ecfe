// ImportTable.swift: which room may import what. The direction of flow (ARCHITECTURE.md) in a table.
//
// A new room needs a line here before it compiles past the tidy test; an import that is not in the table is a
// question of design, not of spelling.

enum ImportTable {
    /// Room → modules. A name that ends in `*` stands for all that begin so.
    static let allowed: [String: [String]] = [
        "Casework": [],
        "Oversight": ["Casework"],
        "Storage": ["CPQ", "Dispatch", "Foundation", "GRDB", "Synchronization"],
        "Ledger": ["Crypto", "Foundation", "Storage", "Synchronization"],
        "Sync": ["CZlib", "Crypto", "Foundation", "Ledger"],
        "Office": [
            "CFlow", "Casework", "Crypto", "CryptoExtras", "Dispatch", "Foundation", "Ledger", "Oversight", "Storage",
            "Sync", "Synchronization", "Yams",
        ],
        "Paper": ["CQREncode", "Casework", "Foundation"],
        "Web": [
            "Casework", "Foundation", "HTTPTypes", "Hummingbird*", "Ledger", "Logging", "NIO*", "Office", "Oversight",
            "Paper", "ServiceLifecycle", "Sync", "Synchronization",
        ],
        "motcua": ["*"],
        "TestKit": ["*"],
        "simulate": ["*"],
    ]
    /// Rooms that may never be imported, whatever the table says.
    static let forbidden: [String: [String]] = ["TestKit": ["Web"], "simulate": ["Web"]]

    /// Imports that need their attribute: the standard library's own normal forms.
    static let attributed: [String: String] = ["Swift": "@_spi(_Unicode)"]

    struct Import {
        let module: String
        let attributes: String
        let line: Int
    }

    static func imports(of file: SwiftFile) -> [Import] {
        file.code.enumerated().compactMap { index, line in
            var words = line.split(separator: " ").map(String.init)
            guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
                words[..<at].allSatisfy({ $0.hasPrefix("@") || levels.contains($0) })
            else { return nil }
            let attributes = words[..<at].filter { $0.hasPrefix("@") }.joined(separator: " ")
            words.removeFirst(at + 1)
            if kinds.contains(words[0]), words.count > 1 { words.removeFirst() }
            let module = words[0].split(separator: ".").first.map(String.init) ?? words[0]
            return Import(module: module, attributes: attributes, line: index + 1)
        }
    }

    static func permits(_ room: String, _ wanted: Import) -> Bool {
        if let attribute = attributed[wanted.module] { return wanted.attributes == attribute }
        if forbidden[room]?.contains(wanted.module) == true { return false }
        return (allowed[room] ?? []).contains { pattern in
            pattern == wanted.module || pattern.hasSuffix("*") && wanted.module.hasPrefix(pattern.dropLast())
        }
    }

    private static let levels: Set<String> = ["package", "public", "internal", "private", "fileprivate"]
    private static let kinds: Set<String> = [
        "struct", "class", "enum", "protocol", "func", "let", "var", "typealias",
    ]
}
