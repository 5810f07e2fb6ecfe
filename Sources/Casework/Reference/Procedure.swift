// Procedure.swift: one administrative procedure (thủ tục hành chính) as data with dates.
//
// A definition is read from `Reference/procedures/<code>.yaml` (schema: docs/formats/procedure.md) or from a
// `ProcedurePublished` entry. A dossier keeps the version in force at intake. A value that no source gives is
// left open (nil or `.open`), never invented (Decree 118/2025 art. 17; catalogue sources in each file).

package struct Procedure: Codable, Hashable, Sendable {
    /// National code, `N.NNNNNN`.
    package var code: String
    package var version: Int
    package var validFrom: CivilDate
    package var validTo: CivilDate?
    package var name: String
    /// A name short enough for a list, at most 60 characters.
    package var shortName: String
    /// Field (lĩnh vực) slug, defined in `Reference/fields.yaml`.
    package var field: String
    /// Who settles it: `ward`, or a body as in `Step.body`.
    package var competent: String
    /// May be received by any centre of the city (phi địa giới).
    package var nonTerritorial: Bool
    package var channels: [Channel]
    package var cases: [Case]
    package var limits: [Limit]
    package var supplement: SupplementRule
    package var opinion: OpinionRule
    package var papers: [PaperRequirement]
    package var form: [FormField]
    package var fees: [Fee]
    package var steps: [Step]
    package var results: [ResultKind]
    /// Child dossiers that other bodies open (liên thông), empty for a plain procedure.
    package var linked: [LinkedPart]
    package var sources: [String]
    /// Confidence of `name`, `limit`, `fee`, `papers`, `steps`: A read in the national catalogue, B read elsewhere, C memory,
    /// open = no source.
    package var confidence: [String: String]

    /// The way a dossier comes in. Codes of the national exchange: 1 direct, 2 online, 3 public post.
    package enum Channel: String, Codable, CaseIterable, Hashable, Sendable {
        case counter, online, post
        package var nationalCode: Int { self == .counter ? 1 : self == .online ? 2 : 3 }
    }

    package struct Case: Codable, Hashable, Sendable {
        package var id: String
        package var name: String

        package init(
            id: String, name: String
        ) {
            self.id = id
            self.name = name
        }
    }

    /// How long the settling may take. The first limit whose `case` and `channel` both fit (nil fits all) applies.
    package struct Limit: Codable, Hashable, Sendable {
        package var `case`: String?
        package var channel: Channel?
        /// Nil when no source gives a limit: the officer then enters due time and ground.
        package var amount: Int?
        package var unit: LimitUnit
        /// Received after this time of day counts as the next working day. Only where the rule of the sector says so.
        package var cutoff: TimeOfDay?
        /// Extra working days when verification elsewhere is needed.
        package var verificationExtra: Int?
        package var ground: String?

        package init(
            `case`: String? = nil, channel: Channel? = nil, amount: Int? = nil, unit: LimitUnit,
            cutoff: TimeOfDay? = nil, verificationExtra: Int? = nil, ground: String? = nil
        ) {
            self.case = `case`
            self.channel = channel
            self.amount = amount
            self.unit = unit
            self.cutoff = cutoff
            self.verificationExtra = verificationExtra
            self.ground = ground
        }
    }

    package enum LimitUnit: String, Codable, CaseIterable, Hashable, Sendable {
        case workingDay, calendarDay, workingHour, month, sameDay, open
    }

    package struct SupplementRule: Codable, Hashable, Sendable {
        package var clock: SupplementClock
        package var max: Int
        package var closeAfterWorkingDays: Int
        package var ground: String?

        package init(
            clock: SupplementClock, max: Int, closeAfterWorkingDays: Int, ground: String? = nil
        ) {
            self.clock = clock
            self.max = max
            self.closeAfterWorkingDays = closeAfterWorkingDays
            self.ground = ground
        }
    }
    package enum SupplementClock: String, Codable, Hashable, Sendable { case restart, suspend }

    package struct OpinionRule: Codable, Hashable, Sendable {
        /// True where the time of asking and answering is not counted (verification in civil status).
        package var suspends: Bool
        package var replyWorkingDays: Int

        package init(
            suspends: Bool, replyWorkingDays: Int
        ) {
            self.suspends = suspends
            self.replyWorkingDays = replyWorkingDays
        }
    }

    package struct PaperRequirement: Codable, Hashable, Sendable {
        package var id: String
        package var name: String
        package var required: Bool
        package var kind: PaperKind
        package var originals: Int
        package var copies: Int
        /// Needed only in these cases; nil = in all.
        package var cases: [String]?
        package var code: String?

        package init(
            id: String, name: String, required: Bool, kind: PaperKind, originals: Int, copies: Int,
            cases: [String]? = nil, code: String? = nil
        ) {
            self.id = id
            self.name = name
            self.required = required
            self.kind = kind
            self.originals = originals
            self.copies = copies
            self.cases = cases
            self.code = code
        }
    }
    /// form: declaration; original, copy: handed in; shown: presented and given back; lookup: taken from State data.
    package enum PaperKind: String, Codable, CaseIterable, Hashable, Sendable {
        case form, original, copy, shown, lookup
    }

    package struct FormField: Codable, Hashable, Sendable {
        package var name: String
        package var title: String
        package var type: FieldType
        package var required: Bool
        package var choices: [Choice]?
        /// A valid value for tests and guides. Never shown as if the citizen had said it.
        package var example: String?
        package var cases: [String]?

        package init(
            name: String, title: String, type: FieldType, required: Bool, choices: [Choice]? = nil,
            example: String? = nil, cases: [String]? = nil
        ) {
            self.name = name
            self.title = title
            self.type = type
            self.required = required
            self.choices = choices
            self.example = example
            self.cases = cases
        }
    }
    package enum FieldType: String, Codable, CaseIterable, Hashable, Sendable {
        case text, longText, integer, money, date, dateTime, boolean, choice, multiChoice, idNumber, phone,
            unit,
            user, paper

        /// Whether people write in it what they like: kept as it was typed.
        package var isFreeText: Bool { self == .text || self == .longText }
    }
    package struct Choice: Codable, Hashable, Sendable {
        package var value: String
        package var label: String
        package init(value: String, label: String) {
            self.value = value
            self.label = label
        }
    }

    /// One fee (phí) or charge (lệ phí). Of the rules with the same `id`, the first whose case and channel fit applies.
    package struct Fee: Codable, Hashable, Sendable {
        package var id: String
        package var name: String
        package var `case`: String?
        package var channel: Channel?
        package var rule: FeeRule
        /// đồng; for `fixed` the sum, for `each` the price of one `base`.
        package var amount: Int?
        /// Form field (an integer) that counts pages, copies …
        package var base: String?
        /// Form field (an integer) that multiplies, e.g. the number of copies.
        package var times: String?
        package var tiers: [FeeTier]?
        /// Most that one of `times` may cost, đồng.
        package var cap: Int?
        package var exemptions: [Choice]?
        package var collect: FeeMoment
        package var ground: String?

        package init(
            id: String, name: String, `case`: String? = nil, channel: Channel? = nil, rule: FeeRule,
            amount: Int? = nil, base: String? = nil, times: String? = nil, tiers: [FeeTier]? = nil,
            cap: Int? = nil, exemptions: [Choice]? = nil, collect: FeeMoment, ground: String? = nil
        ) {
            self.id = id
            self.name = name
            self.case = `case`
            self.channel = channel
            self.rule = rule
            self.amount = amount
            self.base = base
            self.times = times
            self.tiers = tiers
            self.cap = cap
            self.exemptions = exemptions
            self.collect = collect
            self.ground = ground
        }
    }
    /// council: set by the City People's Council and not known here; the officer enters the amount with its ground.
    package enum FeeRule: String, Codable, CaseIterable, Hashable, Sendable {
        case free, fixed, each, tiered, council
    }
    package enum FeeMoment: String, Codable, Hashable, Sendable { case filing, result }
    package struct FeeTier: Codable, Hashable, Sendable {
        /// Last unit of this tier, nil for the rest.
        package var upTo: Int?
        package var each: Int

        package init(
            upTo: Int? = nil, each: Int
        ) {
            self.upTo = upTo
            self.each = each
        }
    }

    package struct Step: Codable, Hashable, Sendable {
        package var id: String
        package var name: String
        package var kind: StepKind
        package var role: Role
        /// receiving: the centre that took the dossier in; competent: the deciding unit; police: the police of the
        /// ward; else a unit's slug.
        package var body: String
        /// Working minutes of the limit given to this step (480 = one working day); nil = not budgeted.
        package var budgetMinutes: Int?
        package var note: String?

        package init(
            id: String, name: String, kind: StepKind, role: Role, body: String, budgetMinutes: Int? = nil,
            note: String? = nil
        ) {
            self.id = id
            self.name = name
            self.kind = kind
            self.role = role
            self.body = body
            self.budgetMinutes = budgetMinutes
            self.note = note
        }
    }
    package enum StepKind: String, Codable, CaseIterable, Hashable, Sendable {
        case intake, process, verify, pay, decide, issue, `return`
    }

    package struct ResultKind: Codable, Hashable, Sendable {
        package var code: String?
        package var name: String

        package init(
            code: String? = nil, name: String
        ) {
            self.code = code
            self.name = name
        }
    }

    package struct LinkedPart: Codable, Hashable, Sendable {
        package var id: String
        package var procedure: String
        package var body: String
        package var name: String

        package init(
            id: String, procedure: String, body: String, name: String
        ) {
            self.id = id
            self.procedure = procedure
            self.body = body
            self.name = name
        }
    }

    package init(
        code: String, version: Int, validFrom: CivilDate, validTo: CivilDate? = nil, name: String,
        shortName: String, field: String, competent: String, nonTerritorial: Bool, channels: [Channel],
        cases: [Case], limits: [Limit], supplement: SupplementRule, opinion: OpinionRule,
        papers: [PaperRequirement], form: [FormField], fees: [Fee], steps: [Step], results: [ResultKind],
        linked: [LinkedPart], sources: [String], confidence: [String: String]
    ) {
        self.code = code
        self.version = version
        self.validFrom = validFrom
        self.validTo = validTo
        self.name = name
        self.shortName = shortName
        self.field = field
        self.competent = competent
        self.nonTerritorial = nonTerritorial
        self.channels = channels
        self.cases = cases
        self.limits = limits
        self.supplement = supplement
        self.opinion = opinion
        self.papers = papers
        self.form = form
        self.fees = fees
        self.steps = steps
        self.results = results
        self.linked = linked
        self.sources = sources
        self.confidence = confidence
    }
}

/// What a person may do in a unit (a right is by unit, field and procedure).
package enum Role: String, Codable, CaseIterable, Hashable, Sendable {
    case counter, officer, leader, city, admin, auditor
}
