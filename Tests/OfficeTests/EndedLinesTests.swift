// EndedLinesTests.swift: lines of a ledger that ended: of a machine that went back and did not know it, of an epoch in which
// nothing was written.

import Casework
import Ledger
import Storage
import Sync
import TestKit
import Testing

@testable import Office

@Suite struct EndedLinesTests {
    @Test("a machine that went back unnoticed writes at no place that it had written before, once that comes back to it")
    func goesBehind() throws {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        try ward.receive()
        try net.settle()
        let kept = try #require(try ward.office.database.read { try LedgerReader.head(of: "27373", $0)?.seq })
        for _ in 0..<3 { try ward.receive() }
        try net.settle()
        let late = try net.ledger("27373", hub).filter { $0.seq > kept + 1 }
        let (chosen, witnesses) = try hub.office.database.read { try hub.office.proven(late, hub.now, $0) }
        // The machine goes back, and gets from elsewhere what it had written: all but the first of it.
        try ward.office.work { _ = try $0.writer.rewind("27373", to: kept) }
        let named = Dictionary(uniqueKeysWithValues: witnesses.map { ($0.unit, $0) })
        let signed = chosen.map { SelectedEntry(entry: $0.entry, path: $0.path, witness: named["27373"]) }
        try ward.office.work { work in
            for item in signed {
                let arrival = try work.writer.receive(item.entry, path: item.path, witness: try #require(item.witness))
                #expect(arrival == .appended)
            }
        }
        let note = try ward.office.work { work in
            try work.writer.append(
                EntryDraft(
                    unit: "27373", actor: "x", subject: "note", kind: "Note", critical: false, command: "c:1", facts: .object([])),
                now: ward.now.milliseconds)
        }
        #expect(note.seq == kept + 1 && note.epoch == (late.last?.epoch ?? 0) + 1)
    }

    @Test("an epoch raised over a checkpoint and lowered again leaves a ledger that verifies")
    func loweredEpoch() throws {
        let city = try TestCity.inMemory()
        try city.receive()
        let epoch = try city.office.database.read { try #require(try LedgerReader.head(of: "27373", $0)).epoch }
        try city.office.work { work in
            try work.writer.raiseEpoch(of: "27373")
            try work.writer.checkpoint("27373", now: city.now.milliseconds)
        }
        try city.office.work { try $0.writer.setEpoch(of: "27373", to: epoch) }
        try city.receive()
        try city.office.work { try $0.writer.checkpoint("27373", now: city.now.milliseconds) }
        #expect(try city.office.verify().findings == [])
    }
}
