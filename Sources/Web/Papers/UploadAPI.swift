// UploadAPI.swift: uploads that go on after a lost line: open, ask how far, send the rest (in the manner of tus 1.0 and
// draft-ietf-httpbis-resumable-upload).
//
// `POST /api/v1/uploads` opens one and gives its id, which is what entitles to go on with it; `HEAD` says the offset;
// `PATCH` with `Upload-Offset` adds bytes. With the last byte the upload is closed: its kind is told from its bytes, a
// `Repr-Digest: sha-256=:…:` is held against them. What came before a line broke is kept. An upload becomes a file of a
// dossier when it is attached: by a filing, a supplement, or staff.

import Casework
import Foundation
import Office

extension API {
    static let uploadRoutes = [
        Route(
            "POST", "/api/v1/uploads", .everyone, "Open an upload",
            RouteDocument(request: "NewUpload", response: "Upload", status: 201)
        ) { exchange in
            let new = try exchange.decoded(NewUploadJSON.self)
            let id = exchange.house.randomID()
            let owner = try await UploadAPI.owner(new, id, exchange)
            try exchange.house.limiter.count(.upload, exchange)
            guard let size = new.size, size > 0 else {
                throw Refusal.badValue("size", "size", vi: "cần số byte của tệp", en: "the file's size is needed")
            }
            let (office, now) = (exchange.house.server.office, exchange.now)
            let upload = try await API.offload {
                try office.openUpload(
                    id: id, owner: owner, place: new.paper ?? "", name: new.name ?? "", note: new.note,
                    size: size, now: now)
            }
            return try UploadAPI.reply(
                upload, status: 201, more: [("location", "/api/v1/uploads/\(upload.id)")])
        },
        Route(
            "GET", "/api/v1/uploads/{id}", .everyone, "How far an upload has come",
            RouteDocument(response: "Upload")
        ) { exchange in try UploadAPI.reply(try await UploadAPI.upload(exchange)) },
        Route(
            "PATCH", "/api/v1/uploads/{id}", .everyone, "Add bytes at Upload-Offset",
            RouteDocument(response: "Upload"), intake: .bytes
        ) { exchange in try UploadAPI.reply(try await UploadAPI.append(exchange)) },
        Route(
            "DELETE", "/api/v1/uploads/{id}", .everyone, "Give an upload up",
            RouteDocument(response: "Done")
        ) { exchange in
            let upload = try await UploadAPI.upload(exchange)
            let office = exchange.house.server.office
            try await API.offload { try office.papers.drop(upload.id) }
            return try .json(["done": true])
        },
    ]
}

enum UploadAPI {
    /// Whose an upload is: the applicant's of a dossier, a draft's, staff's, or its own.
    static func owner(_ new: NewUploadJSON, _ id: String, _ exchange: Exchange) async throws -> String {
        if let number = new.number {
            return try await exchange.guardingCodes {
                try TrackQuestion.checkCode(number, new.code ?? "", exchange.house.server.office)
                return "track:\(number)"
            }
        }
        if let draft = new.draft { return ReturnCode.owner(draft, exchange.house) }
        if let caller = exchange.caller {
            guard let form = new.form, !form.isEmpty else { return "user:\(caller.user)" }
            guard form.hasPrefix(CounterDraft.prefix), CounterDraft.isKey(form) else {
                throw Refusal.badValue("form", "form", vi: "không có biểu mẫu này", en: "there is no such form")
            }
            return CounterScans.owner(caller.user, key: String(form.dropFirst(CounterDraft.prefix.count)))
        }
        return "open:\(id)"
    }

    /// The upload of the path that is not attached yet. Staff's own uploads only to themselves.
    static func upload(_ exchange: Exchange) async throws -> PaperStore.Upload {
        let (office, id) = (exchange.house.server.office, exchange.parameter("id"))
        guard let upload = try await API.offload({ try office.papers.upload(id) }), upload.owner != "kept",
            !upload.owner.hasPrefix("user:") || exchange.caller.map({ upload.isOwn(of: $0) }) == true
        else { throw Refusal.unknownUpload(id) }
        return upload
    }

    static func reply(
        _ upload: PaperStore.Upload, status: Int = 200, more: [(String, String)] = []
    ) throws -> Reply {
        var headers = [
            ("upload-offset", String(upload.received)), ("upload-complete", upload.file == nil ? "?0" : "?1"),
            ("tus-resumable", "1.0.0"),
        ]
        if let size = upload.size { headers.append(("upload-length", String(size))) }
        return try .json(UploadJSON(upload), status: status, headers: headers + more)
    }

    /// Takes in what is sent; the bytes that came are kept even when the line breaks.
    static func append(_ exchange: Exchange) async throws -> PaperStore.Upload {
        let upload = try await upload(exchange)
        guard let incoming = exchange.incoming else { return upload }
        guard let text = exchange.header("upload-offset"), let start = Int(text), start >= 0 else {
            throw Refusal.badValue(
                "Upload-Offset", "Upload-Offset", vi: "cần vị trí bắt đầu", en: "the offset is needed")
        }
        guard start == upload.received else { throw Refusal.uploadOffset(upload.received) }
        let office = exchange.house.server.office
        var (at, waiting): (Int, [UInt8]) = (start, [])
        func store() async throws {
            guard !waiting.isEmpty else { return }
            let (offset, bytes) = (at, waiting[...])
            at = try await API.offload { try office.papers.append(upload.id, at: offset, bytes) }
            waiting = []
        }
        do {
            try await incoming.forEach { bytes in
                waiting += bytes
                if waiting.count >= PaperStore.pieceBytes { try await store() }
            }
        } catch let refusal as Refusal { throw refusal } catch {
            try await store()
            throw error
        }
        try await store()
        let digest = try digest(exchange)
        return try await API.offload {
            guard let now = try office.papers.upload(upload.id) else { throw Refusal.unknownUpload(upload.id) }
            return now.received == now.size ? try office.papers.finish(upload.id, digest: digest) : now
        }
    }

    /// SHA-256 of the whole file as the sender reckoned it (RFC 9530).
    private static func digest(_ exchange: Exchange) throws -> [UInt8]? {
        guard let text = exchange.header("repr-digest") else { return nil }
        let value = text.split(separator: ",").first { $0.contains("sha-256=:") }
        guard let base64 = value?.split(separator: ":").dropFirst().first,
            let data = Data(base64Encoded: String(base64)), data.count == 32
        else {
            throw Refusal.badValue(
                "Repr-Digest", "Repr-Digest", vi: "dạng sha-256=:…:", en: "of the form sha-256=:…:")
        }
        return Array(data)
    }
}

extension PaperStore.Upload {
    /// Whether it is this officer's, by itself or beside a draft at the counter.
    func isOwn(of caller: Caller) -> Bool { owner == "user:\(caller.user)" || owner.hasPrefix("user:\(caller.user)/") }
}

struct NewUploadJSON: Decodable {
    var size: Int?
    var name, note, paper, draft, number, code, form: String?
}

struct UploadJSON: Encodable {
    var id, name, expires: String
    var paper: String?
    var size: Int?
    var offset: Int
    var complete: Bool
    var media, file: String?
    init(_ upload: PaperStore.Upload) {
        id = upload.id
        name = upload.name
        paper = upload.place.isEmpty ? nil : upload.place
        size = upload.size
        offset = upload.received
        complete = upload.file != nil
        media = upload.media?.rawValue
        file = upload.file
        expires = upload.expires.description
    }
}
