// TakePage.swift: four big choices and the question for priority. One column on a phone, two by two in the hall.

import Casework
import Office

struct TakePage {
    let exchange: Exchange
    let unit: String
    let isKiosk: Bool
    var chosen: TicketPriority?
    var refusal: Refusal?

    init(
        _ exchange: Exchange, unit: String, isKiosk: Bool, chosen: TicketPriority? = nil, refusal: Refusal? = nil
    ) {
        self.exchange = exchange
        self.unit = unit
        self.isKiosk = isKiosk
        self.chosen = chosen ?? TicketPriority(rawValue: exchange.text("priority"))
        self.refusal = refusal
    }

    /// The three that most people come for; the fourth choice opens the others.
    private static let first: [QueueGroup] = [.certification, .civilStatus, .result]

    func reply(headers: [(String, String)] = []) async throws -> Reply {
        let view = try await Pages.queueView(unit, exchange)
        let name = exchange.house.server.office.directory.unit(unit)?.name ?? unit
        let title = Texts.Queue.take(name)
        let isMore = exchange.query["more"] != nil
        let groups = isMore ? QueueGroup.allCases.filter { !TakePage.first.contains($0) } : TakePage.first
        let buttons: [HTML] = groups.map { button($0, view) }
        let other: HTML = isMore ? "" : """
            <button class="choice" name="group" value="more"><b>\(Texts.Queue.more)</b>
            <span>\(Texts.Queue.moreWords)</span></button>
            """
        let body: HTML = """
            <h1>\(title)</h1>
            <div id="sanh" data-live="queue:\(unit)"><p class="lead">\(Texts.Queue.hall(view.waiting.count, view.counters.count))</p></div>
            \(ProblemNotice(refusal))
            \(mine)
            <form method="post" action="/lay-so" class="take">\(exchange.mark)
            <input type="hidden" name="unit" value="\(unit)">
            <input type="hidden" name="channel" value="\((isKiosk ? TicketChannel.kiosk : .phone).rawValue)">
            <input type="hidden" name="key" value="\(exchange.house.randomID())">
            \(priorities)
            <div class="choices">
            \(buttons)\(other)</div></form>
            \(links(isMore))
            """
        return exchange.page(
            Texts.Queue.navTake.words, at: "/lay-so", wide: true, status: refusal?.status ?? 200,
            headers: headers, body)
    }

    private func button(_ group: QueueGroup, _ view: QueueView) -> HTML {
        let range = view.offer(group, chosen).range
        let wait = range.map { Texts.Queue.wait($0) } ?? Texts.Queue.noCounter
        return """
            <button class="choice" name="group" value="\(group.rawValue)"><b>\(Texts.Queue.group(group))</b>
            <span>\(Texts.Queue.groupWords(group))</span><span class="wait-words">\(wait)</span></button>

            """
    }

    private var priorities: HTML {
        let all: [TicketPriority?] = [nil] + TicketPriority.allCases
        let radios: [HTML] = all.map { priority in
            let value = priority?.rawValue ?? ""
            let mark: HTML = priority == chosen ? " checked" : ""
            return """
                <label class="pick chip"><input type="radio" name="priority" value="\(value)"\(mark)>
                <span>\(Texts.Queue.priority(priority))</span></label>

                """
        }
        return """
            <fieldset><legend>\(Texts.Queue.priorityTitle)</legend>
            <div class="chiprow">\(radios)</div>
            <p class="hint">\(Texts.Queue.priorityWhy)</p></fieldset>
            """
    }

    /// The ticket this phone took and that may still be open.
    private var mine: HTML {
        let kept = (Cookie.value("phieu", in: exchange.header("cookie")) ?? "").split(separator: ".")
        guard !isKiosk, kept.count == 2, let number = TicketNumber(kept[0]), number.day == exchange.now.date,
            number.unit == unit
        else { return "" }
        return """
            <div class="notice"><p>\(Texts.Queue.yours(number.short))
            <a href="\(TicketPage.path(number.description, String(kept[1])))">\(Texts.Queue.open)</a></p></div>
            """
    }

    private func links(_ isMore: Bool) -> HTML {
        let back: HTML = isMore ? "<li><a href=\"/lay-so?unit=\(unit)\">\(Texts.Queue.backToFour)</a></li>" : ""
        let kiosk: HTML =
            isKiosk
            ? "<li><a href=\"/lay-so?unit=\(unit)&amp;kiosk=0\">\(Texts.Queue.notKiosk)</a></li>"
            : "<li><a href=\"/lay-so?unit=\(unit)&amp;kiosk=1\">\(Texts.Queue.asKiosk)</a></li>"
        return """
            <ul class="chips noprint">\(back)<li><a href="/lay-so/bang?unit=\(unit)">\(Texts.Queue.toBoard)</a></li>
            <li><a href="/lay-so?doi=1">\(Texts.Queue.changeUnit)</a></li>\(kiosk)</ul>
            """
    }
}
