// Fees.swift: what a dossier costs, line by line.
//
// Law on Fees and Charges 2015; Circular 226/2016/TT-BTC for certification (2,000 đ a page, 1,000 đ from page 3, at
// most 200,000 đ a copy). Rates that the People's Council sets and no source gives stay open (amount nil).

extension Procedure {
    /// The fee lines of a filing: for each fee id the first rule that fits case and channel.
    package func feeLines(
        case id: String?, channel: Channel, form: [String: String], exemptions: [String]
    ) -> [FeeLine] {
        var lines: [FeeLine] = []
        for fee in fees where !lines.contains(where: { $0.id == fee.id }) {
            guard fee.case == nil || fee.case == id, fee.channel == nil || fee.channel == channel else {
                continue
            }
            let exemption = fee.exemptions?.first { exemptions.contains($0.value) }?.value
            lines.append(
                FeeLine(
                    id: fee.id, name: fee.name,
                    amount: exemption == nil ? fee.total(form: form) : 0, exemption: exemption,
                    collect: fee.collect))
        }
        return lines
    }
}

extension Procedure.Fee {
    /// đồng; nil when the rate is not known.
    func total(form: [String: String]) -> Int? {
        let times = self.times.flatMap { form[$0] }.flatMap { Int($0) } ?? 1
        let base = self.base.flatMap { form[$0] }.flatMap { Int($0) } ?? 1
        switch rule {
        case .free: return 0
        case .council: return amount
        case .fixed: return amount
        case .each: return amount.map { capped($0.saturatingTimes(base)).saturatingTimes(times) }
        case .tiered: return capped(tiered(base)).saturatingTimes(times)
        }
    }
    private func capped(_ sum: Int) -> Int { cap.map { min($0, sum) } ?? sum }
    private func tiered(_ count: Int) -> Int {
        var (sum, done) = (0, 0)
        for tier in tiers ?? [] where done < count {
            let upTo = min(tier.upTo ?? count, count)
            sum += (upTo - done).saturatingTimes(tier.each)
            done = max(done, upTo)
        }
        return sum
    }
}

extension Int {
    /// The product, or the largest Int where it would overflow: a nonsense form must not stop the house.
    func saturatingTimes(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max / 4 : Swift.min(product, .max / 4)
    }
}
