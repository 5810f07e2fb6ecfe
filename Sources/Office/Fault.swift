// Fault.swift: what an outside face may know of a fault, and the digest of a request.

import Casework
import Ledger
import Storage

/// The world broke: what happened and what to do, for the operator.
package struct OfficeFault: Sendable {
    /// What broke of this machine, as people tell it apart.
    package enum Kind: Hashable, Sendable { case full, readOnly, busy, corrupt, unreachable, other }
    package let kind: Kind
    package let what: String
    package let advice: String
    package let isTransient: Bool

    /// Nil when the error is no fault.
    package init?(_ error: any Error) {
        guard let fault = error as? StorageFault else { return nil }
        what = fault.what
        advice = fault.advice
        isTransient = fault.isTransient
        kind =
            switch fault.cause {
            case .full: .full
            case .readOnly: .readOnly
            case .busy: .busy
            case .corrupt: .corrupt
            case .unreachable: .unreachable
            case .constraint, .other: .other
            }
    }
}

extension CommandContext {
    /// 32 hex digits that two different requests do not share.
    package static func fingerprint(_ method: String, _ path: String, _ body: [UInt8]) -> String {
        String(Digest.of(Array("\(method)\n\(path)\n".utf8), body).hex.prefix(32))
    }
}
