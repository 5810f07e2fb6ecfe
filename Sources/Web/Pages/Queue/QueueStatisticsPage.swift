// QueueStatisticsPage.swift: a day at the counters by hour, counter and field, and whether the promised waits held.

import Casework
import Office

struct QueueStatisticsPage {
    let exchange: Exchange
    let unit: String
    let day: CivilDate
    let statistics: QueueStatistics

    var reply: Reply {
        if exchange.wantsCSV { return DeskFiles.queue(statistics, unit: unit, day: day, exchange) }
        let isToday = day == exchange.now.date
        let when = isToday ? Texts.Calling.today.words : day.vietnamese
        let total = statistics.total
        let median = total.waitMedian.map { Int(($0 + 59_999) / 60_000) }
        let name = exchange.house.server.office.directory.unit(unit)?.name ?? unit
        let hours = statistics.byHour.map { ("\($0.hour):00", $0.line) }
        let counters = statistics.byCounter.map { (Texts.Queue.counter($0.counter).words, $0.line) }
        let groups = statistics.byGroup.map {
            ("\($0.group.letter) · \(Texts.Queue.group($0.group).words)", $0.line)
        }
        let body: HTML = """
            <section id="so-lieu" data-live="queue:\(unit)"><h1>\(Texts.Calling.day(when, total.taken, total.served, median))</h1>
            <p class="small">\(name). \(Texts.Calling.minutesNote)</p>
            <h2>\(Texts.Calling.honesty)</h2>
            \(promises)
            \(bars)
            \(table(Texts.Calling.byHour, Texts.Calling.hour, hours))
            \(table(Texts.Calling.byCounter, Texts.Calling.counter, counters))
            \(table(Texts.Calling.byGroup, Texts.Calling.forWhat, groups))
            </section>
            <form method="get" action="/goi-so/thong-ke" class="search noprint"><input type="hidden" name="unit" value="\(unit)">
            <div class="field"><label for="ngay">\(Texts.Calling.whichDay)</label>
            <input id="ngay" type="date" name="ngay" value="\(day.description)"></div>
            <button class="do quietly">\(Texts.Calling.show)</button></form>
            <p class="noprint">\(exchange.csvLink) · <a href="/goi-so?unit=\(unit)">\(Texts.Calling.back)</a></p>
            """
        return exchange.page(Texts.Calling.statistics.words, at: "/goi-so", wide: true, body)
    }

    private var promises: HTML {
        let p = statistics.promises
        guard p.measured > 0 else { return "<p>\(Texts.Calling.nothingMeasured)</p>" }
        let error = Int(((p.typicalError ?? 0) + 30_000) / 60_000)
        let without: HTML = p.without > 0 ? " \(Texts.Calling.without(p.without))" : ""
        return """
            <p class="lead">\(Texts.Calling.kept(p))</p>
            <p>\(Texts.Calling.error(error, p.typicalWidth ?? 0))\(without)</p>
            """
    }

    /// Tickets by hour as bars; the table below says the same in numbers.
    private var bars: HTML {
        let hours = statistics.byHour
        let most = hours.map(\.line.taken).max() ?? 0
        guard hours.count > 1, most > 0 else { return "" }
        let drawn: [HTML] = hours.enumerated().map { i, hour in
            let height = max(2, hour.line.taken * 72 / most)
            return """
                <rect x="\(i * 44 + 4)" y="\(90 - height)" width="36" height="\(height)" rx="2" class="bar"/>\
                <text x="\(i * 44 + 22)" y="106" text-anchor="middle">\(hour.hour)</text>\
                <text x="\(i * 44 + 22)" y="\(86 - height)" text-anchor="middle">\(hour.line.taken)</text>

                """
        }
        return """
            <svg class="bars" role="img" aria-label="\(Texts.Calling.byHour)" viewBox="0 0 \(hours.count * 44) 112"\
             width="\(hours.count * 44)" height="112">
            \(drawn)</svg>
            """
    }

    private func table(_ caption: Text, _ what: Text, _ lines: [(String, QueueStatistics.Line)]) -> HTML {
        guard !lines.isEmpty else { return "" }
        let heads: [HTML] = [
            what, Texts.Calling.taken, Texts.Calling.served, Texts.Calling.missed, Texts.Calling.cancelled,
            Texts.Calling.stillOpen, Texts.Calling.waitMedian, Texts.Calling.waitP90, Texts.Calling.serviceMedian,
            Texts.Calling.serviceP90,
        ].map { "<th scope=\"col\">\($0)</th>" }
        let rows: [HTML] = lines.map { row($0.0, $0.1) }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table><caption>\(caption)</caption>
            <thead><tr>\(heads)</tr></thead>
            <tbody>\(rows)\(row(Texts.Calling.total.words, statistics.total))</tbody></table></div>
            """
    }

    private func row(_ name: String, _ line: QueueStatistics.Line) -> HTML {
        func time(_ ms: Int64?) -> String {
            guard let ms else { return "–" }
            let seconds = Int(ms / 1000) % 60
            return "\(ms / 60_000):\(seconds < 10 ? "0" : "")\(seconds)"
        }
        return """
            <tr><th scope="row">\(name)</th><td>\(line.taken)</td><td>\(line.served)</td><td>\(line.missed)</td>
            <td>\(line.cancelled)</td><td>\(line.open)</td><td>\(time(line.waitMedian))</td><td>\(time(line.waitP90))</td>
            <td>\(time(line.serviceMedian))</td><td>\(time(line.serviceP90))</td></tr>

            """
    }
}
