// ContestCards.swift: the list of contested items: what each is about, what the entries on either side say, and the form by
// which a person decides it, or how it was decided and why.
//
// The list renews itself; so does each card for itself, so that where somebody types in one card the others go on.

import Casework
import Ledger
import Office

/// Which page of the list somebody looks at.
struct ContestPlace {
    /// Only what is about this dossier, user or calendar.
    var about: String?
    var cursor: String?

    init(_ exchange: Exchange) {
        let (about, cursor) = (exchange.text("ve"), exchange.text("cursor"))
        self.about = about.isEmpty ? nil : about
        self.cursor = cursor.isEmpty ? nil : cursor
    }

    /// `?ve=…&cursor=…`, or nothing.
    var query: String { ContestPlace.query(about, cursor) }
    func next(_ cursor: String) -> String { "/dieu-hanh/mang-luoi\(ContestPlace.query(about, cursor))" }

    static func address(about number: String) -> String { "/dieu-hanh/mang-luoi\(query(number, nil))" }

    private static func query(_ about: String?, _ cursor: String?) -> String {
        let parts = [("ve", about), ("cursor", cursor)].compactMap { name, value in value.map { "\(name)=\(URLText.encoded($0))" } }
        return parts.isEmpty ? "" : "?\(parts.joined(separator: "&"))"
    }
}

struct ContestCards {
    let exchange: Exchange
    let page: Page<ContestView>
    let place: ContestPlace
    /// What was refused, with the item that it was about.
    let problem: (id: String, refusal: Refusal)?

    var html: HTML {
        let cards: [HTML] = page.items.map { ContestCard(exchange: exchange, view: $0, place: place, problem: problem).html }
        let none: HTML? = cards.isEmpty ? "<p class=\"empty\">\(Texts.Network.noContest)</p>" : nil
        return """
            <section id="ds-tranh-chap" data-live="net:sites" aria-labelledby="tranh-chap">
            <h2 id="tranh-chap">\(Texts.Network.contested)</h2>
            \(narrowed)\(none)\(cards)\(further)</section>
            """
    }

    private var narrowed: HTML? {
        place.about.map {
            "<p>\(Texts.Contests.onlyAbout) \($0) · <a href=\"/dieu-hanh/mang-luoi\">\(Texts.Contests.all)</a></p>"
        }
    }

    private var further: HTML? {
        page.next.map {
            """
            <p>\(Texts.Contests.more(shown: page.items.count))
            <a class="do quietly" href="\(place.next($0))">\(Texts.Contests.next)</a></p>
            """
        }
    }
}

struct ContestCard {
    let exchange: Exchange
    let view: ContestView
    let place: ContestPlace
    let problem: (id: String, refusal: Refusal)?

    private var item: ContestRow { view.item }
    private var directory: Directory { exchange.house.server.office.directory }
    private func unit(_ code: String) -> String { directory.unit(code)?.name ?? code }

    var html: HTML {
        let about = dossier(item.fact.about)
        let site: HTML? = item.fact.site.map { " · \(Texts.Network.site) \($0)" }
        return """
            <article class="card" id="m-\(item.id)" data-live="net:sites">
            <h3>\(Texts.Network.kind(item.fact.kind)): \(unit(item.fact.unit))</h3>
            <p>\(Texts.Network.explain(item.fact))</p>
            <p>\(about)\(site) · \(item.fact.happenedAt) · \(Texts.Network.noticed) \(item.noticedAt)</p>
            \(side(.one, Texts.Contests.one))\(side(.other, Texts.Contests.other))\(facts)
            \(item.decision.map(decided) ?? form)</article>

            """
    }

    private func dossier(_ number: String) -> HTML {
        view.openable.contains(number) ? "<a href=\"/ho-so/\(URLText.encoded(number))\">\(number)</a>" : "\(number)"
    }

    // MARK: what the entries say

    private func side(_ side: ContestEntry.Side, _ title: Text) -> HTML {
        var lines: [HTML] = view.entries.filter { $0.side == side }.map(line)
        let numbers: [HTML] = view.dossiers.map { "<li>\(dossier($0))</li>\n" }
        if side == .other { lines += numbers }
        if side == .one, view.keys > 0 { lines.append("<li><small>\(Texts.Contests.keys(view.keys))</small></li>\n") }
        guard !lines.isEmpty else { return "" }
        let further: HTML? = side == .one && view.further > 0 ? "<li><small>\(Texts.Contests.further(view.further))</small></li>\n" : nil
        return """
            <p><b>\(title)</b></p>
            <ol class="history">
            \(lines)\(further)</ol>
            """
    }

    private func line(_ entry: ContestEntry) -> HTML {
        guard let said = entry.said else {
            return "<li><small>\(entry.place) · \(Texts.Contests.standing(entry.standing))</small></li>\n"
        }
        let to: HTML? = said.to.map { " → \(unit($0))" }
        let text: HTML? = said.text.map { "<br>“\($0)”" }
        return """
            <li><b>\(Text(said.vi, said.en))</b>\(to)\(text)<br>
            <small>\(said.at) · \(unit(said.unit)) · \(said.actorName) · \(Texts.Contests.standing(entry.standing)) · \
            \(entry.place)</small></li>

            """
    }

    private var facts: HTML {
        let lines: [HTML] = view.entries.compactMap { entry in
            entry.said.map { "<dt>\(entry.place) · \($0.kind)</dt><dd>\($0.facts.text)</dd>\n" }
        }
        guard !lines.isEmpty else { return "" }
        return """
            <details id="dk-\(item.id)"><summary>\(Texts.Contests.facts)</summary><dl class="facts">
            \(lines)</dl></details>
            """
    }

    // MARK: the decision

    private func decided(_ decision: ContestDecided) -> HTML {
        let who = item.decidedBy.map { directory.names[$0] ?? $0 } ?? ""
        let reason: HTML
        if let words = view.reason {
            reason = "<p>“\(words)”</p>"
        } else {
            reason = view.mayDecide ? "<p class=\"small\">\(Texts.Contests.illegible)</p>" : ""
        }
        return "<p><strong>\(Texts.Network.decision(decision.decision))</strong> · \(who) · \(decision.decidedAt)</p>\(reason)"
    }

    private var form: HTML {
        guard view.mayDecide else { return "" }
        let mine = problem?.id == item.id
        let chosen = mine ? exchange.typed["decision"] : item.fact.proposal.rawValue
        let choices: [HTML] = item.fact.decisions.map { decision in
            let checked: HTML = decision.rawValue == chosen ? " checked" : ""
            let hint: HTML? = decision == item.fact.proposal ? " <small>(\(Texts.Network.proposed))</small>" : nil
            return """
                <label class="pick"><input type="radio" name="decision" value="\(decision.rawValue)" required\(checked)>
                \(Texts.Network.decision(decision))\(hint)</label>

                """
        }
        let words = mine ? exchange.typed["words"] ?? "" : ""
        // What was typed and refused stands in the form: it is not renewed under the reader's eyes.
        let kept: HTML = mine ? " data-kept" : ""
        return """
            <form method="post" action="/dieu-hanh/mang-luoi/\(item.id)\(place.query)" class="stack"\(kept)>\(exchange.mark)
            <fieldset><legend>\(Texts.Network.whatNow)</legend>\(choices)</fieldset>
            <label for="w-\(item.id)">\(Texts.Network.words)</label>
            <textarea id="w-\(item.id)" name="words" rows="2" required>\(words)</textarea>
            <p><button class="do">\(Texts.Network.decide)</button></p></form>
            """
    }
}

/// A notice that something contested waits, with the way to it.
enum ContestNotice {
    /// Where a leader works; nothing where nothing waits.
    static func html(waiting n: Int64) -> HTML {
        guard n > 0 else { return "" }
        return """
            <p class="notice noprint">\(Texts.Contests.waiting(n))
            <a href="/dieu-hanh/mang-luoi#tranh-chap">\(Texts.Contests.open)</a></p>
            """
    }

    /// On the page of a dossier.
    static func html(about number: String, _ n: Int64) -> HTML {
        guard n > 0 else { return "" }
        return """
            <p class="notice noprint">\(Texts.Contests.about(n))
            <a href="\(ContestPlace.address(about: number))">\(Texts.Contests.open)</a></p>
            """
    }
}
