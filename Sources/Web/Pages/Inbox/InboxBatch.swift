// InboxBatch.swift: one action on many dossiers: assign, take over, sign, take a signature back.
//
// All are submitted at once, so that they share commits; each is done or refused by itself and says so. The form's key
// makes a second click harmless.

import Casework
import Office

struct InboxBatch {
    let exchange: Exchange
    let unit: String

    var html: HTML {
        let staff = exchange.house.server.office.directory.staff(unit, at: exchange.now)
        let signs = exchange.caller.map { InboxBatch.signs($0, unit) } == true
        var actions = [
            Procedure.Choice(value: "take-over", label: Texts.Inbox.takeOver.words),
            .init(value: "assign", label: Texts.Inbox.assign.words),
        ]
        if signs { actions.append(.init(value: "approve", label: Texts.Inbox.approve.words)) }
        return """
            <fieldset class="sheet batch noprint"><legend>\(Texts.Inbox.batch)</legend>
            <div class="row">\(FieldInput(Field("action", Texts.Inbox.action.words, .choice, choices: actions)).html)
            \(FieldInput(Field("user", Texts.Inbox.assignTo.words, .user, choices: staff)).html)
            <p class="buttons"><button class="do">\(Texts.Inbox.perform)</button></p></div></fieldset>
            """
    }

    /// Said on the list that somebody acted on without choosing.
    static func nothingChosen(_ exchange: Exchange) -> HTML {
        exchange.query["chua-chon"] == nil ? "" : "<p class=\"notice bad\" role=\"alert\">\(Texts.Inbox.nothingChosen)</p>"
    }

    static func signs(_ caller: Caller, _ unit: String) -> Bool {
        caller.grants.contains { $0.role == .leader && $0.unit == unit }
    }

    struct Line: Sendable {
        var number: String
        var state: DossierState?
        var refusal: Refusal?
    }

    /// Action and input behind a choice of the batch; nil when nothing was chosen.
    static func chosen(_ typed: [String: String]) -> (String, ActionInput)? {
        switch typed["action"] ?? "" {
        case "assign": ("assign", ActionInput(["user": typed["user"] ?? ""]))
        case "take-over": ("take-over", ActionInput([:]))
        case "approve": ("decide", ActionInput(["outcome": "approve"]))
        case "take-back": ("reopen", ActionInput(["reason": typed["reason"] ?? ""]))
        default: nil
        }
    }

    /// Does it to every number, in the order given.
    static func perform(
        _ action: String, _ input: ActionInput, on numbers: [String], key: String?, as caller: Caller,
        _ exchange: Exchange
    ) async throws -> [Line] {
        try await withThrowingTaskGroup(of: (Int, Line).self) { group in
            for (index, number) in numbers.enumerated() {
                let context = exchange.command(as: caller, key: key.map { "\($0)/\(index)" })
                group.addTask {
                    do {
                        let receipt = try await exchange.house.server.submit {
                            try $0.perform(action, on: number, input, context)
                        }
                        return (index, Line(number: number, state: receipt.state))
                    } catch let refusal as Refusal {
                        return (index, Line(number: number, refusal: refusal))
                    }
                }
            }
            var lines: [(Int, Line)] = []
            for try await line in group { lines.append(line) }
            return lines.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// What became of each, and the way back; what was signed can be taken back right here.
    static func reply(
        _ lines: [Line], action: String, unit: String, _ exchange: Exchange
    ) -> Reply {
        let done = lines.filter { $0.refusal == nil }
        let rows: [HTML] = lines.map { line in
            let words: HTML
            if let refusal = line.refusal {
                words = "<span class=\"pill late\">\(Texts.Inbox.refused)</span> \(Text(refusal.vi, refusal.en))"
            } else {
                words =
                    "<span class=\"pill fine\">\(Texts.Inbox.done)</span> \(line.state.map { Text($0.vietnamese, $0.english).words })"
            }
            let link: HTML = "<a href=\"/ho-so/\(URLText.encoded(line.number))\">\(line.number)</a>"
            return "<tr><th scope=\"row\">\(link)</th><td>\(words)</td></tr>\n"
        }
        let back = "/ho-so\(action == "decide" || action == "reopen" ? "/ky" : "")?unit=\(URLText.encoded(unit))"
        let body: HTML = """
            <h1>\(Texts.Inbox.result(done.count, of: lines.count))</h1>
            <p class="buttons"><a class="do" href="\(back)" data-focus>\(Texts.Inbox.all)</a></p>
            <div class="scroll"><table><caption>\(Texts.Inbox.resultCaption)</caption>
            <thead><tr><th scope="col">\(Texts.Inbox.number)</th><th scope="col">\(Texts.Inbox.resultColumn)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            \(action == "decide" && !done.isEmpty ? takeBack(done.map(\.number), unit, exchange) : "")
            """
        return exchange.page(Texts.Inbox.resultCaption.words, at: "/ho-so", wide: true, body)
    }

    /// The form that takes signatures back, with a reason that is recorded.
    static func takeBack(_ numbers: [String], _ unit: String, _ exchange: Exchange) -> HTML {
        let picks: [HTML] = numbers.map { number in
            """
            <label class="pick"><input type="checkbox" name="numbers" value="\(number)"><span>\(number)</span></label>

            """
        }
        let reason = Field("reason", Texts.Inbox.takeBackReason.words, .longText, required: true)
        return """
            <details class="noprint"><summary>\(Texts.Inbox.takeBack)</summary><p>\(Texts.Inbox.takeBackWords)</p>
            <form method="post" action="/ho-so">\(exchange.mark)<input type="hidden" name="unit" value="\(unit)">
            <input type="hidden" name="action" value="take-back">
            <input type="hidden" name="key" value="\(exchange.house.randomID())">
            <fieldset><legend>\(Texts.Inbox.numbers)</legend><div class="picks">\(picks)</div></fieldset>
            \(FieldInput(reason, prefix: "back-").html)
            <p class="buttons"><button class="do quietly">\(Texts.Inbox.takeBack)</button></p></form></details>
            """
    }
}
