// CostBook.swift: compliance cost (docs/law.md §5.4) of dossiers and procedures, by the assumptions in force.

package import Casework
import Ledger
package import Oversight
package import Storage

package enum CostBook {
    package static func title(_ key: CostAssumptions.CodingKeys) -> String {
        switch key {
        case .hourlyIncome: "Thu nhập một giờ (đồng)"
        case .minutesPerVisit: "Một lần đến: đi, chờ, làm việc (phút)"
        case .travelPerVisit: "Đi lại một lần (đồng)"
        case .pricePerPage: "Sao chụp một trang (đồng)"
        case .pagesPerPaper: "Số trang sao mỗi giấy tờ"
        case .postage: "Gửi bưu chính một lần (đồng)"
        case .advisory: "Tư vấn, thuê viết hồ sơ (đồng)"
        case .minutesOfPreparing: "Chuẩn bị hồ sơ, tờ khai (phút)"
        }
    }

    static func assumptions(_ input: ActionInput) throws(Refusal) -> CostAssumptions {
        func n(_ key: CostAssumptions.CodingKeys) -> Int { input.integer(key.rawValue) ?? 0 }
        let assumed = CostAssumptions(
            hourlyIncome: n(.hourlyIncome), minutesPerVisit: n(.minutesPerVisit), travelPerVisit: n(.travelPerVisit),
            pricePerPage: n(.pricePerPage), pagesPerPaper: n(.pagesPerPaper), postage: n(.postage), advisory: n(.advisory),
            minutesOfPreparing: n(.minutesOfPreparing))
        if let problem = assumed.problems.first {
            throw .badValue(problem.field.rawValue, title(problem.field), vi: "âm hoặc quá lớn", en: "negative or too large")
        }
        return assumed
    }

    /// The assumptions in force for a procedure on a day: its own, else the general ones, else the project's.
    package static func inForce(
        _ procedure: String, on day: CivilDate, _ tx: any Transaction
    ) throws -> (assumptions: CostAssumptions, since: CivilDate?, isOwn: Bool) {
        let all = try known(tx).filter { $0.from <= day }
        if let own = all.last(where: { $0.procedure == procedure }) { return (own.assumptions, own.from, true) }
        if let general = all.last(where: { $0.procedure == nil }) { return (general.assumptions, general.from, false) }
        return (.standard, nil, false)
    }

    /// Every set of assumptions, in the order in which they come into force.
    package static func known(_ tx: any Transaction) throws -> [CostsAssumed] {
        try tx.rows("SELECT subject FROM steering WHERE kind = 'cost' ORDER BY span_from, opened_at").compactMap { row in
            guard let first = try LedgerReader.entries(about: row.text(0), tx).first,
                case .costsAssumed(let f)? = try SteeringCoding.fact(kind: first.kind, version: first.version, facts: first.facts)
            else { return nil }
            return f
        }
    }

    /// What a dossier took of the citizen: visits, papers, sendings, fees.
    package static func facts(of d: Dossier) -> CostFacts {
        let supplements = d.supplementsRequested.values.reduce(0, +)
        let isOnline = d.intake.channel == .online
        let handedIn = d.papers.count { ["handedIn", "shown"].contains($0.source) }
        return CostFacts(
            filingVisits: d.intake.channel == .counter ? 1 : 0, supplementVisits: isOnline ? 0 : supplements,
            fetchingVisits: d.returnedAt != nil && d.intake.resultChannel == .counter ? 1 : 0, papers: handedIn,
            sendings: (d.intake.channel == .post ? 1 : 0) + (d.intake.resultChannel == .post && d.returnedAt != nil ? 1 : 0),
            fees: max(d.feeDue, d.payment.paid))
    }

    /// The dossiers of a procedure received in a period, at most `limit` of them, the latest first, with what each cost.
    package static func costs(
        of procedure: String, unit: String? = nil, period: Period, limit: Int = 400, caller: Caller, _ tx: any Transaction
    ) throws -> (costs: [ComplianceCost], counted: Int) {
        try CityQuestion.check(caller)
        var arguments: [SQLValue] = [
            .text(procedure), .integer(Instant(period.from, TimeOfDay(0, 0)).milliseconds),
            .integer(Instant(period.to.adding(days: 1), TimeOfDay(0, 0)).milliseconds),
        ]
        if let unit { arguments.append(.text(unit)) }
        let condition = "procedure = $1 AND received_at >= $2 AND received_at < $3 AND returned_at IS NOT NULL"
            + (unit == nil ? "" : " AND receiving = $4")
        let counted = Int(try tx.row("SELECT COUNT(*) FROM dossier WHERE \(condition)", arguments)?.int(0) ?? 0)
        let numbers = try tx.rows(
            "SELECT number FROM dossier WHERE \(condition) ORDER BY received_at DESC, number LIMIT \(limit)", arguments
        ).map { $0.text(0) }
        let costs = try numbers.compactMap { number -> ComplianceCost? in
            guard let d = try Folding.dossier(try LedgerReader.entries(about: number, tx), keys: nil) else { return nil }
            let assumed = try inForce(procedure, on: d.intake.receivedAt.date, tx).assumptions
            return try ComplianceCost(facts(of: d), assumed)
        }
        return (costs, counted)
    }
}
