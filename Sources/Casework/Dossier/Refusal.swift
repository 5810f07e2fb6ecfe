// Refusal.swift: every "no" the law or the data can say, each with a stable slug, Vietnamese and English words.
//
// A refusal is not an error of the program: it names what is wrong, where (field) and the way out, leaves no entry
// and loses nothing typed. Faults (the world broke) and bugs (we broke) are other types.

package struct Refusal: Error, Hashable, Sendable {
    /// What an outside face makes of it: 409, 422, 403, 404, 412, 401, 413, 429.
    package enum Kind: String, Hashable, Sendable {
        case conflict, invalid, forbidden, notFound, stale, unauthenticated, tooLarge, tooMany
    }

    package let kind: Kind
    /// Stable, kebab-case: the last part of the problem's `type`.
    package let slug: String
    package let vi: String
    package let en: String
    /// The input field at fault, as the caller named it.
    package let field: String?
    /// For `tooMany`: in how many seconds it may be tried again.
    package var retryAfter: Int?

    package init(_ kind: Kind, _ slug: String, field: String? = nil, vi: String, en: String) {
        self.kind = kind
        self.slug = slug
        self.field = field
        self.vi = vi
        self.en = en
    }
}

extension Refusal {
    // MARK: input

    package static func missing(_ field: String, _ title: String) -> Refusal {
        Refusal(
            .invalid, "missing-field", field: field,
            vi: "Thiếu “\(title)”. Hãy nhập rồi gửi lại.",
            en: "“\(title)” is missing. Enter it and send again.")
    }
    package static func badValue(_ field: String, _ title: String, vi: String, en: String) -> Refusal {
        Refusal(
            .invalid, "bad-value", field: field, vi: "“\(title)” không hợp lệ: \(vi).",
            en: "“\(title)” is not valid: \(en).")
    }
    package static func tooLong(_ field: String, _ title: String, limit: Int) -> Refusal {
        Refusal(
            .invalid, "too-long", field: field,
            vi: "“\(title)” dài quá \(limit) ký tự. Hãy rút gọn.",
            en: "“\(title)” is longer than \(limit) characters.")
    }
    package static func unknownField(_ field: String) -> Refusal {
        Refusal(
            .invalid, "unknown-field", field: field,
            vi: "Không có ô “\(field)” trong thao tác này.", en: "This action takes no field “\(field)”.")
    }
    package static func missingPapers(_ names: [String]) -> Refusal {
        Refusal(
            .conflict, "missing-papers", field: "papers",
            vi: "Hồ sơ còn thiếu: \(names.joined(separator: "; ")). Hãy yêu cầu bổ sung một lần cho đủ.",
            en: "Papers are missing: \(names.joined(separator: "; ")). Ask for all of them at once.")
    }
    package static func missingForm(_ names: [String]) -> Refusal {
        Refusal(
            .conflict, "missing-form-fields", field: "form",
            vi: "Tờ khai còn thiếu: \(names.joined(separator: "; ")).",
            en: "The form lacks: \(names.joined(separator: "; ")).")
    }

    // MARK: finding things

    package static func unknownDossier(_ number: String) -> Refusal {
        Refusal(
            .notFound, "unknown-dossier", vi: "Không tìm thấy hồ sơ \(number). Hãy kiểm tra lại mã số.",
            en: "There is no dossier \(number). Check the number.")
    }
    package static func unknownProcedure(_ code: String) -> Refusal {
        Refusal(
            .notFound, "unknown-procedure", field: "procedure",
            vi: "Không có thủ tục \(code) đang có hiệu lực.",
            en: "There is no procedure \(code) in force.")
    }
    package static func unknownUnit(_ code: String) -> Refusal {
        Refusal(
            .notFound, "unknown-unit", field: "unit", vi: "Không có đơn vị \(code).",
            en: "There is no unit \(code).")
    }
    package static func unknownAction(_ name: String) -> Refusal {
        Refusal(
            .notFound, "unknown-action", vi: "Không có thao tác “\(name)”.",
            en: "There is no action “\(name)”.")
    }

    // MARK: rights

    package static let unauthenticated = Refusal(
        .unauthenticated, "unauthenticated",
        vi: "Bạn chưa đăng nhập hoặc phiên đã hết hạn. Hãy đăng nhập.",
        en: "Log in first: there is no valid session.")
    package static let badCredentials = Refusal(
        .unauthenticated, "bad-credentials",
        vi: "Sai tên đăng nhập hoặc mật khẩu.", en: "User name or password is wrong.")
    package static func lockedOut(minutes: Int) -> Refusal {
        Refusal(
            .forbidden, "locked-out", vi: "Sai mật khẩu nhiều lần. Hãy thử lại sau \(minutes) phút.",
            en: "Too many wrong passwords. Try again in \(minutes) minutes.")
    }
    package static func noRight(_ what: String, _ whatEn: String, unit: String) -> Refusal {
        Refusal(
            .forbidden, "no-right",
            vi: "Bạn không có quyền \(what)\(unit == "-" ? "" : " tại đơn vị \(unit)").",
            en: "You have no right to \(whatEn)\(unit == "-" ? "" : " at unit \(unit)").")
    }
    package static let noRightToSee = Refusal(
        .forbidden, "no-right-to-see",
        vi: "Bạn không có quyền xem hồ sơ này.", en: "You have no right to see this dossier.")

    // MARK: state

    package static func notNow(_ action: String, vi: String, en: String) -> Refusal {
        Refusal(.conflict, "not-now-\(action)", vi: vi, en: en)
    }
    package static func stale(current: Int) -> Refusal {
        Refusal(
            .stale, "stale-version",
            vi:
                "Hồ sơ đã thay đổi (phiên bản hiện tại \(current)). Hãy xem lại rồi làm tiếp; nội dung đã nhập được giữ.",
            en: "The dossier has changed (version \(current) now). Look again and repeat.")
    }
    package static let frozen = Refusal(
        .conflict, "frozen-by-unknown-entry",
        vi: "Hồ sơ có bút toán mà phiên bản phần mềm này chưa hiểu. Cần nâng cấp trước khi xử lý tiếp.",
        en: "The dossier holds an entry this version does not understand. Upgrade before going on.")
    package static let inTransit = Refusal(
        .conflict, "in-transit",
        vi: "Hồ sơ đang được luân chuyển, chờ bên nhận tiếp nhận.",
        en: "The dossier is in transit, waiting for its receiver.")
    package static let keyReused = Refusal(
        .invalid, "idempotency-key-reused", field: "Idempotency-Key",
        vi: "Idempotency-Key này đã dùng cho một yêu cầu khác.",
        en: "This Idempotency-Key was used for another request.")
}
