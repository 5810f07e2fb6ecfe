// MessagePages.swift: what applicants were told: sent, waiting, failed and why; send again by hand.

import Casework
import Office

extension Pages {
    static let messageRoutes = [
        page("GET", "/tin-nhan", .staff, "What applicants of a unit were told") { exchange in
            try await MessagesPage.show(exchange, problem: nil)
        },
        page("POST", "/tin-nhan", .staff, "Send a message again") { exchange in
            let (caller, typed, now) = (try exchange.requireCaller(), exchange.typed, exchange.now)
            let id = typed["id"] ?? ""
            do {
                _ = try await exchange.house.server.submit { try $0.resend(id, by: caller, now: now) }
                let back = typed["back"].flatMap(localPath) ?? "/tin-nhan"
                return .redirect(back + (back.contains("?") ? "&" : "?") + "done=again")
            } catch let refusal as Refusal {
                return try await MessagesPage.show(exchange, problem: refusal)
            }
        },
    ]
}

struct MessagesPage {
    private let exchange: Exchange
    private let unit: String
    private let group: OutboxQuestion.Group
    private let page: Page<MessageLine>
    private let counts: [OutboxQuestion.Group: Int]
    private let problem: Refusal?

    static func show(_ exchange: Exchange, problem: Refusal?) async throws -> Reply {
        let (caller, now) = (try exchange.requireCaller(), exchange.now)
        let asked = exchange.text("unit")
        guard let unit = asked.isEmpty ? caller.workUnits.first ?? caller.units.first : asked else {
            throw Refusal.noRight("xem tin nhắn", "see messages", unit: "-")
        }
        let group = OutboxQuestion.Group(rawValue: exchange.text("nhom")) ?? .all
        let cursor = exchange.text("cursor")
        let limit = exchange.wantsCSV ? CSV.limit : try exchange.limit()
        let (page, counts) = try await exchange.house.server.ask { tx, _ in
            (
                try OutboxQuestion.ask(
                    unit, group, before: cursor.isEmpty ? nil : cursor, limit: limit, caller: caller, tx),
                try OutboxQuestion.counts(unit, now: now, caller: caller, tx)
            )
        }
        let all = MessagesPage(
            exchange: exchange, unit: unit, group: group, page: page, counts: counts, problem: problem)
        return exchange.wantsCSV ? all.file : all.reply
    }

    private var file: Reply {
        typealias T = Texts.Messages
        return exchange.csv(
            "tin-nhan-\(unit)", about: "unit:\(unit)",
            [T.when, Texts.Everyday.number, T.what, T.way, T.outcome, T.attempts, T.doneAt, T.answer],
            page.items.map { line in
                [
                    .time(line.madeAt), .code(line.number), .text(Text(line.event.vi, line.event.en).words),
                    .text(MessagesPage.way(line).words), .text(MessagesPage.outcome(line).words),
                    .number(line.attempts), .time(line.doneAt), .text(line.answer),
                ]
            })
    }

    private var reply: Reply {
        let heading = Texts.Messages.heading(
            failed: counts[.failed] ?? 0, waiting: counts[.waiting] ?? 0, sent: counts[.sent] ?? 0)
        let done = exchange.query["done"] == nil || problem != nil ? nil : Texts.Messages.resent
        let body: HTML = """
            <p class="small">\(exchange.house.server.office.directory.unit(unit)?.name ?? unit)</p>
            <h1>\(heading)</h1>
            \(ProblemNotice(problem))\(Lines.good(done))\(notice)
            \(chips)
            <section id="messages" data-live="messages:\(unit)">\(table)</section>
            \(further)
            <p>\(exchange.csvLink)</p>
            """
        return exchange.page(
            Texts.Messages.title.words, at: "/tin-nhan", wide: true, status: problem?.status ?? 200, body)
    }

    private var notice: HTML {
        let house = exchange.house
        if house.isTraining { return "<p class=\"notice\">\(Texts.Messages.training)</p>" }
        if house.messaging.isEmpty { return "<p class=\"notice bad\">\(Texts.Messages.notConfigured)</p>" }
        let missing: [HTML] = MessageChannel.allCases.filter { !house.messaging.contains($0) }.map {
            "<p class=\"notice\">\(Texts.Messages.partly($0))</p>"
        }
        return "\(missing)"
    }

    private var chips: HTML {
        let links: [HTML] = OutboxQuestion.Group.allCases.map { one in
            let here: HTML = one == group ? " aria-current=\"true\"" : ""
            return """
                <li><a href="/tin-nhan?unit=\(URLText.encoded(unit))&amp;nhom=\(one.rawValue)"\(here)>\
                \(Texts.Messages.group(one, counts[one] ?? 0))</a></li>

                """
        }
        return "<nav aria-label=\"\(Texts.Messages.groups)\"><ul class=\"chips\">\(links)</ul></nav>"
    }

    private var table: HTML {
        guard !page.items.isEmpty else { return "<p>\(Texts.Messages.none)</p>" }
        let rows: [HTML] = page.items.map(row)
        typealias T = Texts.Messages
        return """
            <div class="scroll"><table class="stack"><caption>\(T.caption)</caption>
            <thead><tr><th scope="col">\(T.when)</th><th scope="col">\(T.what)</th><th scope="col">\(T.way)</th>\
            <th scope="col">\(T.outcome)</th><th scope="col"><span class="unseen">\(T.again)</span></th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            """
    }

    private func row(_ line: MessageLine) -> HTML {
        let again: HTML = line.canResend ? button(line) : ""
        return """
            <tr><td class="small">\(line.madeAt)</td>
            <td><a href="/ho-so/\(URLText.encoded(line.number))">\(Text(line.event.vi, line.event.en))</a>\
            <small>\(line.number)</small></td>
            <td>\(MessagesPage.way(line))</td><td>\(MessagesPage.pill(line, exchange))</td><td>\(again)</td></tr>

            """
    }

    private func button(_ line: MessageLine) -> HTML {
        let back = "/tin-nhan?unit=\(URLText.encoded(unit))&nhom=\(group.rawValue)"
        return """
            <form method="post" action="\(back)">\(exchange.mark)<input type="hidden" name="id" value="\(line.id)">\
            <input type="hidden" name="back" value="\(back)">\
            <button class="do quietly">\(Texts.Messages.again)<span class="unseen"> \(line.number), \
            \(MessagesPage.way(line))</span></button></form>
            """
    }

    private var further: HTML {
        guard let next = page.next else { return "" }
        return """
            <p><a class="do quietly" href="/tin-nhan?unit=\(URLText.encoded(unit))&amp;nhom=\(group.rawValue)\
            &amp;cursor=\(URLText.encoded(next))">\(Texts.Messages.further)</a></p>
            """
    }

    // MARK: one line in words

    static func way(_ line: MessageLine) -> Text {
        line.via.map(Texts.Messages.via) ?? Texts.Messages.channel(line.channel)
    }

    static func outcome(_ line: MessageLine) -> Text {
        let state = Texts.Messages.state(line.state)
        guard line.state != .sent, let reason = line.reason.map(Texts.Messages.reason) else { return state }
        return Text("\(state.vi): \(reason.vi)", "\(state.en): \(reason.en)")
    }

    /// State as a pill, and under it why, when, how often and what the server said.
    static func pill(_ line: MessageLine, _ exchange: Exchange) -> HTML {
        let kind: HTML
        switch line.state {
        case .sent: kind = "fine"
        case .failed, .doubtful: kind = "late"
        case .sending, .handing: kind = "move"
        case .waiting, .dropped: kind = "wait"
        }
        var notes: [HTML] = []
        if line.state != .sent, let reason = line.reason { notes.append("\(Texts.Messages.reason(reason))") }
        if line.attempts > 1 { notes.append("\(Texts.Messages.tries(line.attempts))") }
        if line.state == .waiting, line.attempts > 0 { notes.append("\(Texts.Messages.next(line.nextAt))") }
        if let done = line.doneAt { notes.append("\(done)") }
        if let answer = line.answer, !answer.isEmpty { notes.append("“\(answer)”") }
        if let by = line.askedBy {
            notes.append("\(Texts.Messages.again): \(exchange.house.server.office.directory.names[by] ?? by)")
        }
        let small: [HTML] = notes.enumerated().map { $0.offset == 0 ? $0.element : " · \($0.element)" }
        let under: HTML = small.isEmpty ? "" : "<small class=\"why\">\(small)</small>"
        return "<span class=\"pill \(kind)\">\(Texts.Messages.state(line.state))</span>\(under)"
    }
}
