// ExternalSystem.swift: the systems outside with which dossiers are exchanged, all through one interface (docs/formats/exchange.md).
//
// The national portal gives what citizens do there and is told every change of status. A ministry's system is given what was
// filed of its fields once the dossier is accepted, and answers. Which of them this site talks to, and where, it is told at
// its start; from the first start on every change is told, and what was before is not.

package import Casework

package struct ExternalSystem: Hashable, Sendable {
    /// As it stands in entries and options: `national-portal`.
    package var id: String
    package var vi: String
    package var en: String
    package var tells: Tells
    /// Group of the fields of work (Reference/fields.yaml) that are a ministry's; nil = all.
    package var group: String?

    /// What goes out to it.
    package enum Tells: String, Hashable, Sendable {
        /// Every change of status or due time of every dossier.
        case statuses
        /// Once, on acceptance: what was filed.
        case cases
    }

    package init(id: String, vi: String, en: String, tells: Tells, group: String? = nil) {
        (self.id, self.vi, self.en, self.tells, self.group) = (id, vi, en, tells, group)
    }

    package static let portal = ExternalSystem(
        id: "national-portal", vi: "Cổng Dịch vụ công quốc gia", en: "National portal", tells: .statuses)

    package static let all = [
        portal,
        ExternalSystem(
            id: "civil-status", vi: "Cơ sở dữ liệu hộ tịch điện tử", en: "Civil status system", tells: .cases, group: "civil-status"),
        ExternalSystem(id: "land", vi: "Cơ sở dữ liệu đất đai", en: "Land system", tells: .cases, group: "land"),
        ExternalSystem(
            id: "business", vi: "Hệ thống đăng ký kinh doanh", en: "Business register", tells: .cases, group: "business"),
    ]
    package static func named(_ id: String) -> ExternalSystem? { all.first { $0.id == id } }

    /// Who writes entries for it.
    package var caller: Caller { Caller(user: ExternalSystem.mark + id, name: vi, grants: []) }
    private static let mark = "exchange:"
    package static func of(actor: String) -> ExternalSystem? {
        actor.hasPrefix(mark) ? named(String(actor.dropFirst(mark.count))) : nil
    }
    /// What it is called before people, whether or not it is one of ours still.
    package static func name(_ id: String) -> (vi: String, en: String) { named(id).map { ($0.vi, $0.en) } ?? (id, id) }
}

/// What a message from outside is about.
package enum ExchangeKind: String, CaseIterable, Hashable, Sendable {
    /// A citizen filed there.
    case filing
    /// What was asked for came there; the applicant wishes to withdraw.
    case supplement, withdrawal
    /// A ministry's system answers about a dossier of ours.
    case answer
}

/// Where a message from outside stands.
package enum ExchangeInState: String, CaseIterable, Hashable, Sendable {
    /// Kept as it came, not looked at yet.
    case new
    case taken
    /// Cannot be taken up, for the reason given; tried again by itself and by hand.
    case held
    /// Says otherwise than what was taken up under the same number: a person decides.
    case differs
    /// A later message took its place.
    case superseded
    /// Somebody looked at it and closed it.
    case settled
}

package enum ExchangeOutState: String, CaseIterable, Hashable, Sendable {
    case waiting, sending, sent
    /// Somebody closed it: it will not be sent.
    case settled
}
