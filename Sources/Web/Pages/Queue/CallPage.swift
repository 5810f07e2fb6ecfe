// CallPage.swift: the clerk's page: the ticket in hand is the biggest thing, the next action the first button.
//
// Keys: n calls the next (and finishes the one being served), r calls again, s they are here, d done, v absent. The focus
// begins on the likeliest button. Everything is a form; the page renews itself while nobody types.

import Casework
import Office

struct CallPage {
    let exchange: Exchange
    let caller: Caller
    let typed: [String: String]
    let refusal: Refusal?

    init(_ exchange: Exchange, typed: [String: String], refusal: Refusal?) throws {
        self.exchange = exchange
        caller = try exchange.requireCaller()
        self.typed = typed
        self.refusal = refusal
    }

    private func asked(_ name: String) -> String { typed[name] ?? exchange.text(name) }

    func reply() async throws -> Reply {
        let units = caller.units(as: .counter)
        guard let first = units.first else {
            throw Refusal.noRight("gọi số", "call numbers", unit: caller.units.joined(separator: ", "))
        }
        let unit = units.contains(asked("unit")) ? asked("unit") : first
        let view = try await Pages.queueView(unit, inDetail: true, exchange)
        let own = view.counters.filter { $0.counter.user == caller.user }
        let wanted = Int(asked("quay"))
        let mine = own.first { $0.counter.number.counter == wanted } ?? (wanted == nil ? own.first : nil)
        let panel: HTML = mine.map { hand($0, view) } ?? openForm(view)
        let lead: Text = mine.map { sentence($0, view) } ?? Texts.Calling.closed(own.isEmpty ? nil : wanted, view.waiting.count)
        let body: HTML = """
            <div class="notice noprint" data-stale hidden><p>\(Texts.Calling.stale)
            <a href="/goi-so?unit=\(unit)">\(Texts.Queue.renew)</a></p></div>
            <section id="goi" data-live="queue:\(unit)"><h1>\(lead)</h1>
            \(ProblemNotice(refusal, target: refusal?.field.map { "g-" + $0 }))
            \(unserved(view))
            \(switches(units, unit, own, mine))</section>
            <div class="two"><div><div id="tay" data-live="queue:\(unit)">\(panel)</div>
            <div id="hang" data-live="queue:\(unit)">\(LineTable(view: view).html)</div></div>
            <div class="beside"><div id="quay-mo" data-live="queue:\(unit)">\(counters(view))</div>
            \(links(unit))</div></div>
            """
        return exchange.page(
            Texts.Queue.navCall.words, at: "/goi-so", wide: true, status: refusal?.status ?? 200, body)
    }

    private func sentence(_ mine: CounterView, _ view: QueueView) -> Text {
        let n = mine.counter.number.counter
        if let ticket = mine.current {
            return ticket.state == .called
                ? Texts.Calling.called(n, ticket.number.short, ticket.calls)
                : Texts.Calling.serving(n, ticket.number.short)
        }
        return Texts.Calling.idle(n, view.waiting(at: n).count, view.next(at: n)?.number.short)
    }

    /// Hidden fields of every form here.
    private func hidden(_ unit: String, _ counter: Int?) -> HTML {
        let quay: HTML? = counter.map { "<input type=\"hidden\" name=\"quay\" value=\"\($0)\">" }
        return """
            \(exchange.mark)<input type="hidden" name="unit" value="\(unit)">\(quay)
            <input type="hidden" name="key" value="\(exchange.house.randomID())">
            """
    }

    // MARK: the counter

    private func hand(_ mine: CounterView, _ view: QueueView) -> HTML {
        let n = mine.counter.number.counter
        let ticket: HTML = mine.current.map { current($0) } ?? ""
        return """
            <div class="sheet hand">\(ticket)
            <form method="post" action="/goi-so">\(hidden(view.unit, n))
            \(whom(mine, view))
            <p class="buttons">\(buttons(mine))</p></form>
            \(mine.current.map { intake($0) })</div>
            \(mine.current.map { transfer($0, mine, view) })
            \(exact(mine, view))
            \(change(mine, view))
            """
    }

    private func current(_ ticket: Ticket) -> HTML {
        let priority: HTML? = ticket.priority.map { "<span class=\"pill today\">\(Texts.Queue.priority($0))</span>" }
        let waited: HTML? = ticket.wait.map { " · \(Texts.Calling.since) \(TimePill.span(Int($0 / 60_000)))" }
        let dossiers: HTML =
            ticket.dossiers.isEmpty
            ? ""
            : "<p>\(Texts.Calling.dossiers): \(ticket.dossiers.map { "<a href=\"/ho-so/\(URLText.encoded($0))\">\($0)</a> " as HTML })</p>"
        return """
            <p class="numeral">\(ticket.number.short)</p>
            <p>\(Texts.Queue.group(ticket.group)) \(priority)<span class="small">\(waited)</span></p>
            \(dossiers)
            """
    }

    private func buttons(_ mine: CounterView) -> HTML {
        func button(_ what: String, _ words: Text, key: String, _ look: String, focus: Bool = false) -> HTML {
            let start: HTML = focus ? " autofocus data-focus" : ""
            return """
                <button class="do \(look)" id="g-\(what)" name="do" value="\(what)" data-key="\(key)" data-key-says="\(words)"\(start)>\
                \(words) <kbd aria-hidden="true">\(key)</kbd></button>

                """
        }
        switch mine.current?.state {
        case .called:
            return button("serve", Texts.Calling.serve, key: "s", "seal", focus: true)
                + button("recall", Texts.Calling.recall, key: "r", "quietly")
                + button("miss", Texts.Calling.absent, key: "v", "quietly")
                + button("done", Texts.Calling.done, key: "d", "quietly")
        case .serving:
            return button("call", Texts.Calling.doneAndNext, key: "n", "seal", focus: true)
                + button("done", Texts.Calling.done, key: "d", "quietly")
        default: return button("call", Texts.Calling.next, key: "n", "seal", focus: true)
        }
    }

    private func intake(_ ticket: Ticket) -> HTML {
        """
        <p><a class="do quietly" href="/quay?ticket=\(URLText.encoded(ticket.number.description))" data-key="t"\
         data-key-says="\(Texts.Calling.intake)">\(Texts.Calling.intake) <kbd aria-hidden="true">t</kbd></a></p>
        """
    }

    /// From which field the next is called, where the counter takes several.
    private func whom(_ mine: CounterView, _ view: QueueView) -> HTML {
        let n = mine.counter.number.counter
        guard mine.counter.groups.count > 1, mine.current?.state != .called else { return "" }
        let options: [HTML] = mine.counter.groups.map { group in
            let chosen: HTML = asked("group") == group.rawValue ? " selected" : ""
            let words = Texts.Calling.of(Texts.Queue.group(group), view.waiting(at: n, only: group).count)
            return "<option value=\"\(group.rawValue)\"\(chosen)>\(words)</option>\n"
        }
        return """
            <div class="field"><label for="g-group">\(Texts.Calling.whom)</label><select id="g-group" name="group">
            <option value="">\(Texts.Calling.inOrder)</option>\(options)</select></div>
            """
    }

    private func transfer(_ ticket: Ticket, _ mine: CounterView, _ view: QueueView) -> HTML {
        let wanted = QueueGroup(rawValue: typed["toGroup"] ?? "") ?? ticket.group
        let groups: [HTML] = QueueGroup.allCases.map { group in
            let chosen: HTML = group == wanted ? " selected" : ""
            return "<option value=\"\(group.rawValue)\"\(chosen)>\(Texts.Queue.group(group))</option>\n"
        }
        let others = view.counters.filter { $0.counter.number != mine.counter.number }
        let counters: [HTML] = others.map { other in
            let n = other.counter.number.counter
            let chosen: HTML = typed["toCounter"] == String(n) ? " selected" : ""
            return "<option value=\"\(n)\"\(chosen)>\(Texts.Queue.counter(n)) · \(other.user)</option>\n"
        }
        let isOpen: HTML = typed["do"] == "transfer" ? " open" : ""
        return """
            <details id="g-chuyen"\(isOpen)><summary>\(Texts.Calling.transferTitle)</summary>
            <form method="post" action="/goi-so">\(hidden(view.unit, mine.counter.number.counter))
            <p class="hint">\(Texts.Calling.transferHint)</p>
            <div class="row"><div class="field"><label for="g-toGroup">\(Texts.Calling.toGroup)</label>
            <select id="g-toGroup" name="toGroup">\(groups)</select></div>
            <div class="field"><label for="g-toCounter">\(Texts.Calling.toCounter)</label>
            <select id="g-toCounter" name="toCounter"><option value="">\(Texts.Calling.anyCounter)</option>
            \(counters)</select></div></div>
            <p class="buttons"><button class="do quietly" name="do" value="transfer">\(Texts.Calling.transfer)</button></p>
            </form></details>
            """
    }

    private func exact(_ mine: CounterView, _ view: QueueView) -> HTML {
        guard !view.waiting.isEmpty else { return "" }
        let options: [HTML] = view.waiting.map { line in
            let id = line.ticket.number.description
            let chosen: HTML = typed["ticket"] == id ? " selected" : ""
            let words: HTML = "\(line.ticket.number.short) · \(Texts.Queue.group(line.ticket.group))"
            return "<option value=\"\(id)\"\(chosen)>\(words)</option>\n"
        }
        let call: HTML =
            mine.current?.state == .called
            ? "" : "<button class=\"do quietly\" name=\"do\" value=\"call-exact\">\(Texts.Calling.callExact)</button>\n"
        return """
            <details id="g-dung-so"><summary>\(Texts.Calling.exactTitle)</summary>
            <form method="post" action="/goi-so">\(hidden(view.unit, mine.counter.number.counter))
            <div class="field short"><label for="g-ticket">\(Texts.Calling.exact)</label><select id="g-ticket" name="ticket">
            \(options)</select></div>
            <p class="buttons">\(call)<button class="do quietly" name="do" value="cancel">\(Texts.Calling.dropExact)</button></p>
            </form></details>
            """
    }

    // MARK: opening and closing

    private func change(_ mine: CounterView, _ view: QueueView) -> HTML {
        let n = mine.counter.number.counter
        let close: HTML =
            mine.current == nil
            ? "<button class=\"do quietly\" name=\"do\" value=\"close\">\(Texts.Calling.close)</button>" : ""
        return """
            <details id="g-doi"><summary>\(Texts.Calling.changeGroups)</summary>
            <form method="post" action="/goi-so">\(hidden(view.unit, n))
            \(boxes(view.unit, chosen: mine.counter.groups))
            <p class="buttons"><button class="do quietly" name="do" value="open">\(Texts.Calling.save)</button>\(close)</p>
            </form></details>
            """
    }

    private func openForm(_ view: QueueView) -> HTML {
        let taken = view.counters.map(\.counter.number.counter)
        let free = CounterNumber.range.first { !taken.contains($0) } ?? 1
        let value = Int(asked("quay")) ?? free
        let wrong: HTML = refusal?.field == "counter" ? " aria-invalid=\"true\"" : ""
        let chosen = IntakeDraft.list(typed["groups"]).compactMap { QueueGroup(rawValue: $0) }
        let allowed = exchange.house.server.office.directory.queueGroups(of: caller, at: view.unit)
        return """
            <div class="sheet"><h2>\(Texts.Calling.openTitle)</h2>
            <form method="post" action="/goi-so">\(hidden(view.unit, nil))
            <div class="field short"><label for="g-counter">\(Texts.Calling.counter)</label>
            <p class="hint" id="g-counter-hint">\(Texts.Calling.takenOver)</p>
            <input id="g-counter" name="quay" type="number" min="1" max="40" value="\(value)" required\
             aria-describedby="g-counter-hint"\(wrong)></div>
            \(boxes(view.unit, chosen: typed["do"] == "open" ? chosen : allowed))
            <p class="buttons"><button class="do seal" name="do" value="open" autofocus data-focus id="g-open">\
            \(Texts.Calling.open)</button></p></form></div>
            """
    }

    private func boxes(_ unit: String, chosen: [QueueGroup]) -> HTML {
        let allowed = exchange.house.server.office.directory.queueGroups(of: caller, at: unit)
        let items: [HTML] = allowed.map { group in
            let mark: HTML = chosen.contains(group) ? " checked" : ""
            return """
                <label class="pick"><input type="checkbox" name="groups" value="\(group.rawValue)"\(mark)>
                <span>\(group.letter) · \(Texts.Queue.group(group))</span></label>

                """
        }
        return "<fieldset id=\"g-groups\"><legend>\(Texts.Calling.groups)</legend><div class=\"row\">\(items)</div></fieldset>"
    }

    // MARK: around

    private func unserved(_ view: QueueView) -> HTML {
        let groups = QueueGroup.allCases.filter { group in
            !view.isServed(group) && view.waiting.contains { $0.ticket.group == group && $0.expected == nil }
        }
        guard !groups.isEmpty else { return "" }
        let names = groups.map { group in
            "\(Texts.Queue.group(group).words) (\(view.waiting.count { $0.ticket.group == group }))"
        }
        return "<div class=\"notice\"><p>\(Texts.Calling.unserved(names.joined(separator: ", ")))</p></div>"
    }

    /// Other units and other counters of the same clerk.
    private func switches(_ units: [String], _ unit: String, _ own: [CounterView], _ mine: CounterView?) -> HTML {
        let directory = exchange.house.server.office.directory
        let places: [HTML] = units.count < 2 ? [] : units.map { code in
            let here: HTML = code == unit ? " aria-current=\"true\"" : ""
            return "<li><a href=\"/goi-so?unit=\(URLText.encoded(code))\"\(here)>\(directory.unit(code)?.name ?? code)</a></li>\n"
        }
        let counters: [HTML] = own.count < 2 && mine != nil ? [] : own.map { one in
            let n = one.counter.number.counter
            let here: HTML = one.counter.number == mine?.counter.number ? " aria-current=\"true\"" : ""
            return "<li><a href=\"/goi-so?unit=\(URLText.encoded(unit))&amp;quay=\(n)\"\(here)>\(Texts.Queue.counter(n))</a></li>\n"
        }
        return places.isEmpty && counters.isEmpty ? "" : "<ul class=\"chips\">\(places)\(counters)</ul>"
    }

    private func counters(_ view: QueueView) -> HTML {
        guard !view.counters.isEmpty else { return "" }
        let rows: [HTML] = view.counters.map { one in
            let now: HTML = one.current.map { "<b>\($0.number.short)</b> \(Texts.Queue.state($0.state))" } ?? "\(Texts.Calling.free)"
            let letters = one.counter.groups.map(\.letter).joined(separator: " ")
            return """
                <tr><th scope="row" class="whole">\(Texts.Queue.counter(one.counter.number.counter))</th>
                <td>\(now)<br><small>\(one.user) · \(letters)</small></td></tr>

                """
        }
        return """
            <table><caption>\(Texts.Calling.counters)</caption><thead class="unseen"><tr><th scope="col">\(Texts.Calling.counter)</th>
            <th scope="col">\(Texts.Calling.state)</th></tr></thead><tbody>\(rows)</tbody></table>
            """
    }

    private func links(_ unit: String) -> HTML {
        """
        <ul class="plainlist"><li><a href="/lay-so/bang?unit=\(unit)">\(Texts.Calling.board)</a></li>
        <li><a href="/goi-so/thong-ke?unit=\(unit)">\(Texts.Calling.statistics)</a></li>
        <li><a href="/lay-so?unit=\(unit)">\(Texts.Calling.takeFor)</a></li></ul>
        """
    }
}
