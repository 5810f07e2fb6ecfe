// SecondmentPage.swift: the outlook with its uncertainty in words, what is offered, the plan beside the rule by hand, the
// postings with what they did change, and the two forms.

import Casework
import Office
import Oversight

struct SecondmentPage {
    let exchange: Exchange
    let board: SecondmentBoard
    /// Nil for a department.
    let seen: (outlook: CityOutlook, plan: ProposedPlan)?
    let effects: [String: PostingEffect]
    let attempt: Pages.Attempt?

    /// Most lines of a list.
    static let shown = 40

    private typealias Words = Texts.Secondment
    private var directory: Directory { exchange.house.server.office.directory }
    private var caller: Caller? { exchange.caller }
    private var dates: [CivilDate] { seen?.outlook.dates ?? [] }
    private func unitName(_ code: String) -> String { directory.unit(code)?.name ?? code }
    private func fieldName(_ id: String) -> String { directory.fields[id]?.name ?? id }

    var reply: Reply {
        let forms = SecondmentForms(exchange: exchange, attempt: attempt, dates: dates)
        let body: HTML = """
            <h1>\(heading)</h1>
            \(done)\(ProblemNotice(attempt?.refusal, target: forms.target))
            \(outlook)
            \(plan)
            \(offers)
            \(forms.offer)
            \(forms.posting)
            \(postings)
            """
        return exchange.page(Words.title.words, at: "/tang-cuong", wide: true, status: attempt?.refusal.status ?? 200, body)
    }

    private var heading: Text {
        guard let outlook = seen?.outlook else { return Words.own(board.running.count) }
        return Words.heading(places: outlook.lines.count { $0.late.middle >= Micro(1) }, days: outlook.dates.count)
    }

    private var done: HTML {
        switch exchange.text("done") {
        case "offered": Lines.good(Words.offered)
        case "posted": Lines.good(Words.posted)
        case "withdrawn": Lines.good(Words.withdrawn)
        case "ended": Lines.good(Words.ended)
        default: ""
        }
    }

    // MARK: the outlook

    private var outlook: HTML {
        guard let outlook = seen?.outlook else { return "" }
        let lines = outlook.lines.filter { $0.basis == .forecast && ($0.late.high >= Micro(1) || $0.overdue + $0.tonight > 0) }
        let rows: [HTML] = lines.prefix(SecondmentPage.shown).map(row)
        let more: HTML? = lines.count > rows.count ? "<p class=\"hint\">\(Words.more(lines.count - rows.count))</p>" : nil
        let table: HTML =
            rows.isEmpty
            ? "<p class=\"empty\">\(Words.nothingBreaks)</p>"
            : """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Words.outlook)"><table class="stack" id="trien-vong">
            <caption>\(Words.outlook) · \(lines.count)</caption><thead><tr><th scope="col">\(Words.unit)</th>
            <th scope="col">\(Words.field)</th><th scope="col">\(Words.open)</th><th scope="col">\(Words.arrivals)</th>
            <th scope="col">\(Words.officers)</th><th scope="col">\(Words.willBeLate)</th><th scope="col">\(Words.breaks)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
        let calm = outlook.lines.count { $0.basis == .calm }
        let unknown = outlook.lines.count { $0.basis == .unknown }
        return """
            <form class="chooser noprint" method="get" action="/tang-cuong"><label>\(Words.daysAhead)
            <select name="ngay">\([5, 10, 15, 20].map(option))</select></label>
            <button class="do quietly">\(Words.show)</button></form>
            <p class="lead">\(Words.counted(known: outlook.known, calm: calm, unknown: unknown)) \(Texts.City.asOf) \(outlook.at)</p>
            \(table)\(more)
            <details><summary>\(Words.how)</summary><p>\(Words.howFirst)</p><p>\(Words.howSecond)</p><p>\(Words.howThird)</p></details>
            """
    }

    private func option(_ days: Int) -> HTML {
        "<option value=\"\(days)\"\(days == dates.count ? HTML(safe: " selected") : "")>\(days)</option>"
    }

    private func row(_ line: OutlookLine) -> HTML {
        let place = line.place
        let tonight: HTML? = line.tonight > 0 ? " <small>\(Words.tonight(line.tonight))</small>" : nil
        return """
            <tr data-row="\(place.unit) \(place.field)">
            <th scope="row"><a href="\(CityPage.door(place.unit))">\(unitName(place.unit))</a></th>
            <td>\(fieldName(place.field))</td>
            <td>\(column: Words.open)\(line.open) / \(line.overdue)\(tonight)</td>
            <td>\(column: Words.arrivals)\(line.arrivals.first.map { Words.perDay($0.arrivals).words } ?? "–")</td>
            <td>\(column: Words.officers)\(Words.hands(line.situation.capacity.officerHundredths))</td>
            <td>\(column: Words.willBeLate)\(Words.spread(line.late))</td>
            <td>\(column: Words.breaks)\(line.outlook.map { Words.when($0.breaks, dates).words } ?? "–")</td></tr>

            """
    }

    // MARK: the plan

    private var plan: HTML {
        guard let plan = seen?.plan else { return "" }
        guard !plan.assignments.isEmpty else {
            return "<section><h2>\(Words.plan)</h2><p class=\"empty\">\(Words.noPlan)</p>\(idle(plan))</section>"
        }
        let rows: [HTML] = plan.assignments.map { one in
            let choose = "/tang-cuong?unit=\(URLText.encoded(one.unit))&field=\(URLText.encoded(one.field))#cu"
            let link: HTML =
                caller?.has(.city) == true
                ? """
                <br><a class="noprint" href="\(choose)">\(Words.choose)<span class="unseen"> \(unitName(one.unit))</span></a>
                """ : ""
            return """
                <tr><th scope="row"><a href="\(CityPage.door(one.unit))">\(unitName(one.unit))</a>\(link)</th>
                <td>\(unitName(one.department))<br><small>\(fieldName(one.field))</small></td>
                <td>\(column: Words.number)\(one.officers)</td><td>\(column: Words.days)\(one.days)</td>
                <td>\(column: Words.kilometres)\(one.kilometres) km</td>
                <td>\(column: Words.avoids)\(Words.figure(one.avoided))</td>
                <td>\(Words.reason(one.reason, dates))</td></tr>

                """
        }
        return """
            <section><h2>\(Words.plan)</h2><p class="lead">\(Words.planSentence(plan)) \(Words.byQueue(plan))</p>
            <div class="scroll" tabindex="0" role="region" aria-label="\(Words.plan)"><table class="stack" id="phuong-an">
            <caption>\(Words.plan) · \(plan.officers)</caption><thead><tr><th scope="col">\(Words.whither)</th>
            <th scope="col">\(Words.department)</th><th scope="col">\(Words.number)</th><th scope="col">\(Words.days)</th>
            <th scope="col">\(Words.kilometres)</th><th scope="col">\(Words.avoids)</th><th scope="col">\(Words.why)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>\(idle(plan))</section>
            """
    }

    private func idle(_ plan: ProposedPlan) -> HTML {
        let items: [HTML] = plan.idle.filter { $0.officers > 0 }.map {
            "<li>\(Words.idle($0.officers, $0.offer.officers, unitName($0.offer.department), fieldName($0.offer.field)))</li>\n"
        }
        return items.isEmpty ? "" : "<ul class=\"check\">\(items)</ul>"
    }

    // MARK: offers and postings

    private var offers: HTML {
        let items: [HTML] = board.offers.map { line in
            let offer = line.offer
            let mine = caller?.has(.city) == true || caller?.leads(offer.department) == true
            let back: HTML? = mine ? end("/tang-cuong/rut", line.id, Words.withdraw, of: "\(line.id)") : nil
            return """
                <li><b>\(offer.officers)</b> · \(unitName(offer.department)) · \(fieldName(offer.field)) ·
                \(Words.from) \(offer.from.vietnamese), \(Words.left(line.daysLeft))\(back)</li>

                """
        }
        let list: HTML = items.isEmpty ? "<p class=\"empty\">\(Words.noOffers)</p>" : "<ul class=\"check\" id=\"de-nghi\">\(items)</ul>"
        return "<section><h2>\(Words.offers)</h2>\(list)</section>"
    }

    private func end(_ path: String, _ id: String, _ words: Text, of what: String) -> HTML {
        """
        <form class="noprint" method="post" action="\(path)">\(exchange.mark)<input type="hidden" name="id" value="\(id)">
        <button class="plain">\(words)<span class="unseen"> \(what)</span></button></form>
        """
    }

    private var postings: HTML {
        let now: HTML =
            board.running.isEmpty
            ? "<p class=\"empty\">\(Words.nobodyPosted)</p>"
            : table(Array(board.running.prefix(SecondmentPage.shown)), caption: Words.running, all: board.running.count)
        let past: HTML = board.past.isEmpty ? "" : table(board.past, caption: Words.past, all: board.past.count)
        return "<section><h2>\(Words.running)</h2><p class=\"hint\">\(Words.effectHint)</p>\(now)\(past)</section>"
    }

    private func table(_ lines: [PostingLine], caption: Text, all: Int) -> HTML {
        """
        <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table class="stack"><caption>\(caption) · \(all)</caption>
        <thead><tr><th scope="col">\(Words.who)</th><th scope="col">\(Words.whither)</th><th scope="col">\(Words.from)</th>
        <th scope="col">\(Words.to)</th><th scope="col">\(Words.effect)</th></tr></thead><tbody>\(lines.map(posting))</tbody></table></div>
        """
    }

    private func posting(_ line: PostingLine) -> HTML {
        let one = line.posted
        let place: HTML =
            caller?.seesCity == true ? "<a href=\"\(CityPage.door(one.unit))\">\(unitName(one.unit))</a>" : "\(unitName(one.unit))"
        let early: HTML? = line.endedAt.map { "<br><small>\(Words.endedEarly($0))</small>" }
        let expected: HTML? = one.expected.map { "<br><small>\(Words.expected($0))</small>" }
        let end: HTML? =
            line.runs(at: exchange.now) && caller?.has(.city) == true
            ? end("/tang-cuong/ket-thuc", line.id, Words.end, of: directory.names[one.user] ?? one.user) : nil
        let effect = effects[line.id].map { Words.effect($0) } ?? Words.notYet
        return """
            <tr data-row="\(line.id)">
            <th scope="row">\(directory.names[one.user] ?? one.user)<br><small>\(unitName(one.department))</small></th>
            <td>\(place)<br><small>\(fieldName(one.field))</small></td>
            <td>\(column: Words.from)\(one.from.date.vietnamese)</td>
            <td>\(column: Words.to)\(one.to.date.vietnamese)\(early)\(end)</td><td>\(column: Words.effect)\(effect)\(expected)</td></tr>

            """
    }
}

/// The two forms: a department offers, the city posts.
struct SecondmentForms {
    let exchange: Exchange
    let attempt: Pages.Attempt?
    let dates: [CivilDate]

    private typealias Words = Texts.Secondment
    private var directory: Directory { exchange.house.server.office.directory }
    private var isCity: Bool { exchange.caller?.has(.city) == true }

    /// The field that was refused.
    var target: String? {
        guard let attempt, let field = attempt.refusal.field, attempt.action != "end" else { return nil }
        return "\(attempt.action)-\(field)"
    }

    private func input(_ form: String, _ field: Field, value: String? = nil, hint: Text? = nil) -> HTML {
        let isMine = attempt?.action == form
        var error: String?
        if isMine, let refusal = attempt?.refusal, refusal.field == field.name { error = Text(refusal.vi, refusal.en).words }
        var input = FieldInput(
            field, prefix: "\(form)-", value: isMine ? attempt?.values[field.name] : value, error: error, hint: hint)
        if field.type == .unit { input.labels = UnitList.labels([input.value], directory) }
        return input.html
    }

    private var fields: [Procedure.Choice] {
        directory.fields.values.map { Procedure.Choice(value: $0.id, label: $0.name) }.sorted { $0.label < $1.label }
    }
    private var tomorrow: CivilDate { directory.office(Directory.city).nextWorkingDay(after: exchange.now.date) }

    var offer: HTML {
        let own = exchange.caller?.ledDepartments(directory) ?? []
        let departments = isCity ? directory.unitCodes.filter { directory.unit($0)?.lends == true } : own
        guard !departments.isEmpty else { return "" }
        let choices = departments.map { Procedure.Choice(value: $0, label: directory.unit($0)?.name ?? $0) }
        return """
            <section class="sheet noprint"><h2>\(Words.offer)</h2><form method="post" action="/tang-cuong/de-nghi">\(exchange.mark)
            \(input("offer", Field("department", Words.department.words, .user, required: true, choices: choices), value: own.first))
            \(input("offer", Field("field", Words.field.words, .user, required: true, choices: fields)))
            \(input("offer", Field("officers", Words.number.words, .integer, required: true)))
            \(input("offer", Field("from", Words.from.words, .date, required: true), value: "\(tomorrow)"))
            \(input("offer", Field("days", Words.days.words, .integer, required: true), value: "20"))
            <p class="buttons"><button class="do quietly">\(Words.doOffer)</button></p></form></section>
            """
    }

    var posting: HTML {
        guard isCity else { return "" }
        let people = directory.lentOfficers(at: exchange.now).map { one in
            Procedure.Choice(
                value: one.user,
                label: "\(directory.label(of: one.user, at: exchange.now)) · \(directory.unit(one.department)?.name ?? one.department)")
        }
        let last = directory.office(Directory.city).workingDay(9, after: tomorrow)
        let wards: Set<Casework.Unit.Kind> = [.ward, .commune, .specialZone]
        return """
            <section class="sheet noprint" id="cu"><h2>\(Words.post)</h2><form method="post" action="/tang-cuong/cu">\(exchange.mark)
            \(UnitList.html(directory) { wards.contains($0.kind) })
            \(input("posting", Field("user", Words.person.words, .user, required: true, choices: people)))
            \(input("posting", Field("unit", Words.whither.words, .unit, required: true), value: exchange.text("unit")))
            \(input("posting", Field("field", Words.field.words, .user, required: true, choices: fields), value: exchange.text("field")))
            \(input("posting", Field("from", Words.from.words, .date, required: true), value: "\(tomorrow)"))
            \(input("posting", Field("to", Words.to.words, .date, required: true), value: "\(last)", hint: Words.postHint))
            <p class="buttons"><button class="do seal">\(Words.doPost)</button></p></form></section>
            """
    }
}
