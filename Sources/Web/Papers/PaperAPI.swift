// PaperAPI.swift: the files of a dossier: list, attach, fetch.

import Casework
import Office

extension API {
    static let paperRoutes = [
        Route(
            "GET", "/api/v1/dossiers/{number}/papers", .staff, "Files of a dossier's papers",
            RouteDocument(query: ["cursor", "limit"], response: "PaperFileList")
        ) { exchange in
            let (limit, offset) = (try exchange.limit(), try exchange.offset())
            let files = try await DossierAPI.view(exchange).dossier.files
            return try .json(ListJSON.page(files.dropFirst(offset).map(PaperFileJSON.init), limit: limit, offset: offset))
        },
        Route(
            "POST", "/api/v1/dossiers/{number}/papers", .staff, "Attach finished uploads",
            RouteDocument(request: "Attachment", response: "Receipt")
        ) { exchange in
            let body = try exchange.decoded(AttachmentJSON.self)
            let caller = try exchange.requireCaller()
            let context = try exchange.command(by: caller)
            let uploads = body.uploads.map {
                PaperUpload(id: $0.upload, owner: "user:\(caller.user)", paper: $0.paper)
            }
            guard (1...PaperLimit.files).contains(uploads.count) else {
                throw Refusal.missing("uploads", "uploads")
            }
            let number = exchange.parameter("number")
            let receipt = try await exchange.house.server.submit {
                try $0.file(papers: uploads, on: number, context)
            }
            return try .json(ReceiptJSON(receipt, withCode: false))
        },
        Route(
            "GET", "/api/v1/dossiers/{number}/papers/{file}", .staff, "The bytes of one file",
            RouteDocument(response: "Bytes")
        ) { exchange in try await PaperReply.bytes(exchange, download: true) },
    ]
}

struct AttachmentJSON: Decodable {
    struct Item: Decodable {
        var upload: String
        var paper: String?
    }
    var uploads: [Item]
}

struct PaperFileJSON: Encodable {
    var file, media, filedAt, unit: String
    var paper, name, note: String?
    var bytes: Int
    init(_ file: PaperFile) {
        self.file = file.file
        media = file.media.rawValue
        filedAt = file.filedAt.description
        unit = file.unit
        paper = file.paper
        name = file.secret?.name
        note = file.note
        bytes = file.bytes
    }
}

/// A file as it goes out: inline when a browser may show it, else for download; always as what its bytes are.
enum PaperReply {
    /// The file of the path, for staff who may see the dossier. Every fetch is noted in the access log.
    static func bytes(_ exchange: Exchange, download: Bool) async throws -> Reply {
        let caller = try exchange.requireCaller()
        let (number, hash, now) = (exchange.parameter("number"), exchange.parameter("file"), exchange.now)
        let file = try await exchange.house.server.ask { tx, office in
            let view = try DossierQuestion.ask(number, caller: caller, now: now, tx, office)
            guard !view.redacted else { throw Refusal.noRightToSee }
            guard let file = view.dossier.files.first(where: { $0.file == hash }) else {
                throw Refusal.unknownFile(hash)
            }
            return file
        }
        exchange.house.server.looked(caller.user, at: number, purpose: "file:\(hash.prefix(12))", now: now)
        return try await send(file, exchange, download: download)
    }

    static func send(_ file: PaperFile, _ exchange: Exchange, download: Bool) async throws -> Reply {
        let office = exchange.house.server.office
        let reader = try await API.offload { try office.open(file) }
        return try await send(reader, name: file.secret?.name ?? "tep", file.media, download: download)
    }

    static func send(
        _ reader: PaperReader, name: String, _ media: PaperMedia, download: Bool
    ) async throws -> Reply {
        // The first piece is opened before anything is sent, so that a damaged file is said and not half sent.
        let first = reader.count > 0 ? try await API.offload { try reader.piece(0) } : []
        var reply = Reply(contentType: media.rawValue, body: [])
        let way = media.isShown && !download ? "inline" : "attachment"
        let plain = "giay-to.\(media.ending)"
        reply.headers = [
            ("content-disposition", "\(way); filename=\"\(plain)\"; filename*=UTF-8''\(URLText.encoded(name))"),
            ("content-security-policy", policy(media)), ("x-frame-options", "SAMEORIGIN"),
            ("cross-origin-resource-policy", "same-origin"), ("cache-control", "private, no-store"),
        ]
        if reader.count == 1 {
            reply.body = first
        } else {
            reply.stream = stream(reader, first)
        }
        return reply
    }

    /// Asked for piece by piece, so that a slow reader holds one piece and not the file.
    private static func stream(_ reader: PaperReader, _ first: [UInt8]) -> AsyncStream<[UInt8]> {
        let place = PiecePlace()
        return AsyncStream {
            let ordinal = await place.next()
            if ordinal == 0 { return first }
            guard ordinal < reader.count else { return nil }
            // A damaged piece ends the file early; `motcua verify` says which one it is.
            do { return try await API.offload { try reader.piece(ordinal) } } catch { return nil }
        }
    }

    /// Nothing in a file may act: pictures in a sandbox; a browser's own PDF viewer does not work in one, so for PDF
    /// everything is forbidden by name.
    private static func policy(_ media: PaperMedia) -> String {
        media == .pdf
            ? "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
            : "default-src 'none'; sandbox; frame-ancestors 'self'"
    }
}

private actor PiecePlace {
    private var at = -1
    func next() -> Int {
        at += 1
        return at
    }
}
