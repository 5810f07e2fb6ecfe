// SiteRounds.swift: the courier's second driver: rounds between offices in one process, over a line that a test may spoil.
//
// The same machine, the same desks and the same messages as over the network; only the bytes do not leave the process.

package import Casework
import Foundation
import Ledger
package import Office
import Storage
package import Sync

/// A round that goes in circles.
package struct EndlessRound: Error, CustomStringConvertible {
    let doing: String
    package var description: String { "a round does not end: \(doing)" }
}

/// What a simulated line does to one exchange.
package enum LineFate: Sendable, Hashable {
    case arrives
    /// The request is lost.
    case lostGoing
    /// The hub has done it, and its answer is lost.
    case lostComing
    /// It arrives twice; the second answer counts.
    case twice
}

package struct SiteRounds {
    package private(set) var ward: Office
    package var courier: Courier
    /// Set when a driver stops in the middle of a round: the action that was to be carried out.
    package private(set) var pending: Courier.Action

    package init(_ ward: Office, now: Instant) {
        self.ward = ward
        courier = Courier(now: now.milliseconds)
        pending = courier.begin()
    }

    /// The machine is switched off and on again: nothing of a round is remembered.
    package mutating func restart(_ office: Office, now: Instant) {
        ward = office
        courier = Courier(now: now.milliseconds)
        pending = courier.begin()
    }

    /// One action. `fate` is asked for each exchange.
    package mutating func step(
        hub: Office, now: Instant, hubNow: Instant, fate: (Request) -> LineFate = { _ in .arrives }
    ) throws {
        let input: Courier.Input
        switch pending {
        case .rest: input = .woken
        case .send(let request):
            let going = try Request(try JSON.parse(request.json.canonical))
            switch fate(request) {
            case .lostGoing: input = .failed("no answer")
            case .lostComing:
                _ = try hub.answer(going, from: ward.site, now: hubNow)
                input = .failed("no answer")
            case .twice:
                _ = try hub.answer(going, from: ward.site, now: hubNow)
                input = .answered(try answer(hub, going, hubNow))
            case .arrives: input = .answered(try answer(hub, going, hubNow))
            }
        default:
            guard let done = try ward.perform(pending, now: now) else {
                preconditionFailure("the desk does all but sending and resting")
            }
            input = done
        }
        pending = courier.take(input, now: now.milliseconds)
        ward.note(courier.line)
    }

    private func answer(_ hub: Office, _ request: Request, _ now: Instant) throws -> Answer {
        try Answer(try JSON.parse(try hub.answer(request, from: ward.site, now: now).json.canonical))
    }

    private static let patience = 3_000

    package var isResting: Bool { if case .rest = pending { true } else { false } }

    /// Rounds until one ends with nothing to follow, or the line is found dead.
    package mutating func run(
        hub: Office, now: Instant, hubNow: Instant, fate: (Request) -> LineFate = { _ in .arrives }
    ) throws {
        var steps = 0
        repeat {
            try step(hub: hub, now: now, hubNow: hubNow, fate: fate)
            steps += 1
            if case .rest(let pause) = pending, pause == 0 { continue }
            if steps > SiteRounds.patience { throw EndlessRound(doing: "\(pending)".prefix(200) + "") }
        } while !isResting || pending == .rest(milliseconds: 0)
    }
}
