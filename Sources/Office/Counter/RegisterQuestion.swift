// RegisterQuestion.swift: the registers of certifications of a unit, by day or by book.

package import Casework
import Ledger
package import Storage

/// One number of a register.
package struct RegisterLine: Sendable {
    package var place: CertificateNumber
    package var day: CivilDate
    package var at: Instant
    package var clerk: String
    package var dossier: String
    /// Read from the dossier; nil after an erasure.
    package var applicant: String?
    package var document: String?
    package var pages: Int
    package var copies: Int
    package var fee: Int
    package var voidGround: String?
    package var voidWords: String?
    package var isVoid: Bool { voidGround != nil }
}

package enum RegisterQuestion {
    package static let voidGrounds = ["wrongEntry", "notSigned", "withdrawn", "other"]
    /// Most numbers on one page of a register.
    package static let limit = 500

    /// The book of a year that was opened last; nil while the first, which opens by itself, is in use.
    package static func book(
        _ unit: String, _ series: CertificateSeries, year: Int, _ tx: any Transaction
    ) throws -> (book: Int, first: Int, epoch: Int64)? {
        try tx.row(
            """
            SELECT book, number, epoch FROM register_line WHERE unit = $1 AND series = $2 AND year = $3 AND kind = 'book'
            ORDER BY number DESC LIMIT 1
            """, [.text(unit), .text(series.rawValue), .integer(Int64(year))]
        ).map { (Int($0.int(0)), Int($0.int(1)), $0.int(2)) }
    }

    /// The last number given in a year.
    package static func last(
        _ unit: String, _ series: CertificateSeries, year: Int, _ tx: any Transaction
    ) throws -> (number: Int, epoch: Int64)? {
        try tx.row(
            """
            SELECT number, epoch FROM register_line WHERE unit = $1 AND series = $2 AND year = $3 AND kind = 'number'
            ORDER BY number DESC LIMIT 1
            """, [.text(unit), .text(series.rawValue), .integer(Int64(year))]
        ).map { (Int($0.int(0)), $0.int(1)) }
    }

    /// The numbers of a day, or of a book, from `after` on, at most `limit`.
    package static func ask(
        _ unit: String, _ series: CertificateSeries, day: CivilDate? = nil, year: Int, book: Int? = nil, after: Int = 0,
        limit: Int = RegisterQuestion.limit, caller: Caller, _ tx: any Transaction, _ office: Office
    ) throws -> [RegisterLine] {
        try CashQuestion.mayRead(caller, unit, office)
        var arguments: [SQLValue] = [
            .text(unit), .text(series.rawValue), .integer(Int64(year)), .integer(Int64(after)),
        ]
        var sql = """
            SELECT book, number, day, at, actor, dossier, pages, copies, fee FROM register_line
            WHERE unit = $1 AND series = $2 AND year = $3 AND kind = 'number' AND number > $4
            """
        if let day {
            arguments.append(.integer(Int64(day.dayNumber)))
            sql += " AND day = $\(arguments.count)"
        }
        if let book {
            arguments.append(.integer(Int64(book)))
            sql += " AND book = $\(arguments.count)"
        }
        let rows = try tx.rows(sql + " ORDER BY number LIMIT \(limit)", arguments)
        let voids = try voids(unit, series, year: year, tx)
        return try rows.map { row in
            let number = Int(row.int(1))
            let dossier = try Folding.dossier(row.text(5), tx, keys: office.keys)
            return RegisterLine(
                place: CertificateNumber(series: series, book: Int(row.int(0)), year: year, number: number),
                day: CivilDate(dayNumber: Int(row.int(2))), at: Instant(milliseconds: row.int(3)),
                clerk: office.directory.names[row.text(4)] ?? row.text(4), dossier: row.text(5),
                applicant: dossier?.person.applicant?.name, document: dossier?.person.form?["documentName"],
                pages: Int(row.int(6)), copies: Int(row.int(7)), fee: Int(row.int(8)), voidGround: voids[number],
                voidWords: voids[number] == nil ? nil : try words(row.text(5), tx, office))
        }
    }

    private static func voids(
        _ unit: String, _ series: CertificateSeries, year: Int, _ tx: any Transaction
    ) throws -> [Int: String] {
        var voids: [Int: String] = [:]
        try tx.forEach(
            "SELECT number, ground FROM register_line WHERE unit = $1 AND series = $2 AND year = $3 AND kind = 'void'",
            [.text(unit), .text(series.rawValue), .integer(Int64(year))]
        ) { voids[Int($0.int(0))] = $0.optionalText(1) ?? "other" }
        return voids
    }

    private static func words(_ dossier: String, _ tx: any Transaction, _ office: Office) throws -> String? {
        try LedgerReader.entries(about: dossier, tx).last { $0.kind == "CertificateVoided" }.flatMap {
            try SealedPerson.open($0, keys: office.keys)?.text
        }
    }

    /// Numbers and books of a year at a unit, for choosing a list.
    package static func books(
        _ unit: String, _ series: CertificateSeries, year: Int, _ tx: any Transaction
    ) throws -> [(book: Int, first: Int, last: Int)] {
        try tx.rows(
            """
            SELECT book, min(number), max(number) FROM register_line
            WHERE unit = $1 AND series = $2 AND year = $3 AND kind = 'number' GROUP BY book ORDER BY book
            """, [.text(unit), .text(series.rawValue), .integer(Int64(year))]
        ).map { (Int($0.int(0)), Int($0.int(1)), Int($0.int(2))) }
    }
}
