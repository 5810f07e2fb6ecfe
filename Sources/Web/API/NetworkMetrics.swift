// NetworkMetrics.swift: what `/metrics` says of sites and of this site's own line.

import Casework
import Office
import Sync

enum NetworkMetrics {
    static func text(
        _ sites: [SiteLine], _ line: Courier.Line, _ waiting: LineWaiting, open: Int64, parked: Int64,
        isHub: Bool, _ now: Instant
    ) -> String {
        var text = gauge("motcua_contested", "Contested items that nobody has decided", [("", open)])
        text += gauge("motcua_parked_entries", "Entries kept aside at this site", [("", parked)])
        if !isHub {
            text += gauge("motcua_line_up", "Whether the line to the hub is up", [("", line.isUp ? 1 : 0)])
            text += gauge(
                "motcua_line_unable", "Whether this machine itself does not do its part of a round",
                [("", line.trouble == nil ? 0 : 1)])
            text += gauge(
                "motcua_line_waiting_entries", "Entries that the hub has not countersigned",
                [("", waiting.entries)])
            text += gauge(
                "motcua_line_waiting_files", "Files that the hub does not hold", [("", waiting.files)])
        }
        guard isHub, !sites.isEmpty else { return text }
        func each(_ value: (SiteLine) -> Int64) -> [(String, Int64)] {
            sites.map { ("{site=\"\($0.site)\"}", value($0)) }
        }
        text += gauge(
            "motcua_site_silent_seconds", "Seconds since a site was last heard from; -1 = never",
            each { $0.heard.map { (now.milliseconds - $0.milliseconds) / 1000 } ?? -1 })
        text += gauge(
            "motcua_site_lag_entries", "Entries that a site has and the hub lacks, as it said last",
            each(\.lag))
        text += gauge("motcua_site_ready_entries", "Entries that lie ready for a site", each(\.ready))
        text += gauge("motcua_site_parked_entries", "Entries parked at a site", each(\.parked))
        text += gauge("motcua_site_contested", "Contested items at a site", each(\.contested))
        text += gauge(
            "motcua_site_clock_skew_seconds", "The site's clock less the hub's", each { $0.skew / 1000 })
        return text
    }

    private static func gauge(
        _ name: String, _ help: String, _ values: [(label: String, value: Int64)]
    ) -> String {
        "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
            + values.map { "\(name)\($0.label) \($0.value)\n" }.joined()
    }
}
