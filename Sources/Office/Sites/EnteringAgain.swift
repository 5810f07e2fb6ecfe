// EnteringAgain.swift: what stands beside the accepted line of a ledger is entered again in it, by itself after an unnoticed
// restore, by a person's decision after a take-over.
//
// What the entries say and who did it stay; place and time are new. A number that the accepted line has given to something else
// meanwhile cannot be given twice: that goes before a person.

import Casework
import Ledger
import Storage
import Sync

extension Work {
    /// The entries of a branch: kept here, or carried in the item from the city, where they were kept.
    func branch(of item: ContestRow) throws -> [Entry] {
        let subject = ContestBook.prefix + item.id
        let writer = try LedgerReader.entries(about: subject, tx).first { $0.kind == "ItemContested" }?.site
        // Only the hub's word is taken for what another site wrote: a ward could carry anything.
        let isTrusted = writer != nil && writer == (office.upstream?.hub.site ?? office.site)
        let carried = isTrusted ? try item.fact.kept.map { try Entry(carried: try JSON.parse($0)) } : []
        let kept = try LedgerReader.found(at: item.fact.one.compactMap { Entry.Place($0) }, tx)
        let entries = item.fact.one.compactMap { text in
            let place = Entry.Place(text)
            let beside = place.flatMap { kept[$0] }?.first { $0.part != .taken }?.entry
            return beside ?? carried.first { $0.place == place }
        }
        guard entries.count == item.fact.one.count,
            entries.allSatisfy({ $0.unit == item.fact.unit && $0.reckonedHash == $0.hash })
        else {
            throw Refusal(
                .conflict, "branch-elsewhere", vi: "Các bút toán này không có ở đây: hãy quyết định tại máy chủ thành phố.",
                en: "These entries are not here: decide at the city's site.")
        }
        return entries
    }

    /// Enters entries of another line about one thing again in this one: what they say and who did it stay, place and time
    /// are new. Keys that came with them are taken first, so that names stay legible.
    /// - Throws: a refusal, before anything is written, when they cannot be entered.
    /// - Parameter isByPerson: somebody decided it, and must be told when nothing of it can be entered.
    func enterAgain(_ entries: [Entry], isByPerson: Bool = false, now: Instant) throws {
        guard let first = entries.first else { return }
        try requireHome(first.unit)
        let known = try LedgerReader.entries(about: first.subject, tx)
        let begins = entries.contains { EntryCoding.beginnings.contains($0.kind) }
        if try !beginnings(of: first.subject, but: entries).isEmpty { throw Refusal.numberUsedTwice(first.subject) }
        if !begins, EntryCoding.known(first.kind) != nil, try dossier(first.subject) == nil {
            throw Refusal.beginningFirst(first.subject)
        }
        for entry in known + entries where entry.kind == KeyGrant.kind { try adoptKeys(entry, beside: entries, refolding: true) }
        if isByPerson { try requireKeys(of: entries) }
        var places: [Entry.Position: Entry.Position] = [:]
        var (new, clashes): ([Entry], [Clash]) = ([], [])
        for entry in entries {
            if let same = known.first(where: {
                $0.kind == entry.kind && $0.command == entry.command && $0.facts == entry.facts
            }) {
                places[entry.position] = same.position
                continue
            }
            if let clash = try clash(of: entry, beside: clashes) {
                clashes.append(clash)
                if !clash.isEntered { continue }
            }
            let again = try enter(entry, answering: entry.answers.map { places[$0] ?? $0 }, now: now)
            places[entry.position] = again.position
            new.append(again)
        }
        guard !isByPerson || clashes.count(where: { !$0.isEntered }) < entries.count else {
            throw Refusal.bookNumberUsedTwice
        }
        try arrived(new, now: now, from: nil)
        for entry in entries {
            try writer.keepAsBranch(entry)
            try writer.unpark(entry)
        }
        try contest(clashes, now: now)
    }

    /// What is sealed in entries can be sealed anew only by who can read it; what was erased is not. Keys travel of dossiers and matters:
    /// the words about a cash day stay where they were written.
    private func requireKeys(of entries: [Entry]) throws {
        for entry in entries where EntryCoding.known(entry.kind) != nil || SteeringCoding.isKnown(entry.kind) {
            let erased = try dossier(entry.subject)?.erased ?? []
            for slot in PersonSlot.allCases where entry.seals(slot) && !erased.contains(slot) {
                guard try office.keys.export(entry.subject, slot).map({ entry.isOpened(by: $0, slot) }) == true else {
                    throw Refusal.keyOnItsWay
                }
            }
        }
    }

    /// Where the accepted line begins a thing that these entries begin too; empty where it is the same beginning, or none.
    func beginnings(of subject: String, but entries: [Entry]) throws -> [String] {
        guard entries.contains(where: { EntryCoding.beginnings.contains($0.kind) }) else { return [] }
        let commands = Set(entries.map(\.command))
        return try LedgerReader.entries(about: subject, tx).filter {
            EntryCoding.beginnings.contains($0.kind) && !commands.contains($0.command)
        }.map(\.place.description)
    }

    /// Most entries that an item carries, so that who decides elsewhere sees what they say.
    private static let carried = 20

    /// Puts entries that stood beside the line after a restore before a person.
    /// - Parameters:
    ///   - other: places in the line.
    ///   - name: tells the item from others about the same entry.
    func contest(
        _ entries: [Entry], beside other: [String], _ proposal: ContestDecision, _ name: String, _ now: Instant
    ) throws {
        guard let first = entries.first else { return }
        try contest(
            ItemContested(
                kind: .oldBackup, unit: first.unit, site: office.site, about: first.subject,
                happenedAt: Instant(milliseconds: first.at), one: entries.map(\.place.description), other: other, proposal: proposal,
                detail: "\(entries.count)", kept: entries.prefix(Work.carried).map(\.carried.text)),
            id: Work.itemID(name, of: first), now: now)
    }

    static func itemID(_ name: String, of first: Entry) -> String { "\(name)-\(first.hash.hex.prefix(16))" }

    /// Puts what nobody can bring into the line before a person: one item for each thing that it is about.
    func contest(stranded: [[Entry]], now: Instant) throws {
        for entries in stranded { try contest(entries, beside: [], .adopt, Stranded.name, now) }
    }

    /// An entry whose number in a book the accepted line has given to something else.
    private struct Clash {
        var entry: Entry
        /// Place of the entry that has it there; nil where its row does not say.
        var other: String?
        /// Money was taken: the receipt counts, under a number that two have. A register or a list has each number once.
        var isEntered: Bool
    }

    private func clash(of entry: Entry, beside found: [Clash]) throws -> Clash? {
        for (table, row) in try CounterProjection.rows(entry) {
            if table.name == CounterProjection.register.name {
                // Who voids a number that was not entered speaks of that one.
                let isSkipped = try found.contains { other in
                    try CounterProjection.rows(other.entry).contains { $0.1[3] == .text("number") && $0.1[4...7] == row[4...7] }
                }
                let known = try tx.row(
                    "SELECT epoch, seq FROM register_line WHERE unit = $1 AND kind = $2 AND series = $3 AND year = $4 AND number = $5",
                    [row[0], row[3], row[4], row[5], row[7]])
                guard isSkipped || known != nil else { continue }
                return Clash(entry: entry, other: known.map { "\(entry.unit)/\($0.int(0))/\($0.int(1))" }, isEntered: false)
            }
            if table.name == CounterProjection.cash.name, row[4] == .text("receipt"), row[10] != .null {
                let known = try tx.row(
                    "SELECT epoch, seq FROM cash_line WHERE unit = $1 AND series = $2 AND serial = $3 AND kind = 'receipt'",
                    [row[0], row[10], row[11]])
                guard let known else { continue }
                return Clash(entry: entry, other: "\(entry.unit)/\(known.int(0))/\(known.int(1))", isEntered: true)
            }
        }
        guard let list = try HandOverListProjection.fact(of: entry) else { return nil }
        let known = try tx.row(
            "SELECT 1 FROM hand_over_list WHERE unit = $1 AND year = $2 AND ordinal = $3",
            [.text(list.unit), .integer(Int64(list.year)), .integer(Int64(list.ordinal))])
        return known.map { _ in Clash(entry: entry, other: nil, isEntered: false) }
    }

    private func contest(_ clashes: [Clash], now: Instant) throws {
        for clash in clashes {
            let entry = clash.entry
            try contest(
                ItemContested(
                    kind: .oldBackup, unit: entry.unit, site: entry.site, about: entry.subject,
                    happenedAt: Instant(milliseconds: entry.at), one: ["\(entry.place)"], other: clash.other.map { [$0] } ?? [],
                    proposal: .setAside, detail: "1", kept: [entry.carried.text]), id: "number-\(entry.hash.hex.prefix(16))", now: now)
        }
    }

    private func enter(_ entry: Entry, answering: Entry.Position?, now: Instant) throws -> Entry {
        let person = try SealedPerson.open(entry, keys: office.keys)
        return try writer.append(
            EntryDraft(
                unit: entry.unit, actor: entry.actor, subject: entry.subject, kind: entry.kind,
                version: entry.version,
                critical: entry.critical, command: entry.command, addressee: entry.addressee,
                answers: answering, facts: entry.facts),
            now: now.milliseconds
        ) { context in
            // A wrapped key is bound to subject and slot, not to its place.
            if entry.kind == KeyGrant.kind { return entry.sealed }
            return try person.flatMap { try SealedPerson.seal($0, context, keys: office.keys, isNew: false) }
        }
    }
}

/// What waits for an earlier entry that nobody has any more: a ward and its hub both went back, and what came in between came by a stick.
enum Stranded {
    static let name = "stranded"

    /// Entries by what they are about, of which no item has told yet.
    /// - Parameter epoch: of the line that goes on; of it and later ones what is missing may still come.
    static func entries(in unit: String, before epoch: Int64, _ tx: any Transaction) throws -> [[Entry]] {
        let waiting = try LedgerWriter.waiting(unit, tx).filter { $0.epoch < epoch }
        return try Dictionary(grouping: waiting, by: \.subject).sorted { $0.key < $1.key }.map(\.value).filter {
            try ContestBook.item(Work.itemID(name, of: $0[0]), tx) == nil
        }
    }
}

extension Refusal {
    fileprivate static func numberUsedTwice(_ number: String) -> Refusal {
        Refusal(
            .conflict, "number-used-twice",
            vi: "Số \(number) đã dùng cho hồ sơ khác: hãy tiếp nhận lại với số mới và báo người dân.",
            en:
                "The number \(number) belongs to another dossier: receive it anew under a new number and tell the citizen."
        )
    }
    fileprivate static func beginningFirst(_ subject: String) -> Refusal {
        Refusal(
            .conflict, "beginning-first", vi: "\(subject): hãy ghi lại phần tiếp nhận trước.",
            en: "\(subject): enter its beginning first.")
    }
    fileprivate static let bookNumberUsedTwice = Refusal(
        .conflict, "book-number-used-twice",
        vi: "Số trong sổ hoặc danh sách này đã cấp cho việc khác: hãy cấp số mới và báo người đã nhận số cũ.",
        en: "The register or list has given this number to something else: give a new one and tell whoever holds the old one.")
}
