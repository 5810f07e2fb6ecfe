// SyncRoutes.swift: where wards' sites come to the hub: bytes in, bytes out; who it is says the signature inside.

package import Casework
import Foundation
import Ledger
import NIOCore
import Office
package import Sync

enum SyncRoutes {
    static let exchange = "/sync/v1/exchange"
    static let join = "/sync/v1/join"

    static let routes = [
        Route("POST", exchange, .site, "One message of a site, and its answer", intake: .bytes) { exchange in
            let bytes = try await body(exchange)
            let (now, server) = (exchange.now, exchange.house.server)
            return try await server.exchange { office in
                guard let envelope = Envelope(reading: bytes) else {
                    throw SiteRefusal.of(Envelope.Refusal.notAnEnvelope)
                }
                // What an operator did beside this server counts at once: a site that was struck off, a ledger taken over.
                try office.catchUp()
                guard let card = office.card(of: envelope.from) else {
                    throw SiteRefusal.of(Envelope.Refusal.unknownSender(envelope.from))
                }
                let answer: Answer
                do {
                    let request = try Request(
                        try envelope.open(purpose: "request", from: card, by: office.keys.siteKeys))
                    answer = try office.answer(request, from: card.site, now: now)
                } catch let refusal as Envelope.Refusal {
                    throw SiteRefusal.of(refusal)
                } catch let problem as MessageProblem {
                    answer = .refused("\(problem)")
                }
                if case .welcome = answer { server.announce(["net:lines"]) }
                return try reply(answer.json, "answer", about: envelope.digest, to: card, office)
            }
        },
        Route("POST", join, .site, "A site that shows an invitation", intake: .bytes) { exchange in
            // A card and a token are small, and nobody has shown who it is yet.
            let bytes = try await body(exchange, upTo: 64 << 10)
            let (now, server) = (exchange.now, exchange.house.server)
            return try await server.exchange { office in
                guard let envelope = Envelope(reading: bytes) else {
                    throw SiteRefusal.of(Envelope.Refusal.notAnEnvelope)
                }
                let (card, token) = try Introduction.read(envelope, by: office.keys.siteKeys)
                try office.enrol(card, token: token, now: now)
                return try reply(
                    .object(of: [("joined", .bool(true))]), "answer", about: envelope.digest, to: card, office
                )
            }
        },
    ]

    private static func body(_ exchange: Exchange, upTo limit: Int = Envelope.limit) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await exchange.incoming?.forEach { piece in
            guard bytes.count + piece.count <= limit else {
                throw Refusal(
                    .tooLarge, "too-large", vi: "Gói đồng bộ quá lớn.", en: "The message is too large.")
            }
            bytes += piece
        }
        return bytes
    }

    private static func reply(
        _ json: JSON, _ purpose: String, about: String, to card: SiteCard, _ office: Office
    ) throws -> Reply {
        let sealed = try Envelope.seal(
            json, purpose: purpose, about: about, to: card, by: office.keys.siteKeys)
        return Reply(status: 200, contentType: "application/octet-stream", body: sealed.bytes)
    }
}

/// The first message of a site that the hub does not know yet: its card and the invitation's token, signed by the card.
enum Introduction {
    static func write(_ invitation: Invitation, by keys: SiteKeys) throws -> Envelope {
        try Envelope.seal(
            .object(of: [("card", keys.card.json), ("token", .string(invitation.token))]), purpose: "join",
            to: invitation.hub, by: keys)
    }

    /// The seal is opened first, then the signature held against the card that was in it.
    static func read(_ envelope: Envelope, by keys: SiteKeys) throws -> (SiteCard, String) {
        do {
            let content = try envelope.openIntroduction(by: keys)
            guard let card = content["card"].flatMap({ SiteCard($0) }), let token = content["token"]?.string
            else {
                throw Envelope.Refusal.tampered
            }
            return (card, token)
        } catch let refusal as Envelope.Refusal { throw SiteRefusal.of(refusal) }
    }
}

package enum SiteRefusal {
    package static func of(_ refusal: Envelope.Refusal) -> Refusal {
        switch refusal {
        case .notAnEnvelope:
            Refusal(
                .invalid, "no-envelope", vi: "Nội dung không phải gói của Một Cửa, hoặc bị cắt cụt.",
                en: "\(refusal).")
        case .misdirected(let to):
            Refusal(
                .invalid, "misdirected", vi: "Gói này gửi cho điểm “\(to)”, không phải cho nơi này.",
                en: "This is not for us: \(refusal).")
        case .unknownSender(let from):
            Refusal(
                .forbidden, "unknown-site", vi: "Không biết điểm gửi “\(from)”.",
                en: "We do not know the sender: \(refusal).")
        case .tampered:
            Refusal(
                .forbidden, "tampered", vi: "Chữ ký hoặc niêm phong không đúng: gói đã bị sửa hoặc giả mạo.",
                en: "Not taken: \(refusal).")
        case .notExpected:
            Refusal(
                .invalid, "not-expected", vi: "Loại gói này không dùng ở đây.", en: "Not taken: \(refusal).")
        }
    }
}
