// OutboxTests.swift: what the outbox promises: one row for one fact and way, nothing doubled, nothing lost.

import Casework
import Foundation
import Ledger
import Office
import Storage
import TestKit
import Testing

@Suite("the outbox")
struct OutboxTests {
    private func filing(
        _ city: TestCity, email: String? = "ung@thu.example", channel: Procedure.Channel = .online
    ) -> Filing {
        var filing = city.filing(channel: channel)
        filing.applicant.email = email
        return filing
    }
    private func messages(_ city: TestCity, _ number: String) throws -> [MessageLine] {
        try city.office.database.read { try OutboxQuestion.about(number, $0) }
    }
    private func claim(_ city: TestCity, _ channels: [MessageChannel] = [.email, .phone]) throws -> [Letter] {
        let now = city.now
        return try city.office.work {
            try $0.claimMessages(by: channels, limit: 50, baseURL: "https://mc.example/", now: now)
        }
    }
    private func settle(_ city: TestCity, _ letter: Letter, _ outcome: SendOutcome) throws {
        let now = city.now
        try city.office.work { try $0.settle(letter, outcome, firstPause: 30, now: now) }
    }
    private func asked(_ city: TestCity) throws -> String {
        let number = try city.receive(filing(city)).number
        try city.act(
            "request-supplement", number, ["papers": "anh", "reason": "Thiếu ảnh"], as: "counter@27373")
        return number
    }

    @Test("a request for a supplement is told once by each way that the applicant left")
    func filled() throws {
        let city = try TestCity.inMemory()
        let number = try asked(city)
        let lines = try messages(city, number).filter { $0.event == .supplement }
        #expect(lines.map(\.channel) == [.email, .phone])
        #expect(Set(lines.map(\.id)).count == 2)
        try city.office.rebuild()
        city.office.forget()
        #expect(try messages(city, number).filter { $0.event == .supplement }.count == 2)
    }

    @Test("a letter says number, what to do, until when and where, and no name")
    func words() throws {
        let city = try TestCity.inMemory()
        let number = try asked(city)
        let letters = try claim(city).filter { $0.event == .supplement }
        #expect(letters.count == 2)
        for letter in letters {
            let text = (letter.text.subject ?? "") + letter.text.body
            #expect(text.contains(number) && text.contains("https://mc.example/tra-cuu?number=\(number)"))
            #expect(text.contains("trước") && !text.contains("Ửng") && !text.contains("079190000123"))
            #expect(!text.contains("{") && !text.contains("}"))
        }
        #expect(letters.first { $0.channel == .email }?.text.body.contains("Ảnh mèo") == true)
    }

    @Test("what is claimed is claimed by nobody else, and settled once")
    func claims() throws {
        let city = try TestCity.inMemory()
        let number = try asked(city)
        let letters = try claim(city)
        #expect(!letters.isEmpty)
        #expect(try claim(city).isEmpty)
        for letter in letters { try settle(city, letter, .sent(via: nil, answer: "250 ok")) }
        #expect(try messages(city, number).allSatisfy { [.sent, .dropped].contains($0.state) })
        city.wait(minutes: 10_000)
        #expect(try claim(city).isEmpty)
    }

    @Test("a refusal is given up at once, a trouble is tried again later and later for three days")
    func retries() throws {
        let city = try TestCity.inMemory()
        let number = try asked(city)
        let first = try claim(city)
        let mail = try #require(first.first { $0.channel == .email && $0.event == .supplement })
        let phone = try #require(first.first { $0.channel == .phone && $0.event == .supplement })
        try settle(city, mail, .refused("550 5.1.1 <ung@thu.example> unknown"))
        try settle(city, phone, .later("connection refused", after: nil))
        let failed = try #require(try messages(city, number).first { $0.id == mail.id })
        #expect(failed.state == .failed && failed.answer == "550 5.1.1 <…> unknown")
        #expect(try claim(city).isEmpty)
        var tries = 1
        for _ in 0..<200 {
            city.wait(minutes: 30)
            for letter in try claim(city) {
                #expect(letter.id == phone.id)
                tries += 1
                try settle(city, letter, .later("connection refused", after: nil))
            }
        }
        #expect((15...60).contains(tries), "\(tries) tries")
        let given = try #require(try messages(city, number).first { $0.id == phone.id })
        #expect(given.state == .failed && given.reason == "givenUp")
    }

    @Test("pauses double from the first to four hours")
    func pauses() {
        let pauses = (1...16).map { Outbox.pause(afterAttempt: $0, first: 30, id: "a") / 1000 }
        #expect(pauses[0] >= 30 && pauses[0] < 35 && pauses[3] >= 240 && pauses[3] < 271)
        #expect(pauses.last.map { $0 >= 14_400 && $0 <= 16_200 } == true)
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("after a crash a claim is given back, and an e-mail whose last line was under way is in doubt")
    func crash() throws {
        let city = try TestCity.inMemory()
        let number = try asked(city)
        let letters = try claim(city).filter { $0.event == .supplement }
        let mail = try #require(letters.first { $0.channel == .email })
        let now = city.now
        #expect(try city.office.work { try $0.markHanding(mail.id, attempt: mail.attempt) })
        try city.office.work { try $0.recoverMessages(all: true, now: now) }
        let lines = try messages(city, number).filter { $0.event == .supplement }
        #expect(lines.first { $0.channel == .email }?.state == .doubtful)
        #expect(lines.first { $0.channel == .phone }?.state == .waiting)
        let again = try claim(city)
        #expect(again.map(\.channel) == [.phone] && again.first?.id == letters.first { $0.channel == .phone }?.id)
        // Who had it before the crash can no longer settle it.
        try settle(city, mail, .sent(via: nil, answer: "250"))
        #expect(try messages(city, number).first { $0.id == mail.id }?.state == .doubtful)
    }

    @Test("what is no longer so is not told, and what waited for days before sending began is not sent")
    func overtaken() throws {
        let city = try TestCity.inMemory()
        let number = try asked(city)
        try city.act("supplement", number, ["papers": "anh"], as: "counter@27373")
        let letters = try claim(city)
        #expect(!letters.contains { $0.event == .supplement })
        #expect(try messages(city, number).filter { $0.event == .supplement }.allSatisfy { $0.reason == "overtaken" })
        let other = try asked(city)
        city.wait(minutes: Outbox.keepMinutes + 1)
        #expect(try claim(city).isEmpty)
        #expect(try messages(city, other).filter { $0.event == .supplement }.allSatisfy { $0.reason == "tooOld" })
    }

    @Test("an erased person is told nothing, and no answer that may quote an address is kept")
    func erased() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive(filing(city)).number
        for letter in try claim(city) { try settle(city, letter, .later("451 <ung@thu.example> busy", after: nil)) }
        try city.act("withdraw", number, ["note": "Thôi"], as: "counter@27373")
        try city.office.erase(.applicant, of: number, ground: "Luật 91", city.context("admin@tp"))
        let lines = try messages(city, number)
        #expect(!lines.isEmpty && lines.allSatisfy { $0.answer == nil && $0.state == .dropped })
        #expect(try claim(city).isEmpty)
        let raw = try city.office.database.read { tx in try tx.rows("SELECT * FROM message").map { "\($0.values)" } }
        #expect(!raw.joined().contains("thu.example") && !raw.joined().contains("0901234567"))
    }

    @Test("a person sends again what failed; the first receipt stays")
    func resend() throws {
        let city = try TestCity.inMemory()
        let number = try asked(city)
        for letter in try claim(city) { try settle(city, letter, .refused("550 no")) }
        let id = try #require(try messages(city, number).first { $0.event == .supplement }?.id)
        let (caller, now) = (city.caller("counter@27373"), city.now)
        try city.office.work { try $0.resend(id, by: caller, now: now) }
        #expect(throws: Refusal.self) { try city.office.work { try $0.resend(id, by: caller, now: now) } }
        let letter = try #require(try claim(city).first)
        #expect(letter.id == id + "+1")
        // Under a client's key once, whatever became of it.
        try settle(city, letter, .refused("550 no"))
        let asked = { try city.office.work { try $0.resend(id, by: caller, key: ("one", "f"), now: now) } }
        try asked()
        let keyed = try #require(try claim(city).first)
        try settle(city, keyed, .refused("550 no"))
        try asked()
        #expect(try claim(city).isEmpty)
        let stranger = city.caller("counter@26732")
        #expect(throws: Refusal.self) { try city.office.work { try $0.resend(id, by: stranger, now: now) } }
    }

    @Test("the applicant's wish is kept: by which way, in which language")
    func wish() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive(filing(city)).number
        try city.act("choose-messages", number, ["ways": "email", "language": "en"], as: "counter@27373")
        try city.act(
            "request-supplement", number, ["papers": "anh", "reason": "Thiếu ảnh"], as: "counter@27373")
        let letters = try claim(city)
        #expect(letters.map(\.channel) == [.email] && letters.first?.language == .en)
        #expect(letters.first?.text.body.contains("needs more papers") == true)
    }

    @Test("words are changed by an entry, checked against what can be filled in")
    func texts() throws {
        let city = try TestCity.inMemory()
        let key = MessageTextKey(.supplement, .phone, .vi)
        let (admin, clerk, now) = (city.caller("admin@tp"), city.caller("counter@27373"), city.now)
        func set(_ body: String, by caller: Caller) throws {
            try city.office.work {
                let set = TextSet(key: "message.supplement.phone", language: "vi", text: body, from: now)
                try $0.setText(set, by: caller, command: "t", now: now)
            }
        }
        for bad in [
            "{number} {until} {link} {name}", "{number} {until}", "{number} {until} {link", "{{number}} {until} {link}", "",
            String(repeating: "x", count: 481) + "{number}{until}{link}",
        ] { #expect(throws: Refusal.self, "\(bad)") { try set(bad, by: admin) } }
        #expect(throws: Refusal.self) { try set("{number} {until} {link}", by: clerk) }
        try set("Mời bổ sung {number} trước {until}: {link}", by: admin)
        let number = try asked(city)
        let letter = try #require(try claim(city, [.phone]).first { $0.event == .supplement })
        #expect(letter.text.body.hasPrefix("Mời bổ sung \(number) trước "))
        try city.office.reloadDirectory()
        #expect(city.office.directory.messageText(key, at: now).body.hasPrefix("Mời bổ sung"))
        try set(MessageText.standard(key).body, by: admin)
        #expect(city.office.directory.messageText(key, at: now) == MessageText.standard(key))
        #expect(try city.office.verify().findings == [])
    }

    @Test("every standard text passes its own check", arguments: MessageTextKey.all)
    func standard(_ key: MessageTextKey) throws {
        let text = try MessageText.standard(key).checked(for: key)
        #expect(text == MessageText.standard(key))
        let names = MessageText.placeholders(key.event)
        let filled = text.filled(Dictionary(uniqueKeysWithValues: names.map { ($0.name, $0.example) }))
        #expect(!filled.body.contains("{"))
        if key.channel == .phone { #expect(filled.body.count <= 260, "\(filled.body.count)") }
    }
}
