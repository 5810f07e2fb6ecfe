// ActionForm.swift: an offered action as a form, drawn from the list of fields that the API shows too.

import Casework
import Office

struct ActionForm {
    var action: OfferedAction
    /// Where it is sent.
    var path: String
    /// Hidden inputs: version, tracking code.
    var hidden: [(String, String)]
    var attempt: Pages.Attempt?
    /// Fields of the procedure's own form that nobody has answered: their “suggested” is an example, not an answer.
    var examples: Set<String> = []
    /// Of the button.
    var title: Text
    let exchange: Exchange

    init(
        _ action: OfferedAction, path: String, hidden: [(String, String)], attempt: Pages.Attempt?,
        exchange: Exchange
    ) {
        self.action = action
        title = Text(action.vi, action.en)
        self.path = path
        self.hidden = hidden
        self.attempt = attempt?.action == action.name ? attempt : nil
        self.exchange = exchange
    }

    var prefix: String { "a-\(action.name)-" }

    func html(primary: Bool) -> HTML {
        let directory = exchange.house.server.office.directory
        let kept: [HTML] = hidden.map { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" }
        let fields: [HTML] = action.fields.map { field in
            let isExample = examples.contains(field.name)
            let typed = attempt.map { $0.values[field.name] ?? "" } ?? (isExample ? "" : nil)
            let wrong =
                attempt?.refusal.field == field.name
                ? attempt.map { Text($0.refusal.vi, $0.refusal.en).words } : nil
            var input = FieldInput(
                field, prefix: prefix, value: typed, error: wrong,
                hint: isExample ? field.suggested.map { Texts.Form.example($0) } : nil)
            if field.type == .unit { input.labels = UnitList.labels([field.suggested, typed], directory) }
            return input.html
        }
        // What was typed and refused stands in the form: it is not renewed under the reader's eyes.
        let typed: HTML = attempt == nil ? "" : " data-kept"
        let style: HTML = primary ? "do seal" : "do quietly"
        return """
            <form method="post" action="\(path)"\(typed)>\(exchange.mark)\(kept)
            \(fields)<p class="buttons"><button class="\(style)">\(title)</button></p></form>
            """
    }
}
