// RegisterPages.swift: the registers of certifications by day or book, to print; voiding a number; opening the next book.

import Casework
import Office

extension Pages {
    static let registerRoutes = [
        page("GET", "/quay/so-chung-thuc", .staff, "A register of certifications") { exchange in
            try await registerPage(exchange, refusal: nil)
        },
        page("POST", "/quay/so-chung-thuc", .staff, "Void a number, number a dossier, open a book") { exchange in
            let (caller, typed) = (try exchange.requireCaller(), exchange.typed)
            let context = exchange.command(as: caller)
            let series = typed["so"].flatMap(CertificateSeries.init(rawValue:)) ?? .copies
            let unit = typed["unit"] ?? ""
            let number = dossierNumber(typed["number"] ?? "", unit, exchange)
            do {
                _ = try await exchange.house.server.submit { work in
                    switch typed["do"] {
                    case "void":
                        try work.voidCertificate(number, ground: typed["ground"] ?? "", text: typed["text"] ?? "", context)
                    case "book":
                        try work.openRegisterBook(series, unit: unit, first: Int(typed["first"] ?? "") ?? 0, context)
                    default:
                        let form = try work.dossier(number)?.person.form ?? [:]
                        try work.numberCertificate(
                            number, pages: Int(form["pages"] ?? "1") ?? 1,
                            copies: Int(form["copies"] ?? form["count"] ?? "1") ?? 1, context)
                    }
                }
                let address = "/quay/so-chung-thuc?unit=\(unit)&so=\(URLText.encoded(series.rawValue))&xong=1"
                return .redirect(address)
            } catch let refusal as Refusal where refusal.kind != .forbidden {
                return try await registerPage(exchange, refusal: refusal)
            }
        },
    ]

    private static func dossierNumber(_ text: String, _ unit: String, _ exchange: Exchange) -> String {
        let plain = VietnameseText.plain(String(text.prefix(60))).uppercased()
        let agency = exchange.house.server.office.directory.unit(unit)?.agencyCode ?? ""
        return plain.hasPrefix("H") || plain.hasPrefix("G") ? plain : "\(agency)-\(plain)"
    }

    private static func registerPage(_ exchange: Exchange, refusal: Refusal?) async throws -> Reply {
        let caller = try exchange.requireCaller()
        let asked = exchange.method == "POST" ? exchange.typed : exchange.query.mapValues { $0.replacing("+", with: " ") }
        guard let own = caller.workUnits.first else {
            throw Refusal.noRight("xem sổ chứng thực", "see the registers", unit: caller.units.joined(separator: ", "))
        }
        let unit = asked["unit"].flatMap { caller.workUnits.contains($0) ? $0 : nil } ?? own
        let series = asked["so"].flatMap(CertificateSeries.init(rawValue:)) ?? .copies
        let book = asked["quyen"].flatMap { Int($0) }
        let day = book == nil ? CivilDate(asked["ngay"] ?? "") ?? exchange.now.date : nil
        let year = asked["nam"].flatMap { Int($0) } ?? (day ?? exchange.now.date).year
        let after = Int(asked["sau"] ?? "") ?? 0
        let (lines, books) = try await exchange.house.server.ask { tx, office in
            (
                try RegisterQuestion.ask(
                    unit, series, day: day, year: year, book: book, after: after, caller: caller, tx, office),
                try RegisterQuestion.books(unit, series, year: year, tx)
            )
        }
        for line in lines.prefix(200) {
            exchange.house.server.looked(caller.user, at: line.dossier, purpose: "register", now: exchange.now)
        }
        return RegisterPage(
            exchange: exchange, unit: unit, units: caller.workUnits, series: series, day: day, year: year, book: book,
            lines: lines, books: books, refusal: refusal
        ).reply
    }
}

struct RegisterPage {
    let exchange: Exchange
    let unit: String
    let units: [String]
    let series: CertificateSeries
    let day: CivilDate?
    let year: Int
    let book: Int?
    let lines: [RegisterLine]
    let books: [(book: Int, first: Int, last: Int)]
    let refusal: Refusal?

    private var directory: Directory { exchange.house.server.office.directory }
    private var typed: [String: String] { exchange.method == "POST" ? exchange.typed : [:] }

    var reply: Reply {
        let when = day.map(\.vietnamese) ?? "\(Texts.Register.book.words) \(book ?? 1)/\(year)"
        if exchange.wantsCSV {
            let place = day?.description ?? "quyen-\(book ?? 1)-\(year)"
            return DeskFiles.register(lines, "\(unit)-\(place)", unit: unit, exchange)
        }
        let body: HTML = """
            \(DeskPlaces.html(at: "/quay/so-chung-thuc"))
            <p class="small">\(directory.unit(unit)?.name) · \(Texts.Register.series(series)) · \(when)</p>
            <h1>\(Texts.Register.title): \(Texts.Register.count(lines.count, lines.count(where: \.isVoid)))</h1>
            \(ProblemNotice(refusal).html)\(exchange.query["xong"] == "1" ? Lines.good(Texts.Register.done) : "")
            \(choose)
            <section id="so-chung-thuc" data-live="register:\(unit)">\(table)</section>
            <p>\(exchange.csvLink)</p>
            \(acts)<p class="small">\(Texts.Register.source)</p>
            """
        return exchange.page(
            Texts.Register.title.words, at: "/quay", wide: true, status: refusal?.status ?? 200, body)
    }

    private func choice(_ name: String, _ title: Text, _ choices: [Procedure.Choice], _ value: String) -> HTML {
        FieldInput(Field(name, title.words, .choice, required: true, choices: choices), prefix: "xem-", value: value).html
    }

    private var choose: HTML {
        let series = CertificateSeries.allCases.map {
            Procedure.Choice(value: $0.rawValue, label: Texts.Register.series($0).words)
        }
        let unitChoice: HTML =
            units.count < 2
            ? "<input type=\"hidden\" name=\"unit\" value=\"\(unit)\">"
            : choice("unit", Texts.Form.atUnit, units.map { .init(value: $0, label: directory.unit($0)?.name ?? $0) }, unit)
        let date = FieldInput(
            Field("ngay", Texts.Register.day.words, .date), prefix: "xem-", value: (day ?? exchange.now.date).description)
        let links: [HTML] = books.map { one in
            let here: HTML = one.book == book ? " aria-current=\"page\"" : ""
            return """
                <li><a href="\(address(book: one.book))"\(here)>\
                \(Texts.Register.book) \(one.book)/\(year) <small>\(one.first)–\(one.last)</small></a></li>

                """
        }
        let list: HTML = links.isEmpty ? "" : "<ul class=\"chips\">\(links)</ul>"
        return """
            <div class="noprint"><form method="get" action="/quay/so-chung-thuc">
            <div class="row">\(unitChoice)\(choice("so", Texts.Register.series, series, self.series.rawValue))\(date.html)</div>
            <p class="buttons"><button class="do quietly">\(Texts.Register.show)</button>
            <button type="button" class="do quietly" data-print data-key="p" hidden>\(Texts.Slip.print) <kbd>p</kbd></button></p>
            </form>\(list)</div>
            """
    }

    private var table: HTML {
        guard !lines.isEmpty else { return "<p>\(Texts.Register.empty)</p>" }
        let rows: [HTML] = lines.map { line in
            let void: HTML =
                line.voidGround.map {
                    "<span class=\"pill late\">\(Texts.Register.voided)</span> \(Texts.Register.ground($0)): \(line.voidWords)"
                } ?? ""
            return """
                <tr><th scope="row">\(column: Texts.Register.number)\(line.place.number)</th>
                <td>\(column: Texts.Register.day)\(line.day.vietnamese)<br><small>\(line.place.bookTitle)</small></td>
                <td>\(line.applicant ?? Texts.Register.erased.words)</td><td>\(line.document)</td>
                <td>\(column: Texts.Register.amount)\(line.pages) × \(line.copies)</td>
                <td class="money">\(column: Texts.Lane.fee)\(Money.words(line.fee))</td>
                <td>\(column: Texts.Register.clerk)\(line.clerk)</td>
                <td>\(column: Texts.Register.dossier)<a href="/ho-so/\(URLText.encoded(line.dossier))">\
                \(OfficialPaper.serial(line.dossier))</a></td><td>\(void)</td></tr>

                """
        }
        let heads = [
            Texts.Register.number, Texts.Register.day, Texts.Register.who, Texts.Register.what, Texts.Register.amount,
            Texts.Lane.fee, Texts.Register.clerk, Texts.Register.dossier, Texts.Register.note,
        ]
        let isWhole = book == nil || lines.count < RegisterQuestion.limit
        let more: HTML = isWhole ? "" : "<p><a href=\"\(address(book: book ?? 1, after: lines.last?.place.number))\">→</a></p>"
        return DeskTable(Texts.Register.series(series), heads, money: [5], rows: rows).html + more
    }

    private func address(book: Int, after: Int? = nil) -> String {
        let place = "/quay/so-chung-thuc?unit=\(unit)&so=\(URLText.encoded(series.rawValue))&nam=\(year)&quyen=\(book)"
        return after.map { "\(place)&sau=\($0)" } ?? place
    }

    // MARK: acts

    private func form(_ act: String, _ title: Text, _ hint: Text?, _ fields: [HTML], _ button: Text) -> HTML {
        let open: HTML = refusal != nil && (typed["do"] ?? "number") == act ? " open" : ""
        let words: HTML? = hint.map { "<p class=\"hint\">\($0)</p>" }
        return """
            <details\(open)><summary>\(title)</summary>\(words)
            <form method="post" action="/quay/so-chung-thuc">\(exchange.mark)<input type="hidden" name="unit" value="\(unit)">
            <input type="hidden" name="so" value="\(series.rawValue)">
            \(fields)<p class="buttons"><button class="do quietly" name="do" value="\(act)">\(button)</button></p></form></details>
            """
    }

    private func field(_ act: String, _ field: Field) -> HTML {
        FieldInput(
            field, prefix: "\(act)-", value: typed["do"] == act ? typed[field.name] ?? "" : field.suggested ?? "",
            error: typed["do"] == act && refusal?.field == field.name ? refusal.map { Text($0.vi, $0.en).words } : nil
        ).html
    }

    private var acts: HTML {
        let number = Field("number", Texts.Cash.dossier.words, .text, required: true)
        let grounds = RegisterQuestion.voidGrounds.map {
            Procedure.Choice(value: $0, label: Texts.Register.ground($0).words)
        }
        let void = form(
            "void", Texts.Register.voidTitle, Texts.Register.voidHint,
            [
                field("void", number),
                field("void", Field("ground", Texts.Cash.voidGround.words, .choice, choices: grounds, suggested: "wrongEntry")),
                field("void", Field("text", Texts.Cash.voidText.words, .longText, required: true)),
            ], Texts.Register.void)
        let one = form(
            "number", Texts.Register.numberOne, nil, [field("number", number)], Texts.Register.numberIt)
        let next = form(
            "book", Texts.Register.openBook, Texts.Register.openBookHint,
            [
                field(
                    "book",
                    Field(
                        "first", Texts.Register.first.words, .integer, required: true,
                        suggested: String((books.map(\.last).max() ?? 0) + 1)))
            ], Texts.Register.openBook)
        return "<section class=\"noprint\">\(one)\(void)\(next)</section>"
    }
}
