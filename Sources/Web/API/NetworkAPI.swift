// NetworkAPI.swift: sites, the line and what is contested, for machines.

import Casework
import Foundation
import Ledger
package import Office
import Sync

extension API {
    static let networkRoutes = [
        Route(
            "GET", "/api/v1/sites/line", .everyone,
            "This site's line to the city: up or down since when, what waits",
            RouteDocument(response: "SiteLineState")
        ) { exchange in
            let office = exchange.house.server.office
            let waiting = try await exchange.house.server.ask { tx, office in try office.waiting(tx) }
            let line = office.lineNow
            let isUp = office.isHub || line.isUp
            return try .json(
                LineJSON(
                    site: office.site, isHub: office.isHub, isUp: isUp,
                    since: office.isHub ? nil : Instant(milliseconds: line.since).description,
                    lastHeard: line.lastHeard.map { Instant(milliseconds: $0).description },
                    waiting: .init(
                        entries: Int(waiting.entries), papers: Int(waiting.files), papersToCome: Int(waiting.wanted)),
                    reason: isUp ? nil : line.reason,
                    trouble: line.trouble.map { Text($0.why.vi, $0.why.en).words },
                    words: LineBar.words(line, waiting, exchange.now)?.words))
        },
        Route(
            "GET", "/api/v1/city/sites", .city, "Sites of wards: lag, queue, last heard from",
            RouteDocument(query: ["cursor", "limit"], response: "SiteList")
        ) { exchange in
            let (caller, now) = (try exchange.requireCaller(), exchange.now)
            let (limit, offset) = (try exchange.limit(), try exchange.offset())
            let lines = try await exchange.house.server.ask { tx, office in
                guard caller.seesCity else {
                    throw Refusal.noRight("xem mạng lưới", "see the net of sites", unit: Directory.city)
                }
                return try NetworkQuestion.sites(tx, office, now: now)
            }
            return try .json(ListJSON.page(lines.dropFirst(offset).map(SiteLineJSON.init), limit: limit, offset: offset))
        },
        Route(
            "GET", "/api/v1/contests", .staff, "What is contested between sites, the undecided first",
            RouteDocument(query: ["about", "cursor", "limit"], response: "ContestList")
        ) { exchange in
            let (caller, limit) = (try exchange.requireCaller(), try exchange.limit())
            let (cursor, about) = (exchange.query["cursor"], exchange.query["about"].flatMap { $0.isEmpty ? nil : $0 })
            let page = try await exchange.house.server.ask {
                try ContestQuestion.ask(about: about, after: cursor, limit: limit, caller: caller, $0, $1)
            }
            return try .json(ListJSON(items: page.items.map(ContestJSON.init), next: page.next))
        },
        Route(
            "POST", "/api/v1/contests/{id}/decide", .staff, "Decide a contested item",
            RouteDocument(request: "ContestDecision", response: "Done")
        ) { exchange in
            let caller = try exchange.requireCaller()
            let (context, id) = (try exchange.command(by: caller), exchange.parameter("id"))
            let asked = try exchange.decoded(ContestDecisionJSON.self)
            guard let decision = ContestDecision(rawValue: asked.decision) else {
                throw Refusal.badValue(
                    "decision", "decision", vi: "stands, adopt hoặc set-aside",
                    en: "stands, adopt or set-aside")
            }
            _ = try await exchange.house.server.submit {
                try $0.decideContest(id, decision, words: asked.words, context)
            }
            return try .json(["done": true])
        },
    ]
}

struct LineJSON: Encodable {
    struct Waiting: Encodable {
        var entries, papers, papersToCome: Int
    }
    var site: String
    var isHub, isUp: Bool
    var since, lastHeard: String?
    var waiting: Waiting
    var reason, trouble, words: String?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(site, forKey: .site)
        try container.encode(isHub, forKey: .isHub)
        try container.encode(isUp, forKey: .isUp)
        try container.encode(since, forKey: .since)
        try container.encode(lastHeard, forKey: .lastHeard)
        try container.encode(waiting, forKey: .waiting)
        try container.encode(reason, forKey: .reason)
        try container.encode(trouble, forKey: .trouble)
        try container.encode(words, forKey: .words)
    }
    private enum CodingKeys: String, CodingKey { case site, isHub, isUp, since, lastHeard, waiting, reason, trouble, words }
}

package struct SiteLineJSON: Encodable {
    var site: String
    var units: [String]
    var lastHeard: String
    var program: String
    var clockSkewSeconds, lag, ready, files, parked, contested: Int

    package init(_ line: SiteLine) {
        (site, units, lastHeard, program) = (
            line.site, line.units, line.heard?.description ?? "", line.program
        )
        clockSkewSeconds = Int(line.skew / 1000)
        (lag, ready, files) = (Int(line.lag), Int(line.ready), Int(line.files))
        (parked, contested) = (Int(line.parked), Int(line.contested))
    }
}

struct ContestJSON: Encodable {
    var id, kind, unit, site, about, detail, happenedAt, noticedAt, proposal: String
    /// Left out where the item does not say it.
    var until: String?
    var one, other, decisions: [String]
    var entries: [ContestEntryJSON]
    var decision, decidedBy, decidedAt, reason: String

    init(_ view: ContestView) {
        let row = view.item
        (id, kind, unit, about) = (row.id, row.fact.kind.rawValue, row.fact.unit, row.fact.about)
        (site, detail) = (row.fact.site ?? "", row.fact.detail ?? "")
        (happenedAt, noticedAt) = (row.fact.happenedAt.description, row.noticedAt.description)
        until = row.fact.until?.description
        (one, other, proposal) = (row.fact.one, row.fact.other, row.fact.proposal.rawValue)
        decisions = row.fact.decisions.map(\.rawValue)
        entries = view.entries.map(ContestEntryJSON.init)
        (decision, decidedBy) = (row.decision?.decision.rawValue ?? "", row.decidedBy ?? "")
        (decidedAt, reason) = (row.decision?.decidedAt.description ?? "", view.reason ?? "")
    }
}

/// What an entry says that a contested item names; of one that is not at this site only its place.
struct ContestEntryJSON: Encodable {
    var place, side, `where`, kind, title, actor, at, to, text: String
    var facts: FactsJSON

    init(_ entry: ContestEntry) {
        (place, side, `where`) = (entry.place, entry.side.rawValue, entry.standing.rawValue)
        let said = entry.said
        (kind, title, actor) = (said?.kind ?? "", said?.vi ?? "", said?.actor ?? "")
        (at, to, text) = (said?.at.description ?? "", said?.to ?? "", said?.text ?? "")
        facts = FactsJSON(json: said?.facts ?? .object([]))
    }
}

/// The facts of an entry as they stand in its ledger.
struct FactsJSON: Encodable {
    let json: JSON

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }

    func encode(to encoder: any Encoder) throws {
        switch json {
        case .object(let members):
            var box = encoder.container(keyedBy: Key.self)
            for member in members {
                try box.encode(FactsJSON(json: member.value), forKey: Key(stringValue: member.key))
            }
        case .array(let items):
            var box = encoder.unkeyedContainer()
            for item in items { try box.encode(FactsJSON(json: item)) }
        default:
            var box = encoder.singleValueContainer()
            switch json {
            case .bool(let flag): try box.encode(flag)
            case .int(let number): try box.encode(number)
            case .string(let text): try box.encode(text)
            default: try box.encodeNil()
            }
        }
    }
}

struct ContestDecisionJSON: Decodable {
    var decision: String
    /// Why; `reason`, as it stands in the item afterwards, is taken too.
    var words: String

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        decision = try box.decode(String.self, forKey: .decision)
        words = try box.decodeIfPresent(String.self, forKey: .words) ?? box.decodeIfPresent(String.self, forKey: .reason) ?? ""
    }
    private enum CodingKeys: String, CodingKey { case decision, words, reason }
}
