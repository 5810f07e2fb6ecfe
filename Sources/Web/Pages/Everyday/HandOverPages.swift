// HandOverPages.swift: results for the public post and papers for other units: collect, number, record, print, reprint.

import Casework
import Office

extension Pages {
    static let handOverRoutes = [
        page("GET", "/ban-giao", .staff, "What waits for the post and for other units; lists that were made") {
            try await HandOverPage.show($0, problem: nil)
        },
        page("POST", "/ban-giao", .staff, "Make a hand-over list") { exchange in
            let (caller, typed) = (try exchange.requireCaller(), exchange.typed)
            let (unit, to) = (typed["unit"] ?? "", typed["to"] ?? "")
            let context = exchange.command(as: caller, key: typed["key"])
            do {
                let items = try IntakeDraft.list(typed["numbers"]).map { number -> HandOverItem in
                    guard to == HandOverListed.post else { return HandOverItem(number: number, waybill: nil) }
                    let field = "waybill.\(number)"
                    let given = VietnameseText.plain(typed[field] ?? "")
                    guard !given.isEmpty else { throw Refusal.missing(field, "\(Texts.HandOver.waybill.words) \(number)") }
                    guard let waybill = HandOverItem.waybill(given) else {
                        throw Refusal.badValue(
                            field, Texts.HandOver.waybill.words, vi: "gồm 4–40 chữ cái, chữ số",
                            en: "4–40 letters and digits")
                    }
                    return HandOverItem(number: number, waybill: waybill)
                }
                let id = try await exchange.house.server.submit {
                    try $0.listHandOver(to: to, items, unit: unit, context)
                }
                return .redirect("/ban-giao/\(URLText.encoded(id))?done=1")
            } catch let refusal as Refusal {
                return try await HandOverPage.show(exchange, problem: refusal)
            }
        },
        page("GET", "/ban-giao/{id}", .staff, "One hand-over list, to print") { exchange in
            let (caller, id) = (try exchange.requireCaller(), exchange.parameter("id"))
            let found = try await exchange.house.server.ask {
                try HandOverListQuestion.one(id, caller: caller, $0, $1)
            }
            guard let (list, lines) = found else {
                throw Refusal(
                    .notFound, "unknown-list", vi: "Không có danh sách \(id).", en: "There is no list \(id).")
            }
            for line in lines {
                exchange.house.server.looked(
                    caller.user, at: line.number, purpose: "hand-over list", now: exchange.now)
            }
            let page = HandOverListPage(exchange: exchange, list: list, lines: lines)
            return exchange.wantsCSV ? page.file : page.reply
        },
    ]
}

struct HandOverPage {
    private let exchange: Exchange
    private let unit: String
    private let post: [HandOverLine]
    private let papers: [HandOverLine]
    private let lists: [HandOverList]
    private let problem: Refusal?
    private let typed: [String: String]
    private var directory: Directory { exchange.house.server.office.directory }

    static func show(_ exchange: Exchange, problem: Refusal?) async throws -> Reply {
        let (caller, now) = (try exchange.requireCaller(), exchange.now)
        let typed = problem == nil ? [:] : exchange.typed
        let asked = typed["unit"] ?? exchange.text("unit")
        guard let unit = asked.isEmpty ? caller.workUnits.first : asked else {
            throw Refusal.noRight("xem danh sách bàn giao", "see hand-over lists", unit: "-")
        }
        let (post, papers, lists) = try await exchange.house.server.ask { tx, office in
            (
                try HandOverListQuestion.forPost(unit, caller: caller, now: now, tx, office),
                try HandOverListQuestion.forUnits(unit, caller: caller, tx, office),
                try HandOverListQuestion.lists(unit, limit: 50, caller: caller, tx)
            )
        }
        let page = HandOverPage(
            exchange: exchange, unit: unit, post: post, papers: papers, lists: lists, problem: problem,
            typed: typed)
        return exchange.wantsCSV ? page.file : page.reply
    }

    private var file: Reply {
        typealias T = Texts.HandOver
        return exchange.csv(
            "ban-giao-\(unit)", about: "unit:\(unit)",
            [T.list, T.to, T.made, T.madeBy, T.lines],
            lists.map { list in
                [
                    .code(list.id), .text(name(list.to)), .time(list.madeAt),
                    .text(directory.names[list.madeBy] ?? list.madeBy), .number(list.count),
                ]
            })
    }

    private func name(_ to: String) -> String {
        to == HandOverListed.post ? Texts.HandOver.post.words : directory.unit(to)?.name ?? to
    }

    private var reply: Reply {
        let units = Array(Set(papers.compactMap(\.to))).sorted()
        let others: [HTML] = units.map { to in
            form(
                papers.filter { $0.to == to }, to: to,
                caption: Text("\(Texts.HandOver.papersTo.vi) \(name(to))", "\(Texts.HandOver.papersTo.en) \(name(to))"))
        }
        let target = problem?.field.map { $0.replacing(".", with: "-") }
        let known = problem?.field?.hasPrefix("waybill.") == true
        let body: HTML = """
            <p class="small">\(directory.unit(unit)?.name ?? unit)</p>
            <h1>\(Texts.HandOver.heading(post: post.count, papers: papers.count))</h1>
            \(ProblemNotice(problem, target: known ? target : nil))
            \(post.isEmpty ? "" : form(post, to: HandOverListed.post, caption: Texts.HandOver.postCaption))
            \(others)
            \(made)
            <p>\(exchange.csvLink)</p>
            """
        return exchange.page(
            Texts.HandOver.title.words, at: "/ban-giao", wide: true, status: problem?.status ?? 200, body)
    }

    private func form(_ lines: [HandOverLine], to: String, caption: Text) -> HTML {
        let byPost = to == HandOverListed.post
        let rows: [HTML] = lines.map { row($0, byPost: byPost) }
        let waybill: HTML = byPost ? "<th scope=\"col\">\(Texts.HandOver.waybill)</th>" : ""
        let button = byPost ? Texts.HandOver.make : Texts.HandOver.makeUnit
        return """
            <form method="post" action="/ban-giao" class="sheet printed">\(exchange.mark)<input type="hidden" name="unit" value="\(unit)">\
            <input type="hidden" name="to" value="\(to)"><input type="hidden" name="key" value="\(exchange.house.randomID())">
            <div class="scroll"><table class="stack"><caption>\(caption) · \(lines.count)</caption>
            <thead><tr><th scope="col"><span class="unseen">\(Texts.Shelf.pick)</span></th><th scope="col">\(Texts.Shelf.place)</th>\
            <th scope="col">\(Texts.Everyday.applicant)</th><th scope="col">\(Texts.Everyday.procedure)</th>\(waybill)</tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            <p class="buttons"><button class="do seal">\(button)</button></p></form>
            """
    }

    private func row(_ line: HandOverLine, byPost: Bool) -> HTML {
        let picked = IntakeDraft.list(typed["numbers"]).contains(line.number)
        let box: HTML
        if let hindrance = line.hindrance {
            box = "<span class=\"pill wait\">\(Texts.HandOver.notYet)</span><small>\(Text(hindrance.vi, hindrance.en))</small>"
        } else {
            let tick: HTML = picked ? HTML(safe: " checked") : ""
            box = """
                <label class="pick"><input type="checkbox" name="numbers" value="\(line.number)"\(tick)>\
                <span class="unseen">\(Texts.Shelf.pick) \(line.number)</span></label>
                """
        }
        let field = "waybill.\(line.number)"
        let wrong = problem?.field == field ? problem.map { Text($0.vi, $0.en).words } : nil
        let error: HTML? = wrong.map { "<p class=\"error\" id=\"\(id(field))-error\">\($0)</p>" }
        let state: HTML = wrong == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"\(id(field))-error\""
        let waybill: HTML =
            byPost
            ? """
            <td>\(error)<input class="waybill" id="\(id(field))" name="\(field)" value="\(typed[field] ?? "")" autocomplete="off"\
             aria-label="\(Texts.HandOver.waybill) \(line.number)"\(state)></td>
            """ : ""
        return """
            <tr><td class="pickcell">\(box)</td><td>\(column: Texts.Shelf.place)<span class="place">\(line.place ?? "–")</span></td>
            <td>\(line.applicant?.name)<small>\(line.applicant?.address)</small></td>
            <td><a href="/ho-so/\(URLText.encoded(line.number))">\(line.procedureName)</a><small>\(line.number)</small></td>\
            \(waybill)</tr>

            """
    }

    private func id(_ field: String) -> String { field.replacing(".", with: "-") }

    private var made: HTML {
        guard !lists.isEmpty else { return "" }
        typealias T = Texts.HandOver
        let rows: [HTML] = lists.map { list in
            """
            <tr><th scope="row"><a href="/ban-giao/\(URLText.encoded(list.id))">\(list.ordinal)/\(list.year)</a></th>
            <td>\(column: T.to)\(name(list.to))</td><td>\(column: T.lines)\(list.count)</td>
            <td class="small">\(column: T.made)\(list.madeAt)</td>\
            <td>\(column: T.madeBy)\(directory.names[list.madeBy] ?? list.madeBy)</td></tr>

            """
        }
        return """
            <div class="scroll"><table class="stack"><caption>\(T.lists)</caption>
            <thead><tr><th scope="col">\(T.list)</th><th scope="col">\(T.to)</th><th scope="col">\(T.lines)</th>\
            <th scope="col">\(T.made)</th><th scope="col">\(T.madeBy)</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            """
    }
}
