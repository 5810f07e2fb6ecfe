// DemoCitizen.swift: a few dossiers of the demo as a citizen meets them: scanned papers, one that waits for a supplement,
// one to rate, one to withdraw; through the real commands. Their tracking links are printed.

import Casework
import Foundation
import Office
import Storage
import TestKit

struct DemoCitizen {
    private let office: Office
    private let end: Instant
    private var people: SyntheticPeople
    private var random: SeededGenerator
    private var count = 0
    private static let unit = "27373"

    init(office: Office, seed: UInt64, end: Instant) {
        self.office = office
        self.end = end
        people = SyntheticPeople(seed: seed &+ 4, today: end.date)
        random = SeededGenerator(seed: seed &+ 5)
    }

    /// Makes them; gives lines to print, each with a link.
    mutating func make() throws -> [String] {
        var lines: [String] = []
        let birth = try file("1.001193")
        try act(
            "request-supplement", birth.number,
            ["papers": "giay-chung-sinh", "reason": "Ảnh giấy chứng sinh bị mờ, chưa đọc được ngày sinh."],
            as: "counter@\(DemoCitizen.unit)")
        lines.append("Chờ người dân bổ sung: \(link(birth))")
        let shop = try file("1.001612", pdf: true)
        try act("accept", shop.number, [:], as: "counter@\(DemoCitizen.unit)")
        lines.append("Đang giải quyết, có bản quét: \(link(shop))")
        let copy = try file("2.000635")
        lines.append("Mới nộp, còn rút được: \(link(copy))")
        let rated = try returned()
        lines.append("Đã trả, chờ đánh giá: \(link(rated))")
        return lines
    }

    private func link(_ receipt: Receipt) -> String { "/tra-cuu/\(receipt.number)?code=\(receipt.trackingCode ?? "")" }

    /// Files online, with a file for each paper that is asked for and not looked up.
    private mutating func file(_ code: String, pdf: Bool = false) throws -> Receipt {
        guard let procedure = office.directory.procedure(code, on: end.date) else {
            throw Refusal.unknownProcedure(code)
        }
        let person = people.person(place: office.directory.unit(DemoCitizen.unit)?.name)
        var filing = Filing(
            unit: DemoCitizen.unit, procedure: code, channel: .online, applicant: person.applicant)
        filing.case = procedure.cases.first?.id
        for field in procedure.formFields(case: filing.case) {
            if let example = field.example { filing.form[field.name] = example }
        }
        let owner = "demo:\(count)"
        for paper in procedure.requiredPapers(case: filing.case) where paper.kind != .lookup {
            filing.papers.append(PaperIn(id: paper.id, copies: 1, source: "digital", file: nil))
            let bytes = pdf ? DemoPaper.pdf(title: code) : DemoPaper.png(&random)
            let upload = try upload(bytes, owner, paper.id, pdf ? "\(paper.id).pdf" : "IMG_\(2040 + count).png")
            filing.uploads.append(PaperUpload(id: upload, owner: owner, paper: paper.id))
        }
        let context = CommandContext(caller: .visitor, now: end.adding(minutes: -45), commandID: commandID())
        return try office.work { [filing] in try $0.receive(filing, context) }
    }

    private mutating func upload(
        _ bytes: [UInt8], _ owner: String, _ paper: String, _ name: String
    ) throws -> String {
        count += 1
        let id = "demo-\(count)-\(String(random.next(), radix: 36))"
        _ = try office.openUpload(
            id: id, owner: owner, place: paper, name: name, size: bytes.count, now: end.adding(minutes: -50))
        _ = try office.papers.append(id, at: 0, bytes[...])
        return try office.papers.finish(id).id
    }

    /// A certified copy done at the counter, with its scan, from greeting to returned result.
    private mutating func returned() throws -> Receipt {
        let person = people.person(place: office.directory.unit(DemoCitizen.unit)?.name)
        var filing = Filing(
            unit: DemoCitizen.unit, procedure: "2.000815", channel: .counter, applicant: person.applicant)
        guard let procedure = office.directory.procedure("2.000815", on: end.date) else {
            throw Refusal.unknownProcedure("2.000815")
        }
        filing.case = procedure.cases.first?.id
        for field in procedure.formFields(case: filing.case) {
            if let example = field.example { filing.form[field.name] = example }
        }
        filing.papers = procedure.requiredPapers(case: filing.case).map {
            PaperIn(id: $0.id, copies: 1, source: "shown", file: nil)
        }
        filing.accept = true
        let counter = "counter@\(DemoCitizen.unit)"
        if let paper = filing.papers.first?.id {
            let upload = try upload(DemoPaper.png(&random), "user:\(counter)", paper, "Bản quét tại quầy.png")
            filing.uploads = [PaperUpload(id: upload, owner: "user:\(counter)", paper: paper)]
        }
        let context = context(counter)
        let receipt = try office.work { [filing] in try $0.receive(filing, context) }
        for _ in 0..<20 {
            guard
                let step = try office.database.read({ tx in
                    try ["counter", "officer", "leader"].lazy.compactMap { role -> (String, OfferedAction)? in
                        let login = "\(role)@\(DemoCitizen.unit)"
                        let view = try DossierQuestion.ask(
                            receipt.number, caller: caller(login), now: end, tx, office)
                        return view.actions.first(where: \.next).map { (login, $0) }
                    }.first
                })
            else { break }
            var values: [String: String] = [:]
            for field in step.1.fields where field.required { values[field.name] = field.suggested }
            try act(step.1.name, receipt.number, values, as: step.0)
        }
        return receipt
    }

    private mutating func act(
        _ action: String, _ number: String, _ values: [String: String], as login: String
    ) throws {
        let context = context(login)
        _ = try office.work { try $0.perform(action, on: number, ActionInput(values), context) }
    }

    private func caller(_ login: String) -> Caller {
        Caller(user: login, name: login, grants: office.directory.grants(of: login, at: end))
    }
    private mutating func context(_ login: String) -> CommandContext {
        CommandContext(caller: caller(login), now: end, commandID: commandID())
    }
    private mutating func commandID() -> String { String(random.next(), radix: 36) }
}
