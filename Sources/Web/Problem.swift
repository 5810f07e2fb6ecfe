// Problem.swift: refusals and faults as RFC 9457 problems.

import Casework
import Foundation
import Logging
import Office

/// `application/problem+json`.
struct Problem: Encodable {
    var type: String
    var title: String
    var status: Int
    var detail: String
    var detailEn: String
    var field: String?
    var retryAfter: Int?

    init(_ refusal: Refusal) {
        retryAfter = refusal.retryAfter
        type = "https://motcua.example/problems/\(refusal.slug)"
        title = refusal.slug
        status = refusal.status
        detail = refusal.vi
        detailEn = refusal.en
        field = refusal.field
    }
    init(slug: String, status: Int, vi: String, en: String) {
        type = "https://motcua.example/problems/\(slug)"
        title = slug
        self.status = status
        detail = vi
        detailEn = en
    }
}

extension Refusal {
    var status: Int {
        switch kind {
        case .conflict: 409
        case .invalid: 422
        case .forbidden: 403
        case .notFound: 404
        case .stale: 412
        case .unauthenticated: 401
        case .tooLarge: 413
        case .tooMany: 429
        }
    }
}

extension Reply {
    /// The problem an error is; faults go to the log, without personal data.
    static func problem(_ error: any Error, log: Logger) -> Reply {
        let problem: Problem
        if let refusal = error as? Refusal {
            problem = Problem(refusal)
        } else if let fault = OfficeFault(error) {
            log.error("fault", metadata: ["what": "\(fault.what)", "advice": "\(fault.advice)"])
            problem = Problem(
                slug: "fault", status: 503,
                vi:
                    "Hệ thống tạm thời không làm được việc này. Nội dung đã nhập chưa mất: hãy thử lại sau ít phút.",
                en: "The system cannot do this just now: \(fault.advice).")
        } else {
            log.error("unexpected error", metadata: ["error": "\(error)"])
            problem = Problem(
                slug: "unexpected", status: 500, vi: "Lỗi ngoài dự kiến. Hãy báo quản trị.",
                en: "An unexpected error. Tell the administrator.")
        }
        return reply(problem)
    }

    static func problem(slug: String, status: Int, vi: String, en: String) -> Reply {
        reply(Problem(slug: slug, status: status, vi: vi, en: en))
    }

    private static func reply(_ problem: Problem) -> Reply {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = (try? encoder.encode(problem)).map { Array($0) } ?? Array("{}".utf8)
        var headers: [(String, String)] = problem.status == 401 ? [("www-authenticate", "Bearer")] : []
        if let seconds = problem.retryAfter { headers.append(("retry-after", String(seconds))) }
        if problem.status == 503 { headers.append(("retry-after", "5")) }
        return Reply(
            status: problem.status, contentType: "application/problem+json; charset=utf-8", body: body,
            headers: headers)
    }
}
