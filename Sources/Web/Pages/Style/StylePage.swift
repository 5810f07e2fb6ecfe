// StylePage.swift: the living style page `/quan-tri/giao-dien`: every token and component as it is drawn today.
//
// Made from the same code that the other pages use, so that it cannot say anything else. The examples are invented.

import Casework
import Office

extension Pages {
    static let styleRoutes = [
        page("GET", "/quan-tri/giao-dien", .everyone, "The look: tokens, type and components") { exchange in
            StylePage(exchange: exchange).reply
        }
    ]
}

struct StylePage {
    let exchange: Exchange

    var reply: Reply {
        let sections: [HTML] = [
            section(Texts.Style.tokens, tokens), section(Texts.Style.type, type),
            section(Texts.Style.pills, pills), section(Texts.Style.rail, rail),
            section(Texts.Style.person, people), section(Texts.Style.checklist, checklist),
            section(Texts.Style.money, money), section(Texts.Style.timeline, timeline),
            section(Texts.Style.charts, charts), section(Texts.Style.map, map),
            section(Texts.Style.notices, notices), section(Texts.Style.forms, forms),
        ]
        let body: HTML = """
            <h1>\(Texts.Style.title)</h1><p class="lead">\(Texts.Style.lead)</p>
            \(sections)
            """
        return exchange.page(Texts.Style.title.words, at: "/quan-tri", wide: true, body)
    }

    private func section(_ title: Text, _ body: HTML) -> HTML {
        "<section class=\"sample\"><h2>\(title)</h2>\(body)</section>\n"
    }

    private var tokens: HTML {
        let swatches: [HTML] = StyleSheet.Token.allCases.map { token in
            """
            <li class="swatch"><svg aria-hidden="true" width="44" height="44">\
            <rect class="fill-\(token.rawValue)" width="44" height="44" rx="8"/></svg>
            <span><code>--\(token.rawValue)</code><br><small>\(token.light) · \(token.dark)</small></span></li>

            """
        }
        return "<ul class=\"swatches\">\(swatches)</ul>"
    }

    private var type: HTML {
        """
        <p class="big">Ễ Ộ Ử 0123456789</p><p class="lead">Nguyễn Thị Ánh Tuyết, Đặng Ngọc Ộp, Phạm Hoàng Ễnh</p>
        <p>Chứng thực bản sao từ bản chính, hẹn trả 17:00 thứ Năm 26/11/2026.</p><p class="small">H29.273.73-261124-0031</p>
        """
    }

    private var pills: HTML {
        let now = exchange.now
        func pill(_ minutes: Int) -> TimePill {
            TimePill(
                state: .processing, remaining: minutes,
                due: now.adding(minutes: minutes < 480 && minutes > 0 ? 1 : minutes * 3), now: now)
        }
        let states: [HTML] = [DossierState.awaitingSupplement, .awaitingPayment, .suspended, .ready, .returned].map {
            "\(TimePill(state: $0, remaining: nil, due: nil, now: now)) "
        }
        return "<p>\(pill(-960)) \(pill(130)) \(pill(479)) \(pill(660)) \(states)</p>"
    }

    private var rail: HTML {
        func stop(_ name: String, _ note: Text?, _ state: StatusRail.Stop.State, train: Bool = false) -> StatusRail.Stop {
            .init(name: name, note: note, state: state, train: train)
        }
        let at = exchange.now.spoken
        return StatusRail(stops: [
            stop("Tiếp nhận", at, .done), stop("Kiểm tra", at, .done),
            stop("Chuyển Văn phòng đăng ký đất đai", Text("đang chuyển", "on its way"), .here, train: true),
            stop("Ký", nil, .ahead), stop("Trả kết quả", nil, .ahead),
        ]).html
    }

    private var people: HTML {
        PersonLine(
            person: Person(
                type: .citizen, name: "Nguyễn Thị Ánh Tuyết", idNumber: "079190012345", phone: "0901234567",
                email: nil, address: "12 Cao Văn Lầu, Phường Bình Tiên"),
            earlier: (Texts.Style.earlier, "#")
        ).html
    }

    private var checklist: HTML {
        """
        <ul class="check"><li>✓ Nơi cư trú của mẹ <small>\(Texts.Form.source("fromData"))</small></li>
        <li>✓ Giấy chứng nhận kết hôn <small>\(Texts.Form.source("reused"))</small></li>
        <li><b class="error">□ \(Texts.Dossier.missing):</b> Giấy chứng sinh</li></ul>
        """
    }

    private var money: HTML {
        Lines.fees([
            FeeLine(id: "a", name: "Phí chứng thực bản sao", amount: 32_000, exemption: nil, collect: .result),
            FeeLine(id: "b", name: "Lệ phí", amount: 0, exemption: "ngheo", collect: .filing),
            FeeLine(id: "c", name: "Lệ phí", amount: nil, exemption: nil, collect: .filing),
        ])
    }

    private var timeline: HTML {
        func line(_ kind: String, _ text: String?, _ seq: Int) -> HistoryLine {
            let title = EntryTitle.of(kind)
            return HistoryLine(
                at: exchange.now, kind: kind, vi: title.vi, en: title.en, unit: "27373", actor: "Trần Ngọc Ửng",
                text: text, seq: seq)
        }
        return Lines.history(
            [line("DossierReceived", nil, 1), line("NoteAdded", "Đã gọi điện, hẹn sáng mai.", 2)],
            names: ["27373": "Phường Bình Tiên"])
    }

    private var charts: HTML {
        let bars = Bars(
            caption: Texts.Style.bars, nameTitle: Texts.Style.hour, valueTitle: Texts.Style.received,
            bars: [
                .init(name: "07:30", value: 9), .init(name: "08:30", value: 24), .init(name: "09:30", value: 31),
                .init(name: "10:30", value: 12, address: "#"),
            ])
        return """
            <p>\(Texts.Style.week) \(Sparkline(label: Texts.Style.week, values: [98, 120, 131, 125, 140, 128, 151]).html) <b>151</b></p>
            \(bars.html)
            """
    }

    private var map: HTML {
        let directory = exchange.house.server.office.directory
        let tiles = TileLayout.places.keys.sorted().enumerated().map { i, code in
            TileMap.Tile(
                code: code, name: directory.unit(code)?.name ?? code, value: "\(100 - i % 9)%", step: i % 9 / 2,
                address: "#\(code)")
        }
        return TileMap(title: Texts.Style.mapTitle, tiles: tiles).html
    }

    private var notices: HTML {
        """
        \(Lines.good(Texts.Receipt.accepted))
        \(ProblemNotice(Refusal.missing("name", Texts.Form.name.words)))
        <p class="notice">\(Texts.Dossier.alsoHere("Trần Ngọc Ửng"))</p>
        <p class="banner">\(Texts.Frame.lineDown) 10:42. \(Texts.Frame.lineDownAdvice)</p>
        <p class="empty">\(Texts.Inbox.empty)</p>
        """
    }

    private var forms: HTML {
        let name = Field("name", Texts.Form.name.words, .text, required: true)
        let pick = Field(
            "way", Texts.Form.resultChannel.words, .choice, required: true,
            choices: [.init(value: "a", label: Texts.Form.yes.words), .init(value: "b", label: Texts.Form.no.words)],
            suggested: "a")
        return """
            <form class="narrow" action="#">\(FieldInput(name, prefix: "s-", error: "…", hint: Texts.Style.hint).html)
            \(FieldInput(pick, prefix: "s-").html)
            <p class="buttons"><button type="button" class="do seal">\(Texts.Form.accept) <kbd>Enter</kbd></button>
            <button type="button" class="do">\(Texts.Form.find)</button>
            <button type="button" class="do quietly">\(Texts.Form.recordOnly)</button></p></form>
            """
    }
}
