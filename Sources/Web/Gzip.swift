// Gzip.swift: replies of text go over the wire compressed where the reader takes it (RFC 9110, 12.5.3; RFC 1952).
//
// A page with a secret and somebody's words in it, compressed, could tell the secret by its size (BREACH); therefore the
// one secret of our pages, the CSRF mark, is written differently each time (CSRF.swift). Streams are left alone.

import Sync

enum Gzip {
    /// Below this many bytes it is not worth it.
    static let least = 1000

    /// `reply` as `accepted` (the request's Accept-Encoding) allows.
    static func compressed(_ reply: Reply, accepted: String?) -> Reply {
        let isText = ["text/html", "text/css", "text/javascript", "application/json", "text/csv"].contains {
            reply.contentType.hasPrefix($0)
        }
        guard isText, reply.stream == nil, reply.body.count >= least,
            !reply.headers.contains(where: { $0.0.lowercased() == "content-encoding" })
        else { return reply }
        var reply = reply
        reply.headers.append(("vary", "accept-encoding"))
        guard takesGzip(accepted ?? ""), let body = Deflate.compress(reply.body) else { return reply }
        reply.body = body
        reply.headers.append(("content-encoding", "gzip"))
        return reply
    }

    static func takesGzip(_ accepted: String) -> Bool {
        accepted.lowercased().split(separator: ",").contains { part in
            let words = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let name = words.first, name == "gzip" || name == "*" else { return false }
            return !words.dropFirst().contains { $0 == "q=0" || $0.hasPrefix("q=0.0") && !$0.contains { "123456789".contains($0) } }
        }
    }
}
