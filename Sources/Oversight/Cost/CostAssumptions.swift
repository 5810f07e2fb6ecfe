// CostAssumptions.swift: what one hour, one way and one copy cost a citizen, as assumed.
//
// Shown beside every figure that is reckoned from them and edited by the city (issue 4, item 5). Whole đồng and whole
// minutes. The reckoning itself: ComplianceCost.swift.

/// Assumptions about what dealing with an authority costs. Values are valid when `problems` is empty; decoding refuses
/// others.
package struct CostAssumptions: Hashable, Codable, Sendable {
    /// đồng an hour of the citizen's time: average monthly income ÷ 22 days ÷ 8 hours (docs/law.md §5.4).
    package var hourlyIncome: Int
    /// Minutes of one visit to the counter: way there and back, waiting, talking.
    package var minutesPerVisit: Int
    /// đồng of fuel, parking or fares for one visit.
    package var travelPerVisit: Int
    /// đồng a page copied.
    package var pricePerPage: Int
    /// Pages copied for each paper handed in.
    package var pagesPerPaper: Int
    /// đồng for one sending by post.
    package var postage: Int
    /// đồng for advice or for somebody who writes the papers, a dossier.
    package var advisory: Int
    /// Minutes to find out what is needed and to fill in the form, a dossier.
    package var minutesOfPreparing: Int

    /// Any figures; `problems` says whether they can stand.
    package init(
        hourlyIncome: Int, minutesPerVisit: Int, travelPerVisit: Int, pricePerPage: Int, pagesPerPaper: Int, postage: Int,
        advisory: Int, minutesOfPreparing: Int
    ) {
        self.hourlyIncome = hourlyIncome
        self.minutesPerVisit = minutesPerVisit
        self.travelPerVisit = travelPerVisit
        self.pricePerPage = pricePerPage
        self.pagesPerPaper = pagesPerPaper
        self.postage = postage
        self.advisory = advisory
        self.minutesOfPreparing = minutesOfPreparing
    }

    /// A start to be edited. Hourly income: 40,000 đ, as ministries reckoned for 2024 (docs/law.md §5.4); all else is a guess
    /// of this project.
    package static let standard = CostAssumptions(
        hourlyIncome: 40_000, minutesPerVisit: 120, travelPerVisit: 20_000, pricePerPage: 1_000, pagesPerPaper: 2,
        postage: 30_000, advisory: 0, minutesOfPreparing: 60)

    /// đồng an hour out of đồng a month: ÷ 22 days ÷ 8 hours, rounded; docs/law.md §5.4. `monthly` is not negative.
    package static func hourlyIncome(monthly: Int) -> Int { (monthly + 88) / 176 }

    /// The fields, in the order in which they are shown.
    package enum CodingKeys: String, CodingKey, CaseIterable, Hashable, Sendable {
        case hourlyIncome, minutesPerVisit, travelPerVisit, pricePerPage, pagesPerPaper, postage, advisory
        case minutesOfPreparing
    }

    /// Refuses values with `problems`, naming the first wrong field in the coding path.
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        func value(_ field: CodingKeys) throws -> Int { try box.decode(Int.self, forKey: field) }
        self.init(
            hourlyIncome: try value(.hourlyIncome), minutesPerVisit: try value(.minutesPerVisit),
            travelPerVisit: try value(.travelPerVisit), pricePerPage: try value(.pricePerPage),
            pagesPerPaper: try value(.pagesPerPaper), postage: try value(.postage), advisory: try value(.advisory),
            minutesOfPreparing: try value(.minutesOfPreparing))
        if let first = problems.first {
            throw DecodingError.dataCorruptedError(
                forKey: first.field, in: box, debugDescription: "\(first.field.rawValue): \(first.kind)")
        }
    }
}

// MARK: validation

/// A field of the assumptions that cannot stand.
package struct CostProblem: Error, Hashable, Sendable {
    /// Which field.
    package let field: CostAssumptions.CodingKeys
    /// What is wrong with it.
    package let kind: Kind

    /// A problem of one field.
    package init(field: CostAssumptions.CodingKeys, kind: Kind) {
        self.field = field
        self.kind = kind
    }

    /// What can be wrong with a figure.
    package enum Kind: Hashable, Sendable {
        case negative
        case tooLarge(limit: Int)
    }
}

extension CostAssumptions {
    /// All fields that cannot stand, in the order of the fields.
    package var problems: [CostProblem] {
        CodingKeys.allCases.compactMap { field in
            let (value, limit) = (self[field], CostAssumptions.limit(field))
            if value < 0 { return CostProblem(field: field, kind: .negative) }
            return value > limit ? CostProblem(field: field, kind: .tooLarge(limit: limit)) : nil
        }
    }

    /// The value of a field, for forms that show all of them.
    package subscript(_ field: CodingKeys) -> Int {
        get {
            switch field {
            case .hourlyIncome: hourlyIncome
            case .minutesPerVisit: minutesPerVisit
            case .travelPerVisit: travelPerVisit
            case .pricePerPage: pricePerPage
            case .pagesPerPaper: pagesPerPaper
            case .postage: postage
            case .advisory: advisory
            case .minutesOfPreparing: minutesOfPreparing
            }
        }
        set {
            switch field {
            case .hourlyIncome: hourlyIncome = newValue
            case .minutesPerVisit: minutesPerVisit = newValue
            case .travelPerVisit: travelPerVisit = newValue
            case .pricePerPage: pricePerPage = newValue
            case .pagesPerPaper: pagesPerPaper = newValue
            case .postage: postage = newValue
            case .advisory: advisory = newValue
            case .minutesOfPreparing: minutesOfPreparing = newValue
            }
        }
    }

    /// The largest value of a field: beyond it somebody mistyped (one zero too many in a sum, hours as minutes).
    package static func limit(_ field: CodingKeys) -> Int {
        switch field {
        case .hourlyIncome: 2_000_000
        case .minutesPerVisit: 1_440
        case .travelPerVisit: 5_000_000
        case .pricePerPage: 200_000
        case .pagesPerPaper: 1_000
        case .postage: 2_000_000
        case .advisory: 1_000_000_000
        case .minutesOfPreparing: 60_000
        }
    }
}
