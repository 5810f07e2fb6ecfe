// NumberTwiceTests.swift: a machine went back unnoticed and gave a number again: whose it is, whose names are read, what a person sees.

import Casework
import Foundation
import Ledger
import Storage
import Sync
import TestKit
import Testing

@testable import Office

@Suite struct NumberTwiceTests {
    /// A ward whose disk was put back from an image, keys with it: An's number was given to Bình.
    private struct Story {
        var net: SmallNet
        let hub, ward: TestCity
        let number: String
    }

    private static func filing(_ city: TestCity, _ name: String) -> Filing {
        var filing = city.filing()
        filing.applicant.name = name
        return filing
    }

    private func story() throws -> Story {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        let (hub, first) = (net.hub, try net.ward("binh-tien"))
        try first.receive()
        try net.settle()
        let image = FileManager.default.temporaryDirectory.appendingPathComponent("image-\(UUID().uuidString)").path
        try first.office.database.backup(to: image) { _, _ in }
        try first.office.keys.backup(to: image + ".keys")
        let number = try first.receive(Self.filing(first, "An Một")).number
        try net.settle()
        let ward = try TestCity(
            database: try openDatabase(.sqlite(path: image)), keys: try openDatabase(.sqlite(path: image + ".keys")),
            site: "binh-tien", founded: false)
        ward.wait(until: first.now)
        // Commands of this life have names of their own.
        for _ in 0..<100 { _ = ward.context("counter@27373") }
        let again = try ward.receive(Self.filing(ward, "Bình Một"))
        #expect(again.number == number)
        net.wards["binh-tien"] = (ward, SiteRounds(ward.office, now: ward.now))
        try net.settle()
        return Story(net: net, hub: hub, ward: ward, number: number)
    }

    @Test("the name of whom the number is stays legible at both sites, and the other's beside the line")
    func names() throws {
        let story = try story()
        for city in [story.hub, story.ward] {
            #expect(try city.dossier(story.number)?.person.applicant?.name == "An Một")
            #expect(try city.office.verify().findings == [])
        }
        let beside = try story.ward.office.database.read { tx in
            try tx.rows("SELECT entry, sealed FROM branch_entry").compactMap {
                Entry(exported: try JSON.parse($0.text(0)), sealed: $0.optionalBlob(1))
            }
        }
        let names = try beside.compactMap { try SealedPerson.open($0, keys: story.ward.office.keys)?.applicant?.name }
        #expect(names.contains("Bình Một"))
        // Work goes on with the key that the hub has too.
        _ = try story.ward.act("add-note", story.number, ["note": "Đã báo."], as: "counter@27373")
        var net = story.net
        try net.settle()
        #expect(try story.hub.dossier(story.number) == story.ward.dossier(story.number))
        // Erasing leaves neither.
        try story.ward.office.keys.destroy(story.number, .applicant)
        #expect(try beside.allSatisfy { try SealedPerson.open($0, keys: story.ward.office.keys)?.applicant == nil })
    }

    @Test("what was written twice and what stands in the line is seen at ward and hub; nothing is proposed that cannot be done")
    func items() throws {
        let story = try story()
        for city in [story.hub, story.ward] {
            let views = try city.office.database.read { tx in
                try ContestQuestion.ask(after: nil, limit: 50, caller: city.caller("leader@27373"), tx, city.office).items
            }.filter { $0.item.fact.kind == .oldBackup }
            #expect(views.count == 2, "the whole, and the dossier whose number is another's")
            let whole = try #require(views.first { $0.item.id.hasPrefix("backup-") })
            let twice = try #require(views.first { $0.item.id.hasPrefix("again-") })
            #expect(whole.item.fact.one.count >= twice.item.fact.one.count && twice.item.fact.about == story.number)
            for view in views {
                #expect(view.item.fact.decisions == [.setAside])
                #expect(view.entries.filter { $0.side == .one }.allSatisfy { $0.standing == .branch || $0.standing == .carried })
            }
            let other = try #require(twice.entries.first { $0.side == .other })
            #expect(other.standing == .ledger && other.said?.kind == "DossierReceived")
            let line = try city.office.database.read { try LedgerReader.entries(about: story.number, $0).first }
            #expect(other.place == line?.place.description)
        }
    }
}
