// TrackAPI.swift: what an applicant sees and does with number and tracking code.

import Casework
import Office

extension API {
    static let trackRoutes = [
        Route(
            "GET", "/api/v1/track/{number}", .trackingCode, "Where a dossier stands; no personal data",
            RouteDocument(query: ["code"], response: "Track")
        ) { exchange in
            try .json(TrackJSON(try await TrackAPI.view(exchange)))
        },
        Route(
            "POST", "/api/v1/track/{number}/supplement", .trackingCode, "File what was asked for",
            RouteDocument(query: ["code"], request: "ActionInput", response: "Receipt")
        ) { exchange in
            try await TrackAPI.perform("supplement", exchange)
        },
        Route(
            "POST", "/api/v1/track/{number}/withdraw", .trackingCode, "Ask to stop",
            RouteDocument(query: ["code"], request: "ActionInput", response: "Receipt")
        ) { exchange in
            try await TrackAPI.perform("withdraw", exchange)
        },
        Route(
            "POST", "/api/v1/track/{number}/rating", .trackingCode, "Rate, once",
            RouteDocument(query: ["code"], request: "Rating", response: "Receipt")
        ) { exchange in
            let rating = try exchange.decoded(RatingJSON.self)
            let (number, code) = (exchange.parameter("number"), exchange.query["code"] ?? "")
            let context = try exchange.command(by: .applicant(of: number))
            let receipt = try await exchange.guardingCodes {
                try await exchange.house.server.submit { work in
                    try TrackQuestion.checkCode(number, code, work.office)
                    return try work.rate(number, scores: rating.scores, comment: rating.comment,
                        anonymous: rating.anonymous ?? false, context)
                }
            }
            return try .json(ReceiptJSON(receipt, withCode: false))
        },
    ]
}

enum TrackAPI {
    static func view(_ exchange: Exchange) async throws -> TrackView {
        let (number, code, now) = (exchange.parameter("number"), exchange.query["code"] ?? "", exchange.now)
        return try await exchange.guardingCodes {
            try await exchange.house.server.ask {
                try TrackQuestion.ask(number, code: code, now: now, $0, $1)
            }
        }
    }

    static func perform(_ action: String, _ exchange: Exchange) async throws -> Reply {
        let (number, code) = (exchange.parameter("number"), exchange.query["code"] ?? "")
        var values = try exchange.decoded(InputJSON.self).values
        // `uploads`: ids, each behind the paper it is of: `giay-chung-sinh=…`.
        let uploads = (values.removeValue(forKey: "uploads") ?? "").split(separator: ",").map { item in
            let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
            return PaperUpload(
                id: parts.last ?? "", owner: "track:\(number)", paper: parts.count > 1 ? parts[0] : nil)
        }
        let input = ActionInput(values)
        let context = try exchange.command(by: .applicant(of: number))
        let receipt = try await exchange.guardingCodes {
            try await exchange.house.server.submit { work in
                try TrackQuestion.checkCode(number, code, work.office)
                return try work.perform(action, on: number, input, papers: uploads, context)
            }
        }
        return try .json(ReceiptJSON(receipt, withCode: false))
    }
}

struct RatingJSON: Decodable {
    var scores: [String: Int]
    var comment: String?
    var anonymous: Bool?
}

struct TrackJSON: Encodable {
    struct EventJSON: Encodable { var at, kind, vi, en, unit: String }
    struct StageJSON: Encodable { var name, state: String }
    var number, procedure, procedureName, received, nextStep, nextStepEn: String
    var status: StatusJSON
    var due, originalDue, acceptBy: String?
    var custody: String
    var inTransitTo: String?
    var missing: [String]
    var timeline: [EventJSON]
    var steps: [StageJSON]
    var actions: [DossierJSON.ActionJSON]
    var outstanding: Int
    var rated: Bool

    init(_ view: TrackView) {
        let d = view.dossier
        number = d.number
        procedure = d.intake.procedure
        procedureName = view.procedure.name
        received = d.intake.receivedAt.description
        status = StatusJSON(d.state)
        due = d.clock.due?.description
        originalDue = d.clock.originalDue?.description
        acceptBy = d.clock.facts == nil ? d.intake.acceptBy?.description : nil
        custody = view.unitNames[d.custody.unit] ?? d.custody.unit
        inTransitTo = d.custody.inTransitTo.map { view.unitNames[$0] ?? $0 }
        missing = view.missing
        nextStep = view.next.vi
        nextStepEn = view.next.en
        timeline = view.history.map {
            EventJSON(
                at: $0.at.description, kind: $0.kind, vi: $0.vi, en: $0.en,
                unit: view.unitNames[$0.unit] ?? $0.unit)
        }
        steps = view.procedure.steps.map { step in
            let done =
                d.stepsDone.contains { $0.step == step.id } || (step.kind == .intake && d.clock.facts != nil)
            return StageJSON(
                name: step.name, state: d.step == step.id ? "current" : done ? "done" : "waiting")
        }
        actions = view.actions.map {
            DossierJSON.ActionJSON(
                action: $0.name, title: $0.vi, titleEn: $0.en, next: $0.next,
                fields: $0.fields.map { FieldJSON($0) })
        }
        outstanding = d.outstanding
        rated = d.rating != nil
    }
}
