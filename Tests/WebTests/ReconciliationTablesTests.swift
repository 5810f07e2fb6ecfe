// ReconciliationTablesTests.swift: what people read of a ward that is not heard, and whose word is whose without the table's head.

import Casework
import Foundation
import Oversight
import Testing

@testable import Office
@testable import Web

@Suite("reconciliation as people read it")
struct ReconciliationTablesTests {
    private static let at = Instant("2026-11-27T18:00:00+07:00")!
    private static let heard = Instant("2026-11-27T15:00:00+07:00")!

    private func line(_ unit: String, heard: Instant?) -> ReconciliationLine {
        ReconciliationLine(
            system: "national-portal", unit: unit, dossiers: 5, differing: 1, byLink: 0, isHeard: true, seq: 7, at: Self.at,
            isSound: true, wardHeardAt: heard)
    }
    private func difference(_ number: String, _ unit: String, ward: String?) -> (system: String, difference: ReconciledDifference) {
        let one = ReconciledDifference(
            number: number, outside: nil, unit: unit, what: .status, ward: ward, city: "2", system: "9",
            since: Self.at.adding(minutes: -60), until: nil, whose: .sync, holdsUp: false)
        return ("national-portal", one)
    }
    /// Of three units: one not heard for three hours, one heard a minute before, one at home in the city's site.
    private func tables(_ unit: String?) -> ReconciliationTables {
        ReconciliationTables(
            report: ReconciliationReport(
                day: Self.at.date,
                lines: [line("silent", heard: Self.heard), line("heard", heard: Self.at.adding(minutes: -1)), line("home", heard: nil)],
                differences: [
                    difference("n-silent", "silent", ward: "2"), difference("n-unknown", "silent", ward: nil),
                    difference("n-heard", "heard", ward: "2"), difference("n-home", "home", ward: "2"),
                ]),
            unit: unit, name: { "Unit \($0)" })
    }
    /// The rows of a table's body, as written.
    private func rows(_ html: HTML) -> [String] {
        html.text.components(separatedBy: "<tbody>").last?.components(separatedBy: "<tr>").dropFirst().map { $0 } ?? []
    }

    @Test(
        "the word of a ward that is not heard says as of when it is, in either language; no other word does",
        arguments: [(Language.vi, "số liệu đến 15:00 27/11"), (.en, "as of 15:00 27/11")])
    func asOf(_ language: Language, _ mark: String) throws {
        try Language.$current.withValue(language) {
            let tables = tables(nil)
            let (units, differences) = (rows(tables.byUnit), rows(tables.list))
            #expect(units.filter { $0.contains(mark) } == units.filter { $0.contains("Unit silent") } && units.count == 3)
            #expect(differences.count == 4 && differences.filter { $0.contains(mark) }.count == 1)
            let silent = try #require(differences.first { $0.contains("n-silent") })
            // It stands in the cell of the ward's word.
            let cell = try #require(silent.components(separatedBy: "<td>").first { $0.contains(mark) })
            #expect(cell.contains(">\(Texts.Reconcile.ward.words): </span>2 "), "\(cell)")
            #expect(tables.silence.isEmpty)
        }
    }

    @Test(
        "the ward's own page says so above the tables",
        arguments: [(Language.vi, "liên lạc lần cuối lúc"), (.en, "last heard from at")])
    func silence(_ language: Language, _ words: String) {
        Language.$current.withValue(language) {
            let text = tables("silent").silence.text
            #expect(text.contains("\(words) 15:00 27/11") && text.contains(Texts.Reconcile.ward.words))
        }
    }

    @Test("without the table's head every row says whose word is whose", arguments: [Language.vi, .en])
    func labels(_ language: Language) {
        Language.$current.withValue(language) {
            typealias T = Texts.Reconcile
            for row in rows(tables(nil).list) {
                for column in [T.ward, T.city, T.system, T.since, T.whose] {
                    #expect(row.contains("<td><span class=\"onlystack\">\(column.words): </span>"), "\(column.words): \(row)")
                }
            }
        }
    }
}
