// Limiter.swift: how often one address may guess codes, file, or open uploads: counted in windows of ten minutes.
//
// The table is bounded. A ward's kiosk or a family shares one address, so the defaults are generous: they stop a machine
// that tries codes by the thousand, not a queue of people. `motcua serve --limit-…` sets them; 0 (off) only on loopback.

package import Casework
import Synchronization

package final class Limiter: Sendable {
    package enum Kind: Int, CaseIterable, Sendable { case code, filing, upload, oldNumber }
    private struct Key: Hashable {
        var kind: Kind
        var address: String
    }
    private let limits: [Int]
    private let counts = Mutex<[Key: Int]>([:])
    private let window = Mutex<Int64>(0)
    private static let minutes: Int64 = 10
    /// Wrong digits for one old number in ten minutes, whoever tries; four digits are soon guessed.
    package static let triesOfOldNumber = 8
    private static let entries = 50_000

    /// Most of each kind from one address in ten minutes; 0 = no limit.
    package init(codes: Int = 600, filings: Int = 600, uploads: Int = 3000) {
        limits = [codes, filings, uploads, Limiter.triesOfOldNumber]
    }

    /// Refuses when the address has used up what it may.
    package func check(_ kind: Kind, _ address: String, now: Instant) throws(Refusal) {
        let limit = limits[kind.rawValue]
        guard limit > 0 else { return }
        turn(now)
        let used = counts.withLock { $0[Key(kind: kind, address: Limiter.network(address))] ?? 0 }
        guard used >= limit else { return }
        throw refusal(kind, now)
    }

    /// Counts one; for what succeeds (`filing`, `upload`) before it is done, for `code` when it was wrong.
    package func count(_ kind: Kind, _ address: String, now: Instant) throws(Refusal) {
        try check(kind, address, now: now)
        counts.withLock { counts in
            // Full: an attacker with that many addresses is beyond counting by address.
            if counts.count >= Limiter.entries { counts = [:] }
            counts[Key(kind: kind, address: Limiter.network(address)), default: 0] += 1
        }
    }

    private func turn(_ now: Instant) {
        let current = now.milliseconds / (Limiter.minutes * 60_000)
        let isNew = window.withLock { window in
            defer { window = current }
            return window != current
        }
        if isNew { counts.withLock { $0 = [:] } }
    }

    private func refusal(_ kind: Kind, _ now: Instant) -> Refusal {
        let length = Limiter.minutes * 60_000
        let left = Int((length - now.milliseconds % length + 999) / 1000)
        var refusal = Refusal(
            .tooMany, "too-many-requests",
            vi: "Có quá nhiều lần \(Limiter.words(kind).vi) từ nơi bạn đang dùng. "
                + "Hãy thử lại sau \((left + 59) / 60) phút, hoặc đến trung tâm phục vụ hành chính công.",
            en: "Too many \(Limiter.words(kind).en) from your address. "
                + "Try again in \((left + 59) / 60) minute(s), or come to the service centre.")
        refusal.retryAfter = left
        return refusal
    }

    private static func words(_ kind: Kind) -> (vi: String, en: String) {
        switch kind {
        case .code: ("nhập sai mã", "wrong codes")
        case .filing: ("nộp hồ sơ", "filings")
        case .upload: ("gửi tệp", "uploads")
        case .oldNumber: ("nhập sai số cho hồ sơ này", "wrong digits for this dossier")
        }
    }

    /// One subscriber of IPv6 has a whole /64.
    private static func network(_ address: String) -> String {
        guard address.contains(":"), !address.contains(".") else { return address }
        return address.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(separator: ":")
    }
}

extension Limiter {
    func count(_ kind: Kind, _ exchange: Exchange) throws(Refusal) {
        try count(kind, exchange.address, now: exchange.now)
    }
}

extension Exchange {
    /// Runs what asks for a tracking or return code; wrong ones are counted, and too many refused before they are tried.
    func guardingCodes<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        try house.limiter.check(.code, address, now: now)
        do { return try await body() } catch let refusal as Refusal where refusal.slug.contains("-code") {
            try house.limiter.count(.code, address, now: now)
            throw refusal
        }
    }

    /// Runs what asks for an old number with digits; wrong digits are counted by number, not by where they come from.
    func guardingOldNumber<T: Sendable>(_ number: String, _ body: () async throws -> T) async throws -> T {
        // What is no number is nobody's, and is refused without being looked up.
        guard let key = OldNumber.typed(number) else { return try await body() }
        try house.limiter.check(.oldNumber, key, now: now)
        do { return try await body() } catch let refusal as Refusal where refusal.slug.contains("-code") {
            try house.limiter.count(.oldNumber, key, now: now)
            throw refusal
        }
    }
}
