// CounterProjection.swift: the cash book and the certification registers as rows.
//
// Every row is a function of one entry alone, written when the entry is appended and again by the rebuild, so the two give
// the same bytes. No personal data stands here: who paid and for what is read from the dossier by who may see it.

import Casework
import Ledger
package import Storage

package enum CounterProjection {
    /// kind: receipt, void, exempt. `series` and `serial` only of receipts that the book numbered itself.
    static let cash = ProjectionSchema.Derived(
        "cash_line",
        "unit, epoch, seq, line, kind, day, at, actor, dossier, number, series, serial, amount, method, ground", key: 8)
    static let closings = ProjectionSchema.Derived(
        "cash_closing",
        "unit, epoch, seq, clerk, day, receipts, cash, transfer, online, counted, at, actor, subject, ground", key: 12)
    /// kind: number, void, book (then `number` is the first of the book).
    static let register = ProjectionSchema.Derived(
        "register_line",
        "unit, epoch, seq, kind, series, year, book, number, day, at, actor, dossier, pages, copies, fee, ground", key: 11)
    static let derived = [cash, closings, register]

    package static let tables = [
        ("cash_line", "unit, epoch, seq, line"), ("cash_closing", "unit, epoch, seq"),
        ("register_line", "unit, epoch, seq"),
    ]

    package static let migrations = [
        Migration(
            "office-counter-1",
            """
            CREATE TABLE cash_line (
                unit TEXT NOT NULL,
                epoch {INT} NOT NULL,
                seq {INT} NOT NULL,
                line {INT} NOT NULL,
                kind TEXT NOT NULL,
                day {INT} NOT NULL,
                at {INT} NOT NULL,
                actor TEXT NOT NULL,
                dossier TEXT NOT NULL,
                number TEXT NOT NULL,
                series TEXT,
                serial {INT},
                amount {INT} NOT NULL,
                method TEXT NOT NULL,
                ground TEXT,
                PRIMARY KEY (unit, epoch, seq, line)
            ) {TABLE};
            CREATE INDEX cash_line_day ON cash_line (unit, day, at);
            CREATE INDEX cash_line_serial ON cash_line (unit, series, serial);
            CREATE INDEX cash_line_number ON cash_line (unit, number);
            CREATE TABLE cash_closing (
                unit TEXT NOT NULL,
                epoch {INT} NOT NULL,
                seq {INT} NOT NULL,
                clerk TEXT NOT NULL,
                day {INT} NOT NULL,
                receipts {INT} NOT NULL,
                cash {INT} NOT NULL,
                transfer {INT} NOT NULL,
                online {INT} NOT NULL,
                counted {INT} NOT NULL,
                at {INT} NOT NULL,
                actor TEXT NOT NULL,
                subject TEXT NOT NULL,
                ground TEXT,
                PRIMARY KEY (unit, epoch, seq)
            ) {TABLE};
            CREATE INDEX cash_closing_day ON cash_closing (unit, clerk, day);
            CREATE TABLE register_line (
                unit TEXT NOT NULL,
                epoch {INT} NOT NULL,
                seq {INT} NOT NULL,
                kind TEXT NOT NULL,
                series TEXT NOT NULL,
                year {INT} NOT NULL,
                book {INT} NOT NULL,
                number {INT} NOT NULL,
                day {INT} NOT NULL,
                at {INT} NOT NULL,
                actor TEXT NOT NULL,
                dossier TEXT NOT NULL,
                pages {INT} NOT NULL,
                copies {INT} NOT NULL,
                fee {INT} NOT NULL,
                ground TEXT,
                PRIMARY KEY (unit, epoch, seq)
            ) {TABLE};
            CREATE UNIQUE INDEX register_line_number ON register_line (unit, series, year, kind, number);
            CREATE INDEX register_line_day ON register_line (unit, day);

            """)
    ]

    static func write(_ entry: Entry, _ tx: any Transaction) throws {
        for (table, row) in try rows(entry) { try tx.execute(table.insert, row) }
    }

    static func rows(_ entry: Entry) throws -> [(ProjectionSchema.Derived, [SQLValue])] {
        guard entry.version == 1 else { return [] }
        do {
            switch entry.kind {
            case "DossierReceived" where !hasExemption(entry.facts): return []
            case "PaymentConfirmed", "PaymentVoided", "FeeExempted", "DossierReceived":
                return try cashRows(entry).map { (cash, $0) }
            case "CertificateNumbered", "CertificateVoided":
                return try registerRow(entry).map { [(register, $0)] } ?? []
            case "CashDayClosed", "RegisterBookOpened": return try counterRow(entry)
            default: return []
            }
        } catch let error as DecodingError {
            throw StorageFault(
                .corrupt, "entry \(entry.seq) of \(entry.unit) is not a \(entry.kind): \(error)",
                advice: "run `motcua verify`, restore a backup")
        }
    }

    /// Looked at before decoding: hardly any filing is exempt.
    private static func hasExemption(_ facts: JSON) -> Bool {
        facts["fees"]?.array?.contains { $0["exemption"]?.string != nil } ?? false
    }

    // MARK: the cash book

    private static func cashRows(_ entry: Entry) throws -> [[SQLValue]] {
        switch try EntryCoding.fact(of: entry) {
        case .paymentConfirmed(let f):
            let own = CashReceiptNumber(f.receipt).flatMap { $0.unit == entry.unit ? $0 : nil }
            return [
                cashRow(
                    entry, kind: "receipt", day: entry.day, at: f.paidAt.milliseconds, number: f.receipt, own: own,
                    amount: f.amount, method: f.method)
            ]
        case .paymentVoided(let f):
            return [
                cashRow(
                    entry, kind: "void", day: f.day, number: f.receipt, amount: f.amount, method: f.method, ground: f.ground)
            ]
        case .feeExempted(let f):
            return [
                cashRow(entry, kind: "exempt", day: entry.day, number: "", amount: f.amount, method: "", ground: f.ground)
            ]
        case .received(let f):
            return f.fees.filter { $0.exemption != nil }.enumerated().map { i, fee in
                cashRow(
                    entry, line: i, kind: "exempt", day: entry.day, number: "", amount: 0, method: "", ground: fee.exemption)
            }
        default: return []
        }
    }

    private static func cashRow(
        _ entry: Entry, line: Int = 0, kind: String, day: CivilDate, at: Int64? = nil, number: String, own: CashReceiptNumber? = nil,
        amount: Int, method: String, ground: String? = nil
    ) -> [SQLValue] {
        [
            .text(entry.unit), .integer(entry.epoch), .integer(entry.seq), .integer(Int64(line)), .text(kind),
            .integer(Int64(day.dayNumber)), .integer(min(at ?? entry.at, entry.at)), .text(entry.actor), .text(entry.subject),
            .text(number),
            own.map { .text($0.series) } ?? .null, own.map { .integer(Int64($0.serial)) } ?? .null,
            .integer(Int64(amount)), .text(method), ground.map(SQLValue.text) ?? .null,
        ]
    }

    // MARK: the registers

    private static func registerRow(_ entry: Entry) throws -> [SQLValue]? {
        switch try EntryCoding.fact(of: entry) {
        case .certificateNumbered(let f):
            registerRow(
                entry, kind: "number", f.certificate, pages: f.pages, copies: f.copies, fee: f.fee, dossier: entry.subject)
        case .certificateVoided(let f):
            registerRow(entry, kind: "void", f.certificate, dossier: entry.subject, ground: f.ground)
        default: nil
        }
    }

    private static func registerRow(
        _ entry: Entry, kind: String, _ place: CertificateNumber, pages: Int = 0, copies: Int = 0, fee: Int = 0,
        dossier: String, ground: String? = nil
    ) -> [SQLValue] {
        [
            .text(entry.unit), .integer(entry.epoch), .integer(entry.seq), .text(kind), .text(place.series.rawValue),
            .integer(Int64(place.year)), .integer(Int64(place.book)), .integer(Int64(place.number)),
            .integer(Int64(entry.day.dayNumber)), .integer(entry.at), .text(entry.actor), .text(dossier),
            .integer(Int64(pages)), .integer(Int64(copies)), .integer(Int64(fee)), ground.map(SQLValue.text) ?? .null,
        ]
    }

    private static func counterRow(_ entry: Entry) throws -> [(ProjectionSchema.Derived, [SQLValue])] {
        switch try CounterFact(kind: entry.kind, facts: entry.facts) {
        case .cashDayClosed(let f):
            let sums = [f.receipts, f.cash, f.transfer, f.online, f.counted].map { SQLValue.integer(Int64($0)) }
            let row: [SQLValue] =
                [
                    .text(f.unit), .integer(entry.epoch), .integer(entry.seq), .text(f.clerk ?? ""),
                    .integer(Int64(f.day.dayNumber)),
                ] + sums + [
                    .integer(entry.at), .text(entry.actor), .text(entry.subject), f.ground.map(SQLValue.text) ?? .null,
                ]
            return [(closings, row)]
        case .registerBookOpened(let f):
            let place = CertificateNumber(series: f.series, book: f.book, year: f.year, number: f.first)
            return [(register, registerRow(entry, kind: "book", place, dossier: ""))]
        case nil: return []
        }
    }
}

extension Entry {
    /// The Vietnamese day on which it was written.
    fileprivate var day: CivilDate { Instant(milliseconds: at).date }
}
