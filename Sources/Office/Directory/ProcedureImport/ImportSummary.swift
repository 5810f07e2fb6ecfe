// ImportSummary.swift: the account of an import in words: totals first, then record by record.
//
// Phrases of guesses and omissions are counted, so that a reader sees at once what the import is worth.

import Casework

extension ImportReport {
    /// One paragraph per record: taken, guessed, left out.
    package var account: String {
        lines.map { line in
            var text = "\(line.code): \(line.isTaken ? "lấy" : "KHÔNG LẤY")"
            if !line.taken.isEmpty { text += "\n  lấy: \(line.taken.joined(separator: "; "))" }
            if !line.guessed.isEmpty { text += "\n  đoán: \(line.guessed.joined(separator: "; "))" }
            if !line.leftOut.isEmpty { text += "\n  bỏ: \(line.leftOut.joined(separator: "; "))" }
            return text
        }.joined(separator: "\n") + "\n"
    }
}

struct ImportSummary {
    let report: ImportReport

    var text: String {
        let open = report.procedures.count { $0.confidence["limit"] == "open" }
        let all = report.procedures.count
        let read = report.procedures.count { $0.confidence["limit"] == "A" }
        let refused = report.lines.count { !$0.isTaken }
        var lines = [
            "Đọc \(report.lines.count) bản ghi: lấy \(all), không lấy \(refused).",
            "Read \(report.lines.count) records: took \(all), left out \(refused).",
            "Thời hạn: \(read) đọc thẳng, \(all - read - open) phải suy ra, \(open) để ngỏ."
                + " / Limits: \(read) read, \(all - read - open) inferred, \(open) left open.",
        ]
        if !report.newFields.isEmpty {
            lines.append(
                "Lĩnh vực mới: \(report.newFields.count). / New fields of work: \(report.newFields.count).")
        }
        lines += counted("Đoán / guessed", report.lines.flatMap(\.guessed))
        lines += counted("Bỏ / left out", report.lines.flatMap(\.leftOut))
        return lines.joined(separator: "\n")
    }

    /// Phrases by how often they occur; bracketed particulars do not count apart.
    private func counted(_ title: String, _ phrases: [String]) -> [String] {
        var counts: [String: Int] = [:]
        for phrase in phrases { counts[ImportSummary.kind(phrase), default: 0] += 1 }
        let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return order.isEmpty ? [] : ["\(title):"] + order.map { "  \($0.value) × \($0.key)" }
    }
    private static func kind(_ phrase: String) -> String {
        VietnameseText.plain(String(phrase.prefix { $0 != "(" }))
    }
}
