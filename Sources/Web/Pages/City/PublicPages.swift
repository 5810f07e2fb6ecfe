// PublicPages.swift: what everybody may see and say: public figures of every unit as a page and as open data (CSV, JSON), the
// survey after return, complaints with a code to read the answer.

import Casework
import Office
import Oversight

extension Pages {
    static let publicRoutes = [
        page("GET", "/minh-bach", .everyone, "Public figures of the city's units") { exchange in
            let (period, figures) = try await publicFigures(exchange)
            return PublicFiguresPage(exchange: exchange, period: period, figures: figures).reply
        },
        page("GET", "/minh-bach/so-lieu.csv", .everyone, "The public figures as CSV") { exchange in
            let (period, figures) = try await publicFigures(exchange)
            let rows: [[CSV.Cell]] = figures.map { f in
                [
                    .code(f.unit), .text(exchange.house.server.office.directory.unit(f.unit)?.name), .text(f.period),
                    .text(f.definition.id), .text(f.definition.name), .number(f.definition.version), .number(f.numerator),
                    .number(f.denominator), .text(f.value?.text(decimals: 4)),
                ]
            }
            let names = ["unit", "name", "period", "definition", "title", "version", "numerator", "denominator", "value"]
            return exchange.csv("minh-bach-\(period)", about: "city:public", names.map { Text($0, $0) }, rows)
        },
        page("GET", "/minh-bach/so-lieu.json", .everyone, "The public figures as JSON") { exchange in
            let (_, figures) = try await publicFigures(exchange)
            return try .json(ListJSON(items: figures.map { IndicatorJSON($0, positions: [:]) }, next: nil))
        },
        page("GET", "/danh-gia", .everyone, "The survey after return: number and code of the receipt") { exchange in
            SurveyDoor(exchange: exchange, refusal: nil, values: exchange.query).reply
        },
        page("POST", "/danh-gia", .everyone, "To the survey of one dossier") { exchange in
            let typed = exchange.typed
            let (number, code) = (VietnameseText.plain(typed["number"] ?? ""), VietnameseText.plain(typed["code"] ?? ""))
            do {
                _ = try await exchange.guardingCodes {
                    try await exchange.house.server.ask { _, office in try TrackQuestion.checkCode(number, code, office) }
                }
                return .redirect("/tra-cuu/\(URLText.encoded(number))?code=\(URLText.encoded(code))#danh-gia")
            } catch let refusal as Refusal {
                return SurveyDoor(exchange: exchange, refusal: refusal, values: typed).reply
            }
        },
        page("GET", "/phan-anh", .everyone, "Say what was wrong; read the answer") { exchange in
            try await complaintPage(exchange, nil)
        },
        page("POST", "/phan-anh", .everyone, "Send a complaint") { exchange in
            let typed = exchange.typed
            do {
                let directory = exchange.house.server.office.directory
                let unit = UnitList.code(typed["unit"] ?? "", directory)
                let number = (typed["dossier"] ?? "").isEmpty ? nil : VietnameseText.plain(typed["dossier"] ?? "")
                let context = exchange.command(as: .visitor, key: typed["key"])
                try exchange.house.limiter.count(.filing, exchange)
                let (id, code) = try await exchange.house.server.submit {
                    try $0.complain(about: unit, dossier: number, words: typed["text"] ?? "", context)
                }
                return .redirect("/phan-anh?so=\(URLText.encoded(id))&ma=\(code)&moi=1")
            } catch let refusal as Refusal {
                return try await complaintPage(exchange, Attempt(action: "complain", values: typed, refusal: refusal))
            }
        },
        page("POST", "/phan-anh/{id}/hai-long", .everyone, "Say whether the answer contents") { exchange in
            let (id, typed) = (exchange.parameter("id"), exchange.typed)
            let context = exchange.command(as: .visitor)
            let code = VietnameseText.plain(typed["code"] ?? "")
            try await exchange.guardingCodes {
                try await exchange.house.server.submit {
                    try $0.rateComplaint(id, code: code, isSatisfied: typed["satisfied"] == "yes", context)
                }
            }
            return .redirect("/phan-anh?so=\(URLText.encoded(id))&ma=\(URLText.encoded(code))")
        },
    ]

    private static func publicFigures(_ exchange: Exchange) async throws -> (Period, [IndicatorFigure]) {
        let (now, period) = (exchange.now, try exchange.period("ky"))
        let figures = try await exchange.house.shared.value(topic: "city:public", scope: "\(period)", exchange) {
            try await exchange.house.server.ask { tx, office in
                try IndicatorQuestion.ask(IndicatorAsk(period: period), now: now, tx, office).filter(\.definition.isPublic)
            }
        }
        return (period, figures)
    }

    private static func complaintPage(_ exchange: Exchange, _ attempt: Attempt?) async throws -> Reply {
        let (id, code) = (exchange.text("so"), exchange.text("ma"))
        var item: SteeringItem?
        if !id.isEmpty {
            item = try await exchange.guardingCodes {
                try await exchange.house.server.ask { tx, office in
                    let item = try SteeringBook.item(.complaint, id, tx, office)
                    try Complaints.check(item, code)
                    return item
                }
            }
        }
        return ComplaintPage(exchange: exchange, item: item, code: code, attempt: attempt).reply
    }
}

struct PublicFiguresPage {
    let exchange: Exchange
    let period: Period
    let figures: [IndicatorFigure]

    var reply: Reply {
        let directory = exchange.house.server.office.directory
        let city = figures.filter { $0.unit == Directory.city && $0.denominator > 0 }
        let shown = ["on-time", "online", "online-payment", "satisfied"].compactMap { id in city.first { $0.definition.id == id } }
        let cards: [HTML] = city.map { figure in
            let value = figure.value.map { Percent.long($0) } ?? "–"
            return "<li>\(figure.definition.title)<b>\(value)</b><small>\(figure.numerator) / \(figure.denominator)</small></li>\n"
        }
        let heads: [HTML] = shown.map { "<th scope=\"col\">\($0.definition.title)</th>" }
        let byUnit = Dictionary(grouping: figures.filter { $0.unit != Directory.city }, by: \.unit)
        let rows: [HTML] = byUnit.sorted { $0.key < $1.key }.map { unit, figures in
            let cells: [HTML] = shown.map { one in
                let value = figures.first { $0.definition == one.definition }?.value.map { Percent.long($0) }
                return "<td>\(value ?? "–")</td>"
            }
            return "<tr><th scope=\"row\">\(directory.unit(unit)?.name ?? unit)</th>\(cells)</tr>\n"
        }
        let query = "?ky=\(period)"
        let body: HTML = """
            <h1>\(Texts.City.publicTitle) · \(Texts.City.period(period))</h1>
            <p class="lead">\(Texts.City.publicLead)</p>
            <form class="chooser noprint" method="get">\(PeriodChooser(period: period, today: exchange.now.date).html)
            <button class="do quietly">\(Texts.City.show)</button></form>
            <ul class="figures">\(cards)</ul>
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.City.table)"><table class="tally">
            <caption>\(Texts.City.table)</caption><thead><tr><th scope="col">\(Texts.City.unit)</th>\(heads)</tr></thead>
            <tbody>\(rows)</tbody></table></div>
            <p class="noprint">\(Texts.City.openData): <a href="/minh-bach/so-lieu.csv\(query)">CSV</a> ·
            <a href="/minh-bach/so-lieu.json\(query)">JSON</a> · <a href="/api/v1/city/definitions">\(Texts.City.versions)</a></p>
            """
        return exchange.page(Texts.City.publicTitle.words, at: "/minh-bach", wide: true, body)
    }
}

struct SurveyDoor {
    let exchange: Exchange
    let refusal: Refusal?
    let values: [String: String]

    var reply: Reply {
        let fields = [
            Field("number", Texts.City.number.words, .text, required: true),
            Field("code", Texts.City.receiptCode.words, .text, required: true),
        ].map { FieldInput($0, prefix: "dg-", value: values[$0.name] ?? "").html }
        let body: HTML = """
            <h1>\(Texts.Track.rate)</h1><p class="lead">\(Texts.City.surveyLead)</p>\(ProblemNotice(refusal, target: "dg-number"))
            <form method="post" action="/danh-gia">\(exchange.mark)\(fields)
            <p class="buttons"><button class="do seal full">\(Texts.City.goOn)</button></p></form>
            """
        return exchange.page(Texts.Track.rate.words, at: "/danh-gia", status: refusal?.status ?? 200, body)
    }
}

struct ComplaintPage {
    let exchange: Exchange
    let item: SteeringItem?
    let code: String
    let attempt: Pages.Attempt?

    var reply: Reply {
        let directory = exchange.house.server.office.directory
        if let item { return one(item, directory) }
        let fields = [
            Field("unit", Texts.City.about.words, .unit, required: true), Field("dossier", Texts.City.numberIfAny.words, .text),
            Field("text", Texts.City.complaint.words, .longText, required: true),
        ].map { field in
            let wrong = attempt.flatMap { $0.refusal.field == field.name ? Text($0.refusal.vi, $0.refusal.en).words : nil }
            return FieldInput(field, prefix: "pa-", value: attempt?.values[field.name] ?? "", error: wrong).html
        }
        let target = attempt?.refusal.field.map { "pa-\($0)" }
        let reading = [
            Field("so", Texts.City.number.words, .text, required: true), Field("ma", Texts.City.receiptCode.words, .text, required: true),
        ].map { FieldInput($0, prefix: "xem-", value: "").html }
        let body: HTML = """
            <h1>\(Texts.Steering.complaints)</h1><p class="lead">\(Texts.City.complaintLead)</p>
            \(ProblemNotice(attempt?.refusal, target: target))
            <form method="post" action="/phan-anh">\(exchange.mark)
            <input type="hidden" name="key" value="\(exchange.house.randomID())">\(fields)
            <p class="buttons"><button class="do seal full">\(Texts.City.send)</button></p></form>
            <details><summary>\(Texts.City.readAnswer)</summary><form method="get" action="/phan-anh">\(reading)
            <p class="buttons"><button class="do quietly full">\(Texts.City.show)</button></p></form></details>
            \(UnitList.html(directory))
            """
        return exchange.page(Texts.Steering.complaints.words, at: "/phan-anh", status: attempt?.refusal.status ?? 200, body)
    }

    private func one(_ item: SteeringItem, _ directory: Directory) -> Reply {
        let said: [HTML] = item.events.map { event in
            let who = directory.unit(event.unit)?.name ?? event.unit
            let text: HTML? = event.text.map { "<p class=\"said\">\($0)</p>" }
            return "<li><b>\(Texts.Steering.event(event.fact, name: { $0 }))</b>\(text)<small>\(event.at) · \(who)</small></li>\n"
        }
        let isRated = item.events.contains { if case .complaintRated = $0.fact { true } else { false } }
        let ask: HTML =
            item.state == .done && !isRated
            ? """
            <form method="post" action="/phan-anh/\(URLText.encoded(item.id))/hai-long">\(exchange.mark)
            <input type="hidden" name="code" value="\(code)"><p>\(Texts.City.contented)</p>
            <p class="buttons"><button class="do" name="satisfied" value="yes">\(Texts.Form.yes)</button>
            <button class="do quietly" name="satisfied" value="no">\(Texts.Form.no)</button></p></form>
            """ : ""
        let fresh: HTML = exchange.text("moi").isEmpty ? "" : Lines.good(Texts.City.complaintSent(item.id, code))
        let body: HTML = """
            <h1>\(Texts.Steering.complaints) \(item.id): \(Texts.Steering.stateWords(item))</h1>\(fresh)
            <p class="lead">\(directory.unit(item.responsible ?? "")?.name) · \(Texts.City.due): \(item.due)</p>
            <ol class="history">\(said)</ol>\(ask)
            """
        return exchange.page(Texts.Steering.complaints.words, at: "/phan-anh", body)
    }
}
