// ShelfPages.swift: results that wait to be fetched, with the place where they lie; put many there at once.

import Casework
import Office

extension Pages {
    static let shelfRoutes = [
        page("GET", "/tra-ket-qua", .staff, "Results to return, with their places") { exchange in
            try await ShelfPage.show(exchange, problem: nil)
        },
        page("POST", "/tra-ket-qua", .staff, "Put results on a shelf") { exchange in
            let (caller, typed) = (try exchange.requireCaller(), exchange.typed)
            let numbers = IntakeDraft.list(typed["numbers"])
            do {
                guard (1...500).contains(numbers.count) else {
                    throw Refusal.missing("numbers", Texts.Inbox.numbers.words)
                }
                let place = typed["place"] ?? ""
                guard PapersShelved.place(place) != nil else {
                    throw place.isEmpty
                        ? Refusal.missing("place", Texts.Shelf.placeLabel.words)
                        : .badValue(
                            "place", Texts.Shelf.place.words, vi: "cần mã vị trí ngắn có chữ số, ví dụ K7 hoặc TU 3-2",
                            en: "a short code with a digit is needed, such as K7 or TU 3-2")
                }
                // All of them or none: what was refused is ticked again with the others.
                let contexts = numbers.map { ($0, exchange.command(as: caller)) }
                try await exchange.house.server.submit { work in
                    for (number, context) in contexts {
                        _ = try work.perform("shelve", on: number, ActionInput(["what": "result", "place": place]), context)
                    }
                }
                let unit = URLText.encoded(typed["unit"] ?? "")
                return .redirect(
                    "/tra-ket-qua?unit=\(unit)&done=\(numbers.count)&place=\(URLText.encoded(place))")
            } catch let refusal as Refusal {
                return try await ShelfPage.show(exchange, problem: refusal)
            }
        },
        page("GET", "/ho-so/{number}/phieu-tra-ban-chinh", .staff, "Slip of returned originals, to print") {
            exchange in
            OriginalsSlip(exchange: exchange, view: try await DossierAPI.view(exchange)).reply
        },
    ]
}

struct ShelfPage {
    private let exchange: Exchange
    private let unit: String
    private let q: String
    private let lines: [ReturnLine]
    private let problem: Refusal?
    private let typed: [String: String]

    static func show(_ exchange: Exchange, problem: Refusal?) async throws -> Reply {
        let caller = try exchange.requireCaller()
        let typed = problem == nil ? [:] : exchange.typed
        let asked = typed["unit"] ?? exchange.text("unit")
        guard let unit = asked.isEmpty ? caller.workUnits.first : asked else {
            throw Refusal.noRight("xem kệ hồ sơ", "see the shelves", unit: "-")
        }
        let q = exchange.text("q")
        let limit = exchange.wantsCSV ? CSV.limit : 200
        let lines = try await exchange.house.server.ask {
            try ShelfQuestion.toReturn(unit, q: q, limit: limit, caller: caller, $0, $1)
        }
        let page = ShelfPage(
            exchange: exchange, unit: unit, q: q, lines: lines, problem: problem, typed: typed)
        return exchange.wantsCSV ? page.file : page.reply
    }

    private var file: Reply {
        exchange.csv(
            "tra-ket-qua-\(unit)", about: "unit:\(unit)",
            [
                Texts.Shelf.place, Texts.Everyday.applicant, Texts.Everyday.number, Texts.Everyday.procedure,
                Texts.Everyday.state, Texts.Shelf.since,
            ],
            lines.map { line in
                [
                    .code(line.place), .text(line.applicant), .code(line.number), .text(line.procedureName),
                    .text(Text(line.state.vietnamese, line.state.english).words), .time(line.resolvedAt),
                ]
            })
    }

    private var reply: Reply {
        let done = exchange.query["done"].flatMap { Int($0) }
        let words = problem == nil ? done.map { Texts.Shelf.done($0, PapersShelved.place(exchange.text("place")) ?? "") } : nil
        let body: HTML = """
            <p class="small">\(exchange.house.server.office.directory.unit(unit)?.name ?? unit)</p>
            <h1>\(Texts.Shelf.heading(lines.count, unplaced: lines.count { $0.place == nil }))</h1>
            \(ProblemNotice(problem, target: problem?.field == "place" ? "place" : nil))\(Lines.good(words))
            <form class="search noprint" method="get" action="/tra-ket-qua"><input type="hidden" name="unit" value="\(unit)">
            \(FieldInput(Field("q", Texts.Shelf.find.words, .text), value: q).html)
            <button class="do">\(Texts.Shelf.look)</button></form>
            <form method="post" action="/tra-ket-qua" class="printed">\(exchange.mark)<input type="hidden" name="unit" value="\(unit)">
            <section id="to-return" data-live="unit:\(unit)">\(table)</section>
            \(lines.isEmpty ? "" : put)</form>
            <p>\(exchange.csvLink)</p>
            """
        return exchange.page(
            Texts.Shelf.title.words, at: "/tra-ket-qua", wide: true, status: problem?.status ?? 200, body)
    }

    private var put: HTML {
        let wrong = problem?.field == "place" ? problem.map { Text($0.vi, $0.en).words } : nil
        return """
            <fieldset class="sheet noprint"><legend>\(Texts.Shelf.put)</legend>
            \(FieldInput(Field("place", Texts.Shelf.placeLabel.words, .text), value: typed["place"] ?? "", error: wrong).html)
            <p class="buttons"><button class="do">\(Texts.Shelf.doPut)</button></p></fieldset>
            """
    }

    private var table: HTML {
        guard !lines.isEmpty else { return "<p>\(Texts.Shelf.none)</p>" }
        let picked = Set(IntakeDraft.list(typed["numbers"]))
        let rows: [HTML] = lines.map { line in
            let tick: HTML = picked.contains(line.number) ? HTML(safe: " checked") : ""
            let place: HTML =
                line.place.map { "<span class=\"place\">\($0)</span>" } ?? "<small>\(Texts.Shelf.noPlace)</small>"
            return """
                <tr><td class="pickcell"><label class="pick"><input type="checkbox" name="numbers" value="\(line.number)"\(tick)>\
                <span class="unseen">\(Texts.Shelf.pick) \(line.number)</span></label></td>
                <td>\(column: Texts.Shelf.place)\(place)</td>
                <td><a href="/ho-so/\(URLText.encoded(line.number))">\(line.applicant ?? line.number)</a></td>
                <td>\(line.procedureName)</td>
                <td>\(Text(line.state.vietnamese, line.state.english))<small>\(line.resolvedAt)</small></td>
                <td class="small">\(line.number)</td></tr>

                """
        }
        return """
            <div class="scroll"><table class="stack"><caption>\(Texts.Shelf.caption) · \(lines.count)</caption>
            <thead><tr><th scope="col"><span class="unseen">\(Texts.Shelf.pick)</span></th><th scope="col">\(Texts.Shelf.place)</th>\
            <th scope="col">\(Texts.Everyday.applicant)</th><th scope="col">\(Texts.Everyday.procedure)</th>\
            <th scope="col">\(Texts.Shelf.since)</th><th scope="col">\(Texts.Everyday.number)</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            """
    }
}
