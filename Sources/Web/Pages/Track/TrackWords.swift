// TrackWords.swift: where a dossier stands, in words and without personal data: for its tracking page and for the page
// that may be passed on.

import Casework
import Office

struct TrackWords {
    let exchange: Exchange
    let view: TrackView
    private var d: Dossier { view.dossier }

    func name(_ unit: String) -> String {
        view.unitNames[unit] ?? exchange.house.server.office.directory.unit(unit)?.name ?? unit
    }

    var head: HTML {
        """
        <p>\(pill)</p>
        <h1>\(view.procedure.shortName)</h1>
        <p class="small">\(d.number) · \(name(d.intake.receivingUnit))</p>
        \(FormerLine.html(d, exchange.house.server.office.directory))
        """
    }

    private var pill: TimePill {
        let due = d.clock.due ?? d.intake.acceptBy
        let office = exchange.house.server.office.directory.office(
            d.clock.clockUnit.isEmpty ? d.intake.competentAgency : d.clock.clockUnit)
        let remaining =
            d.isOpen
            ? due.map { LegalClock.remainingMinutes(until: $0, now: exchange.now, office: office) } : nil
        return TimePill(state: d.state, remaining: remaining, due: due, now: exchange.now)
    }

    /// One sentence of state, one of what comes next, and what is missing.
    var state: HTML {
        let isFiled = d.state == .awaitingSupplement && d.supplement?.filedBy != nil
        let missing: HTML
        if view.missing.isEmpty || isFiled {
            missing = ""
        } else {
            let items: [HTML] = view.missing.map { "<li>\($0)</li>\n" }
            missing = "<h2>\(Texts.Track.missing)</h2><ul>\(items)</ul>"
        }
        return """
            <p class="lead"><b>\(Text(d.state.vietnamese, d.state.english)).</b> \(place)</p>
            <p class="lead">\(isFiled ? Texts.Track.supplementDone : Text(view.next.vi, view.next.en))</p>\(missing)
            """
    }

    private var place: HTML {
        if d.state.isEnd { return "" }
        if let to = d.custody.inTransitTo { return "\(Texts.Track.onTheWay) \(name(to))." }
        return "\(Texts.Track.at) \(name(d.custody.unit))."
    }

    var due: HTML {
        guard let time = d.clock.due, d.isOpen else { return "" }
        let first: HTML =
            d.rescheduleCount > 0
            ? "<br><small>\(Texts.Dossier.originalDue) \(d.clock.originalDue)</small>" : ""
        return "<h2>\(Texts.Form.appointment)</h2><p class=\"lead\"><b>\(time)</b>\(first)</p>"
    }

    /// How many files each paper has; names of files are personal and not shown here.
    var files: HTML {
        guard !d.files.isEmpty else { return "" }
        var order: [String] = []
        for file in d.files where !order.contains(file.paper ?? "") { order.append(file.paper ?? "") }
        let items: [HTML] = order.map { paper in
            let files = d.files.filter { ($0.paper ?? "") == paper }
            let name = view.procedure.papers.first { $0.id == paper }?.name ?? Texts.Papers.others.words
            let size = FileWords.size(files.reduce(0) { $0 + $1.bytes })
            return "<li>✓ \(name) <small>\(files.count) \(Texts.Citizen.filesCount), \(size)</small></li>\n"
        }
        return "<details><summary>\(Texts.Citizen.filed) (\(d.files.count))</summary><ul class=\"check\">\(items)</ul></details>"
    }

    var history: HTML {
        "<details><summary>\(Texts.Dossier.history)</summary>\(Lines.history(view.history, names: view.unitNames))</details>"
    }
}

/// The page that may be printed or passed on: to be looked at only.
struct SharePage {
    let exchange: Exchange
    let view: TrackView

    var reply: Reply {
        let words = TrackWords(exchange: exchange, view: view)
        let address = Links.absolute(exchange, exchange.path + "?ma=" + URLText.encoded(exchange.query["ma"] ?? ""))
        let body: HTML = """
            <div class="narrow track">\(words.head)\(words.state)\(words.due)
            \(StatusRail(view.dossier, view.procedure, tall: true))
            \(words.history)
            <p>\(QRPicture.svg(address, label: Texts.Citizen.shareQR))</p>
            <p class="small noprint">\(Texts.Citizen.shareLead)</p>
            <p class="noprint"><button class="do quietly" type="button" data-print hidden>\(Texts.Citizen.print)</button></p></div>
            """
        return exchange.page("\(view.dossier.number) · \(view.procedure.shortName)", at: "/tra-cuu", body)
    }
}

enum Links {
    /// With host, as the browser called us; from a proxy of ours as it was called.
    static func absolute(_ exchange: Exchange, _ path: String) -> String {
        let host = exchange.header("x-forwarded-host") ?? exchange.header("host") ?? ""
        let scheme = exchange.header("x-forwarded-proto") == "https" ? "https" : "http"
        return host.isEmpty ? path : "\(scheme)://\(host)\(path)"
    }
}
