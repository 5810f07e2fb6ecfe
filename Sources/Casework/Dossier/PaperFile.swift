// PaperFile.swift: scans and photos of papers: what kinds are taken, how large, and how a dossier remembers them.
//
// A file's bytes are kept elsewhere, encrypted under a key of its own that is sealed with the applicant's data
// (docs/formats/papers.md). The kind is told from the first bytes, never from a name or what a browser says.

/// Kinds of files that are taken. The raw value is the media type.
package enum PaperMedia: String, Codable, CaseIterable, Hashable, Sendable {
    case pdf = "application/pdf"
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"
    case heic = "image/heic"

    /// Of a file that begins with `head`; nil for anything that is not taken.
    package init?(head: some Collection<UInt8>) {
        let bytes = Array(head.prefix(32))
        func has(_ text: String, at start: Int = 0) -> Bool {
            bytes.count >= start + text.utf8.count && bytes[start...].starts(with: text.utf8)
        }
        if has("%PDF-") {
            self = .pdf
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if has("RIFF"), has("WEBP", at: 8) {
            self = .webp
        } else if has("ftyp", at: 4), PaperMedia.heicBrands.contains(where: { has($0, at: 8) }) {
            self = .heic
        } else {
            return nil
        }
    }

    private static let heicBrands = ["heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"]

    /// How many bytes tell the kind for sure.
    package static let headBytes = 16

    /// Shown inside a page; the others are for download only.
    package var isShown: Bool { self == .pdf || isImage }
    package var isImage: Bool { self == .jpeg || self == .png }
    package var ending: String {
        switch self {
        case .pdf: "pdf"
        case .jpeg: "jpg"
        case .png: "png"
        case .webp: "webp"
        case .heic: "heic"
        }
    }
}

package enum PaperLimit {
    package static let fileBytes = 20 << 20
    package static let dossierBytes = 200 << 20
    package static let files = 100
    package static let nameCharacters = 120
    package static let noteCharacters = 200
}

/// What only those who may see the dossier may know of a file.
package struct PaperSecret: Codable, Hashable, Sendable {
    /// As the sender called it; never used as a path.
    package var name: String
    /// AES-256 key of the bytes, lowercase hex.
    package var key: String
    package init(name: String, key: String) {
        self.name = name
        self.key = key
    }
}

/// A file of a dossier as the fold remembers it.
package struct PaperFile: Hashable, Sendable {
    package var paper: String?
    package var file: String
    package var media: PaperMedia
    package var bytes: Int
    package var filedAt: Instant
    package var unit: String
    package var actor: String
    /// Nil once the applicant is erased, and for readers who see no personal data.
    package var secret: PaperSecret?
    package var note: String?
}

extension Dossier {
    /// What readers without a right to personal data see.
    package mutating func hidePersonalData() {
        person = PersonalData()
        for i in files.indices { files[i].secret = nil; files[i].note = nil }
        for i in exchangeAnswers.indices { (exchangeAnswers[i].values, exchangeAnswers[i].text) = ([:], nil) }
    }
}

/// A finished upload that is to become a file of a dossier.
package struct PaperUpload: Hashable, Sendable {
    package var id: String
    /// Who brought it: `user:<login>`, `code:<hash>`, `track:<number>`.
    package var owner: String
    package var paper: String?
    package init(id: String, owner: String, paper: String?) {
        self.id = id
        self.owner = owner
        self.paper = paper
    }
}

extension Refusal {
    package static var paperTooLarge: Refusal {
        Refusal(
            .tooLarge, "file-too-large", field: "file",
            vi: "Tệp lớn quá \(PaperLimit.fileBytes >> 20) MB. Hãy chụp hoặc quét với chất lượng thấp hơn.",
            en: "The file is larger than \(PaperLimit.fileBytes >> 20) MB. Scan it in a lower quality.")
    }
    package static var papersTooLarge: Refusal {
        Refusal(
            .tooLarge, "dossier-too-large", field: "file",
            vi: "Các tệp của hồ sơ vượt \(PaperLimit.dossierBytes >> 20) MB hoặc \(PaperLimit.files) tệp. "
                + "Hãy gộp hoặc bỏ bớt.",
            en: "The dossier's files exceed \(PaperLimit.dossierBytes >> 20) MB or \(PaperLimit.files) files.")
    }
    package static var paperKind: Refusal {
        Refusal(
            .invalid, "file-kind", field: "file",
            vi: "Tệp này không phải PDF hoặc ảnh (JPEG, PNG, WebP, HEIC). Hãy chụp ảnh hoặc lưu thành PDF.",
            en: "This is neither a PDF nor a picture (JPEG, PNG, WebP, HEIC). Take a photo or save as PDF.")
    }
    package static var paperEmpty: Refusal {
        Refusal(
            .invalid, "file-empty", field: "file", vi: "Tệp trống. Hãy chọn lại.",
            en: "The file is empty. Choose it again.")
    }
    package static var paperDamaged: Refusal {
        Refusal(
            .invalid, "file-damaged", field: "file",
            vi: "Tệp bị sai lệch khi gửi. Hãy gửi lại tệp này.",
            en: "The file was damaged on its way. Send it again.")
    }
    package static func unknownUpload(_ id: String) -> Refusal {
        Refusal(
            .notFound, "unknown-upload", field: "file",
            vi: "Không có tệp đang gửi này, hoặc đã quá hạn giữ. Hãy chọn tệp và gửi lại.",
            en: "There is no such upload, or it has expired. Choose the file and send it again.")
    }
    package static func uploadOffset(_ at: Int) -> Refusal {
        Refusal(
            .conflict, "upload-offset", field: "Upload-Offset",
            vi: "Tệp đã nhận đến byte \(at). Hãy gửi tiếp từ đó.",
            en: "The upload stands at byte \(at). Go on from there.")
    }
    package static var unfinishedUpload: Refusal {
        Refusal(
            .conflict, "upload-unfinished", field: "file",
            vi: "Tệp chưa gửi xong. Hãy đợi gửi xong rồi thử lại.",
            en: "The upload is not complete yet. Wait for it and try again.")
    }
    package static func unknownFile(_ hash: String) -> Refusal {
        Refusal(
            .notFound, "unknown-file", vi: "Hồ sơ không có tệp này.", en: "The dossier has no such file.")
    }
    package static var fileErased: Refusal {
        Refusal(
            .notFound, "file-erased", vi: "Tệp đã bị xóa cùng dữ liệu cá nhân.",
            en: "The file was erased with the personal data.")
    }
}
