// ReportOutage.swift: that a unit's line or system is or was down: said by people, or noticed by the program itself.
//
// The program leaves a sign of life every minute (`beat`, no fact). When it starts and finds the last sign too old, it was
// down in between, and says so: the city's own site in the city's ledger, for all but the wards that have one of their own; a ward's
// in the ledger of each of its units.

package import Casework
package import Oversight
package import Storage

extension Work {
    /// - Parameter to: nil while it lasts.
    @discardableResult
    package func reportOutage(
        _ cause: OutageCause, at unit: String, from: Instant, to: Instant?, words: String, _ context: CommandContext
    ) throws -> String {
        guard house.unit(unit) != nil else { throw Refusal.unknownUnit(unit) }
        guard context.caller.grants.contains(where: { $0.unit == unit }) || context.caller.seesCity else {
            throw Refusal.noRight("báo sự cố", "report an outage", unit: unit)
        }
        guard from <= context.now else {
            throw Refusal.badValue("from", "Từ lúc", vi: "không được sau bây giờ", en: "not after now")
        }
        guard from >= context.now.adding(minutes: -60 * 24 * 31) else {
            throw Refusal.badValue("from", "Từ lúc", vi: "không quá 31 ngày trước", en: "at most 31 days ago")
        }
        if let to, to <= from || to > context.now {
            throw Refusal.badValue("to", "Đến lúc", vi: "sau lúc bắt đầu và không sau bây giờ", en: "after the beginning, not after now")
        }
        let id = try nextID(.outage, unit)
        try record(
            .outageReported(OutageReported(unit: unit, cause: cause, from: from, to: to, isNoticed: false)),
            about: SteeringKind.outage.subject(id), in: unit, text: try Field("words", "Mô tả", .longText).normalized(words),
            by: context.caller.user, command: context.command, now: context.now)
        return id
    }

    package func endOutage(_ id: String, to: Instant, _ context: CommandContext) throws {
        let item = try matter(.outage, id)
        guard item.state == .open else {
            throw Refusal.notNow("end-outage", vi: "Sự cố đã kết thúc.", en: "The outage has ended.")
        }
        guard context.caller.grants.contains(where: { $0.unit == item.unit }) || context.caller.seesCity else {
            throw Refusal.noRight("báo sự cố", "report an outage", unit: item.unit)
        }
        guard case .outageReported(let f)? = item.events.first?.fact, f.from < to, to <= context.now else {
            throw Refusal.badValue("to", "Đến lúc", vi: "sau lúc bắt đầu và không sau bây giờ", en: "after the beginning, not after now")
        }
        try record(
            .outageEnded(OutageEnded(to: to)), about: item.subject, in: item.unit, by: context.caller.user, command: context.command,
            now: context.now)
    }
}

extension Office {
    package static let beatMigrations = [
        Migration("office-beat-1", "CREATE TABLE site_beat (site TEXT PRIMARY KEY, at {INT} NOT NULL) {TABLE};\n")
    ]

    /// A silence longer than this while the offices are open was an outage.
    static let silenceMinutes = 10

    /// Leaves a sign of life.
    package func beat(_ now: Instant) throws {
        _ = try database.write { tx in
            try tx.execute(
                "INSERT INTO site_beat AS t (site, at) VALUES ($1, $2) ON CONFLICT (site) DO UPDATE SET at = excluded.at",
                [.text(site), .integer(now.milliseconds)])
        }
    }

    /// Records that the program was down, when its last sign of life is too old; then leaves a new one.
    /// - Returns: since when it was down; nil when it was not.
    @discardableResult
    package func noticeOutage(_ now: Instant, command: String) throws -> Instant? {
        let last = try database.read { tx in
            try tx.row("SELECT at FROM site_beat WHERE site = $1", [.text(site)]).map { Instant(milliseconds: $0.int(0)) }
        }
        var since: Instant?
        let units = (isHub ? [Directory.city] : units(of: site)).filter { isHome(of: $0) }
        if let last, units.contains(where: { directory.office($0).workingMinutes(from: last, to: now) > Office.silenceMinutes }) {
            since = last
            try work { work in
                for unit in units {
                    let id = try work.nextID(.outage, unit)
                    try work.record(
                        .outageReported(OutageReported(unit: unit, cause: .system, from: last, to: now, isNoticed: true)),
                        about: SteeringKind.outage.subject(id), in: unit, by: Caller.system.user, command: command, now: now)
                }
            }
        }
        try beat(now)
        return since
    }
}
