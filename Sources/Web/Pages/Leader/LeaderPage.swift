// LeaderPage.swift: one sentence, six numbers that are doors, then who and why; beside them delegation and absence.

import Casework
import Office

struct LeaderPage {
    let exchange: Exchange
    let board: LeaderBoard
    let attempt: Pages.Attempt?

    private var directory: Directory { exchange.house.server.office.directory }
    private var unitName: String { directory.unit(board.unit)?.name ?? board.unit }

    var reply: Reply {
        let body: HTML = """
            <p class="small">\(unitName)</p>
            <h1>\(Texts.Leader.sentence(board))</h1>
            \(notices)\(units)
            <div id="tranh-chap" data-live="unit:\(board.unit) net:sites">\(ContestNotice.html(waiting: board.contested))</div>
            <div id="so-lieu" data-address="/lanh-dao?unit=\(URLText.encoded(board.unit))" data-live="unit:\(board.unit)">
            \(numbers)
            <p class="noprint"><a \
            href="/lanh-dao/giao-ban-sang?unit=\(URLText.encoded(board.unit))">\(Texts.Leader.morningLink)</a>\
            </p>
            </div>
            <div class="two"><div id="viec" data-live="unit:\(board.unit)">
            \(toSign)
            \(section(.late, board.late, board.lateLines, Texts.Leader.noLate))
            \(section(.tomorrow, board.tomorrow, board.tomorrowLines, Texts.Leader.noTomorrow))
            \(section(.apology, board.apologies, board.apologyLines, Texts.Leader.noApologies, lead: Texts.Leader.apologyWhy))
            \(people)
            </div><div>
            \(LeaderForms(exchange: exchange, unit: board.unit, attempt: attempt).html)
            </div></div>
            """
        return exchange.page(
            "\(Texts.Leader.short.words) · \(unitName)", at: "/lanh-dao", wide: true,
            status: attempt?.refusal.status ?? 200, body)
    }

    private var notices: HTML {
        let done: Text? =
            switch exchange.query["done"] {
            case "delegated": Texts.Leader.delegated
            case "ended": Texts.Leader.ended
            case "absent": Texts.Leader.absenceDone
            default: nil
            }
        let signsFor: [HTML] = (exchange.caller?.grants ?? []).filter { $0.unit == board.unit }.compactMap {
            grant in
            grant.delegator.map { leader in
                let until = grant.to.map { " " + Texts.Leader.until($0).words } ?? ""
                return "<p class=\"notice\">\(Texts.Leader.signsFor(directory.names[leader] ?? leader, until))</p>"
            }
        }
        return
            "\(ProblemNotice(attempt?.refusal))\(Lines.good(done))\(signsFor)\(LeaderNotice.html(exchange, unitName))"
    }

    private var units: HTML {
        let led = exchange.caller?.units(as: .leader) ?? []
        guard led.count > 1 else { return "" }
        let links: [HTML] = led.map { code in
            let here: HTML = code == board.unit ? " aria-current=\"true\"" : ""
            return
                "<li><a href=\"/lanh-dao?unit=\(URLText.encoded(code))\"\(here)>\(directory.unit(code)?.name ?? code)</a></li>\n"
        }
        return "<nav aria-label=\"\(Texts.Leader.units)\"><ul class=\"chips\">\(links)</ul></nav>"
    }

    // MARK: numbers

    static func door(_ unit: String, _ what: String, holder: String? = nil) -> String {
        "/lanh-dao/danh-sach?unit=\(URLText.encoded(unit))&what=\(what)"
            + (holder.map { "&holder=\(URLText.encoded($0))" } ?? "")
    }

    private var numbers: HTML {
        let doors: [(String, Int, Text, Bool)] = [
            ("ky", board.signCount, Texts.Leader.toSign, false), ("tre", board.late, Texts.Leader.late, true),
            ("mai", board.tomorrow, Texts.Leader.tomorrow, false),
            ("xin-loi", board.apologies, Texts.Leader.apologies, false),
        ]
        let items: [HTML] = doors.map { what, count, words, isAlarm in
            let alarm: HTML = isAlarm && count > 0 ? " class=\"alarm\"" : ""
            return
                "<li\(alarm)><a href=\"\(LeaderPage.door(board.unit, what))\"><b>\(count)</b>\(words)</a></li>\n"
        }
        return "<ul class=\"numbers\">\(items)\(LeaderPage.days(board))</ul>"
    }

    /// Intake and results of today and of the last working day.
    static func days(_ board: LeaderBoard) -> [HTML] {
        [(Texts.Leader.today, board.today), (Texts.Leader.lastDay, board.lastDay)].map { title, day in
            """
            <li><span class="cell"><b class="sums">\(day.received) / \(day.resolved) / \(day.returned)</b>\(title): \
            \(Texts.Leader.received) / \(Texts.Leader.resolved) / \(Texts.Leader.returned)</span></li>

            """
        }
    }

    private var toSign: HTML {
        let path = "/ho-so?unit=\(URLText.encoded(board.unit))&step=sign"
        let items: [HTML] = board.toSign.prefix(12).map { code, count in
            let name = directory.procedures[code]?.first?.shortName ?? code
            return
                "<li><a href=\"\(path)&procedure=\(code)\">\(name)</a> · <b>\(count)</b></li>\n"
        }
        let list: HTML =
            items.isEmpty
            ? "<p>\(Texts.Leader.nothingToSign)</p>"
            : """
            <ul class="check">\(items)</ul>
            <p class="buttons"><a class="do seal" href="\(path)" data-key="s">\(Texts.Leader.signAll) (\(board.signCount))</a></p>
            """
        return "<section><h2>\(Texts.Leader.toSign)</h2>\(list)</section>"
    }

    private func section(
        _ matter: Matter, _ count: Int, _ lines: [LeaderLine], _ none: Text, lead: Text? = nil
    ) -> HTML {
        let title = Texts.Leader.matter(matter, "")
        guard count > 0 else { return "<section><h2>\(title)</h2><p>\(none)</p></section>" }
        let what = matter == .late ? "tre" : matter == .tomorrow ? "mai" : "xin-loi"
        let words: HTML? = lead.map { "<p class=\"small\">\($0)</p>" }
        let more: HTML =
            count > lines.count
            ? "<p><a href=\"\(LeaderPage.door(board.unit, what))\">\(Texts.Leader.all) (\(count))</a></p>" : ""
        return """
            <section><h2>\(title)</h2>\(words)
            \(LeaderList.table(lines, label: title, caption: Texts.Leader.listed(lines.count, of: count), exchange))
            \(more)</section>
            """
    }

    private var people: HTML {
        let most = max(1, board.people.map(\.open).max() ?? 1)
        let rows: [HTML] = board.people.prefix(40).map { load in
            let name = load.user.map { directory.names[$0] ?? $0 } ?? Texts.Leader.nobody.words
            let away: HTML? = load.user.flatMap { directory.absence(of: $0, at: exchange.now) }.map {
                "<br><small>\(Texts.Leader.absence) \(Texts.Leader.until($0.until))</small>"
            }
            let over: HTML =
                load.isOverloaded ? " <span class=\"pill late\">\(Texts.Leader.overloaded)</span>" : ""
            let width = 4 + load.open * 116 / most
            return """
                <tr><th scope="row"><a \
                href="\(LeaderPage.door(board.unit, "nguoi", holder: load.user ?? ""))">\(name)</a>\(over)\(away)</th>
                <td>\(load.open) <svg class="bar" aria-hidden="true" width="120" height="8"><rect width="\(width)" height="8" \
                class="\(load.isOverloaded ? "over" : "plain")"></rect></svg></td><td>\(load.late)</td>\
                <td>\(load.tomorrow)</td></tr>

                """
        }
        return """
            <section><div class="scroll" tabindex="0" role="region" aria-label="\(Texts.Leader.people)">
            <table><caption>\(Texts.Leader.people) · \(board.open)</caption><thead><tr><th scope="col">\(Texts.Leader.person)</th>
            <th scope="col">\(Texts.Leader.open)</th><th scope="col">\(Texts.Leader.lateColumn)</th>\
            <th scope="col">\(Texts.Leader.soonColumn)</th></tr></thead><tbody>\(rows)</tbody></table></div></section>
            """
    }
}

/// The reminder that administrators may put on the page and on the morning paper.
enum LeaderNotice {
    static func html(_ exchange: Exchange, _ unit: String) -> HTML {
        guard let text = EditableTexts.named("notice.leader") else { return "" }
        let directory = exchange.house.server.office.directory
        let words = directory.wording(text, Language.current.rawValue, at: exchange.now)
        guard !words.isEmpty else { return "" }
        let filled = EditableText.filled(words, ["donVi": unit, "ngay": exchange.now.date.vietnamese])
        return "<p class=\"notice\">\(filled)</p>"
    }
}

/// A list of dossiers with who has them and why they still lie there.
struct LeaderList {
    let exchange: Exchange
    let unit: String
    let matter: Matter
    let lines: [LeaderLine]
    let next: Int?

    var reply: Reply {
        let directory = exchange.house.server.office.directory
        var name = Texts.Leader.nobody.words
        if case .holder(let user?) = matter { name = directory.names[user] ?? user }
        let title = Texts.Leader.matter(matter, name)
        let table =
            lines.isEmpty
            ? "<p>\(Texts.Leader.none)</p>" as HTML
            : LeaderList.table(lines, label: title, caption: Texts.Leader.urgentFirst, exchange)
        let further: HTML? = next.map { next in
            let holder = exchange.text("holder")
            let path = LeaderPage.door(unit, exchange.text("what"), holder: holder)
            return "<p><a class=\"do quietly\" href=\"\(path)&cursor=\(next)\">\(Texts.Leader.next)</a></p>"
        }
        let body: HTML = """
            <p class="small"><a href="/lanh-dao?unit=\(URLText.encoded(unit))">\(Texts.Leader.back)</a> · \
            \(directory.unit(unit)?.name ?? unit)</p>
            <h1>\(title) · <span id="count">\(lines.count)\(next == nil ? "" : "+")</span></h1>
            <div id="danh-sach" data-live="unit:\(unit)">\(table)\(further)</div>
            """
        return exchange.page(title.words, at: "/lanh-dao", wide: true, body)
    }

    /// - Parameters:
    ///   - label: what the list is, as the heading above it says.
    ///   - caption: what the heading does not say: how much of it is shown, in which order.
    static func table(_ lines: [LeaderLine], label: Text, caption: Text, _ exchange: Exchange) -> HTML {
        let rows: [HTML] = lines.map { row($0, exchange) }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)"><table class="stack">\
            <caption>\(caption)</caption>
            <thead><tr><th scope="col">\(Texts.Inbox.left)</th><th scope="col">\(Texts.Inbox.procedure)</th>\
            <th scope="col">\(Texts.Leader.withWhom)</th><th scope="col">\(Texts.Leader.why)</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            """
    }

    /// The step under way, before acceptance the state.
    static func place(_ explained: LeaderLine) -> String {
        let state = explained.line.state
        return explained.stepName.isEmpty ? Text(state.vietnamese, state.english).words : explained.stepName
    }

    private static func row(_ explained: LeaderLine, _ exchange: Exchange) -> HTML {
        let (line, directory) = (explained.line, exchange.house.server.office.directory)
        let due = line.due ?? line.acceptBy
        let pill = TimePill(state: line.state, remaining: line.remainingMinutes, due: due, now: exchange.now)
        let holder = line.holder.map { directory.names[$0] ?? $0 } ?? Texts.Leader.nobody.words
        let step = place(explained)
        let since: HTML? = explained.since.map { ", \(Texts.Leader.since($0))" }
        let awaits: HTML? = explained.awaits.map {
            "<br><small>\(Texts.Leader.awaits(directory.unit($0)?.name ?? $0))</small>"
        }
        let again: HTML =
            explained.reschedules > 0
            ? "<br><small>\(Texts.Leader.rescheduled(explained.reschedules))</small>" : ""
        let when: HTML? = due.map { "<br><small>\($0)</small>" }
        return """
            <tr><td>\(pill)\(when)</td>
            <td><a href="/ho-so/\(URLText.encoded(line.number))">\(line.procedureName)</a><br>
            <small>\(line.applicant) · \(line.number)</small></td>
            <td>\(holder)</td><td>\(step)\(since)\(awaits)\(again)</td></tr>

            """
    }
}
