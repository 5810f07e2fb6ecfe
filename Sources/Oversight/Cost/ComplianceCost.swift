// ComplianceCost.swift: what one dossier costs the citizen, line by line, in whole đồng.
//
// Compliance cost (chi phí tuân thủ thủ tục hành chính, Circular 02/2017/TT-VPCP; docs/law.md §5.4): hours × hourly income +
// fees + postage + travel + copies + advice; a year's cost is that times the dossiers of a year. What was done is
// counted on the dossier, what it costs is assumed (CostAssumptions.swift); each line shows both.

/// What happened with a dossier, as its entries say. All not negative and below a million, `fees` below 10¹².
package struct CostFacts: Hashable, Codable, Sendable {
    /// Visits to the counter to file: 1, or 0 for a dossier filed online or by post.
    package var filingVisits: Int
    /// Visits to hand in what was missing.
    package var supplementVisits: Int
    /// Visits to fetch the result; those in vain count.
    package var fetchingVisits: Int
    /// Papers handed in, supplements included; papers taken from data count nothing.
    package var papers: Int
    /// Sendings by post that the citizen paid.
    package var sendings: Int
    /// đồng of fees and charges.
    package var fees: Int

    /// What is not given did not happen.
    package init(
        filingVisits: Int = 0, supplementVisits: Int = 0, fetchingVisits: Int = 0, papers: Int = 0, sendings: Int = 0,
        fees: Int = 0
    ) {
        self.filingVisits = filingVisits
        self.supplementVisits = supplementVisits
        self.fetchingVisits = fetchingVisits
        self.papers = papers
        self.sendings = sendings
        self.fees = fees
    }

    var isPossible: Bool {
        [filingVisits, supplementVisits, fetchingVisits, papers, sendings].allSatisfy { (0..<1_000_000).contains($0) }
            && (0..<1_000_000_000_000).contains(fees)
    }
}

/// The cost of one dossier.
package struct ComplianceCost: Hashable, Sendable {
    /// Lines that cost something, in the order of `Step`.
    package let lines: [Line]
    /// đồng.
    package var total: Int { lines.reduce(0) { $0 + $1.amount } }

    /// What the citizen spends time or money on.
    package enum Step: String, Codable, CaseIterable, Hashable, Sendable {
        case preparing, filing, supplementing, fetching, travel, copies, postage, advisory, fees
    }
    /// What a quantity counts.
    package enum Measure: String, Codable, Hashable, Sendable {
        /// Minutes; the unit price is that of an hour.
        case minutes
        case visits, pages, sendings
        /// Once a dossier.
        case dossiers
    }
    /// One line of the bill.
    package struct Line: Hashable, Sendable {
        /// What it was spent on.
        package let step: Step
        /// How many of `measure`.
        package let quantity: Int
        /// What is counted.
        package let measure: Measure
        /// đồng; of an hour where minutes are counted.
        package let unitPrice: Int
        /// đồng, rounded to the nearest.
        package let amount: Int

        init(_ step: Step, _ quantity: Int, _ measure: Measure, at unitPrice: Int) {
            self.step = step
            self.quantity = quantity
            self.measure = measure
            self.unitPrice = unitPrice
            amount = measure == .minutes ? (quantity * unitPrice + 30) / 60 : quantity * unitPrice
        }
    }

    /// Refuses assumptions that cannot stand. `facts` are counts, so an impossible one is a bug.
    package init(_ facts: CostFacts, _ assumed: CostAssumptions) throws(CostProblem) {
        if let problem = assumed.problems.first { throw problem }
        precondition(facts.isPossible, "visits, papers and fees are counts")
        let visits = facts.filingVisits + facts.supplementVisits + facts.fetchingVisits
        func time(_ step: Step, _ visits: Int) -> Line {
            Line(step, visits * assumed.minutesPerVisit, .minutes, at: assumed.hourlyIncome)
        }
        lines = [
            Line(.preparing, assumed.minutesOfPreparing, .minutes, at: assumed.hourlyIncome),
            time(.filing, facts.filingVisits), time(.supplementing, facts.supplementVisits),
            time(.fetching, facts.fetchingVisits), Line(.travel, visits, .visits, at: assumed.travelPerVisit),
            Line(.copies, facts.papers * assumed.pagesPerPaper, .pages, at: assumed.pricePerPage),
            Line(.postage, facts.sendings, .sendings, at: assumed.postage),
            Line(.advisory, 1, .dossiers, at: assumed.advisory), Line(.fees, 1, .dossiers, at: facts.fees),
        ].filter { $0.amount > 0 }
    }
}

// MARK: a procedure

/// The cost of the dossiers of one procedure in a time.
package struct ProcedureCost: Hashable, Sendable {
    /// How many dossiers were reckoned.
    package let dossiers: Int
    /// đồng of all dossiers together.
    package let total: Int
    /// đồng of all dossiers together by step, those that cost something, in the order of `Step`.
    package let steps: [StepCost]

    /// What all dossiers together spent on one step.
    package struct StepCost: Hashable, Sendable {
        /// What it was spent on.
        package let step: ComplianceCost.Step
        /// đồng.
        package let amount: Int
    }

    /// Adds up the costs of single dossiers, which must rest on the same assumptions.
    package init(_ costs: some Sequence<ComplianceCost>) {
        var amounts = Array(repeating: 0, count: ComplianceCost.Step.allCases.count)
        var dossiers = 0
        for cost in costs {
            dossiers += 1
            for line in cost.lines { amounts[ComplianceCost.Step.allCases.firstIndex(of: line.step) ?? 0] += line.amount }
        }
        self.dossiers = dossiers
        total = amounts.reduce(0, +)
        steps = zip(ComplianceCost.Step.allCases, amounts).filter { $0.1 > 0 }.map { StepCost(step: $0.0, amount: $0.1) }
    }

    /// đồng a dossier, rounded to the nearest; nil without dossiers.
    package var mean: Int? { dossiers == 0 ? nil : (total + dossiers / 2) / dossiers }

    /// đồng a year: the mean times the dossiers of a year (`C_year = C_once × times × subjects`); nil without dossiers.
    /// `times` is not negative.
    package func yearly(times: Int) -> Int? {
        guard dossiers > 0 else { return nil }
        return Int((Int128(total) * Int128(times)).rounded(by: Int128(dossiers)))
    }
}

/// A cost before and after a change.
package struct Saving: Hashable, Sendable {
    /// đồng before, per dossier or per year.
    package let before: Int
    /// đồng after, reckoned with the same assumptions.
    package let after: Int

    /// Both in đồng and for the same: a dossier, or a year.
    package init(before: Int, after: Int) {
        self.before = before
        self.after = after
    }

    /// đồng saved; negative where it became dearer.
    package var amount: Int { before - after }
    /// (before − after) ÷ before; nil where nothing was paid before.
    package var share: Micro? { Micro(amount, by: before) }
}
