// MorningPaper.swift: the morning meeting on one A4 page, black on white: the numbers, then the names behind them.

import Casework
import Office

struct MorningPaper {
    /// Lines of each list, so that two printed lines each still leave the paper at one page; the caption has the whole count.
    static let lines = 5
    private static let apologies = 3
    private static let people = 6
    private static let absences = 4

    let exchange: Exchange
    let board: LeaderBoard

    private var directory: Directory { exchange.house.server.office.directory }
    private func name(_ login: String?) -> String {
        login.map { directory.names[$0] ?? $0 } ?? Texts.Leader.nobody.words
    }

    var reply: Reply {
        let unit = directory.unit(board.unit)?.name ?? board.unit
        let title = Texts.Leader.paperTitle(unit, exchange.now.date.vietnamese)
        let body: HTML = """
            <div class="morning">
            <p class="small noprint"><a href="/lanh-dao?unit=\(URLText.encoded(board.unit))">\(Texts.Leader.back)</a> · \
            \(Texts.Leader.toPrint)</p>
            <h1>\(title)</h1>
            <p>\(Texts.Leader.sentence(board))</p>\(LeaderNotice.html(exchange, unit))
            \(numbers)
            \(lines(Texts.Leader.late, board.late, board.lateLines))
            \(lines(Texts.Leader.tomorrow, board.tomorrow, board.tomorrowLines))
            \(lines(Texts.Leader.apologies, board.apologies, Array(board.apologyLines.prefix(MorningPaper.apologies))))
            \(people)
            \(away)
            </div>
            """
        return exchange.page(title.words, at: "/lanh-dao", body)
    }

    private var numbers: HTML {
        let cells: [(Int, Text)] = [
            (board.signCount, Texts.Leader.toSign), (board.late, Texts.Leader.late),
            (board.tomorrow, Texts.Leader.tomorrow), (board.apologies, Texts.Leader.apologies),
        ]
        let items: [HTML] = cells.map { "<li><span class=\"cell\"><b>\($0.0)</b>\($0.1)</span></li>\n" }
        return "<ul class=\"numbers\">\(items)\(LeaderPage.days(board))</ul>"
    }

    private func lines(_ title: Text, _ count: Int, _ lines: [LeaderLine]) -> HTML {
        guard count > 0 else { return "" }
        let rows: [HTML] = lines.map { explained in
            let line = explained.line
            let pill = TimePill(
                state: line.state, remaining: line.remainingMinutes, due: line.due ?? line.acceptBy,
                now: exchange.now)
            let since: HTML? = explained.since.map { ", \(Texts.Leader.since($0))" }
            return """
                <tr><td><span>\(pill.words)</span></td><td><span>\(line.procedureName)</span> <small>\(line.number)</small></td>
                <td><span>\(name(line.holder))</span></td><td><span>\(LeaderList.place(explained))\(since)</span></td></tr>

                """
        }
        return """
            <div class="scroll lines" tabindex="0" role="region" aria-label="\(title)"><table><caption>\(title) · \(count)</caption>
            <thead><tr><th scope="col">\(Texts.Inbox.left)</th><th scope="col">\(Texts.Inbox.procedure)</th>\
            <th scope="col">\(Texts.Leader.withWhom)</th><th scope="col">\(Texts.Leader.why)</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private var people: HTML {
        let rows: [HTML] = board.people.prefix(MorningPaper.people).map { load in
            let over: HTML = load.isOverloaded ? " (\(Texts.Leader.overloaded))" : ""
            return
                    """
                    <tr><th scope=\"row\">\(name(load.user))\(over)</th><td>\(load.open)</td>\
                    <td>\(load.late)</td><td>\(load.tomorrow)</td></tr>\n
                    """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.Leader.people)"><table>\
            <caption>\(Texts.Leader.people) · \(board.open)</caption><thead><tr>\
            <th scope="col">\(Texts.Leader.person)</th>\
            <th scope="col">\(Texts.Leader.open)</th><th scope="col">\(Texts.Leader.lateColumn)</th>\
            <th scope="col">\(Texts.Leader.soonColumn)</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private var away: HTML {
        let absent: [HTML] = LeaderForms.absences(board.unit, directory, now: exchange.now).prefix(MorningPaper.absences).map {
            let standIn: HTML? = $0.standIn.map { " (\(Texts.Leader.standsIn(name($0))))" }
            return "<li>\(name($0.user)): \($0.from.vietnamese) – \($0.to.vietnamese)\(standIn)</li>\n"
        }
        let signing: [HTML] = LeaderForms.running(board.unit, directory, now: exchange.now).prefix(MorningPaper.absences).map {
            user, held in
            let to: HTML? = held.grant.to.map { ", \(Texts.Leader.until($0))" }
            return "<li>\(name(held.grant.delegator)) → \(name(user))\(to)</li>\n"
        }
        let nobody: HTML = "<p>\(Texts.Leader.nobodyAway)</p>"
        return """
            <h2>\(Texts.Leader.absence)</h2>\(absent.isEmpty ? nobody : "<ul>\(absent)</ul>" as HTML)
            \(signing.isEmpty ? "" : "<h2>\(Texts.Leader.delegation)</h2><ul>\(signing)</ul>" as HTML)
            """
    }
}
