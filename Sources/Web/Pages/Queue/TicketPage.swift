// TicketPage.swift: one ticket for who holds it: place, expected wait, “please come now”, cancelling, the slip to print.
//
// The address with the code (`?ma=`) is the holder's; without it the page shows what the board shows anyway.

import Casework
import Office

struct TicketPage {
    let exchange: Exchange
    let ticket: Ticket
    let view: QueueView
    let refusal: Refusal?

    static func path(_ number: String, _ code: String?) -> String {
        "/lay-so/\(URLText.encoded(number))" + (code.map { "?ma=\(URLText.encoded($0))" } ?? "")
    }

    private var short: String { ticket.number.short }
    private var code: String { exchange.typed["ma"] ?? exchange.text("ma") }
    private var isHolder: Bool {
        code.uppercased() == exchange.house.server.office.ticketCode(ticket.number)
    }
    private var isPast: Bool { ticket.number.day != exchange.now.date && !ticket.state.isEnd }
    private var line: WaitingTicket? { view.waiting.first { $0.ticket.number == ticket.number } }
    private var unitName: String {
        exchange.house.server.office.directory.unit(ticket.number.unit)?.name ?? ticket.number.unit
    }

    private var address: String { TicketPage.path(ticket.number.description, code.isEmpty ? nil : code) }

    var reply: Reply {
        let body: HTML = """
            <div class="narrow ticket" data-address="\(address)">
            <section id="phieu" data-live="queue:\(ticket.number.unit)">
            <h1>\(title)</h1>
            \(ProblemNotice(refusal))
            <p class="numeral\(ticket.state == .called ? " calling" : "" as HTML)" aria-hidden="true">\(short)</p>
            <p class="small">\(unitName) · \(Texts.Queue.group(ticket.group))\(priority)</p>
            <div aria-live="polite">\(words)</div>
            \(dossiers)
            \(cancel)
            \(slip)
            </section>
            \(buttons)</div>
            """
        return exchange.page(
            Texts.Queue.ticket(short).words, at: "/lay-so", status: refusal?.status ?? 200, body)
    }

    private var priority: HTML {
        guard let priority = ticket.priority else { return "" }
        return " · \(Texts.Queue.priority(priority))"
    }

    private var title: Text {
        if isPast { return Texts.Queue.missed(short) }
        let counter = ticket.counter ?? 0
        switch ticket.state {
        case .waiting: return Texts.Queue.waiting(short, line?.ahead ?? 0)
        case .called: return Texts.Queue.come(short, counter)
        case .serving: return Texts.Queue.serving(short, counter)
        case .done: return Texts.Queue.done(short)
        case .missed: return Texts.Queue.missed(short)
        case .cancelled: return Texts.Queue.cancelled(short)
        }
    }

    private var words: HTML {
        if isPast { return "<p>\(Texts.Queue.past(ticket.number.day.vietnamese))</p>" }
        let told: HTML? = ticket.promise.map {
            "<p class=\"small\">\(Texts.Queue.promised($0, ticket.takenAt.timeOfDay.description))</p>"
        }
        switch ticket.state {
        case .waiting:
            let expect = line?.range.map { Texts.Queue.expect($0) } ?? Texts.Queue.unknownWait
            let calls: HTML = ticket.calls > 0 ? "<p>\(Texts.Queue.calledBefore(ticket.calls))</p>" : ""
            let moved: HTML = ticket.transfers > 0 ? "<p>\(Texts.Queue.moved)</p>" : ""
            return "<p class=\"lead\">\(expect)</p>\(calls)\(moved)\(told)"
        case .called:
            let spoken = Texts.Queue.spoken(short, ticket.counter ?? 0)
            return "<p class=\"lead\">\(spoken)</p>"
        case .missed: return "<p>\(Texts.Queue.missedWhy)</p>"
        case .serving, .done:
            let waited: HTML? = ticket.wait.map { "<p>\(Texts.Queue.waited(Int($0 / 60_000)))</p>" }
            return "\(waited)\(told)"
        case .cancelled: return ""
        }
    }

    private var dossiers: HTML {
        let isStaff = exchange.caller?.isAtCounter(of: ticket.number.unit) ?? false
        guard !ticket.dossiers.isEmpty, isHolder || isStaff else { return "" }
        let items: [HTML] = ticket.dossiers.map { number in
            let to = isStaff ? "/ho-so/" + URLText.encoded(number) : "/tra-cuu?number=" + URLText.encoded(number)
            return "<li><a href=\"\(to)\">\(number)</a></li>\n"
        }
        return "<h2>\(Texts.Queue.dossiers)</h2><ul class=\"check\">\(items)</ul>"
    }

    private var cancel: HTML {
        guard ticket.state == .waiting, isHolder, !isPast else { return "" }
        return """
            <form method="post" action="\(TicketPage.path(ticket.number.description, nil))/huy" class="noprint">\(exchange.mark)
            <input type="hidden" name="ma" value="\(code)">
            <p class="hint">\(Texts.Queue.cancelWhy)</p>
            <p class="buttons"><button class="do quietly">\(Texts.Queue.cancel)</button></p></form>
            """
    }

    private var buttons: HTML {
        let unit = ticket.number.unit
        let isAtMachine = exchange.query["in"] != nil
        let again: HTML =
            isAtMachine
            ? "<a class=\"do seal\" href=\"/lay-so?unit=\(unit)\" data-back=\"25\">\(Texts.Queue.next)</a>"
            : "<a class=\"do quietly\" href=\"/lay-so?unit=\(unit)\">\(Texts.Queue.again)</a>"
        let print: HTML =
            ticket.state == .waiting && !isPast
            ? "<button type=\"button\" class=\"do quietly\" data-print hidden>\(Texts.Queue.print)</button>" : ""
        return """
            <p class="buttons noprint">\(again)\(print)
            <a class="do quietly" href="\(TicketPage.path(ticket.number.description, code.isEmpty ? nil : code))">\(Texts.Queue.renew)</a>
            <a class="do quietly" href="/lay-so/bang?unit=\(unit)">\(Texts.Queue.toBoard)</a></p>
            """
    }

    /// On paper only: 80 mm wide.
    private var slip: HTML {
        guard ticket.state == .waiting, !isPast else { return "" }
        let scheme = exchange.header("x-forwarded-proto") == "https" ? "https" : "http"
        let path = TicketPage.path(ticket.number.description, code)
        let address = exchange.header("host").map { "\(scheme)://\($0)\(path)" }
        let qr: HTML? = isHolder ? address.map { QRPicture.svg($0, label: Texts.Queue.follow, width: 110) } : nil
        let wait = ticket.promise.map { Texts.Queue.minutes($0) } ?? Texts.Queue.noCounter
        let first: HTML = ticket.priority == nil ? "" : "<br>\(Texts.Queue.priorityLabel): \(Texts.Queue.priority(ticket.priority))"
        return """
            <div class="slip" aria-hidden="true"><p><b>\(unitName)</b><br>\(Texts.Queue.slipTitle)</p>
            <p class="numeral">\(short)</p>
            <p>\(Texts.Queue.group(ticket.group))\(first)</p>
            <p>\(Texts.Queue.takenAt): \(ticket.takenAt.vietnamese)<br>\(Texts.Queue.aheadLabel): \(Texts.Queue.people(ticket.ahead))<br>\
            \(Texts.Queue.expectLabel): \(wait)</p>
            \(qr)
            <p>\(Texts.Queue.slipFoot)</p></div>
            """
    }
}
