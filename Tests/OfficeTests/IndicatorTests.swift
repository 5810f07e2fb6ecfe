// IndicatorTests.swift: figures that are kept, known on a past day, and recomputed, over histories of every kind of action.

import Casework
import Foundation
import Ledger
import Oversight
import Storage
import TestKit
import Testing

@testable import Office

@Suite("indicators")
struct IndicatorTests {
    /// What can be counted, as definitions, so that a history is looked at from many sides.
    private static let definitions: [IndicatorDefinition] = [
        ("on-time", .resolved, ["early|onTime|late"], ["early|onTime"], .things),
        ("online", .received, ["online|direct"], ["online"], .things),
        ("digitised", .received, ["withPapers", "!refused"], ["digitised"], .things),
        ("rescheduled", .resolved, [], ["rescheduled"], .things),
        ("supplemented", .received, [], ["supplemented"], .things),
        ("late-acceptance", .received, ["answered"], ["answeredLate"], .things),
        ("satisfied", .rated, [], ["satisfied"], .things),
        ("procedures", .received, [], ["online"], .procedures),
        ("published", .published, [], ["publishedInTime"], .things),
    ].map { (id: String, event: CountedEvent, below: [String], above: [String], counts: IndicatorDefinition.Unit) in
        IndicatorDefinition(
            id: id, version: 1, validFrom: CivilDate(year: 2022, month: 8, day: 1)!, validTo: nil, name: id, nameEn: id,
            group: .watch, event: event, counts: counts, denominator: below.map { Clause($0)! },
            numerator: above.map { Clause($0)! }, points: 0, higherIsBetter: true, isPublic: true, source: "test")
    }

    private func city() throws -> TestCity {
        let city = try TestCity.inMemory()
        try city.office.work { work in
            for definition in IndicatorTests.definitions {
                try work.publish(definition, by: city.context("admin@tp").caller, command: "c:t", now: TestCity.monday)
            }
        }
        return city
    }

    private func asks(_ city: TestCity, asOf: Instant?) -> [IndicatorAsk] {
        let day = TestCity.monday.date
        let spans = [
            Period(.month, around: day), Period(.quarter, around: day), Period(.day, around: day),
            Period(from: day.adding(days: -3), to: day.adding(days: 12)), Period(from: day, to: day.adding(days: 26)),
        ]
        return spans.map { IndicatorAsk(period: $0, asOf: asOf) }
    }

    private func agree(_ city: TestCity, asOf: Instant? = nil) throws -> Int {
        var count = 0
        try city.office.database.read { tx in
            for ask in asks(city, asOf: asOf) {
                let kept = try IndicatorQuestion.ask(ask, now: city.now, tx, city.office)
                let again = try IndicatorRecompute.ask(ask, now: city.now, tx, city.office.directory) { _ in }
                #expect(kept == again, "\(ask.period) as of \(String(describing: asOf))")
                count += kept.count { $0.denominator > 0 }
            }
        }
        return count
    }

    @Test("kept, of a past moment, and recomputed figures are the same after any history", arguments: [1, 2, 3, 4, 5, 6])
    func histories(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let city = try city()
        var numbers: [String] = []
        var moments: [Instant] = []
        // Another server on the same database, which held what was there at the beginning.
        let other = try Office(database: city.office.database, keys: city.office.keys)
        func figures(_ office: Office) throws -> [IndicatorFigure] {
            let ask = IndicatorAsk(period: Period(.year, around: city.now.date))
            return try office.database.read { try IndicatorQuestion.ask(ask, now: city.now, $0, office) }
        }
        _ = try figures(other)
        for _ in 0..<140 {
            if numbers.count < 6 || Int.random(in: 0..<5, using: &random) == 0 {
                numbers.append(try city.receive(accept: Bool.random(using: &random)).number)
            } else {
                let number = numbers[Int.random(in: 0..<numbers.count, using: &random)]
                _ = try city.actAtRandom(number, using: &random)
            }
            if Int.random(in: 0..<30, using: &random) == 0 {
                // A swap announced late moves what is open.
                let version = "t-late-\(moments.count)-\(numbers.count)"
                let off = city.now.date.adding(days: Int.random(in: 1...4, using: &random))
                let context = city.context("admin@tp")
                try city.office.work { work in
                    guard city.office.directory.calendars[version] == nil else { return }
                    try work.publish(
                        TestCity.calendar(version: version, off: [off]), by: context.caller, command: context.command, now: city.now)
                    try work.adopt(
                        version, switchedOff: [], unit: "27373", by: context.caller, command: context.command, now: city.now)
                }
            }
            if Int.random(in: 0..<4, using: &random) == 0 { city.wait(minutes: Int.random(in: 30..<3000, using: &random)) }
            if Int.random(in: 0..<25, using: &random) == 0 { moments.append(city.now) }
            // Figures in between: what is in memory must follow.
            if Int.random(in: 0..<15, using: &random) == 0 { _ = try agree(city) }
        }
        #expect(try figures(other) == figures(city.office))
        #expect(try agree(city) > 0, "seed \(seed)")
        for moment in moments {
            _ = try agree(city, asOf: moment)
            _ = try agree(city, asOf: Instant(asOf: moment.date.description, now: city.now))
        }
        let before = try city.office.dump()
        #expect(try city.office.verify().findings.isEmpty, "seed \(seed)")
        try city.office.rebuild()
        #expect(try city.office.dump() == before, "seed \(seed): rebuild gives the same rows")
    }

    @Test("a definition that divides by nothing is refused and leaves nothing")
    func unsound() throws {
        let city = try city()
        func slug(_ below: [String], _ above: [String], _ event: CountedEvent = .resolved) -> String? {
            var definition = IndicatorTests.definitions[0]
            definition.id = "other"
            definition.event = event
            definition.denominator = below.map { Clause($0)! }
            definition.numerator = above.map { Clause($0)! }
            do {
                try city.office.work {
                    _ = try $0.publish(definition, by: city.context("admin@tp").caller, command: "c:t", now: city.now)
                }
                return nil
            } catch let refusal as Refusal { return "\(refusal.slug) \(refusal.field ?? "")" } catch { return "\(error)" }
        }
        #expect(slug(["early", "late"], ["late"]) == "unsound-indicator denominator")
        #expect(slug(["online", "!online"], []) == "unsound-indicator denominator")
        #expect(slug(["early"], ["late"]) == "unsound-indicator numerator")
        #expect(slug(["paidOnline"], []) == "unsound-indicator event")
        #expect(city.office.directory.indicators["other"] == nil)
        #expect(slug(["early|onTime|late"], ["early"]) == nil)
    }

    @Test("a period that has not begun is refused")
    func ahead() throws {
        let city = try city()
        let next = Period(.month, around: city.now.date.adding(months: 1))
        #expect(throws: Refusal.self) {
            try city.office.database.read {
                _ = try IndicatorQuestion.ask(IndicatorAsk(period: next), now: city.now, $0, city.office)
            }
        }
    }

    @Test("periods are read and written as people write them")
    func periods() throws {
        for text in ["2026-11-27", "2026-W48", "2026-11", "2026-Q4", "2026", "2026-09-15..2026-12-14"] {
            #expect(Period(text)?.description == text)
        }
        for text in ["2026-13", "2026-Q5", "2026-W54", "2026-02-30", "x", "2026-11-02..2026-11-01", "..",
            "20261127", "2026-00", "2026-099", "2026-0012", "2026-1", "0001", "9998", "0001-W01", "2101-01",
            "0001-01-01..2026-11-27", "1999-12", "2026-11-01..9999-12-31"] {
            #expect(Period(text) == nil, "\(text)")
        }
        let month = try #require(Period("2026-11"))
        let passed = try #require(month.passed(by: CivilDate(year: 2026, month: 11, day: 10)!))
        #expect(month.before(passed: passed).description == "2026-10-01..2026-10-10")
        #expect(month.before(passed: month).description == "2026-10")
        #expect(Period("2025-12-29")!.before(passed: Period("2025-12-29")!).description == "2025-12-28")
    }
}
