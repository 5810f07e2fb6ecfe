// CounterTests.swift: the counter: certification in one go, registers without gaps, a cash book that balances, drafts.

import Casework
import Foundation
import Ledger
import Storage
import TestKit
import Testing

@testable import Office

private let reference = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Reference").path

private func refusal(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let refusal as Refusal { return refusal.slug } catch { return "\(error)" }
}

/// A test city with the two real certification procedures.
private func certifyingCity() throws -> TestCity {
    let city = try TestCity.inMemory()
    let files = try ReferenceFiles.load(folder: reference)
    let wanted = files.procedures.filter { ["2.000815", "2.000884"].contains($0.code) }
    #expect(wanted.count == 2)
    try city.office.work { work in
        try work.record(
            files.fields.map(OfficeFact.fieldRegistered) + wanted.map(OfficeFact.procedurePublished), in: "tp",
            by: "system", command: "c:x", now: TestCity.monday.adding(minutes: -60))
    }
    return city
}

private let person = Person(
    type: .citizen, name: "Nguyễn Thị Ửng", idNumber: "079190000123", phone: nil, email: nil, address: "12 Hậu Giang")

private func copy(_ name: String = "Bằng", pages: Int = 4, copies: Int = 3) -> CertificationOrder.Line {
    .init(
        procedure: "2.000815",
        form: ["documentName": name, "issuer": "Theo bản chính", "pages": "\(pages)", "copies": "\(copies)"],
        papers: [PaperIn(id: "ban-chinh", copies: 1, source: "shown", file: nil)], pages: pages, copies: copies)
}
private func signature() -> CertificationOrder.Line {
    .init(
        procedure: "2.000884",
        form: ["documentName": "Đơn", "signatoryName": "Ửng", "signatoryId": "079190000123", "method": "ky", "count": "2"],
        papers: [
            PaperIn(id: "giay-to-tuy-than", copies: 1, source: "shown", file: nil),
            PaperIn(id: "van-ban", copies: 2, source: "handedIn", file: nil),
        ], pages: 1, copies: 2)
}

extension TestCity {
    fileprivate func certify(
        _ lines: [CertificationOrder.Line], method: String? = "cash", key: (id: String, fingerprint: String)? = nil
    ) throws -> [Receipt] {
        let context = context("counter@27373", key: key)
        return try office.work {
            try $0.certify(CertificationOrder(unit: "27373", applicant: person, lines: lines, method: method), context)
        }
    }
    fileprivate func day(_ date: CivilDate? = nil) throws -> CashDay {
        let caller = caller("counter@27373")
        return try office.database.read { [now, office] in
            try CashQuestion.day("27373", date ?? now.date, caller: caller, now: now, $0, office)
        }
    }
    fileprivate func close(_ counted: Int, clerk: String? = nil, ground: String? = nil, text: String = "") throws {
        let context = context("counter@27373")
        try office.work { [now] in
            try $0.closeCashDay(
                now.date, unit: "27373", clerk: clerk, counted: counted, ground: ground, text: text, context)
        }
    }
    fileprivate func void(_ number: String, replacement: Replacement? = nil) throws -> String? {
        let context = context("counter@27373")
        return try office.work {
            try $0.voidReceipt(
                number, unit: "27373", ground: "wrongAmount", text: "Ghi nhầm", replacement: replacement, context)
        }
    }
}

@Suite("the counter")
struct CounterTests {
    @Test("documents of one person get dossiers, running numbers and one receipt, and everything derived is reproduced")
    func certify() throws {
        let city = try certifyingCity()
        let receipts = try city.certify([copy(), copy("Học bạ", pages: 300, copies: 1), signature()])
        #expect(receipts.map(\.state) == [.accepted, .accepted, .accepted])
        let dossiers = try receipts.map { try #require(try city.dossier($0.number)) }
        #expect(dossiers.map(\.feeDue) == [18_000, 200_000, 20_000])
        #expect(dossiers.map(\.outstanding) == [0, 0, 0])
        #expect(dossiers.map { $0.certificate?.number } == [1, 2, 1])
        #expect(dossiers.map { $0.certificate?.series } == [.copies, .copies, .signatures])
        #expect(Set(dossiers.flatMap(\.payment.receipts)) == ["BL-27373-26-000001"])
        let day = try city.day()
        #expect(day.receipts.count == 1 && day.sums.cash == 238_000 && day.receipts[0].dossiers.count == 3)
        let before = try city.office.dump()
        #expect(try city.office.verify().findings == [])
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
    }

    @Test("the same form sent twice makes nothing twice")
    func twice() throws {
        let city = try certifyingCity()
        let first = try city.certify([copy(), signature()], key: ("k", "f"))
        #expect(try city.certify([copy(), signature()], key: ("k", "f")).map(\.number) == first.map(\.number))
        #expect(try city.day().receipts.count == 1)
    }

    @Test("one wrong line takes nothing in")
    func allOrNothing() throws {
        let city = try certifyingCity()
        let before = try city.office.database.read { try LedgerReader.count($0) }
        #expect(refusal { _ = try city.certify([copy(), copy(pages: 0)]) } != nil)
        #expect(try city.office.database.read { try LedgerReader.count($0) } == before)
        #expect(try city.dossier(try city.certify([copy()])[0].number)?.certificate?.number == 1)
    }

    @Test("many clerks at once get every number once and no gap")
    func concurrent() async throws {
        let city = try certifyingCity()
        let server = OfficeServer(city.office)
        let contexts = (0..<40).map { _ in city.context("counter@27373") }
        let numbers = try await withThrowingTaskGroup(of: String.self) { group in
            for context in contexts {
                group.addTask {
                    try await server.submit {
                        try $0.certify(
                            CertificationOrder(unit: "27373", applicant: person, lines: [copy()], method: "cash"), context
                        )[0].number
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let dossiers = try numbers.map { try #require(try city.dossier($0)) }
        #expect(dossiers.compactMap { $0.certificate?.number }.sorted() == Array(1...40))
        #expect(Set(dossiers.flatMap(\.payment.receipts)).count == 40)
        try server.close()
    }

    @Test("a void number stays in its register, and the next goes on; a new book goes on with the numbers")
    func registers() throws {
        let city = try certifyingCity()
        let numbers = try (0..<3).map { _ in try city.certify([copy()])[0].number }
        let context = city.context("counter@27373")
        #expect(
            refusal {
                try city.office.work { try $0.voidCertificate(numbers[1], ground: "notSigned", text: " ", context) }
            } == "missing-field")
        try city.office.work {
            try $0.voidCertificate(numbers[1], ground: "notSigned", text: "Bản chính bị tẩy xóa", context)
        }
        #expect(try city.dossier(numbers[1])?.certificate == nil)
        #expect(
            refusal { try city.office.work { try $0.openRegisterBook(.copies, unit: "27373", first: 3, context) } }
                == "bad-value")
        try city.office.work { try $0.openRegisterBook(.copies, unit: "27373", first: 301, context) }
        let next = try city.dossier(try city.certify([copy()])[0].number)?.certificate
        #expect(next?.number == 301 && next?.book == 2)
        let caller = city.caller("counter@27373")
        let lines = try city.office.database.read { [office = city.office] in
            try RegisterQuestion.ask("27373", .copies, year: 2026, caller: caller, $0, office)
        }
        #expect(lines.map(\.place.number) == [1, 2, 3, 301])
        #expect(lines.map(\.isVoid) == [false, true, false, false])
        #expect(lines[1].voidWords == "Bản chính bị tẩy xóa" && lines[0].applicant == person.name)
        #expect(try city.office.verify().findings == [])
    }

    @Test("after a restore a person opens the next book first, and receipts run in a series of their own")
    func restored() throws {
        let city = try certifyingCity()
        _ = try city.certify([copy()])
        try city.office.raiseEpochs(now: city.now)
        #expect(refusal { _ = try city.certify([copy()]) } == "register-book-needed")
        let context = city.context("counter@27373")
        try city.office.work { try $0.openRegisterBook(.copies, unit: "27373", first: 9, context) }
        let dossier = try #require(try city.dossier(try city.certify([copy()])[0].number))
        #expect(dossier.certificate?.number == 9 && dossier.certificate?.book == 2)
        #expect(dossier.payment.receipts == ["BL-27373-26E2-000001"])
    }

    // MARK: cash

    @Test("the action of the dossier takes the next number, whatever was suggested, and keeps another book's")
    func suggested() throws {
        let city = try certifyingCity()
        let numbers = try (0..<3).map { _ in try city.certify([copy()], method: nil)[0].number }
        func suggestion(_ number: String) throws -> String {
            let caller = city.caller("counter@27373")
            let view = try city.office.database.read { [office = city.office] in
                try DossierQuestion.ask(number, caller: caller, now: city.now, $0, office)
            }
            let action = try #require(view.actions.first { $0.name == "confirm-payment" })
            return try #require(action.fields.first { $0.name == "receipt" }?.suggested)
        }
        let same = try suggestion(numbers[0])
        #expect(same == "BL-27373-26-000001")
        #expect(try suggestion(numbers[1]) == same)
        for number in numbers.prefix(2) {
            try city.act("confirm-payment", number, ["amount": "18000", "receipt": same], as: "counter@27373")
        }
        try city.act("confirm-payment", numbers[2], ["amount": "18000", "receipt": "AB/26E 77"], as: "counter@27373")
        #expect(
            try numbers.map { try city.dossier($0)?.payment.receipts }
                == [["BL-27373-26-000001"], ["BL-27373-26-000002"], ["AB/26E 77"]])
        #expect(try city.day().sums.cash == 54_000)
        #expect(try city.office.verify().findings == [])
    }

    @Test("a closed day must balance or say why, takes no receipt more and loses none; the next day begins with nothing open")
    func closing() throws {
        let city = try certifyingCity()
        let number = try city.certify([copy()])[0].number
        _ = try city.certify([signature()], method: "transfer")
        let later = try city.certify([copy()], method: nil)[0].number
        #expect(refusal { try city.close(17_000) } == "difference-unexplained")
        #expect(refusal { try city.close(17_000, ground: "changeGiven") } == "difference-unexplained")
        try city.close(17_000, ground: "changeGiven", text: "Thối nhầm 1.000 đồng")
        let day = try city.day()
        #expect(day.isClosed && day.open == CashSums() && day.closings.count == 1)
        #expect(day.closings[0].difference == -1000 && day.closings[0].words == "Thối nhầm 1.000 đồng")
        #expect(day.closings[0].sums.transfer == 20_000 && day.closings[0].sums.receipts == 2)
        #expect(refusal { try city.close(18_000) } == "cash-day-closed")
        #expect(refusal { _ = try city.certify([copy()]) } == "cash-day-closed")
        #expect(refusal { _ = try city.void("BL-27373-26-000001") } == "cash-day-closed")
        let pay = ["amount": "18000", "receipt": "x"]
        #expect(refusal { try city.act("confirm-payment", later, pay, as: "counter@27373") } == "cash-day-closed")
        city.wait(minutes: 24 * 60)
        #expect(try city.day().open == CashSums() && city.day().openDays == [])
        try city.act("confirm-payment", later, pay, as: "counter@27373")
        #expect(try city.day().open.cash == 18_000)
        #expect(try city.dossier(number)?.payment.paid == 18_000)
        let before = try city.office.dump()
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
        #expect(try city.office.verify().findings == [])
    }

    @Test("one clerk's till is closed by itself; days that were forgotten are closed with the next")
    func tills() throws {
        let city = try certifyingCity()
        _ = try city.certify([copy()])
        try city.close(18_000, clerk: "counter@27373")
        #expect(refusal { _ = try city.certify([copy()]) } == "cash-day-closed")
        #expect(try city.day().isClosed == false && city.day().open.cash == 18_000)
        city.wait(minutes: 24 * 60)
        _ = try city.certify([signature()])
        #expect(try city.day().openDays == [TestCity.monday.date])
        try city.close(38_000)
        #expect(try city.day().openDays == [] && city.day(TestCity.monday.date).isClosed)
    }

    @Test("a void receipt stays with its reason, its money counts no more, and another can stand in its place")
    func voiding() throws {
        let city = try certifyingCity()
        let number = try city.certify([copy()])[0].number
        #expect(try city.void("BL-27373-26-000001") == nil)
        #expect(try city.dossier(number)?.outstanding == 18_000)
        #expect(refusal { _ = try city.void("BL-27373-26-000001") } == "unknown-receipt")
        let day = try city.day()
        #expect(day.receipts.map(\.isVoid) == [true] && day.sums == CashSums())
        try city.act("confirm-payment", number, ["amount": "18000", "receipt": "BL-27373-26-000001"], as: "counter@27373")
        #expect(try city.void("BL-27373-26-000002", replacement: Replacement(amount: 18_000, method: "transfer")) == "BL-27373-26-000003")
        #expect(try city.dossier(number)?.payment.receipts == ["BL-27373-26-000003"])
        #expect(try city.day().sums.transfer == 18_000)
        #expect(try city.office.verify().findings == [])
    }

    @Test("an exemption frees a dossier from its fee and says why")
    func exemption() throws {
        let city = try certifyingCity()
        let number = try city.certify([copy()], method: nil)[0].number
        let context = city.context("counter@27373")
        #expect(
            refusal { try city.office.work { try $0.exemptFees(of: number, ground: "poor", text: "", context) } }
                == "missing-field")
        try city.office.work { try $0.exemptFees(of: number, ground: "poor", text: "Giấy hộ nghèo số 12", context) }
        #expect(try city.dossier(number)?.outstanding == 0)
        #expect(try city.day().exemptions.map(\.amount) == [18_000])
        #expect(try city.follow(number).last == "return-result")
    }

    // MARK: intake

    @Test("guidance names everything missing at once; refusal says why; both leave a dossier behind")
    func guided() throws {
        let city = try certifyingCity()
        var filing = city.filing()
        (filing.papers, filing.form) = ([], [:])
        let one = city.context("counter@27373")
        let guided = try city.office.work { [filing] in try $0.takeIn(filing, .guide(reason: ""), ticket: nil, one) }
        let dossier = try #require(try city.dossier(guided.number))
        #expect(dossier.state == .awaitingSupplement && dossier.supplement?.papers == ["don"])
        #expect(dossier.supplement?.fields == ["catName"] && dossier.clock.facts == nil)
        let two = city.context("counter@27373")
        let full = city.filing()
        #expect(
            refusal { _ = try city.office.work { try $0.takeIn(full, .guide(reason: ""), ticket: nil, two) } }
                == "nothing-missing")
        let refused = try city.office.work {
            try $0.takeIn(full, .refuse(ground: "notCompetent", reason: "Thuộc thẩm quyền của Sở"), ticket: nil, two)
        }
        #expect(refused.state == .refused)
    }

    @Test("a person's earlier dossiers are found by id number where the clerk may see them, and say what is known")
    func history() throws {
        let city = try certifyingCity()
        let number = try city.receive().number
        _ = try city.certify([copy()])
        func ask(_ login: String, _ id: String = "079190000123") throws -> PersonHistory? {
            let caller = city.caller(login)
            return try city.office.database.read { [office = city.office] in
                try PersonQuestion.ask(id, caller: caller, now: city.now, $0, office)
            }
        }
        let history = try #require(try ask("counter@27373"))
        #expect(history.lines.count == 2 && history.running == 2 && history.lines.contains { $0.number == number })
        #expect(history.known?.phone == "0901234567")
        #expect(try ask("counter@26732") == nil)
        #expect(try ask("counter@27373", "079190000124") == nil)
    }

    @Test("every procedure of the catalogue is among the first eight for at most four letters without marks")
    func finder() throws {
        let procedures = try ReferenceFiles.load(folder: reference).procedures
        var lost: [String] = []
        for procedure in procedures {
            let words = VietnameseText.folded(procedure.shortName).split(separator: " ").map(String.init)
            let initials = words.map { String($0.prefix(1)) }
            var queries = [initials.prefix(4).joined(), initials.suffix(4).joined(), initials.prefix(3).joined()]
            for i in words.indices {
                queries.append(String(words[i].prefix(4)))
                for j in words.indices where j > i {
                    for (m, n) in [(2, 2), (1, 3), (3, 1), (1, 2), (2, 1)] {
                        queries.append("\(words[i].prefix(m)) \(words[j].prefix(n))")
                    }
                    for k in words.indices where k > j {
                        for (m, n, o) in [(2, 1, 1), (1, 2, 1), (1, 1, 2)] {
                            queries.append("\(words[i].prefix(m)) \(words[j].prefix(n)) \(words[k].prefix(o))")
                        }
                    }
                }
            }
            let found = queries.contains { query in
                ProcedureFinder.find(query, in: procedures).prefix(8).contains { $0.code == procedure.code }
            }
            if !found { lost.append("\(procedure.code) \(procedure.shortName)") }
        }
        #expect(lost == [])
        func first(_ query: String) -> String? { ProcedureFinder.find(query, in: procedures).first?.code }
        #expect(first("kh si") == "1.001193" && first("ks") == "1.001193" && first("ct bs") == "2.000815")
        #expect(first("ctck") == "2.000884" && first("2.000815") == "2.000815")
    }
}
