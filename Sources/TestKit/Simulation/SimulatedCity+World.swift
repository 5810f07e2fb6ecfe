// SimulatedCity+World.swift: what lines, machines, clocks, sticks and fires do in a simulation.

import Casework
import Foundation
import Ledger
import Office
import Storage
import Sync

extension SimulatedCity {
    func world(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        let site = site(step.site)
        switch step.act {
        case .sync: try sync(step.site, &random)
        case .cut: site.line.isCut = true
        case .mend: site.line = .init()
        case .spoil:
            site.line = .init(
                isCut: false, lost: random.below(40), void: random.below(30), twice: random.below(40))
        case .crash: try crash(step.site, &random)
        case .clock: site.skew = random.chance(percent: 50) ? 0 : random.below(180) - 90
        case .backup:
            try site.putAside(in: folder())
        case .restore: try restore(step.site, &random)
        case .burn: try burn(step.site)
        case .take: try take(step.site)
        case .stickUp, .stickDown: try stick(step, &random)
        case .upgrade: try upgrade(site)
        case .newer: try newer(step)
        default: break
        }
        if step.act != .sync { note(step.act.rawValue, step.site) }
    }

    private func fate(_ line: SimulatedSite.Line, _ random: inout SeededGenerator) -> LineFate {
        if line.isCut || random.chance(percent: line.lost) { return .lostGoing }
        if random.chance(percent: line.void) { return .lostComing }
        return random.chance(percent: line.twice) ? .twice : .arrives
    }

    private func sync(_ index: Int, _ random: inout SeededGenerator) throws {
        let ward = site(index)
        guard ward.unit != nil else { return }
        try ward.rounds?.run(hub: hub.office, now: now(ward), hubNow: hubNow) { _ in fate(ward.line, &random)
        }
    }

    /// Killed after some actions of a round; whatever was under way is begun anew after the start.
    private func crash(_ index: Int, _ random: inout SeededGenerator) throws {
        let place = site(index)
        guard place.unit != nil else { return try hub.restart(now: hubNow) }
        for _ in 0..<random.below(12) {
            try place.rounds?.step(hub: hub.office, now: now(place), hubNow: hubNow) { _ in
                fate(place.line, &random)
            }
        }
        try place.restart(now: now(place))
    }

    private func restore(_ index: Int, _ random: inout SeededGenerator) throws {
        let place = site(index)
        guard place.copy != nil else { return }
        // A hub is put back by `motcua restore` alone: one that goes back unnoticed is not provided for.
        let isNoticed = random.chance(percent: 50) || place.unit == nil
        try losing(isNoticed: isNoticed, at: place) { try place.goBack(isNoticed: isNoticed, now: now(place)) }
        mark(place.unit == nil ? "hub restored" : isNoticed ? "restored" : "went back unnoticed")
    }

    private func burn(_ index: Int) throws {
        let ward = site(index)
        guard ward.unit != nil else { return }
        try losing(isNoticed: true, at: ward) { try ward.burn(as: "ward-\(index)-\(ward.generation + 1)") }
        try join(ward, index)
    }

    /// What only a lost disk had cannot be asked for: no copy of it survives.
    private func losing(isNoticed: Bool, at place: SimulatedSite, _ loss: () throws -> Void) throws {
        let before = try all()
        try loss()
        let (after, left) = (try all(), try ([hub] + wards).reduce(into: Set<String>()) { $0.formUnion(try $1.files()) })
        lose { file, _ in !left.contains(file) }
        try excuse(isNoticed: isNoticed) { before.commands.contains($0.command) && !after.commands.contains($0.command) }
        erased.subtract(before.erasures.subtracting(after.erasures))
    }

    /// Commands and erasures of which some store has an entry, accepted or not.
    private func all() throws -> (commands: Set<String>, erasures: Set<String>) {
        var (commands, erasures): (Set<String>, Set<String>) = ([], [])
        for site in [hub] + wards {
            try site.office.database.read { tx in
                for row in try tx.rows("SELECT DISTINCT command FROM entry") { commands.formUnion([row.text(0), row.text(0).client]) }
                for row in try tx.rows("SELECT entry FROM parked_entry UNION ALL SELECT entry FROM branch_entry") {
                    if let command = try JSON.parse(row.text(0))["command"]?.string { commands.formUnion([command, command.client]) }
                }
                for row in try tx.rows("SELECT subject FROM entry WHERE kind = 'PersonErased'") { erasures.insert(row.text(0)) }
            }
        }
        return (commands, erasures)
    }

    /// The hub takes a ledger whose home is alive and does not know it yet.
    private func take(_ index: Int) throws {
        let ward = site(index)
        guard let unit = ward.unit else { return }
        do {
            try hub.office.take(unit, to: nil, by: caller("admin@tp", at: hub), now: hubNow)
            mark("taken")
        } catch is Refusal {}
    }

    private func stick(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        let ward = site(step.site)
        guard ward.unit != nil else { return }
        let (from, to) = step.act == .stickUp ? (ward, hub) : (hub, ward)
        var parts: [[UInt8]] = []
        do {
            _ = try from.office.exportBundle(
                to: to.office.site, everything: random.chance(percent: 20), now: now(from)
            ) {
                parts.append(Bundle.framed($0))
            }
        } catch is Refusal { return }
        ward.sticks.append(parts.flatMap { $0 })
        // An older one may lie on the desk: the newest is not always the first to be read.
        let bytes = ward.sticks.remove(at: random.below(ward.sticks.count))
        let torn = random.chance(percent: 25) ? Array(bytes.prefix(random.below(max(1, bytes.count)))) : bytes
        for _ in 0..<(random.chance(percent: 30) ? 2 : 1) {
            var (reader, report) = (BundleReader(), BundleReport())
            do {
                for envelope in try reader.take(torn) {
                    try to.office.importPart(envelope, now: now(to), &report)
                }
            } catch let refusal as Envelope.Refusal {
                // One that was meant for the other direction, or for a machine that is gone.
                mark("stick refused")
                note("stick refused: \(refusal)", step.site)
            }
        }
    }

    private func upgrade(_ place: SimulatedSite) throws {
        try place.restart(now: now(place))
        try place.office.rebuild()
    }

    private func newer(_ step: Plan.Step) throws {
        let place = site(step.site)
        let unit = place.unit ?? "so-tu-phap"
        guard place.office.isHome(of: unit) else { return }
        _ = try place.office.work { work in
            try work.append(
                EntryDraft(
                    unit: unit, actor: "system", subject: "invention:\(step.draw % 7)",
                    kind: "SomethingNewer", version: 3, critical: false,
                    command: "c:newer-\(step.draw)", facts: .object(of: [("a", .int(1))])), now: now(place))
        }
    }
}

extension String {
    /// The key that a client knows of a command, without what the office put behind it.
    fileprivate var client: String { String(prefix { $0 != "#" }) }
}
