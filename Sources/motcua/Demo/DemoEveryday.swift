// DemoEveryday.swift: what a visitor finds in messages, on the shelves and in the hand-over lists of the demo city.
//
// Messages are put into the outbox by the events themselves and sent by the real claiming and settling with an invented
// server, by seed: most arrive, a few addresses do not exist, the last minutes still wait. Nothing leaves.

import Casework
import Foundation
import Office
import Storage
import TestKit

enum DemoEveryday {
    static let unit = "27373"

    /// Shelves and lists at Bình Tiên, after the city has lived until `end`.
    static func live(_ office: Office, until end: Instant, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &+ 7)
        try shelve(office, until: end, &random)
        try post(office, until: end, &random)
    }

    /// What an invented server makes of what is due; called between the city's events, so that messages tell what was so.
    static func deliver(_ work: Work, at: Instant, _ random: inout SeededGenerator) throws {
        let letters = try work.claimMessages(
            by: MessageChannel.allCases, limit: 50, baseURL: "https://motcua.example", now: at)
        for letter in letters {
            let later = at.adding(milliseconds: 1000 + Int64(random.below(9000)))
            try work.settle(letter, outcome(letter, &random), firstPause: 7200, now: later)
        }
    }

    /// An e-mail address for every other person; they are invented and lead nowhere.
    static func email(_ person: Person) -> String? {
        guard let last = person.idNumber.utf8.last, last % 2 == 0 else { return nil }
        let name = VietnameseText.folded(person.name).replacing(" ", with: ".")
        return "\(name).\(person.idNumber.suffix(3))@thu.example"
    }

    private static func outcome(_ letter: Letter, _ random: inout SeededGenerator) -> SendOutcome {
        let draw = random.below(1000)
        switch letter.channel {
        case .email where draw < 25: return .refused("550 5.1.1 no such mailbox")
        case .email where draw < 35: return .later("451 4.3.2 please try again later", after: nil)
        case .email where draw < 37: return .doubtful("the mail server hung up")
        case .email: return .sent(via: "email", answer: "250 2.0.0 queued as \(String(random.next(), radix: 36))")
        case .phone where draw < 15: return .refused("422 subscriber unknown")
        case .phone:
            let chat = random.chance(percent: 40)
            return .sent(via: chat ? "chat" : "sms", answer: "202 \(String(random.next(), radix: 36))")
        }
    }

    private static func staff(_ office: Office, _ now: Instant) -> Caller {
        let login = "counter@\(unit)"
        return Caller(
            user: login, name: office.directory.names[login] ?? login, grants: office.directory.grants(of: login, at: now))
    }

    private static func context(
        _ caller: Caller, _ now: Instant, _ random: inout SeededGenerator
    ) -> CommandContext {
        CommandContext(caller: caller, now: now, commandID: String(random.next(), radix: 36))
    }

    private static func shelve(_ office: Office, until end: Instant, _ random: inout SeededGenerator) throws {
        let caller = staff(office, end)
        let lines = try office.database.read {
            try ShelfQuestion.toReturn(unit, q: "", limit: 200, caller: caller, $0, office)
        }
        for line in lines where random.chance(percent: 85) {
            let context = context(caller, end, &random)
            let place = "K\(1 + random.below(9))-\(1 + random.below(4))"
            try office.work {
                _ = try $0.perform("shelve", on: line.number, ActionInput(["what": "result", "place": place]), context)
            }
        }
    }

    private static func post(_ office: Office, until end: Instant, _ random: inout SeededGenerator) throws {
        let caller = staff(office, end)
        // Some of those who wait ask for the post, which the counter notes as a correction.
        let lines = try office.database.read {
            try ShelfQuestion.toReturn(unit, q: "", limit: 40, caller: caller, $0, office)
        }
        for line in lines.prefix(12) where line.state == .ready {
            let context = context(caller, end, &random)
            try office.work {
                _ = try $0.perform(
                    "correct", on: line.number,
                    ActionInput(["resultChannel": "post", "reason": "Người nộp đề nghị gửi qua bưu chính."]), context)
            }
        }
        let waiting = try office.database.read {
            try HandOverListQuestion.forPost(unit, caller: caller, now: end, $0, office)
        }
        let items = waiting.filter { $0.hindrance == nil }.prefix(5).map { line in
            HandOverItem(number: line.number, waybill: "VN\(100_000_000 + random.below(900_000_000))")
        }
        guard !items.isEmpty else { return }
        let context = context(caller, end, &random)
        try office.work { _ = try $0.listHandOver(to: HandOverListed.post, items, unit: unit, context) }
    }
}
