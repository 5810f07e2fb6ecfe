// Enrolment.swift: how a ward's machine becomes a site: invited by the city, joined with keys of its own; and how a ledger's
// home is moved or taken.
//
// The invitation carries the hub's public keys and a secret for one use; the ward makes its keys itself and never sends the
// private halves. An orderly move keeps the epoch: the city stops writing in the same transaction in which it says so. Taking
// a home that is lost raises the epoch and fences the old one off.

package import Casework
import Crypto
import Foundation
package import Ledger
import Storage
package import Sync

package struct Invitation: Hashable, Sendable {
    package var hub: SiteCard
    package var address: String
    package var site: String
    package var units: [String]
    package var token: String

    package var json: JSON {
        .object(of: [
            ("address", .string(address)), ("hub", hub.json), ("site", .string(site)),
            ("token", .string(token)),
            ("units", .array(units.map(JSON.string))),
        ])
    }
    package init?(_ json: JSON) {
        guard let hub = json["hub"].flatMap({ SiteCard($0) }), let address = json["address"]?.string,
            let site = json["site"]?.string,
            let token = json["token"]?.string, let units = json["units"]?.array
        else { return nil }
        self.init(hub: hub, address: address, site: site, units: units.compactMap(\.string), token: token)
    }
    init(hub: SiteCard, address: String, site: String, units: [String], token: String) {
        (self.hub, self.address, self.site, self.units, self.token) = (hub, address, site, units, token)
    }
}

extension Office {
    /// Days for which an invitation is good.
    package static let invitationDays: Int64 = 14

    /// Invites a site for some units.
    package func invite(site: String, units: [String], address: String, now: Instant) throws -> Invitation {
        guard isHub else { throw Refusal.onlyTheHub }
        try checkName(site)
        let directory = directory
        for unit in units {
            guard let known = directory.unit(unit) else { throw Refusal.unknownUnit(unit) }
            if known.staysAtHub { throw Refusal.staysAtHub(unit) }
        }
        guard !units.isEmpty else { throw Refusal.missing("units", "Đơn vị") }
        if directory.sites[site] != nil || directory.removedSites.contains(site) {
            throw Refusal(
                .conflict, "site-exists", field: "site",
                vi: "Đã có điểm “\(site)”. Máy mới cần tên mới (ví dụ \(site)-2).",
                en: "There is a site “\(site)”. A new machine needs a new name (such as \(site)-2).")
        }
        let token = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0).hex }
        _ = try database.write { tx in
            try tx.execute(
                "INSERT INTO site_invitation (token_hash, site, units, created, used) VALUES ($1, $2, $3, $4, NULL)",
                [
                    .text(Digest.of(Array(token.utf8)).hex), .text(site), .text(units.joined(separator: ",")),
                    .integer(now.milliseconds),
                ])
        }
        return Invitation(hub: keys.siteKeys.card, address: address, site: site, units: units, token: token)
    }

    private func checkName(_ site: String) throws {
        guard (1...40).contains(site.utf8.count),
            site.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }),
            site != KeyGrant.recovery, site != self.site
        else {
            throw Refusal.badValue(
                "site", "Tên điểm", vi: "chữ thường không dấu, chữ số và gạch nối, tối đa 40",
                en: "lower-case letters, digits and hyphens, at most 40")
        }
    }

    /// Takes a site in that shows a good invitation. The same card with the same token again changes nothing.
    package func enrol(_ card: SiteCard, token: String, now: Instant) throws {
        let hash = Digest.of(Array(token.utf8)).hex
        // Whoever asks beside it waits here, and then finds the invitation used.
        try work { work in
            guard let units = try work.invited(card, by: hash, now: now) else { return }
            work.writer.keepsInserted = true
            try SiteStore.trust(card, work.tx)
            try work.record(
                [.siteRegistered(SiteRegistered(card))], in: Directory.city, by: Caller.system.user,
                command: "c:site", now: now)
            try work.grantPublished(to: card, now: now)
            for unit in units { try work.assign(unit, to: card, now: now) }
            // Others of that name are for a machine that is there now.
            try work.tx.execute(
                "UPDATE site_invitation SET used = $2 WHERE site = $1 AND used IS NULL", [.text(card.site), .integer(now.milliseconds)])
        }
    }

    /// Takes a unit's ledger over, here or at another known site, and fences the old home off.
    package func take(_ unit: String, to site: String?, by caller: Caller, now: Instant) throws {
        guard isHub else { throw Refusal.onlyTheHub }
        guard caller.administersCity else {
            throw Refusal.noRight("tiếp quản sổ", "take a ledger's home over", unit: unit)
        }
        guard let known = directory.unit(unit) else { throw Refusal.unknownUnit(unit) }
        let name = site ?? self.site
        if known.staysAtHub, name != self.site { throw Refusal.staysAtHub(unit) }
        guard let card = name == self.site ? keys.siteKeys.card : card(of: name) else {
            throw Refusal.unknownSite(name)
        }
        guard directory.homes[unit]?.site ?? self.site != name else {
            throw Refusal(
                .conflict, "home-already", vi: "Sổ của “\(unit)” đã ghi tại “\(name)”.",
                en: "The ledger of “\(unit)” is at “\(name)” already.")
        }
        // What that machine may still have stands beside the line.
        if name != self.site, directory.formerHomes[unit]?.contains(name) == true { throw Refusal.wasHome(name, of: unit) }
        try work { work in
            work.writer.keepsInserted = true
            try work.assign(unit, to: card, now: now)
        }
    }

    /// Strikes a site off, whose machine was stolen or is used no more: nothing is taken from it or told to it from now on.
    package func remove(site: String, reason: String, by caller: Caller, now: Instant) throws {
        guard isHub else { throw Refusal.onlyTheHub }
        guard caller.administersCity else {
            throw Refusal.noRight("gỡ điểm làm việc", "strike a site off", unit: Directory.city)
        }
        guard directory.sites[site] != nil else { throw Refusal.unknownSite(site) }
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty else { throw Refusal.missing("reason", "Lý do") }
        let units = units(of: site)
        guard units.isEmpty else {
            throw Refusal(
                .conflict, "site-has-ledgers", field: "site",
                vi: "“\(site)” còn ghi sổ của \(units.joined(separator: ", ")): hãy tiếp quản trước (motcua home take).",
                en: "“\(site)” still writes the ledger of \(units.joined(separator: ", ")): take it over first (motcua home take).")
        }
        try work { work in
            work.writer.keepsInserted = true
            try work.record(
                [.siteRemoved(SiteRemoved(site: site, reason: reason))], in: Directory.city, by: caller.user,
                command: "c:site", now: now)
        }
    }

    /// Sets the city's recovery key, for which wards wrap each person's key once.
    /// - Parameter keep: puts the private half, 32 bytes, into a safe place, before the key is in force.
    package func makeRecoveryKey(by caller: Caller, now: Instant, keep: ([UInt8]) throws -> Void) throws {
        guard isHub else { throw Refusal.onlyTheHub }
        guard caller.administersCity else {
            throw Refusal.noRight("đặt khóa phục hồi", "set the recovery key", unit: Directory.city)
        }
        let key = Curve25519.KeyAgreement.PrivateKey()
        try keep(Array(key.rawRepresentation))
        try work { work in
            work.writer.keepsInserted = true
            try work.record(
                [.recoveryKeySet(RecoveryKeySet(agreement: Array(key.publicKey.rawRepresentation).hex))],
                in: Directory.city,
                by: caller.user, command: "c:recovery-key", now: now)
        }
    }

    /// Opens with the recovery key what it was given of persons' keys, and keeps them here.
    /// - Returns: how many keys came back.
    /// - Throws: a refusal when it opens none of what was granted to a recovery key.
    package func recoverKeys(with secret: [UInt8]) throws -> Int {
        let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: secret)
        var found: [(subject: String, slot: PersonSlot, secret: [UInt8])] = []
        var granted = 0
        try database.read { tx in
            for subject in try tx.rows(
                "SELECT DISTINCT subject FROM entry WHERE kind = $1", [.text(KeyGrant.kind)])
            {
                for entry in try LedgerReader.entries(about: subject.text(0), tx) {
                    if entry.facts["to"]?.array?.contains(.string(KeyGrant.recovery)) == true, entry.sealed != nil { granted += 1 }
                    found += KeyGrant.open(entry, as: KeyGrant.recovery, by: key).map {
                        (entry.subject, $0.slot, $0.secret)
                    }
                }
            }
        }
        guard !found.isEmpty || granted == 0 else {
            throw Refusal(
                .conflict, "other-recovery-key", vi: "Khóa này không mở được khóa nào: các sổ ở đây đã cấp cho một khóa phục hồi khác.",
                en: "This key opens nothing: the ledgers here were granted to another recovery key.")
        }
        var count = 0
        for item in found where try keys.export(item.subject, item.slot) == nil {
            try keys.adopt(item.secret, for: item.subject, item.slot)
            count += 1
        }
        if count > 0 { try rebuild() }
        return count
    }
}

extension Work {
    /// What a unit's new home must be able to read: of its ledger, and of what is on its way to it or is asked of it.
    private func legible(to unit: String) throws -> [String] {
        try tx.rows(
            "SELECT subject FROM entry WHERE unit = $1 UNION SELECT subject FROM entry WHERE addressee = $1 ORDER BY 1", [.text(unit)]
        ).map { $0.text(0) }.filter { subject in
            let known = try tx.row("SELECT 1 FROM dossier_unit WHERE unit = $1 AND number = $2", [.text(unit), .text(subject)])
            if known != nil { return true }
            return try dossier(subject).map { try isHand(unit, of: $0) } ?? true
        }
    }

    /// - Returns: the units that a card comes for with an invitation; nil when it has come with it before.
    fileprivate func invited(_ card: SiteCard, by hash: String, now: Instant) throws -> [String]? {
        let row = try tx.row("SELECT site, units, created, used FROM site_invitation WHERE token_hash = $1", [.text(hash)])
        guard let row, row.text(0) == card.site, !house.removedSites.contains(card.site),
            row.int(2) + Office.invitationDays * 86_400_000 > now.milliseconds
        else {
            throw Refusal(
                .forbidden, "no-such-invitation",
                vi: "Lời mời không đúng hoặc đã hết hạn: hãy xin thành phố lời mời mới.",
                en: "The invitation is not good or has expired: ask the city for a new one.")
        }
        let known = house.sites[card.site]?.card
        if let known, known != card {
            throw Refusal(
                .conflict, "site-exists", vi: "Tên “\(card.site)” đã thuộc về một máy khác.",
                en: "The name “\(card.site)” belongs to another machine already.")
        }
        guard row.optionalInt(3) != nil else { return row.text(1).split(separator: ",").map(String.init) }
        guard known == card else {
            throw Refusal(
                .conflict, "invitation-used", vi: "Lời mời đã được dùng bởi một máy khác.",
                en: "Another machine has used this invitation.")
        }
        return nil
    }

    /// Says that a unit's ledger is written at `card.site` from now on.
    func assign(_ unit: String, to card: SiteCard, now: Instant) throws {
        let known = directory.homes[unit]
        let isMove = isHome(of: unit)
        if isMove, card.site != office.site {
            // While the ledger is still ours: the keys of its dossiers and matters for the new home.
            for subject in try legible(to: unit) {
                try grant([(card.site, card.agreement)], subject: subject, in: unit, addressee: nil, command: "c:site", now: now)
            }
        }
        let head = try writer.head(of: unit)
        if !isMove { try writer.beginHome(of: unit, after: known?.epoch ?? 1) }
        let epoch = try writer.head(of: unit).epoch
        try record(
            [
                .homeAssigned(
                    HomeAssigned(
                        unit: unit, site: card.site,
                        epoch: max(epoch, known?.epoch ?? 1),
                        after: head.seq, ground: isMove ? "move" : "take"))
            ], in: Directory.city, by: Caller.system.user, command: "c:site", now: now)
        if !isMove {
            // What came of the lost home without what was before it: nobody will send that any more.
            let waiting = try LedgerWriter.waiting(unit, tx)
            for entry in waiting { try writer.unpark(entry) }
            try contest(fenced: waiting, from: known?.site ?? office.site, epoch: epoch, now: now)
        }
        if !isMove, card.site != office.site {
            // What the city can still open of the lost home's dossiers, for the new one.
            for subject in try legible(to: unit) {
                try grant(
                    [(card.site, card.agreement)], subject: subject, in: Directory.city, addressee: unit, command: "c:site", now: now)
            }
        }
        if card.site != office.site {
            // What is kept for a person stands in no line; who decides it must read it.
            for row in try tx.rows(
                """
                SELECT DISTINCT about FROM contest
                WHERE unit = $1 AND decision IS NULL AND kind IN ($2, $3) ORDER BY about
                """,
                [.text(unit), .text(ContestKind.oldHome.rawValue), .text(ContestKind.oldBackup.rawValue)])
            where try dossier(row.text(0)).map({ try isHand(unit, of: $0) }) ?? true {
                try grant(
                    [(card.site, card.agreement)], subject: row.text(0), in: Directory.city, addressee: unit,
                    command: "c:site", now: now)
            }
        }
    }
}

extension Refusal {
    static let onlyTheHub = Refusal(
        .conflict, "only-the-hub", vi: "Việc này làm tại máy chủ của thành phố.",
        en: "This is done at the city's site.")
    package static func unknownSite(_ site: String) -> Refusal {
        Refusal(
            .notFound, "unknown-site", field: "site", vi: "Không có điểm “\(site)”.",
            en: "There is no site “\(site)”.")
    }
}

extension Casework.Unit {
    /// What the whole city reads and is filed at the portal is written where all sites ask.
    fileprivate var staysAtHub: Bool { kind == .city || kind == .portal }
}

extension Refusal {
    fileprivate static func staysAtHub(_ unit: String) -> Refusal {
        Refusal.badValue(
            "units", "Đơn vị", vi: "“\(unit)” luôn ở máy chủ thành phố", en: "“\(unit)” is always at the city's site")
    }
    fileprivate static func wasHome(_ site: String, of unit: String) -> Refusal {
        Refusal(
            .conflict, "home-before", field: "site",
            vi: "“\(site)” đã từng ghi sổ của \(unit) và đã bị tiếp quản. Mời máy ấy bằng tên mới "
                + "(motcua site invite --site \(site)-2 --units \(unit)).",
            en: "“\(site)” had the ledger of \(unit) before and it was taken over. Invite that machine under a new name "
                + "(motcua site invite --site \(site)-2 --units \(unit)).")
    }
}
