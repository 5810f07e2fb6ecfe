// NetworkAPI.swift: sites, the line and what is contested, for machines.

import Casework
import Foundation
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
                    waiting: .init(entries: Int(waiting.entries), papers: Int(waiting.files)),
                    words: office.isHub || isUp
                        ? nil
                        : Texts.Network.bar(Instant(milliseconds: line.since), waiting).words))
        },
        Route(
            "GET", "/api/v1/city/sites", .city, "Sites of wards: lag, queue, last heard from",
            RouteDocument(response: "SiteList")
        ) {
            exchange in
            let (caller, now) = (try exchange.requireCaller(), exchange.now)
            let lines = try await exchange.house.server.ask { tx, office in
                guard caller.seesCity else {
                    throw Refusal.noRight("xem mạng lưới", "see the net of sites", unit: Directory.city)
                }
                return try NetworkQuestion.sites(tx, office, now: now)
            }
            return try .json(ListJSON(items: lines.map(SiteLineJSON.init), next: nil))
        },
        Route(
            "GET", "/api/v1/contests", .staff, "What is contested between sites, the undecided first",
            RouteDocument(response: "ContestList")
        ) { exchange in
            let caller = try exchange.requireCaller()
            let items = try await exchange.house.server.ask { tx, _ in
                try ContestBook.items(of: try NetworkQuestion.seen(by: caller), tx)
            }
            return try .json(ListJSON(items: items.map(ContestJSON.init), next: nil))
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
        var entries, papers: Int
    }
    var site: String
    var isHub, isUp: Bool
    var since, lastHeard: String?
    var waiting: Waiting
    var words: String?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(site, forKey: .site)
        try container.encode(isHub, forKey: .isHub)
        try container.encode(isUp, forKey: .isUp)
        try container.encode(since, forKey: .since)
        try container.encode(lastHeard, forKey: .lastHeard)
        try container.encode(waiting, forKey: .waiting)
        try container.encode(words, forKey: .words)
    }
    private enum CodingKeys: String, CodingKey { case site, isHub, isUp, since, lastHeard, waiting, words }
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
    var id, kind, unit, about, happenedAt, noticedAt, proposal: String
    var one, other, decisions: [String]
    var decision, decidedBy: String

    init(_ row: ContestRow) {
        (id, kind, unit, about) = (row.id, row.fact.kind.rawValue, row.fact.unit, row.fact.about)
        (happenedAt, noticedAt) = (row.fact.happenedAt.description, row.noticedAt.description)
        (one, other, proposal) = (row.fact.one, row.fact.other, row.fact.proposal.rawValue)
        decisions = row.fact.decisions.map(\.rawValue)
        (decision, decidedBy) = (row.decision?.decision.rawValue ?? "", row.decidedBy ?? "")
    }
}

struct ContestDecisionJSON: Decodable {
    var decision: String
    var words: String
}
