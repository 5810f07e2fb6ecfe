// DossierNumberTests.swift: dossier numbers: read as the law writes them, made so that no two are ever equal.
//
// The property test is the outer check of the proof at `DossierNumber.make` (docs/decisions/0006).

import Testing

@testable import Casework

@Suite("dossier numbers")
struct DossierNumberTests {
    static let day = CivilDate(dayNumber: 20_416)  // 24/11/2025

    @Test(
        "numbers of the circulars are read",
        arguments: [
            ("H29.12-250919-0001", "H29.12", "2025-09-19"),
            ("H29.273.73-251124-12345", "H29.273.73", "2025-11-24"),
            ("H29-240229-0007", "H29", "2024-02-29"),
            ("G01.829.273.73-251124-0001", "G01.829.273.73", "2025-11-24"),
            ("H29.12.34.567.89-251124-343010001", "H29.12.34.567.89", "2025-11-24"),
            ("000.12.34.H29-190101-0001", "000.12.34.H29", "2019-01-01"),
        ])
    func reads(text: String, agency: String, date: String) throws {
        let number = try #require(DossierNumber(text))
        #expect(number.text == text && number.description == text)
        #expect(number.agencyCode == agency)
        #expect(number.date.description == date)
        #expect(number.isLegacy == text.hasPrefix("000"))
    }

    @Test(
        "anything else is none",
        arguments: [
            "", "H29.12-250919-001", "H29.12-250230-0001", "H29.12-251301-0001", "Z29-250919-0001",
            "H2-250919-0001",
            "H29.1-250919-0001", "H29.1234-250919-0001", "H29.12.12.12.12.12-250919-0001", "H29.12--0001",
            "H29.12-250919",
            "H29.12-250919-0001-2", "h29.12-250919-0001", "H29.12-250919-000A", " H29.12-250919-0001",
            "H29.12-250919-٠٠٠١",
            "0000.12.34.H29-190101-0001", "000.12.H29-190101-0001", "H29.-250919-0001",
            "H29.12-250919-1234567890123456789",
        ])
    func refuses(text: String) { #expect(DossierNumber(text) == nil) }

    @Test(
        "what a person types is tidied",
        arguments: ["h29.273.73 - 251124 - 0001", "H29.273.73–251124–0001", "Ｈ２９．２７３．７３－２５１１２４－０００１"])
    func typed(text: String) {
        #expect(DossierNumber(typed: text)?.text == "H29.273.73-251124-0001")
        #expect(DossierNumber(text) == nil)
    }

    @Test("the agency's own intake counts from 0001 and grows beyond four digits")
    func own() throws {
        #expect(
            try DossierNumber.make(agencyCode: "H29.273.73", date: Self.day, series: 1).text
                == "H29.273.73-251124-0001")
        let large = try DossierNumber.make(agencyCode: "H29.273.73", date: Self.day, series: 10_000)
        #expect(large.text == "H29.273.73-251124-10000")
        #expect(large.series == .own)
    }

    @Test("everybody else's number carries receiver, epoch and counter")
    func foreign() throws {
        let number = try DossierNumber.makeForeign(
            agencyCode: "H29.273.73", date: Self.day, receiverIndex: 7, epoch: 1, counter: 12)
        #expect(number.text == "H29.273.73-251124-007010012")
        #expect(number.series == .foreign(receiverIndex: 7, epoch: 1))
        let longer = try DossierNumber.makeForeign(
            agencyCode: "H29.273.73", date: Self.day, receiverIndex: 900, epoch: 0, counter: 123_456)
        #expect(longer.serial == "90000123456")
    }

    @Test("what would break uniqueness is refused")
    func refusals() {
        let (code, day) = ("H29.273.73", Self.day)
        #expect(throws: NumberingRefusal.counterOutOfRange(0)) {
            try DossierNumber.make(agencyCode: code, date: day, series: 0)
        }
        #expect(throws: NumberingRefusal.counterOutOfRange(100_000_000)) {
            try DossierNumber.make(agencyCode: code, date: day, series: 100_000_000)
        }
        #expect(throws: NumberingRefusal.badAgencyCode("27373")) {
            try DossierNumber.make(agencyCode: "27373", date: day, series: 1)
        }
        #expect(throws: NumberingRefusal.badAgencyCode("000.12.34.H29")) {
            try DossierNumber.make(agencyCode: "000.12.34.H29", date: day, series: 1)
        }
        #expect(throws: NumberingRefusal.yearOutOfRange(1999)) {
            try DossierNumber.make(agencyCode: code, date: CivilDate(dayNumber: 10_956), series: 1)
        }
        for (index, epoch, counter, refusal) in [
            (0, 1, 1, NumberingRefusal.receiverIndexOutOfRange(0)),
            (1000, 1, 1, .receiverIndexOutOfRange(1000)),
            (1, -1, 1, .epochOutOfRange(-1)), (1, 100, 1, .epochOutOfRange(100)),
            (1, 1, 0, .counterOutOfRange(0)),
        ] {
            #expect(throws: refusal) {
                try DossierNumber.makeForeign(
                    agencyCode: code, date: day, receiverIndex: index, epoch: epoch, counter: counter)
            }
            #expect(!refusal.vi.isEmpty && !refusal.en.isEmpty)
        }
    }

    @Test("two numbers are equal only when everything they were made of is equal")
    func neverCollide() throws {
        struct Origin: Hashable { var agency: String, day: Int, index: Int, epoch: Int, counter: Int }
        var generator = SeededGenerator(seed: 8_3)
        let agencies = ["H29", "H29.273.73", "H29.273.74", "G01.829.273.73"]
        let counters = [
            1, 9, 10, 99, 999, 1000, 9999, 10_000, 99_999, 100_000, 9_999_999, 10_000_000, 99_999_999,
        ]
        let indices = [0, 1, 2, 10, 99, 100, 301, 900, 999]  // 0: the own series
        var seen: [String: Origin] = [:]
        for round in 0..<40_000 {
            let index = indices[Int.random(in: 0..<indices.count, using: &generator)]
            let counter =
                round % 2 == 0
                ? counters[Int.random(in: 0..<counters.count, using: &generator)]
                : Int.random(in: 1...99_999_999, using: &generator)
            let origin = Origin(
                agency: agencies[Int.random(in: 0..<agencies.count, using: &generator)],
                day: Self.day.dayNumber + Int.random(in: 0...2, using: &generator), index: index,
                epoch: index == 0 ? 1 : Int.random(in: 0...99, using: &generator), counter: counter)
            let date = CivilDate(dayNumber: origin.day)
            let number =
                index == 0
                ? try DossierNumber.make(agencyCode: origin.agency, date: date, series: counter)
                : try DossierNumber.makeForeign(
                    agencyCode: origin.agency, date: date, receiverIndex: index, epoch: origin.epoch,
                    counter: counter)
            #expect(seen[number.text] == nil || seen[number.text] == origin, "round \(round)")
            seen[number.text] = origin
            #expect(DossierNumber(number.text) == number, "what is made can be read")
            #expect(number.agencyCode == origin.agency && number.date == date)
            let series =
                index == 0 ? DossierNumber.Series.own : .foreign(receiverIndex: index, epoch: origin.epoch)
            #expect(number.series == series)
        }
    }

    @Test("the order is day, agency, running number")
    func order() {
        let texts = [
            "H29.99-251123-0001", "H29.12-251124-0002", "H29.12-251124-0010", "H29.12-251124-10000",
            "H29.12-251124-007010001",
            "H29.13-251124-0001",
        ]
        let numbers = texts.compactMap { DossierNumber($0) }
        #expect(numbers.count == texts.count && numbers.reversed().sorted() == numbers)
    }

    @Test("agency codes of both decrees are told apart")
    func agencyCodes() {
        for code in ["H29", "H29.12", "G01.829.273.73", "A00.00.00.00.00"] {
            #expect(DossierNumber.isAgencyCode(code))
        }
        for code in ["", "H29.", "Z01", "H290", "h29", "H29.1", "H29.12.12.12.12.12"] {
            #expect(!DossierNumber.isAgencyCode(code))
        }
        #expect(
            DossierNumber.isLegacyAgencyCode("000.12.345.H29") && !DossierNumber.isLegacyAgencyCode("H29.12"))
    }

    @Test("a numbering keeps the two digits of an epoch that a number shows, and its counter goes by them")
    func numbers() {
        let late = Numbering.Foreign(receiverIndex: 7, epoch: 110)
        #expect(late.epoch == 10 && Numbering.series(late) == 710)
    }
}
