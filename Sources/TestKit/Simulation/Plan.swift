// Plan.swift: what a simulated city does and suffers: a list of timed acts that can be kept, cut down and played again.
//
// seed → plan → run → outcome. A seed means nothing after the next commit, a plan does: it stands in JSON, and every act has a
// draw of its own, so that leaving one out does not reshuffle the others.

package struct Plan: Codable, Hashable, Sendable {
    package var seed: UInt64
    /// Ward sites beside the hub.
    package var sites: Int
    package var days: Int
    package var steps: [Step]

    package struct Step: Codable, Hashable, Sendable {
        /// Minutes since the first Monday, 08:00.
        package var minute: Int
        /// 0 is the hub.
        package var site: Int
        package var act: Act
        /// Chooses whatever the act leaves open.
        package var draw: UInt64
    }

    package enum Act: String, Codable, CaseIterable, Hashable, Sendable {
        // People.
        /// A counter takes a dossier in; now and then twice with one key, or for another ward.
        case receive
        /// Somebody who may does something with an open dossier.
        case work
        /// A citizen files online.
        case online
        /// A citizen withdraws by the portal.
        case withdraw
        /// The same command again, with the same key.
        case again
        /// A right ends at the hub.
        case endRight
        /// The city publishes a calendar; sometimes one that changes yesterday.
        case calendar
        /// A leader decides what is contested.
        case decide
        /// Somebody is erased.
        case erase
        /// A scan is filed: with a new dossier, or with one that is open here.
        case scan
        /// A counter certifies a copy: a dossier and its number in the register, in one command.
        case certify
        /// A counter makes a hand-over list: results for the post, or papers on their way to another unit.
        case list
        /// The city issues a directive to some wards, or judges what one of them reported.
        case direct
        /// A ward reports on a directive.
        case report
        // The world.
        /// One round over the line as it is.
        case sync
        case cut, mend
        /// The line loses, doubles, answers into the void.
        case spoil
        /// The program is killed between two actions of the courier.
        case crash
        /// The machine's clock jumps, at most an hour and a half either way.
        case clock
        /// A copy is put aside; later it is all that is left, of a ward's store or of the hub's.
        case backup, restore
        /// The machine burns: a new one is invited and takes the ledger over.
        case burn
        /// The hub takes the ledger although the old home lives.
        case take
        /// A stick goes there, or back; now and then torn, twice, or out of order.
        case stickUp, stickDown
        /// The program is stopped for a newer one, which makes all rows anew from the ledgers.
        case upgrade
        /// A newer program at a site writes a kind that the others do not know.
        case newer
    }
}

extension Plan {
    /// How many wards the simulated city has codes for beside its other bodies, and how long it is played at most.
    package static let (mostSites, mostDays) = (800, 366)

    /// Why it cannot be played; nil = it can. A plan out of a file may say anything.
    package var fault: String? {
        guard (1...Plan.mostSites).contains(sites) else { return "“sites” is \(sites): 1 to \(Plan.mostSites)" }
        guard (1...Plan.mostDays).contains(days) else { return "“days” is \(days): 1 to \(Plan.mostDays)" }
        for (index, step) in steps.enumerated() {
            guard (0...sites).contains(step.site) else { return "“site” of step \(index + 1) is \(step.site): 0, the hub, to \(sites)" }
            guard (0...Plan.mostDays * 1440).contains(step.minute) else {
                return "“minute” of step \(index + 1) is \(step.minute): 0 to \(Plan.mostDays * 1440)"
            }
        }
        return nil
    }
}

extension Plan {
    /// How often each act comes, in a hundred site-days; some are left out of a plan altogether, others are turned up.
    private static let usual: [(act: Act, times: Int)] = [
        (.work, 1600), (.online, 60), (.withdraw, 30), (.again, 30), (.endRight, 12), (.calendar, 6),
        (.decide, 40), (.erase, 10),
        (.cut, 60), (.mend, 60), (.spoil, 60), (.crash, 60), (.clock, 15), (.backup, 25), (.restore, 12),
        (.burn, 4), (.take, 4),
        (.stickUp, 15), (.stickDown, 15), (.upgrade, 10), (.newer, 8),
    ]

    /// What else people do, at wards or (directives) at the hub, drawn by itself: what a seed gives of the acts above stays the same.
    private static let usualBesides: [(act: Act, times: Int)] = [
        (.scan, 50), (.certify, 60), (.list, 40), (.direct, 250), (.report, 50),
    ]

    private static func besides(_ seed: UInt64, sites: Int, days: Int) -> [Step] {
        var random = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 2)
        let mixture = usualBesides.map { (act: $0.act, times: $0.times * [0, 1, 1, 3][random.below(4)] / 2) }
        var steps: [Step] = []
        for day in 0..<days {
            for site in 0...sites {
                for item in mixture where (item.act == .direct) == (site == 0) {
                    let times = item.times / 100 + (random.below(100) < item.times % 100 ? 1 : 0)
                    for _ in 0..<times {
                        steps.append(
                            Step(minute: day * 1440 + random.below(561), site: site, act: item.act, draw: random.next()))
                    }
                }
            }
        }
        return steps
    }

    /// In one plan of ten the hub is lost, at most two days after a copy of it was put aside; drawn by itself too.
    private static func lostHub(_ seed: UInt64, days: Int) -> [Step] {
        var random = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 3)
        guard random.chance(percent: 10) else { return [] }
        let copied = random.below(days * 1440)
        let lost = copied + 1 + random.below(min(2 * 1440, days * 1440 - copied))
        return [
            Step(minute: copied, site: 0, act: .backup, draw: random.next()),
            Step(minute: lost, site: 0, act: .restore, draw: random.next()),
        ]
    }

    /// - Parameters:
    ///   - dossiers: most dossiers that a site takes in on a day.
    ///   - losingHub: the hub too is put back from backups now and then; nil = once, in one plan of ten.
    package static func drawn(_ seed: UInt64, sites: Int, days: Int, dossiers: Int, losingHub: Bool? = nil) -> Plan {
        var random = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        var steps: [Step] = []
        // Swarm: each plan has its own mixture, so that combinations come up and not averages.
        let mixture = usual.map { item in
            let weight = item.act == .work ? 2 : [0, 1, 1, 3][random.below(4)]
            return (act: item.act, times: item.times * weight / 2)
        }
        let perDay = 1 + random.below(dossiers)
        for day in 0..<days {
            for site in 0...sites {
                func add(_ act: Act, _ minutes: ClosedRange<Int> = 0...560) {
                    let minute =
                        day * 1440 + minutes.lowerBound
                        + random.below(minutes.upperBound - minutes.lowerBound + 1)
                    steps.append(Step(minute: minute, site: site, act: act, draw: random.next()))
                }
                if site > 0 {
                    for _ in 0..<(random.below(perDay) + 1) { add(.receive) }
                    for _ in 0..<8 { add(.sync, 0...1439) }
                }
                for item in mixture {
                    let times = item.times / 100 + (random.below(100) < item.times % 100 ? 1 : 0)
                    for _ in 0..<times
                    where site > 0
                        || ![.cut, .mend, .spoil, .burn, .take].contains(item.act)
                            && (losingHub == true || ![.backup, .restore].contains(item.act))
                    {
                        add(
                            item.act,
                            [.cut, .mend, .spoil, .crash, .restore, .burn].contains(item.act)
                                ? 0...1439 : 0...560)
                    }
                }
            }
        }
        steps += besides(seed, sites: sites, days: days)
        if losingHub == nil { steps += lostHub(seed, days: days) }
        steps.sort { ($0.minute, $0.site, $0.draw) < ($1.minute, $1.site, $1.draw) }
        return Plan(seed: seed, sites: sites, days: days, steps: steps)
    }
}
