// ReconciliationTables.swift: a day's comparison as tables: numbers by unit, the differences one by one, and how old a word is.

import Casework
import Office
import Oversight

struct ReconciliationTables {
    let report: ReconciliationReport
    /// The unit asked for; nil = all.
    let unit: String?
    /// What a unit is called.
    let name: (String) -> String
    private typealias T = Texts.Reconcile

    static func systemName(_ system: String) -> String {
        let name = ExternalSystem.name(system)
        return Text(name.vi, name.en).words
    }

    /// On a unit's page: how old its word is.
    var silence: HTML {
        let heard = report.lines.filter(\.isWardSilent).compactMap(\.wardHeardAt).min()
        guard unit != nil, let heard else { return "" }
        return "<p class=\"notice\">\(T.silent(heard))</p>"
    }

    /// Until when units were heard whose word is old, by system and unit.
    var oldWords: [[String]: Instant] {
        var words: [[String]: Instant] = [:]
        for line in report.lines where line.isWardSilent { words[[line.system, line.unit]] = line.wardHeardAt }
        return words
    }

    var byUnit: HTML {
        guard !report.lines.isEmpty else { return "" }
        let rows: [HTML] = report.lines.map { line in
            let signed: HTML =
                line.isSound
                ? "\(T.entry(line.seq))" : "<span class=\"pill late\">\(T.unsound)</span>"
            let unheard: HTML? = line.isHeard ? nil : "<small class=\"why\">\(T.unheard)</small>"
            let asOf: HTML? = line.isWardSilent ? line.wardHeardAt.map { "<small class=\"why\">\(T.asOf($0))</small>" } : nil
            let address = "\(ReconciliationPage.path)?ngay=\(report.day)&unit=\(URLText.encoded(line.unit))"
            return """
                <tr><th scope="row"><a href="\(address)">\(name(line.unit))</a>\(asOf)</th>
                <td class="left">\(Self.systemName(line.system))\(unheard)</td>
                <td>\(column: T.compared)\(line.dossiers)</td><td>\(column: T.differing)\(line.differing)</td>
                <td>\(column: T.byLink)\(line.byLink)</td>
                <td class="left">\(column: T.signed)\(signed)<small class="why">\(line.at)</small></td></tr>

                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(T.byUnit)"><table class="tally stack">
            <caption>\(T.byUnit)</caption>
            <thead><tr><th scope="col">\(T.place)</th><th class="left" scope="col">\(Texts.Link.system)</th>
            <th scope="col">\(T.compared)</th><th scope="col">\(T.differing)</th><th scope="col">\(T.byLink)</th>
            <th class="left" scope="col">\(T.signed)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    var list: HTML {
        guard !report.differences.isEmpty else { return "" }
        let old = oldWords
        let rows: [HTML] = report.differences.map { row($0.system, $0.difference, old[[$0.system, $0.difference.unit]]) }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(T.list)"><table class="stack">
            <caption>\(T.list)</caption>
            <thead><tr><th scope="col">\(Texts.Link.dossier)</th><th scope="col">\(T.what)</th><th scope="col">\(T.ward)</th>
            <th scope="col">\(T.city)</th><th scope="col">\(T.system)</th><th scope="col">\(T.since)</th>
            <th scope="col">\(T.whose)</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    /// - Parameter heard: until when the unit was heard, if that was a while ago.
    private func row(_ system: String, _ one: ReconciledDifference, _ heard: Instant?) -> HTML {
        let number: HTML = one.number.map { "<a href=\"/ho-so/\(URLText.encoded($0))\">\($0)</a>" } ?? ""
        let outside: HTML? = one.outside.map { "<small>\(Texts.Link.theirs): \($0)</small>" }
        let until: HTML? = one.until.map { "<small>\(T.until) \($0)</small>" }
        let asOf: HTML? = one.ward == nil ? nil : heard.map { "<small class=\"why\">\(T.asOf($0))</small>" }
        let holdsUp: HTML? = one.holdsUp ? "<small class=\"why\">\(T.holdsUp)</small>" : nil
        return """
            <tr><td>\(number)\(outside)</td><td>\(T.what(one.what))<small>\(Self.systemName(system))</small></td>
            <td>\(column: T.ward)\(T.said(one.ward, one.what))\(asOf)</td><td>\(column: T.city)\(T.said(one.city, one.what))</td>
            <td>\(column: T.system)\(T.said(one.system, one.what))</td><td>\(column: T.since)\(one.since)\(until)</td>
            <td>\(column: T.whose)\(T.whose(one.whose))\(holdsUp)</td></tr>

            """
    }
}
