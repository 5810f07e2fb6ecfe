// ListHandOver.swift: give results to the public post, or papers to another unit, on a numbered list.
//
// For the post each result is returned with its waybill in the same transaction, so that list and dossiers cannot
// disagree. If one line is refused, the list is refused and nothing is recorded.

package import Casework
import Ledger
import Storage

extension Work {
    /// - Parameters:
    ///   - to: `post`, or the unit that gets the papers of dossiers on their way to it.
    ///   - items: in the order of the list, 1…200.
    /// - Returns: the list's id, `27373-2026-12`.
    package func listHandOver(
        to: String, _ items: [HandOverItem], unit: String, _ context: CommandContext
    ) throws -> String {
        if let subject = try doneBefore(context) { return String(subject.dropFirst(HandOverListed.subjectPrefix.count)) }
        guard directory.unit(unit) != nil else { throw Refusal.unknownUnit(unit) }
        guard to == HandOverListed.post || directory.unit(to) != nil else { throw Refusal.unknownUnit(to) }
        guard context.caller.grants.contains(where: { $0.unit == unit && [.counter, .officer].contains($0.role) })
        else { throw Refusal.noRight("lập danh sách bàn giao", "make hand-over lists", unit: unit) }
        guard (1...HandOverListed.limit).contains(items.count) else {
            throw Refusal(
                .invalid, "bad-count", field: "numbers",
                vi: items.isEmpty
                    ? "Chưa chọn hồ sơ nào. Hãy đánh dấu hồ sơ rồi lập danh sách."
                    : "Một danh sách có nhiều nhất \(HandOverListed.limit) hồ sơ. Hãy chia làm nhiều danh sách.",
                en: items.isEmpty
                    ? "No dossier is chosen. Tick some, then make the list."
                    : "A list has at most \(HandOverListed.limit) dossiers. Make several lists.")
        }
        var seen: Set<String> = []
        for item in items where !seen.insert(item.number).inserted {
            throw Refusal.badValue(
                "numbers", item.number, vi: "có hai lần trong danh sách", en: "stands twice in the list")
        }
        let facts = try items.flatMap { item in
            do {
                return try to == HandOverListed.post
                    ? posted(item, unit, context) : travelling(item, from: unit, to: to)
            } catch let refusal as Refusal {
                throw Refusal(
                    refusal.kind, refusal.slug, field: "numbers", vi: "\(item.number): \(refusal.vi)",
                    en: "\(item.number): \(refusal.en)")
            }
        }
        let year = context.now.date.year
        let list = HandOverListed(
            unit: unit, year: year, ordinal: try nextList(unit, year), to: to, madeAt: context.now,
            items: items)
        let entry = try append(
            EntryDraft(
                unit: unit, actor: context.caller.user, subject: list.subject, kind: "HandOverListed",
                critical: false, command: context.command, facts: try HandOverListProjection.encode(list)),
            now: context.now)
        _ = try HandOverListProjection.write(entry, tx)
        try record(facts, by: context.caller, command: context.command, now: context.now)
        try note(context, subject: list.subject)
        return list.id
    }

    private func posted(
        _ item: HandOverItem, _ unit: String, _ context: CommandContext
    ) throws -> [Recorded] {
        guard let waybill = item.waybill else { throw Refusal.missing("waybill", "Số vận đơn") }
        guard let dossier = try dossier(item.number) else { throw Refusal.unknownDossier(item.number) }
        let situation = Situation(
            dossier: dossier, caller: context.caller, world: try world(dossier, now: context.now))
        guard situation.maySee else { throw Refusal.noRightToSee }
        guard dossier.custody.unit == unit, dossier.custody.inTransitTo == nil else {
            throw Refusal.notNow(
                "list", vi: "hồ sơ không ở đơn vị này", en: "the dossier is not with this unit")
        }
        return try situation.perform(
            "return-result", ActionInput(["channel": Procedure.Channel.post.rawValue, "waybill": waybill]))
    }

    private func travelling(_ item: HandOverItem, from unit: String, to: String) throws -> [Recorded] {
        guard let dossier = try dossier(item.number) else { throw Refusal.unknownDossier(item.number) }
        guard dossier.custody.unit == unit, dossier.custody.inTransitTo == to else {
            throw Refusal.notNow(
                "list", vi: "hồ sơ không đang chuyển đến \(directory.unit(to)?.name ?? to)",
                en: "the dossier is not on its way to \(to)")
        }
        return []
    }

    private func nextList(_ unit: String, _ year: Int) throws -> Int {
        let last = try tx.row(
            "SELECT max(ordinal) FROM hand_over_list WHERE unit = $1 AND year = $2",
            [.text(unit), .integer(Int64(year))])
        return Int(last?.optionalInt(0) ?? 0) + 1
    }
}
