// ProcedureLintTests.swift: every rule of the lint catches the smallest definition that breaks it.
//
// One sound invented procedure, “đăng ký nuôi mèo”, is broken in one place at a time. Real definitions are
// linted as data in OfficeTests/ReferenceFilesTests.swift.

import Testing

@testable import Casework

@Suite("procedure lint")
struct ProcedureLintTests {
    /// A change of the sound definition and where the lint must point.
    struct Broken: CustomTestStringConvertible, Sendable {
        var name: String
        var path: String
        var change: @Sendable (inout Procedure) -> Void
        init(_ name: String, _ path: String, _ change: @escaping @Sendable (inout Procedure) -> Void) {
            (self.name, self.path, self.change) = (name, path, change)
        }
        var testDescription: String { name }
    }

    static func findings(_ p: Procedure) -> [LintFinding] {
        ProcedureLint.check(p, knownUnits: ["27373", "so-tu-phap"], knownFields: ["chan-nuoi"])
    }

    @Test("the invented procedure is sound")
    func sound() { #expect(Self.findings(.cats) == []) }

    @Test(
        "a broken definition is caught, in words of both languages",
        arguments: head + limits + papersAndForm + fees + steps + rest)
    func caught(_ broken: Broken) {
        var p = Procedure.cats
        broken.change(&p)
        let found = Self.findings(p)
        #expect(found.contains { $0.path == broken.path }, "\(found)")
        #expect(found.allSatisfy { !$0.vi.isEmpty && !$0.en.isEmpty && $0.vi != $0.en })
    }

    @Test(
        "budgets may fill the shortest limit to the minute, counted by its unit",
        arguments: [
            (Procedure.LimitUnit.workingDay, 3, 1440), (.sameDay, 1, 480), (.workingHour, 8, 480),
            (.calendarDay, 7, 2400),
            (.calendarDay, 15, 5142), (.month, 1, 9600),
        ])
    func budgets(unit: Procedure.LimitUnit, amount: Int, minutes: Int) {
        var p = Procedure.cats
        p.limits = [.init(amount: amount, unit: unit), .init(case: "wild", amount: 90, unit: .workingDay)]
            .reversed()
        for i in p.steps.indices { p.steps[i].budgetMinutes = nil }
        p.steps[1].budgetMinutes = minutes
        #expect(Self.findings(p) == [])
        p.steps[2].budgetMinutes = 1
        #expect(Self.findings(p).map(\.path) == ["steps"])
    }

    @Test("an open limit wants confidence open and no budgets")
    func open() {
        var p = Procedure.cats
        p.limits = [.init(unit: .open)]
        #expect(Set(Self.findings(p).map(\.path)) == ["confidence.limit", "steps[1].budgetMinutes"])
        p.confidence["limit"] = "open"
        for i in p.steps.indices { p.steps[i].budgetMinutes = nil }
        #expect(Self.findings(p) == [])
    }

    static let head = [
        Broken("code", "code") { $0.code = "9.00001" },
        Broken("version", "version") { $0.version = 0 },
        Broken("validity", "validTo") { $0.validTo = $0.validFrom.adding(days: -1) },
        Broken("NFD name", "name") { $0.name = "Đa\u{306}ng ky\u{301} nuôi mèo" },
        Broken("empty short name", "shortName") { $0.shortName = "" },
        Broken("long short name", "shortName") { $0.shortName = String(repeating: "m", count: 61) },
        Broken("unknown field", "field") { $0.field = "meo" },
        Broken("unknown body", "competent") { $0.competent = "so-meo" },
        Broken("no channel", "channels") { $0.channels = [] },
        Broken("channel twice", "channels[2]") { $0.channels.append(.counter) },
        Broken("case twice", "cases[1].id") { $0.cases[1].id = "tame" },
        Broken("case with a blank", "cases[0].id") { $0.cases[0].id = "nha nuoi" },
        Broken("two supplements without ground", "supplement.ground") { $0.supplement.max = 2 },
        Broken("close at once", "supplement.closeAfterWorkingDays") {
            $0.supplement.closeAfterWorkingDays = 0
        },
        Broken("reply at once", "opinion.replyWorkingDays") { $0.opinion.replyWorkingDays = 0 },
    ]
    static let limits = [
        Broken("no limit for a case", "limits") {
            $0.limits = [.init(case: "wild", amount: 5, unit: .workingDay)]
        },
        Broken("no limit for a channel", "limits") { $0.limits[1].channel = .online },
        Broken("no limit without a case", "limits") {
            $0.limits = [
                .init(case: "wild", amount: 5, unit: .workingDay),
                .init(case: "tame", amount: 5, unit: .workingDay),
            ]
        },
        Broken("limit never used", "limits[2]") { $0.limits.append(.init(amount: 9, unit: .workingDay)) },
        Broken("limit of an unknown case", "limits[0].case") { $0.limits[0].case = "lost" },
        Broken("limit of a channel not offered", "limits[0].channel") { $0.limits[0].channel = .post },
        Broken("amount missing", "limits[1].amount") { $0.limits[1].amount = nil },
        Broken("amount zero", "limits[1].amount") { $0.limits[1].amount = 0 },
        Broken("same day, two of them", "limits[1].amount") {
            $0.limits[1] = .init(amount: 2, unit: .sameDay)
        },
        Broken("open with an amount", "limits[1].amount") { $0.limits[1] = .init(amount: 2, unit: .open) },
        Broken("cutoff on calendar days", "limits[1].cutoff") {
            $0.limits[1] = .init(amount: 9, unit: .calendarDay, cutoff: TimeOfDay(15, 0))
        },
        Broken("cutoff on months", "limits[1].cutoff") {
            $0.limits[1] = .init(amount: 1, unit: .month, cutoff: TimeOfDay(15, 0))
        },
        Broken("no extra days", "limits[1].verificationExtra") { $0.limits[1].verificationExtra = 0 },
    ]
    static let papersAndForm = [
        Broken("paper twice", "papers[1].id") { $0.papers[1].id = "don" },
        Broken("paper of an unknown case", "papers[1].cases[0]") { $0.papers[1].cases = ["lost"] },
        Broken("paper of no case", "papers[1].cases") { $0.papers[1].cases = [] },
        Broken("negative copies", "papers[0]") { $0.papers[0].copies = -1 },
        Broken("field twice", "form[1].name") { $0.form[1].name = "catName" },
        Broken("field name with accents", "form[0].name") { $0.form[0].name = "tênMèo" },
        Broken("field of an unknown case", "form[0].cases[0]") { $0.form[0].cases = ["lost"] },
        Broken("choices on a text", "form[0].choices") {
            $0.form[0].choices = [.init(value: "a", label: "A")]
        },
        Broken("no choices", "form[1].choices") { $0.form[1].choices = nil },
        Broken("empty choices", "form[1].choices") { $0.form[1].choices = [] },
        Broken("choice with a comma", "form[1].choices[0].value") { $0.form[1].choices?[0].value = "a,b" },
        Broken("choice twice", "form[1].choices[1].value") { $0.form[1].choices?[1].value = "den" },
        Broken("example not a choice", "form[1].example") { $0.form[1].example = "tim" },
        Broken("example no number", "form[2].example") { $0.form[2].example = "hai" },
        Broken("example no real day", "form[3].example") { $0.form[3].example = "2026-02-31" },
        Broken("required without example", "form[0].example") { $0.form[0].example = nil },
        Broken("example of an unknown unit", "form[0].example") {
            $0.form[0].type = .unit
            $0.form[0].example = "99999"
        },
    ]
    static let fees = [
        Broken("no rule for a case", "fees") { $0.fees.remove(at: 1) },
        Broken("no rule for a channel", "fees") { $0.fees[2].channel = .counter },
        Broken("rule never used", "fees[3]") { $0.fees.append($0.fees[2]) },
        Broken("fee of an unknown case", "fees[0].case") { $0.fees[0].case = "lost" },
        Broken("fee of a channel not offered", "fees[2].channel") { $0.fees[2].channel = .post },
        Broken("fixed without amount", "fees[1].amount") { $0.fees[1].amount = nil },
        Broken("free with an amount", "fees[0].amount") { $0.fees[0].amount = 5 },
        Broken("base not in the form", "fees[2].base") { $0.fees[2].base = "dogs" },
        Broken("times not a number", "fees[2].times") { $0.fees[2].times = "catName" },
        Broken("tiered without base", "fees[2].base") { $0.fees[2].base = nil },
        Broken("no tiers", "fees[2].tiers") { $0.fees[2].tiers = nil },
        Broken("tiers descend", "fees[2].tiers[1].upTo") {
            $0.fees[2].tiers = [.init(upTo: 5, each: 9), .init(upTo: 3, each: 8), .init(each: 1)]
        },
        Broken("open tier in the middle", "fees[2].tiers[0].upTo") {
            $0.fees[2].tiers = [.init(each: 9), .init(each: 8)]
        },
        Broken("last tier closed", "fees[2].tiers[1].upTo") { $0.fees[2].tiers?[1].upTo = 9 },
        Broken("tiers on a fixed fee", "fees[1].tiers") { $0.fees[1].tiers = [.init(each: 1)] },
        Broken("cap on a fixed fee", "fees[1].cap") { $0.fees[1].cap = 5 },
        Broken("exemption twice", "fees[1].exemptions[1].value") {
            $0.fees[1].exemptions = [.init(value: "a", label: "A"), .init(value: "a", label: "B")]
        },
    ]
    static let steps = [
        Broken("no steps", "steps") { $0.steps = [] },
        Broken("intake not first", "steps[0].kind") { $0.steps.swapAt(0, 1) },
        Broken("second intake", "steps[1].kind") { $0.steps[1].kind = .intake },
        Broken("intake elsewhere", "steps[0].body") { $0.steps[0].body = "competent" },
        Broken("no return", "steps[3].kind") { $0.steps.removeLast() },
        Broken("step after the return", "steps[4]") { $0.steps.swapAt(3, 4) },
        Broken("no decision", "steps") { $0.steps.remove(at: 2) },
        Broken("two decisions", "steps") { $0.steps[1].kind = .decide },
        Broken("issued before decided", "steps[1].kind") { $0.steps[1].kind = .issue },
        Broken("step twice", "steps[2].id") { $0.steps[2].id = "xem-meo" },
        Broken("unknown body", "steps[1].body") { $0.steps[1].body = "so-meo" },
        Broken("auditor processes", "steps[1].role") { $0.steps[1].role = .auditor },
        Broken("officer decides", "steps[2].role") { $0.steps[2].role = .officer },
        Broken("budget zero", "steps[1].budgetMinutes") { $0.steps[1].budgetMinutes = 0 },
        Broken("budgets over the limit", "steps") { $0.steps[1].budgetMinutes = 3 * 480 + 1 },
    ]
    static let rest = [
        Broken("linked to itself", "linked[0].procedure") { $0.linked[0].procedure = $0.code },
        Broken("linked to no code", "linked[0].procedure") { $0.linked[0].procedure = "chip" },
        Broken("linked body unknown", "linked[0].body") { $0.linked[0].body = "so-meo" },
        Broken("part twice", "linked[1].id") { $0.linked.append($0.linked[0]) },
        Broken("no sources", "sources") { $0.sources = [] },
        Broken("empty source", "sources[0]") { $0.sources = [""] },
        Broken("confidence missing", "confidence") { $0.confidence["fee"] = nil },
        Broken("confidence D", "confidence.fee") { $0.confidence["fee"] = "D" },
        Broken("confidence of nothing", "confidence.mood") { $0.confidence["mood"] = "A" },
        Broken("open limit called sure", "confidence.limit") { $0.limits[1] = .init(unit: .open) },
    ]
}

extension Procedure {
    /// Đăng ký nuôi mèo: invented, sound, with a case, a choice, a count, a tiered fee, a budget and a
    /// linked part.
    fileprivate static let cats = Procedure(
        code: "9.000001", version: 1, validFrom: CivilDate(dayNumber: 20_270), name: "Đăng ký nuôi mèo",
        shortName: "Nuôi mèo", field: "chan-nuoi", competent: "ward", nonTerritorial: true,
        channels: [.counter, .online],
        cases: [.init(id: "tame", name: "Mèo nhà"), .init(id: "wild", name: "Mèo hoang")],
        limits: [
            .init(case: "wild", channel: .online, amount: 5, unit: .workingDay, verificationExtra: 2),
            .init(amount: 3, unit: .workingDay, cutoff: TimeOfDay(15, 0)),
        ],
        supplement: .init(clock: .restart, max: 1, closeAfterWorkingDays: 15),
        opinion: .init(suspends: false, replyWorkingDays: 3),
        papers: [
            .init(id: "don", name: "Đơn đăng ký", required: true, kind: .form, originals: 1, copies: 0),
            .init(
                id: "so-tiem", name: "Sổ tiêm phòng", required: true, kind: .shown, originals: 1, copies: 0,
                cases: ["tame"]),
        ],
        form: [
            .init(name: "catName", title: "Tên mèo", type: .text, required: true, example: "Mướp"),
            .init(
                name: "colour", title: "Màu lông", type: .choice, required: true,
                choices: [.init(value: "den", label: "Đen"), .init(value: "vang", label: "Vàng")],
                example: "vang"),
            .init(name: "cats", title: "Số mèo", type: .integer, required: true, example: "2"),
            .init(name: "since", title: "Nuôi từ ngày", type: .date, required: false, example: "2026-02-28"),
        ],
        fees: [
            .init(id: "le-phi", name: "Lệ phí", case: "tame", rule: .free, collect: .filing),
            .init(id: "le-phi", name: "Lệ phí", rule: .fixed, amount: 10_000, collect: .filing),
            .init(
                id: "vong-co", name: "Vòng cổ", rule: .tiered, base: "cats", times: "cats",
                tiers: [.init(upTo: 2, each: 5000), .init(each: 3000)], cap: 50_000, collect: .result),
        ],
        steps: [
            .init(id: "tiep-nhan", name: "Tiếp nhận", kind: .intake, role: .counter, body: "receiving"),
            .init(
                id: "xem-meo", name: "Xem mèo", kind: .verify, role: .officer, body: "so-tu-phap",
                budgetMinutes: 480),
            .init(id: "ky", name: "Ký", kind: .decide, role: .leader, body: "competent", budgetMinutes: 240),
            .init(id: "cap", name: "Cấp thẻ", kind: .issue, role: .officer, body: "police"),
            .init(id: "tra", name: "Trả thẻ", kind: .return, role: .counter, body: "receiving"),
        ],
        results: [.init(name: "Thẻ nuôi mèo")],
        linked: [.init(id: "chip", procedure: "9.000002", body: "police", name: "Gắn chip")],
        sources: ["Thủ tục bịa để kiểm thử"],
        confidence: ["name": "A", "limit": "A", "fee": "B", "papers": "C", "steps": "C"])
}
