// PortalLimits.swift: how long the settling may take, out of the portal's cases, methods and prose.
//
// docs/law.md §7: the methods' values differ by channel and are the portal's own; "1", "3", "5" without a unit
// occur, and then the text says same day (after 15:00 next working day), or the case names a unit, or
// nothing does: then the limit stays open and the officer enters due time and ground. A value is never made
// up.

import Casework

/// A case of the record with its limit.
struct PortalCase {
    var `case`: Procedure.Case
    var limit: (amount: Int, unit: Procedure.LimitUnit)?
}

extension PortalReading {
    typealias Amount = (amount: Int, unit: Procedure.LimitUnit)

    /// The portal's unit; nil for OTHER.
    static func amount(_ quantity: Int?, _ unit: String?) -> Amount? {
        guard let quantity, (1...1000).contains(quantity) else { return nil }
        switch unit {
        case "WORKING_DAY": return (quantity, .workingDay)
        case "DAY": return (quantity, .calendarDay)
        case "HOUR": return (quantity, .workingHour)
        case "MONTH": return (quantity, .month)
        case "YEAR": return (quantity * 12, .month)
        default: return nil
        }
    }

    // MARK: Cases

    /// Cases whose names tell them apart; the portal often repeats the procedure's name.
    mutating func cases() -> [PortalCase] {
        let all = (record.cases ?? []).filter {
            !VietnameseText.folded($0.name).split(separator: " ").contains("test")
        }
        let names = all.map { VietnameseText.folded($0.name) }
        guard all.count > 1 else { return [] }
        guard Set(names).count == all.count, !names.contains("") else {
            leave("trường hợp: tên giống nhau, không phân biệt được")
            return []
        }
        take("trường hợp")
        return all.enumerated().map { i, one in
            let suffix = one.code.split(separator: ".").dropFirst(2).joined(separator: "-")
            let id =
                suffix.isEmpty || all[..<i].contains { $0.code == one.code }
                ? "th-\(i + 1)" : "th-\(suffix.lowercased())"
            return PortalCase(
                case: Procedure.Case(id: id, name: PortalReading.clean(one.name)),
                limit: PortalReading.amount(one.processing?.qty, one.processing?.type))
        }
    }

    // MARK: Limits

    /// Limits with the letter of their confidence.
    mutating func limits(cases: [PortalCase], channels: [Procedure.Channel]) -> ([Procedure.Limit], String) {
        var letter = "A"
        var byChannel: [Procedure.Limit] = []
        for channel in channels {
            let limit = limit(channel, cases)
            byChannel.append(limit.limit)
            if limit.isGuessed { letter = "C" }
        }
        let common = byChannel.first.map { first in
            byChannel.allSatisfy {
                $0.amount == first.amount && $0.unit == first.unit && $0.cutoff == first.cutoff
                    && $0.ground == first.ground
            }
        }
        if common == true, var one = byChannel.first {
            one.channel = nil
            byChannel = [one]
        }
        var byCase: [Procedure.Limit] = []
        for one in cases {
            guard let own = one.limit else {
                guess("thời hạn của trường hợp không có đơn vị: theo thời hạn của kênh")
                letter = "C"
                continue
            }
            let same =
                byChannel.count == 1 && byChannel[0].amount == own.amount && byChannel[0].unit == own.unit
            if !same {
                byCase.append(
                    Procedure.Limit(
                        case: one.case.id, amount: own.amount, unit: own.unit,
                        ground: "Cổng DVCQG, theo trường hợp"))
            }
            if own.unit == .workingHour { letter = "C" }
        }
        let limits = byCase + byChannel
        if limits.contains(where: { $0.unit == .open }) { letter = "open" }
        if limits.contains(where: { $0.unit != .open }) { take("thời hạn") }
        return (limits, letter)
    }

    private mutating func limit(
        _ channel: Procedure.Channel, _ cases: [PortalCase]
    ) -> (
        limit: Procedure.Limit, isGuessed: Bool
    ) {
        let methods = (record.methods ?? []).filter { PortalReading.channel($0.method) == channel }
        var limit = Procedure.Limit(channel: channel, unit: .open)
        var amounts: [Amount] = []
        for method in methods {
            guard case .number(let number) = method.time,
                let amount = PortalReading.amount(number, method.unit)
            else { continue }
            if !amounts.contains(where: { $0 == amount }) { amounts.append(amount) }
        }
        if amounts.count > 1 {
            guess("thời hạn: cổng ghi nhiều mức cho một kênh, để ngỏ")
            limit.ground = "Cổng DVCQG ghi: " + amounts.map(PortalReading.words).joined(separator: "; ")
            return (limit, true)
        }
        if let only = amounts.first {
            return (filled(limit, only), noteAgainstCases(only, cases))
        }
        return withoutUnit(limit, methods)
    }

    /// Whether the single case of the record says otherwise than the method, and whether an hour had to be
    /// understood.
    private mutating func noteAgainstCases(_ amount: Amount, _ cases: [PortalCase]) -> Bool {
        let others = (record.cases ?? []).compactMap {
            PortalReading.amount($0.processing?.qty, $0.processing?.type)
        }
        if cases.isEmpty, others.contains(where: { $0 != amount }) {
            guess("thời hạn: trường hợp ghi khác kênh, lấy của kênh")
            return true
        }
        if amount.unit == .workingHour {
            guess("thời hạn tính bằng giờ: hiểu là giờ làm việc")
            return true
        }
        return false
    }

    /// The method gives no unit: the prose, then the cases, else open.
    private mutating func withoutUnit(
        _ limit: Procedure.Limit, _ methods: [PortalRecord.Method]
    ) -> (
        limit: Procedure.Limit, isGuessed: Bool
    ) {
        var limit = limit
        let isShort = methods.allSatisfy { method in
            if case .number(let number) = method.time { number <= 1 } else { false }
        }
        if isShort, let sameDay = sameDay(limit) {
            guess("thời hạn trong ngày: đọc từ trình tự, cổng không ghi đơn vị")
            return (sameDay, true)
        }
        let amounts = (record.cases ?? []).compactMap {
            PortalReading.amount($0.processing?.qty, $0.processing?.type)
        }
        if let first = amounts.first, amounts.allSatisfy({ $0 == first }),
            amounts.count == record.cases?.count
        {
            guess("thời hạn: kênh không ghi đơn vị, lấy của trường hợp")
            return (filled(limit, first), true)
        }
        guess("thời hạn: cổng không ghi đơn vị, để ngỏ")
        let notes = methods.compactMap { method -> String? in
            let said: String =
                switch method.time {
                case .number(let number) where number > 0: "\(number) (không có đơn vị)"
                case .words(let words): PortalReading.clean(words)
                default: ""
                }
            let text = [said, PortalReading.clean(method.description)].filter { !$0.isEmpty }.joined(
                separator: "; ")
            return text.isEmpty ? nil : PortalReading.clipped(text, 200)
        }
        limit.ground = notes.first.map { "Cổng DVCQG ghi: \($0)" }
        return (limit, true)
    }

    /// `limit` under the rule of the same day, where the prose has it; with 15:00 where that is named.
    private func sameDay(_ limit: Procedure.Limit) -> Procedure.Limit? {
        let isLateNamed = prose.contains("sau 15 giờ")
        let words = ["trả kết quả ngay trong ngày", "giải quyết ngay trong ngày"]
        let isNamed = words.contains { prose.contains($0) }
        guard isLateNamed || isNamed else { return nil }
        var limit = limit
        limit.amount = 1
        limit.unit = .sameDay
        limit.cutoff = isLateNamed ? TimeOfDay(15, 0) : nil
        limit.ground =
            isLateNamed
            ? "Trình tự trên Cổng DVCQG: trong ngày; nhận sau 15 giờ thì ngày làm việc tiếp theo"
            : "Trình tự trên Cổng DVCQG: giải quyết ngay trong ngày"
        return limit
    }

    private func filled(_ limit: Procedure.Limit, _ amount: Amount) -> Procedure.Limit {
        var limit = limit
        limit.amount = amount.amount
        limit.unit = amount.unit
        limit.ground = "Cổng DVCQG"
        return limit
    }
    private static func words(_ amount: Amount) -> String {
        switch amount.unit {
        case .workingDay: "\(amount.amount) ngày làm việc"
        case .calendarDay: "\(amount.amount) ngày"
        case .workingHour: "\(amount.amount) giờ"
        case .month: "\(amount.amount) tháng"
        case .sameDay, .open: "\(amount.amount)"
        }
    }
}
