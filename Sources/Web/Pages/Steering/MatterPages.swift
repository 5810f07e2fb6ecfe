// MatterPages.swift: the pages of steering, one shape for all kinds: a list with the form that begins one, and one matter with
// what may be done about it. The forms are drawn from the table of actions (Office/Steering), which the API shows too.
//
// What is particular to a kind stands beside this file: the desk's likenesses, a directive's tasks, a model's effect, a round.

import Casework
import Foundation
import Office
import Oversight

/// Where a kind of matter has its pages, and what it is called.
struct MatterPlace {
    let kind: SteeringKind
    let path: String
    let title: Text
    let lead: Text

    static let all: [MatterPlace] = [
        MatterPlace(kind: .difficulty, path: "/vuong-mac", title: Texts.Steering.difficulties, lead: Texts.Steering.difficultyLead),
        MatterPlace(kind: .guidance, path: "/huong-dan", title: Texts.Steering.guidance, lead: Texts.Steering.guidanceLead),
        MatterPlace(kind: .directive, path: "/chi-dao", title: Texts.Steering.directives, lead: Texts.Steering.directiveLead),
        MatterPlace(kind: .model, path: "/mo-hinh", title: Texts.Steering.models, lead: Texts.Steering.modelLead),
        MatterPlace(kind: .round, path: "/giao-ban", title: Texts.Steering.rounds, lead: Texts.Steering.roundLead),
        MatterPlace(kind: .complaint, path: "/phan-anh/danh-sach", title: Texts.Steering.complaints, lead: Texts.Steering.complaintLead),
        MatterPlace(kind: .outage, path: "/su-co", title: Texts.Steering.outages, lead: Texts.Steering.outageLead),
        MatterPlace(kind: .cost, path: "/chi-phi/gia-dinh", title: Texts.Steering.costs, lead: Texts.Steering.costLead),
    ]
    static func of(_ kind: SteeringKind) -> MatterPlace {
        guard let place = all.first(where: { $0.kind == kind }) else { preconditionFailure("\(kind) has pages") }
        return place
    }
    /// The kinds, as doors to each other's lists.
    static func chips(_ current: SteeringKind) -> HTML {
        let links: [HTML] = all.map { place in
            let here: HTML = place.kind == current ? " aria-current=\"true\"" : ""
            return "<li><a href=\"\(place.path)\"\(here)>\(place.title)</a></li>\n"
        }
        return "<nav class=\"noprint\" aria-label=\"\(Texts.Steering.short)\"><ul class=\"chips\">\(links)</ul></nav>"
    }
    func address(_ id: String) -> String { "\(path)/\(URLText.encoded(id))" }
}

extension Pages {
    static let steeringRoutes: [Route] = MatterPlace.all.flatMap(matterRoutes) + roundRoutes + cityReportRoutes + publicRoutes

    private static func matterRoutes(_ place: MatterPlace) -> [Route] {
        [
            page("GET", place.path, .staff, "Steering: \(place.kind.rawValue), all of them") { exchange in
                try await matterList(place, exchange, nil)
            },
            page("POST", place.path, .staff, "Steering: begin a \(place.kind.rawValue)") { exchange in
                let (caller, typed) = (try exchange.requireCaller(), exchange.typed)
                let (name, input) = matterInput(typed, exchange)
                let (given, context) = (matterGiven(exchange), exchange.command(as: caller, key: typed["key"]))
                do {
                    let id = try await exchange.house.server.submit {
                        try $0.steer(name, place.kind, input, given: given, context)
                    }
                    return .redirect(place.address(id) + "?done=1")
                } catch let refusal as Refusal where refusal.slug != "no-right" {
                    return try await matterList(place, exchange, Attempt(action: name, values: input.values, refusal: refusal))
                }
            },
            page("GET", "\(place.path)/{id}", .staff, "Steering: one \(place.kind.rawValue)") { exchange in
                try await matterOne(place, exchange, nil)
            },
            page("POST", "\(place.path)/{id}", .staff, "Steering: act on a \(place.kind.rawValue)") { exchange in
                let (caller, typed, id) = (try exchange.requireCaller(), exchange.typed, exchange.parameter("id"))
                let (name, input) = matterInput(typed, exchange)
                let (given, context) = (matterGiven(exchange), exchange.command(as: caller, key: typed["key"]))
                do {
                    _ = try await exchange.house.server.submit {
                        try $0.steer(name, place.kind, id: id, input, given: given, context)
                    }
                    // Answered beside the report, in the round's session: back to it.
                    if let round = typed[MatterForm.round] {
                        return .redirect(MatterPlace.of(.round).address(round) + "?done=1#\(RoundDesk.anchor(id))")
                    }
                    return .redirect(place.address(id) + "?done=1")
                } catch let refusal as Refusal where refusal.slug != "no-right" {
                    return try await matterOne(place, exchange, Attempt(action: name, values: input.values, refusal: refusal))
                }
            },
        ]
    }

    /// What a page that led here knows.
    static func matterGiven(_ exchange: Exchange) -> [String: String] {
        var given: [String: String] = [:]
        for name in ["dossier", "procedure", "step", "category", "units", "round", "into", "text"] {
            let text = exchange.text(name)
            if !text.isEmpty, text.utf8.count < 2000 { given[name] = text }
        }
        return given
    }

    /// The action and its values; lists of checkboxes come joined, times in the browser's form.
    private static func matterInput(_ typed: [String: String], _ exchange: Exchange) -> (String, ActionInput) {
        var values = typed.filter { !["csrf", "do", "key", MatterForm.round].contains($0.key) }
        for (name, value) in values {
            // `2026-11-27T08:30` of a datetime-local input is Vietnamese time.
            if value.utf8.count == 16, value.dropFirst(10).first == "T", Instant(value + ":00+07:00") != nil {
                values[name] = value + ":00+07:00"
            }
        }
        return (typed["do"] ?? "", ActionInput(values))
    }

    private static func matterList(_ place: MatterPlace, _ exchange: Exchange, _ attempt: Attempt?) async throws -> Reply {
        let (caller, now, given) = (try exchange.requireCaller(), exchange.now, matterGiven(exchange))
        let filter = MatterQuestion.Filter(
            kind: place.kind, unit: someText(exchange, "unit"), state: SteeringItem.State(rawValue: exchange.text("state")),
            category: someText(exchange, "loai"), procedure: someText(exchange, "thu-tuc"))
        let (limit, offset) = (try exchange.limit(), try exchange.offset())
        let (items, offered) = try await exchange.house.server.ask { tx, office in
            (
                try MatterQuestion.list(filter, limit: limit + 1, offset: offset, caller: caller, tx, office),
                MatterAction.offered(
                    place.kind, MatterSituation(item: nil, caller: caller, now: now, directory: office.directory, given: given))
            )
        }
        return MatterListPage(
            exchange: exchange, place: place, items: Array(items.prefix(limit)), filter: filter, offered: offered, attempt: attempt,
            next: items.count > limit ? offset + limit : nil
        ).reply
    }

    private static func matterOne(_ place: MatterPlace, _ exchange: Exchange, _ attempt: Attempt?) async throws -> Reply {
        let (caller, now, id) = (try exchange.requireCaller(), exchange.now, exchange.parameter("id"))
        var given = matterGiven(exchange)
        let server = exchange.house.server
        let (item, more) = try await server.ask { tx, office in
            let item = try MatterQuestion.one(place.kind, id, caller: caller, tx, office)
            return (item, try MatterSurroundings(item, caller: caller, now: now, tx, office))
        }
        if place.kind == .round, let draft = more.draft { given["text"] = RoundDraftText.words(draft, exchange).vi }
        let offered = MatterAction.offered(
            place.kind, MatterSituation(item: item, caller: caller, now: now, directory: server.office.directory, given: given))
        return MatterPage(exchange: exchange, place: place, item: item, more: more, offered: offered, attempt: attempt).reply
    }
}

/// A form for one of the actions offered.
struct MatterForm {
    let exchange: Exchange
    let action: OfferedAction
    let path: String
    let attempt: Pages.Attempt?
    /// Where several forms of the same action stand on one page.
    var part = ""
    /// The round whose page this form is on, and to which it leads back.
    var roundID: String?
    /// The field that carries it.
    static let round = "at-round"

    var html: HTML {
        let mine = attempt.flatMap { $0.action == action.name ? $0 : nil }
        let fields: [HTML] = action.fields.map { field in
            let wrong = mine.flatMap { $0.refusal.field == field.name ? Text($0.refusal.vi, $0.refusal.en).words : nil }
            var shown = field
            if field.type == .unit { shown.type = .choice }
            return FieldInput(
                shown, prefix: "m-\(action.name)-\(part)", value: mine.map { $0.values[field.name] ?? "" }, error: wrong
            ).html
        }
        let key: HTML = "<input type=\"hidden\" name=\"key\" value=\"\(exchange.house.randomID())\">"
        let back: HTML? = roundID.map { "<input type=\"hidden\" name=\"\(MatterForm.round)\" value=\"\($0)\">" }
        return """
            <form method="post" action="\(path)"\(mine == nil ? "" : HTML(safe: " data-kept"))>\(exchange.mark)\(key)\(back)
            <input type="hidden" name="do" value="\(action.name)">
            \(fields)<p class="buttons"><button class="do seal">\(Text(action.vi, action.en))</button></p></form>
            """
    }
}
