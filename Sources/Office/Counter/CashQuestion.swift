// CashQuestion.swift: the cash book of a unit: the lines of a day, what is open, what was closed, one receipt.

package import Casework
import Ledger
package import Storage

/// One line of the book: a receipt's part for one dossier, its voiding, an exemption.
package struct CashLine: Hashable, Sendable {
    package var kind: String
    package var day: CivilDate
    package var at: Instant
    package var actor: String
    package var dossier: String
    package var number: String
    package var amount: Int
    package var method: String
    package var ground: String?
}

/// A receipt with everything it was given for.
package struct CashReceipt: Sendable {
    package var number: String
    package var unit: String
    /// In whose book it stands: the day on which it was written.
    package var day: CivilDate
    /// When the money was paid.
    package var at: Instant
    package var clerk: String
    package var clerkName: String
    package var method: String
    package var amount: Int
    package var dossiers: [String]
    package var isVoid: Bool
    package var voidGround: String?
    package var voidedBy: String?
}

/// Sums by method of the receipts that stand.
package struct CashSums: Hashable, Sendable {
    package var receipts = 0
    package var cash = 0
    package var transfer = 0
    package var online = 0
    package var total: Int { cash + transfer + online }
    package init() {}

    /// Of a closing's row: columns 2 to 5.
    fileprivate init(_ row: SQLRow) {
        (receipts, cash) = (Int(row.int(2)), Int(row.int(3)))
        (transfer, online) = (Int(row.int(4)), Int(row.int(5)))
    }

    mutating func add(_ receipt: CashReceipt) {
        guard !receipt.isVoid else { return }
        receipts += 1
        switch receipt.method {
        case "cash": cash += receipt.amount
        case "transfer": transfer += receipt.amount
        default: online += receipt.amount
        }
    }
}

package struct CashClosing: Sendable {
    package var day: CivilDate
    package var clerk: String?
    package var sums: CashSums
    package var counted: Int
    package var at: Instant
    package var by: String
    package var ground: String?
    package var words: String?
    package var difference: Int { counted - sums.cash }
}

/// A day of a unit's book as its page shows it.
package struct CashDay: Sendable {
    package var unit: String
    package var day: CivilDate
    package var receipts: [CashReceipt]
    package var exemptions: [CashLine]
    package var sums: CashSums
    package var byClerk: [(clerk: String, name: String, sums: CashSums)]
    /// Everything since the last closing through this day: what a closing must balance.
    package var open: CashSums
    package var isClosed: Bool
    package var closings: [CashClosing]
    /// Earlier days with receipts that nobody has closed.
    package var openDays: [CivilDate]
    package var nextNumber: String
}

package enum CashQuestion {
    /// Most lines that one day's page shows.
    package static let limit = 2000

    package static func day(
        _ unit: String, _ day: CivilDate, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> CashDay {
        try mayRead(caller, unit, office)
        let lines = try lines(
            "unit = $1 AND day = $2 ORDER BY at, seq, line LIMIT \(limit)", [.text(unit), .integer(Int64(day.dayNumber))], tx)
        let receipts = receipts(lines, unit, office.directory)
        var sums = CashSums()
        var clerks: [String: CashSums] = [:]
        for receipt in receipts {
            sums.add(receipt)
            clerks[receipt.clerk, default: CashSums()].add(receipt)
        }
        let closed = try CashBook.lastClosed(unit, tx)
        return CashDay(
            unit: unit, day: day, receipts: receipts, exemptions: lines.filter { $0.kind == "exempt" }, sums: sums,
            byClerk: clerks.keys.sorted().map { ($0, office.directory.names[$0] ?? $0, clerks[$0] ?? CashSums()) },
            open: try open(unit, clerk: nil, through: day, tx), isClosed: closed.map { $0 >= day } ?? false,
            closings: try closings(unit, day, tx, office),
            openDays: try openDays(unit, before: now.date, after: closed, tx),
            nextNumber: try CashBook.suggestion(unit, now: now, tx))
    }

    /// One receipt; nil when the unit gave none of that number.
    package static func receipt(
        _ number: String, unit: String, caller: Caller, _ tx: any Transaction, _ office: Office
    ) throws -> CashReceipt? {
        try mayRead(caller, unit, office)
        let lines = try lines("unit = $1 AND number = $2 ORDER BY at, seq, line", [.text(unit), .text(number)], tx)
        return receipts(lines, unit, office.directory).last
    }

    /// What stands in the book since the last closing (of the unit, or of the clerk's till) through `day`.
    package static func open(_ unit: String, clerk: String?, through day: CivilDate, _ tx: any Transaction) throws -> CashSums {
        var after = try CashBook.lastClosed(unit, tx)?.dayNumber ?? 0
        if let clerk, let own = try CashBook.lastClosed(unit, clerk: clerk, tx) { after = max(after, own.dayNumber) }
        let all = try lines(
            "unit = $1 AND day > $2 AND day <= $3 AND kind <> 'exempt' ORDER BY at, seq, line",
            [.text(unit), .integer(Int64(after)), .integer(Int64(day.dayNumber))], tx)
        var sums = CashSums()
        for receipt in receipts(all, unit, Directory()) where clerk == nil || receipt.clerk == clerk { sums.add(receipt) }
        return sums
    }

    private static func openDays(
        _ unit: String, before today: CivilDate, after closed: CivilDate?, _ tx: any Transaction
    ) throws -> [CivilDate] {
        try tx.rows(
            "SELECT DISTINCT day FROM cash_line WHERE unit = $1 AND day > $2 AND day < $3 AND kind = 'receipt' ORDER BY day LIMIT 60",
            [.text(unit), .integer(Int64(closed?.dayNumber ?? 0)), .integer(Int64(today.dayNumber))]
        ).map { CivilDate(dayNumber: Int($0.int(0))) }
    }

    private static func closings(
        _ unit: String, _ day: CivilDate, _ tx: any Transaction, _ office: Office
    ) throws -> [CashClosing] {
        try tx.rows(
            """
            SELECT clerk, day, receipts, cash, transfer, online, counted, at, actor, subject, ground FROM cash_closing
            WHERE unit = $1 AND day >= $2 ORDER BY day, at LIMIT 20
            """, [.text(unit), .integer(Int64(day.dayNumber))]
        ).map { row in
            CashClosing(
                day: CivilDate(dayNumber: Int(row.int(1))), clerk: row.text(0).isEmpty ? nil : row.text(0),
                sums: CashSums(row),
                counted: Int(row.int(6)), at: Instant(milliseconds: row.int(7)),
                by: office.directory.names[row.text(8)] ?? row.text(8), ground: row.optionalText(10),
                words: try LedgerReader.entries(about: row.text(9), tx).last.flatMap {
                    try SealedPerson.open($0, keys: office.keys)?.text
                })
        }
    }

    static func mayRead(_ caller: Caller, _ unit: String, _ office: Office) throws {
        guard office.directory.unit(unit) != nil else { throw Refusal.unknownUnit(unit) }
        let roles: [Role] = [.counter, .officer, .leader]
        guard caller.has(.auditor) || caller.grants.contains(where: { $0.unit == unit && roles.contains($0.role) }) else {
            throw Refusal.noRight("xem sổ quỹ", "see the cash book", unit: office.directory.unit(unit)?.name ?? unit)
        }
    }

    static func lines(_ condition: String, _ arguments: [SQLValue], _ tx: any Transaction) throws -> [CashLine] {
        try tx.rows(
            "SELECT kind, day, at, actor, dossier, number, amount, method, ground FROM cash_line WHERE \(condition)",
            arguments
        ).map { row in
            CashLine(
                kind: row.text(0), day: CivilDate(dayNumber: Int(row.int(1))), at: Instant(milliseconds: row.int(2)),
                actor: row.text(3), dossier: row.text(4), number: row.text(5), amount: Int(row.int(6)), method: row.text(7),
                ground: row.optionalText(8))
        }
    }

    /// Lines of one number are one receipt; a number of another book given twice is two.
    private static func receipts(_ lines: [CashLine], _ unit: String, _ directory: Directory) -> [CashReceipt] {
        var receipts: [CashReceipt] = []
        for line in lines where line.kind == "receipt" {
            let isOwn = CashReceiptNumber(line.number) != nil
            if isOwn, let i = receipts.lastIndex(where: { $0.number == line.number }) {
                receipts[i].amount += line.amount
                receipts[i].dossiers.append(line.dossier)
            } else {
                receipts.append(
                    CashReceipt(
                        number: line.number, unit: unit, day: line.day, at: line.at, clerk: line.actor,
                        clerkName: directory.names[line.actor] ?? line.actor, method: line.method, amount: line.amount,
                        dossiers: [line.dossier], isVoid: false))
            }
        }
        for line in lines where line.kind == "void" {
            guard
                let i = receipts.lastIndex(where: {
                    $0.number == line.number && $0.dossiers.contains(line.dossier) && $0.at < line.at
                })
            else { continue }
            receipts[i].isVoid = true
            receipts[i].voidGround = line.ground
            receipts[i].voidedBy = directory.names[line.actor] ?? line.actor
        }
        return receipts
    }
}
