// UploadDesk.swift: a form with files, taken in while it arrives; files go to disk piece by piece, never to memory.
//
// One piece is awaited before the next bytes are asked for, so a fast sender waits for our disk. A file that is refused
// is read to its end and noted, so that the page can come back with everything else that was typed. The mark against
// forged forms must stand before the first file: nothing is stored for a form that lacks it.

import Casework
import Office

/// What came of a form with files.
struct ReceivedForm {
    var values: [String: String] = [:]
    /// By the input's name.
    var files: [(input: String, upload: PaperStore.Upload)] = []
    /// Names of files that were not taken, and why.
    var refused: [(input: String, name: String, refusal: Refusal)] = []

    subscript(_ name: String) -> String { values[name] ?? "" }

    /// Why files were not taken, by id of their paper (inputs `file.<paper>`).
    var problems: [String: [String]] {
        Dictionary(grouping: refused) { String($0.input.dropFirst("file.".count)) }.mapValues { files in
            files.map { Text("“\($0.name)”: \($0.refusal.vi)", "“\($0.name)”: \($0.refusal.en)").words }
        }
    }
}

struct UploadDesk {
    let exchange: Exchange
    /// Owner and place of a file by its input's name, once the fields before it are known; nil takes none.
    let place: (_ input: String, _ values: [String: String]) throws -> (owner: String, place: String)?

    static let textLimit = Site.bodyLimit
    static let formLimit = 4 * PaperLimit.fileBytes

    /// Reads the whole form. An ordinary form without files is read too.
    func receive() async throws -> ReceivedForm {
        guard let incoming = exchange.incoming else { return ReceivedForm(values: exchange.typed) }
        guard var reader = Multipart(contentType: exchange.header("content-type")) else {
            var body: [UInt8] = []
            try await incoming.forEach { bytes in
                body += bytes
                guard body.count <= UploadDesk.textLimit else { throw UploadDesk.tooLarge }
            }
            let form = ReceivedForm(values: Form.decode(body))
            try CSRF.check(exchange, given: form["csrf"])
            return form
        }
        var state = Reading()
        try await incoming.forEach { bytes in
            state.total += bytes.count
            guard state.total <= UploadDesk.formLimit else { throw UploadDesk.tooLarge }
            for event in try reader.feed(bytes) { try await take(event, &state) }
        }
        try reader.finish()
        try CSRF.check(exchange, given: state.form["csrf"])
        return state.form
    }

    private struct Reading {
        var form = ReceivedForm()
        var total = 0
        var text = 0
        var part: Multipart.Part?
        var field: [UInt8] = []
        var file: FileIntake?
    }

    private func take(_ event: Multipart.Event, _ state: inout Reading) async throws {
        switch event {
        case .begin(let part):
            state.part = part
            state.field = []
            state.file = nil
            if let name = part.fileName, !name.isEmpty {
                try CSRF.check(exchange, given: state.form["csrf"])
                let place = try place(part.name, state.form.values)
                state.file = FileIntake(exchange, name: name, place: place, note: state.form["note"])
            }
        case .bytes(let bytes):
            if state.file != nil {
                try await state.file?.take(bytes)
            } else {
                state.text += bytes.count
                guard state.text <= UploadDesk.textLimit else { throw UploadDesk.tooLarge }
                state.field += bytes
            }
        case .end:
            guard let part = state.part else { return }
            if var file = state.file {
                do {
                    if let upload = try await file.finish() { state.form.files.append((part.name, upload)) }
                } catch let refusal as Refusal { state.form.refused.append((part.name, file.name, refusal)) }
                state.file = nil
            } else if part.fileName == nil {
                let value = String(decoding: state.field, as: UTF8.self)
                let before = state.form.values[part.name] ?? ""
                state.form.values[part.name] =
                    before.isEmpty ? value : value.isEmpty ? before : before + "," + value
            }
        }
    }

    static var tooLarge: Refusal {
        Refusal(
            .tooLarge, "too-large", vi: "Gửi quá nhiều trong một lần. Hãy gửi từng tệp một.",
            en: "Too much at once. Send the files one by one.")
    }
}

/// One file of a form on its way to the store.
private struct FileIntake {
    let exchange: Exchange
    let name: String
    let place: (owner: String, place: String)?
    let note: String
    private var upload: PaperStore.Upload?
    private var waiting: [UInt8] = []
    private var at = 0
    private var refusal: Refusal?

    init(_ exchange: Exchange, name: String, place: (owner: String, place: String)?, note: String) {
        self.exchange = exchange
        self.name = name
        self.place = place
        self.note = note
    }

    mutating func take(_ bytes: [UInt8]) async throws {
        guard refusal == nil, place != nil else { return }
        waiting += bytes
        if waiting.count >= PaperStore.pieceBytes { try await store() }
    }

    private mutating func store() async throws {
        guard let place else { return }
        let (office, id, now) = (exchange.house.server.office, exchange.house.randomID(), exchange.now)
        let (known, name, note, offset) = (upload, name, note, at)
        let bytes = waiting[...]
        do {
            if known == nil { try exchange.house.limiter.count(.upload, exchange) }
            (upload, at) = try await API.offload {
                let upload =
                    try known
                    ?? office.openUpload(
                        id: id, owner: place.owner, place: place.place, name: name,
                        note: note.isEmpty ? nil : note, size: nil, now: now)
                return (upload, try office.papers.append(upload.id, at: offset, bytes))
            }
            waiting = []
        } catch let refusal as Refusal {
            self.refusal = refusal
            waiting = []
        }
    }

    /// - Returns: nil when no file is taken here.
    mutating func finish() async throws -> PaperStore.Upload? {
        guard place != nil else { return nil }
        if refusal == nil, !waiting.isEmpty { try await store() }
        let office = exchange.house.server.office
        if let refusal {
            if let upload { try await API.offload { try office.papers.drop(upload.id) } }
            throw refusal
        }
        guard let upload else { throw Refusal.paperEmpty }
        return try await API.offload { try office.papers.finish(upload.id) }
    }
}
