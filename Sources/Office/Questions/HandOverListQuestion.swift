// HandOverListQuestion.swift: what waits for the post or for a courier, the lists that were made, and one list to print.
//
// Names and addresses on a printed list are looked up in the dossiers, so that a list of last year prints without them
// once a person is erased.

package import Casework
import Ledger
package import Storage

package struct HandOverList: Sendable {
    package var id: String
    package var unit: String
    package var year: Int
    package var ordinal: Int
    package var to: String
    package var madeAt: Instant
    package var madeBy: String
    package var count: Int
}

/// A line to print, or a candidate for one.
package struct HandOverLine: Sendable {
    package var number: String
    package var procedureName: String
    /// Unit on its way to; nil for the post.
    package var to: String?
    package var applicant: Person?
    package var waybill: String?
    package var place: String?
    package var since: Instant
    /// Why it cannot be sent yet, in both languages; nil when it can.
    package var hindrance: (vi: String, en: String)?
}

package enum HandOverListQuestion {
    static func check(_ caller: Caller, _ unit: String) throws {
        guard caller.grants.contains(where: { $0.unit == unit && [.counter, .officer, .leader].contains($0.role) })
        else { throw Refusal.noRight("xem danh sách bàn giao", "see hand-over lists", unit: unit) }
    }

    /// Results that go by post and are ready, longest waiting first; at most the lines of one list.
    package static func forPost(
        _ unit: String, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [HandOverLine] {
        try check(caller, unit)
        let numbers = try tx.rows(
            """
            SELECT number FROM inbox WHERE unit = $1 AND kind = 'custody' AND state IN ('ready', 'rejected')
            ORDER BY urgency, number LIMIT 5000
            """, [.text(unit)]
        ).map { $0.text(0) }
        var lines: [HandOverLine] = []
        for number in numbers where lines.count < HandOverListed.limit {
            guard let dossier = try Folding.dossier(number, tx, keys: office.keys),
                dossier.intake.resultChannel == .post, dossier.intake.pickUpUnit == unit
            else { continue }
            var line = line(dossier, nil, office)
            let situation = Situation(
                dossier: dossier, caller: caller, world: try World(of: dossier, office.directory, now: now))
            guard situation.maySee else { continue }
            if dossier.state == .ready, dossier.outstanding > 0 {
                line.hindrance = ("còn phải thu lệ phí", "a fee is still due")
            } else if !situation.actions.contains(where: { $0.name == "return-result" }) {
                line.hindrance = caller.isAtCounter(of: unit)
                    ? ("chưa trả được lúc này", "it cannot be returned now")
                    : ("cán bộ tiếp nhận tại quầy mới gửi được", "only the counter may send it")
            }
            lines.append(line)
        }
        return lines
    }

    /// Papers on their way to other units that are on no list yet.
    package static func forUnits(
        _ unit: String, caller: Caller, _ tx: any Transaction, _ office: Office
    ) throws -> [HandOverLine] {
        try check(caller, unit)
        let numbers = try tx.rows(
            "SELECT number FROM inbox WHERE unit = $1 AND kind = 'sent' ORDER BY urgency, number LIMIT 1000",
            [.text(unit)]
        ).map { $0.text(0) }
        var lines: [HandOverLine] = []
        for number in numbers where lines.count < 2 * HandOverListed.limit {
            guard let dossier = try Folding.dossier(number, tx, keys: office.keys),
                let to = dossier.custody.inTransitTo, try travelsWithPapers(dossier, tx)
            else { continue }
            let listed = try tx.row(
                "SELECT 1 FROM hand_over_item WHERE number = $1 AND made_at >= $2 LIMIT 1",
                [.text(number), .integer(dossier.custody.since.milliseconds)])
            if listed == nil { lines.append(line(dossier, to, office)) }
        }
        return lines
    }

    private static func travelsWithPapers(_ d: Dossier, _ tx: any Transaction) throws -> Bool {
        let row = try tx.row(
            "SELECT facts FROM entry WHERE subject = $1 AND kind = 'HandedOver' ORDER BY position DESC LIMIT 1",
            [.text(d.number)])
        return try row.map { try JSONCoding.decode(HandedOver.self, from: JSON.parse($0.text(0))).withPapers } ?? false
    }

    private static func line(_ d: Dossier, _ to: String?, _ office: Office) -> HandOverLine {
        HandOverLine(
            number: d.number,
            procedureName: office.directory.procedure(d.intake.procedure, version: d.intake.procedureVersion)?
                .shortName ?? d.intake.procedure,
            to: to, applicant: d.person.applicant, waybill: d.waybill, place: d.shelf?.place,
            since: to == nil ? d.resolvedAt ?? d.lastAt : d.custody.since)
    }

    // MARK: lists that were made

    private static let columns = "unit, year, ordinal, recipient, made_at, made_by, lines"

    /// A unit's lists, newest first.
    package static func lists(
        _ unit: String, limit: Int, caller: Caller, _ tx: any Transaction
    ) throws -> [HandOverList] {
        try check(caller, unit)
        return try tx.rows(
            """
            SELECT \(columns) FROM hand_over_list WHERE unit = $1 ORDER BY year DESC, ordinal DESC LIMIT \(limit)
            """, [.text(unit)]
        ).map(list)
    }

    /// One list with its lines; nil when there is none.
    package static func one(
        _ id: String, caller: Caller, _ tx: any Transaction, _ office: Office
    ) throws -> (HandOverList, [HandOverLine])? {
        let parts = id.split(separator: "-")
        guard parts.count >= 3, let year = Int64(parts[parts.count - 2]), let ordinal = Int64(parts[parts.count - 1])
        else { return nil }
        let unit = parts.dropLast(2).joined(separator: "-")
        try check(caller, unit)
        guard
            let row = try tx.row(
                "SELECT \(columns) FROM hand_over_list WHERE unit = $1 AND year = $2 AND ordinal = $3",
                [.text(unit), .integer(year), .integer(ordinal)])
        else { return nil }
        let list = list(row)
        let items = try tx.rows(
            """
            SELECT number, waybill, made_at FROM hand_over_item WHERE unit = $1 AND year = $2 AND ordinal = $3
            ORDER BY place
            """, [.text(unit), .integer(year), .integer(ordinal)])
        let lines = try items.compactMap { item -> HandOverLine? in
            guard let dossier = try Folding.dossier(item.text(0), tx, keys: office.keys) else { return nil }
            var line = line(dossier, list.to == HandOverListed.post ? nil : list.to, office)
            line.waybill = item.optionalText(1)
            return line
        }
        return (list, lines)
    }

    private static func list(_ row: SQLRow) -> HandOverList {
        let (unit, year, ordinal) = (row.text(0), Int(row.int(1)), Int(row.int(2)))
        return HandOverList(
            id: HandOverListed.id(unit, year, ordinal), unit: unit, year: year, ordinal: ordinal,
            to: row.text(3), madeAt: Instant(milliseconds: row.int(4)), madeBy: row.text(5),
            count: Int(row.int(6)))
    }
}
