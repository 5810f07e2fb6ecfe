// GuidanceNotice.swift: guidance in force, shown where its procedure and step are at hand: at the counter and on the dossier.

import Casework
import Office
import Oversight

enum GuidanceNotice {
    static func html(_ items: [SteeringItem], _ exchange: Exchange) -> HTML {
        guard !items.isEmpty else { return "" }
        let directory = exchange.house.server.office.directory
        let lines: [HTML] = items.map { item in
            var source = ""
            if case .guidancePublished(let f)? = item.events.first?.fact { source = f.source }
            let until: HTML? = item.to.map { " · \(Texts.Steering.until($0))" }
            return """
                <li><span class="said">\(item.text)</span>
                <small><a href="\(MatterPlace.of(.guidance).address(item.id))">\(source)</a> ·
                \(directory.unit(item.unit)?.name ?? item.unit)\(until)</small></li>

                """
        }
        return """
            <section class="notice" aria-label="\(Texts.Steering.guidance)"><h2>\(Texts.Steering.guidance)</h2>
            <ul class="check">\(lines)</ul></section>
            """
    }
}
