// LivePages.swift: the stream of topics that changed (server-sent events), and saving of drafts while somebody types.
//
// `GET /song?topic=unit:27373&topic=dossier:…`. Staff hear of what their rights let them open; the public hears of queues
// and, with its tracking code, of one dossier. Only the fact that something changed is told.

import Casework
import Foundation
import Office

extension Pages {
    static let liveRoutes = [
        Route("GET", "/song", .everyone, "Topics that change, as server-sent events") { exchange in
            let asked = (exchange.query["topic"] ?? "").split { $0 == "," || $0 == " " || $0 == "+" }.map(String.init)
            let topics = try asked.filter { try mayHear($0, exchange) }
            guard !topics.isEmpty else {
                throw Refusal(
                    .forbidden, "no-topic", field: "topic", vi: "Không có nội dung nào để theo dõi với quyền hiện tại.",
                    en: "There is nothing to listen to with your rights.")
            }
            var reply = Reply(
                contentType: "text/event-stream; charset=utf-8", body: [],
                headers: [("cache-control", "no-store"), ("x-accel-buffering", "no")])
            reply.stream = try exchange.house.live.watch(topics, person: exchange.caller?.user)
            return reply
        }
    ]

    private static func mayHear(_ topic: String, _ exchange: Exchange) throws -> Bool {
        let parts = topic.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, topic.utf8.count < 100 else { return false }
        if parts[0] == "queue" { return true }
        guard let caller = exchange.caller else {
            guard ["dossier", "presence"].contains(parts[0]), let code = exchange.query["code"] else { return false }
            try TrackQuestion.checkCode(parts[1], code, exchange.house.server.office)
            return true
        }
        if parts[0] == "city" { return caller.seesCity }
        if parts[0] == "net" { return caller.seesCity || caller.has(.leader) || caller.has(.admin) }
        return parts[0] == "unit" ? caller.units.contains(parts[1]) || caller.has(.city) : true
    }

    static let draftRoutes = [
        page("POST", "/nhap/{form}", .staff, "Save a draft while it is typed") { exchange in
            let caller = try exchange.requireCaller()
            let values = exchange.typed.filter { !["csrf", "do", "password"].contains($0.key) }
            let (form, drafts, now) = (exchange.parameter("form"), exchange.house.drafts, exchange.now)
            try await API.offload {
                try drafts.save(values, form: form, owner: "user:\(caller.user)", now: now)
            }
            return Reply(contentType: "text/plain; charset=utf-8", body: Array(now.timeOfDay.description.utf8))
        }
    ]
}
