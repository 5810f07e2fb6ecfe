// WordsTests.swift: is every word of the pages in the table of texts, in both languages?
//
// Vietnamese is recognised by its letters. Official papers are Vietnamese by law and say so in `officialPapers`; refusals
// carry both languages themselves (`vi:`, `en:`); comments and data are no words of ours.

import Foundation
import Testing

struct WordsTests {
    /// Papers whose wording the law gives (Circular 03/2025/TT-VPCP), and examples of the style page.
    static let officialPapers: Set<String> = [
        "ReceiptPage.swift", "StylePage.swift", "OfficialPaper.swift", "SlipPage.swift", "CertificationReceipt.swift",
        "CashReceiptPage.swift",
        "OriginalsSlip.swift", "HandOverListPaper.swift",
    ]

    private func expectNone(_ findings: [Finding]) {
        guard !findings.isEmpty else { return }
        Issue.record("\(findings.count) found:\(findings.map { "\n\($0)" }.joined())")
    }

    private var texts: [SwiftFile] { Tree.sources.filter { $0.file.path.contains("Web/Pages/Texts") } }

    static func isVietnamese(_ text: some StringProtocol) -> Bool {
        text.precomposedStringWithCanonicalMapping.unicodeScalars.contains {
            (0x1EA0...0x1EF9).contains($0.value) || "ăâđêôơưĂÂĐÊÔƠƯ".unicodeScalars.contains($0)
        }
    }

    @Test("pages take their words from the table of texts")
    func wordsInPages() {
        var findings: [Finding] = []
        for file in Tree.sources where file.room == "Web" && file.file.path.contains("/Pages/") {
            let name = file.file.path.split(separator: "/").last.map(String.init) ?? ""
            guard !name.hasPrefix("Texts"), !Self.officialPapers.contains(name) else { continue }
            for (index, line) in file.file.lines.enumerated() {
                let trimmed = line.trimmed
                guard Self.isVietnamese(trimmed), !trimmed.hasPrefix("//"), !line.contains("vi:"),
                    !line.contains("noRight("), !line.contains("Text("), !isRefusal(index, file)
                else { continue }
                let code = (trimmed.components(separatedBy: " //").first ?? "")
                    .replacing("Một Cửa", with: "").replacing("Một <i>Cửa</i>", with: "")
                if Self.isVietnamese(code) { findings.append(file.file.finding(index + 1, trimmed)) }
            }
        }
        expectNone(findings)
    }

    /// The line goes on with the arguments of a refusal.
    private func isRefusal(_ index: Int, _ file: SwiftFile) -> Bool {
        file.file.lines[max(0, index - 3)..<index].contains {
            $0.contains("vi:") || $0.contains("noRight(") || $0.contains("Refusal(")
        }
    }

    @Test("no text is empty, and no English text is Vietnamese")
    func bothLanguages() {
        var (findings, count) = ([Finding](), 0)
        for file in texts {
            let raw = Array(file.file.text.utf8)
            for open in file.calls(of: "Text") {
                guard let close = file.closing(open) else { continue }
                let call = String(decoding: raw[open...close], as: UTF8.self)
                let parts = call.components(separatedBy: "\"")
                guard parts.count == 5 else { continue }
                count += 1
                let line = file.line(at: open)
                if parts[1].isEmpty || parts[3].isEmpty { findings.append(file.file.finding(line, "an empty text")) }
                let names = ["Một Cửa", "Tiếng Việt"]
                let english = names.reduce(parts[3]) { $0.replacing($1, with: "") }
                if Self.isVietnamese(english) { findings.append(file.file.finding(line, "not English: \(parts[3])")) }
            }
        }
        #expect(count > 150, "only \(count) texts were found")
        expectNone(findings)
    }
}
