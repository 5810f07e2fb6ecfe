// PortalFees.swift: fees and charges out of the portal's methods.
//
// "Miễn phí" (0 without a word) is often only the portal's default, and then the note says that the
// People's Council decides: such a fee is `council`, for the officer to enter. Several rates on one channel
// depend on conditions that stand in prose only; they are named in the ground and likewise left to the
// officer.

import Casework

extension PortalReading {
    static let feeId = "phi-le-phi"
    private static let feeName = "Phí, lệ phí"

    /// Fees, the field that counts for them, and the letter of confidence.
    mutating func fees(channels: [Procedure.Channel]) -> ([Procedure.Fee], Procedure.FormField?, String) {
        let entries = channels.map { channel in
            (
                channel,
                (record.methods ?? []).filter { PortalReading.channel($0.method) == channel }.flatMap {
                    $0.fees ?? []
                }
            )
        }
        guard entries.contains(where: { !$0.1.isEmpty }) else {
            leave("phí, lệ phí: bản ghi không nêu")
            return ([], nil, "open")
        }
        var fees: [Procedure.Fee] = []
        var letter = "A"
        for (channel, list) in entries {
            var (fee, confidence) = fee(channel, list)
            if let more = note(of: channel), fee.rule != .free {
                guess("phí: ghi chú của cổng có thể nói mức khác")
                fee.ground = PortalReading.clipped("\(fee.ground ?? ""); \(more)", 400)
                confidence = PortalReading.weaker(confidence, "C")
            }
            fees.append(fee)
            letter = PortalReading.weaker(letter, confidence)
        }
        let plain = fees.map { PortalReading.withoutChannel($0) }
        if let first = plain.first, plain.allSatisfy({ $0 == first }) { fees = [first] }
        take("phí, lệ phí")
        return (fees, counter(fees), letter)
    }

    /// What the method itself says about money, where it does.
    private func note(of channel: Procedure.Channel) -> String? {
        let notes = (record.methods ?? []).filter { PortalReading.channel($0.method) == channel }
            .map { PortalReading.clean($0.description) }
            .filter { VietnameseText.folded($0).contains(" dong") }
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }

    private static func weaker(_ a: String, _ b: String) -> String {
        let order = ProcedureLint.confidenceLetters
        return (order.firstIndex(of: a) ?? 0) >= (order.firstIndex(of: b) ?? 0) ? a : b
    }
    private static func withoutChannel(_ fee: Procedure.Fee) -> Procedure.Fee {
        var fee = fee
        fee.channel = nil
        return fee
    }

    /// The field of the form that a fee by page or copy counts with.
    private mutating func counter(_ fees: [Procedure.Fee]) -> Procedure.FormField? {
        guard let base = fees.compactMap(\.base).first else { return nil }
        guess("ô đếm số \(base == "pages" ? "trang" : "bản") để tính phí")
        return Procedure.FormField(
            name: base, title: base == "pages" ? "Số trang" : "Số bản", type: .integer,
            required: true, example: "1")
    }

    // MARK: One channel

    private mutating func fee(
        _ channel: Procedure.Channel, _ list: [PortalRecord.Fee]
    ) -> (
        Procedure.Fee, String
    ) {
        var fee = Procedure.Fee(
            id: PortalReading.feeId, name: PortalReading.feeName, channel: channel, rule: .council,
            collect: .filing)
        let foreign = list.filter { ($0.currency ?? "") == "USD" }
        if !foreign.isEmpty { leave("mức phí bằng ngoại tệ") }
        let said = list.filter {
            ($0.currency ?? "") != "USD"
                && (($0.value ?? 0) > 0 || !PortalReading.clean($0.description).isEmpty)
        }
        let notes = said.map { PortalReading.clean($0.description) }.filter { !$0.isEmpty }
        fee.exemptions = exemptions(notes.joined(separator: " "))
        fee.ground =
            "Cổng DVCQG"
            + (notes.isEmpty ? "" : ": " + PortalReading.clipped(notes.joined(separator: "; "), 300))
        guard let first = said.first else {
            if list.isEmpty {
                guess("phí: cổng không nêu cho một kênh, cán bộ nhập")
                return (fee, "open")
            }
            guess("miễn phí: cổng ghi 0, có thể chỉ là mặc định")
            fee.rule = .free
            fee.exemptions = nil
            return (fee, "C")
        }
        let values = Set(said.map { $0.value ?? 0 })
        guard values.count == 1, said.count == 1 || values != [0] else {
            guess("phí nhiều mức theo điều kiện: ghi vào căn cứ, cán bộ nhập")
            return (fee, "open")
        }
        return (first.value ?? 0) > 0 ? rated(fee, first) : unrated(fee, notes.joined(separator: " "))
    }

    /// A value in đồng.
    private mutating func rated(_ fee: Procedure.Fee, _ entry: PortalRecord.Fee) -> (Procedure.Fee, String) {
        var fee = fee
        let value = entry.value ?? 0
        let note = VietnameseText.folded(entry.description ?? "")
        guard (1000...1_000_000_000).contains(value) else {
            guess("phí \(value) đồng: không hợp lý, cán bộ nhập")
            return (fee, "open")
        }
        fee.amount = value
        if note == "trang" || note == "ban" {
            fee.rule = .each
            fee.base = note == "trang" ? "pages" : "copies"
            return (fee, "A")
        }
        fee.rule = .fixed
        if PortalReading.isCouncil(note)
            || note.contains("dong") && !note.contains(PortalReading.digits(value))
        {
            guess("phí: ghi chú của cổng có thể nói mức khác")
            return (fee, "C")
        }
        return (fee, "A")
    }

    /// 0 with a note: what the note says counts.
    private mutating func unrated(_ fee: Procedure.Fee, _ note: String) -> (Procedure.Fee, String) {
        var fee = fee
        let folded = VietnameseText.folded(note)
        if PortalReading.isCouncil(folded) {
            take("phí do HĐND quyết định")
            return (fee, "A")
        }
        let isFree =
            ["khong", "khong co", "khong thu", "khong quy dinh", "chua quy dinh", "mien phi", "mien le phi"]
            .contains(folded)
            || (folded.hasPrefix("khong thu") || folded.hasPrefix("mien le phi")
                || folded.hasPrefix("mien phi"))
        if isFree {
            if folded.hasSuffix("quy dinh") { guess("“không quy định” mức phí: hiểu là không thu") }
            fee.rule = .free
            fee.exemptions = nil
            return (fee, folded.hasSuffix("quy dinh") ? "C" : "A")
        }
        guess("phí: mức chỉ có trong ghi chú, cán bộ nhập")
        return (fee, "open")
    }

    private static func isCouncil(_ folded: String) -> Bool {
        folded.contains("hoi dong nhan dan") || folded.contains("hdnd")
            || folded.contains("luat phi va le phi") && !folded.contains("mien")
    }
    /// `8000` as a folded note writes it: `8 000`.
    private static func digits(_ value: Int) -> String {
        let text = String(value)
        guard text.count > 3 else { return text }
        var groups: [Substring] = []
        var rest = text[...]
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return ([rest] + groups).joined(separator: " ")
    }

    private mutating func exemptions(_ note: String) -> [Procedure.Choice]? {
        let folded = VietnameseText.folded(note)
        guard folded.contains("mien") else { return nil }
        let found = PortalReading.exemptionWords.filter { folded.contains($0.words) }
        guard !found.isEmpty else { return nil }
        take("diện miễn phí")
        return found.map { Procedure.Choice(value: $0.value, label: $0.label) }
    }
    private static let exemptionWords = [
        (words: "co cong", value: "nguoi-co-cong", label: "Người thuộc gia đình có công với cách mạng"),
        (words: "ho ngheo", value: "ho-ngheo", label: "Người thuộc hộ nghèo"),
        (words: "khuyet tat", value: "khuyet-tat", label: "Người khuyết tật"),
        (words: "tre em", value: "tre-em", label: "Trẻ em"),
        (words: "nguoi cao tuoi", value: "nguoi-cao-tuoi", label: "Người cao tuổi"),
    ]
}
