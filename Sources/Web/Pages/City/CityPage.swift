// CityPage.swift: the city's page: a sentence that says what matters, the map of 168 units, the ten that need help and why,
// and every number as a door to the dossiers behind it.

import Casework
import Office

struct CityPage {
    let exchange: Exchange
    let stands: [UnitStand]
    /// Those that need help, with their fields.
    let named: [UnitStand]

    private var directory: Directory { exchange.house.server.office.directory }

    var reply: Reply {
        let (open, late) = (stands.reduce(0) { $0 + $1.open }, stands.reduce(0) { $0 + $1.overdue })
        let body: HTML = """
            <h1>\(Texts.City.heading(open: open, late: late, places: stands.count { $0.overdue > 0 }))</h1>
            <p class="lead">\(Texts.City.today(stands.reduce(0) { $0 + $1.today })) \(Texts.City.asOf) \(exchange.now)</p>
            <div class="two"><div>\(map)</div><div>\(inNeed)</div></div>
            \(table)
            """
        return exchange.page(Texts.City.title.words, at: "/dieu-hanh", wide: true, body)
    }

    static func door(_ unit: String) -> String { "/dieu-hanh/\(URLText.encoded(unit))" }

    /// 0 (nothing late) … 4 (a tenth and more), by late ones of a thousand open; nil where nothing is open.
    static func step(_ stand: UnitStand) -> Int? {
        if stand.open == 0 { return nil }
        return stand.overdue == 0 ? 0 : stand.lateShare < 20 ? 1 : stand.lateShare < 50 ? 2 : stand.lateShare < 100 ? 3 : 4
    }

    private var map: HTML {
        let tiles = stands.map { stand in
            TileMap.Tile(
                code: stand.unit, name: directory.unit(stand.unit)?.name ?? stand.unit,
                value: stand.open == 0 ? "–" : String(stand.overdue), step: CityPage.step(stand),
                address: CityPage.door(stand.unit))
        }
        return "\(TileMap(title: Texts.City.map, tiles: tiles).html)<p class=\"hint\">\(Texts.City.mapHint)</p>"
    }

    private var inNeed: HTML {
        guard !named.isEmpty else { return "<h2>\(Texts.City.help)</h2><p class=\"empty\">\(Texts.City.noHelp)</p>" }
        let items: [HTML] = named.map { stand in
            let why: HTML? = stand.worstField.map { field, count in
                "\(Texts.City.mostly(directory.fields[field]?.name ?? field, count))"
            }
            return """
                <li><a href="\(CityPage.door(stand.unit))">\(directory.unit(stand.unit)?.name ?? stand.unit)</a><br>
                <small>\(Texts.City.lateOf(stand.overdue, stand.open)) \(why)</small></li>

                """
        }
        return "<h2>\(Texts.City.help)</h2><ol class=\"history\">\(items)</ol>"
    }

    private var table: HTML {
        let rows: [HTML] = stands.map { stand in
            """
            <tr><th scope="row"><a href="\(CityPage.door(stand.unit))">\(directory.unit(stand.unit)?.name ?? stand.unit)</a></th>
            <td>\(stand.open)</td><td>\(stand.overdue)</td><td>\(stand.today)</td><td>\(heard(stand))</td></tr>

            """
        }
        return """
            <details><summary>\(Texts.City.table)</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.City.table)"><table class="stack">
            <caption>\(Texts.City.table) · \(stands.count)</caption><thead><tr><th scope="col">\(Texts.City.unit)</th>
            <th scope="col">\(Texts.City.open)</th><th scope="col">\(Texts.City.late)</th><th scope="col">\(Texts.City.dueToday)</th>
            <th scope="col">\(Texts.City.heard)</th></tr></thead><tbody>\(rows)</tbody></table></div></details>
            """
    }

    private func heard(_ stand: UnitStand) -> HTML {
        stand.lastHeard.map { "\($0)" as HTML } ?? "\(Texts.City.never)"
    }
}

/// One unit as the city sees it.
struct CityUnitPage {
    let exchange: Exchange
    let stand: UnitStand
    let lines: [DossierLine]

    /// Most late dossiers that are listed.
    static let limit = 200

    private var directory: Directory { exchange.house.server.office.directory }

    var reply: Reply {
        let name = directory.unit(stand.unit)?.name ?? stand.unit
        let fields: [HTML] = stand.lateByField.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { field, count in
            "<li>\(directory.fields[field]?.name ?? field): <b>\(count)</b></li>\n"
        }
        let list: HTML =
            lines.isEmpty
            ? "<p class=\"empty\">\(Texts.City.noneLate)</p>"
            : InboxPage.table(
                lines, caption: Texts.City.lateDossiers,
                count: lines.count < stand.overdue ? "\(lines.count) / \(stand.overdue)" : nil, exchange, picking: false)
        let body: HTML = """
            <p class="small"><a href="/dieu-hanh">\(Texts.City.title)</a></p>
            <h1>\(name): \(Texts.City.lateOf(stand.overdue, stand.open))</h1>
            <p class="lead">\(Texts.City.today(stand.today)) \(Texts.City.heard): \(stand.lastHeard)</p>
            \(fields.isEmpty ? "" : "<h2>\(Texts.City.byField)</h2><ul class=\"check\">\(fields)</ul>" as HTML)
            \(list)
            """
        return exchange.page("\(name) · \(Texts.City.title.words)", at: "/dieu-hanh", wide: true, body)
    }
}
