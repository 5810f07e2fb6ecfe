// InboxFilters.swift: search, and narrowing the inbox by field, procedure, step, state and person.
//
// Every choice shows how many it would leave; a choice is a door, so the filter is in the address and can be kept.

import Casework
import Office

struct InboxFilters {
    let exchange: Exchange
    let caller: Caller
    let filter: InboxQuestion.Filter
    let summary: InboxSummary

    private var directory: Directory { exchange.house.server.office.directory }

    var html: HTML {
        let all: HTML = filter.isNarrow
            ? "<a class=\"do quietly\" href=\"/ho-so?unit=\(URLText.encoded(filter.unit))\">\(Texts.Inbox.everything)</a>" : ""
        return """
            <div class="toolbar noprint">
            \(Pages.searchForm("/ho-so", "", Texts.Inbox.search))
            <details\(filter.isNarrow ? HTML(safe: " open") : "") id="loc"><summary>\(Texts.Inbox.narrow)</summary>
            <form class="row" method="get" action="/ho-so"><input type="hidden" name="unit" value="\(filter.unit)">
            \(select("procedure", Texts.Inbox.procedure, procedures, filter.procedure))
            \(select("step", Texts.Inbox.step, steps, filter.step))
            \(select("field", Texts.Inbox.field, fields, filter.field))
            \(select("state", Texts.Inbox.state, states, filter.state?.rawValue))
            \(select("holder", Texts.Inbox.holder, holders, filter.holder))
            <p class="buttons"><button class="do quietly">\(Texts.Inbox.filter)</button>\(all)</p></form></details>
            </div>
            """
    }

    private func select(_ name: String, _ title: Text, _ choices: [Procedure.Choice], _ value: String?) -> HTML {
        FieldInput(Field(name, title.words, .choice, choices: choices), prefix: "loc-", value: value ?? "").html
    }

    private func sorted(_ choices: [Procedure.Choice]) -> [Procedure.Choice] {
        choices.map { (key: VietnameseText.sortKey($0.label), choice: $0) }
            .sorted { ($0.key, $0.choice.value) < ($1.key, $1.choice.value) }.map(\.choice)
    }

    private func named(_ counts: [String: Int], _ names: [String: OrderedName]) -> [Procedure.Choice] {
        counts.map { id, count in (order: names[id]?.order ?? id, id: id, label: "\(names[id]?.name ?? id) (\(count))") }
            .sorted { ($0.order, $0.id) < ($1.order, $1.id) }.map { .init(value: $0.id, label: $0.label) }
    }

    private var procedures: [Procedure.Choice] { named(summary.byProcedure, directory.procedureNames) }

    private var steps: [Procedure.Choice] {
        let sign = Procedure.Choice(
            value: InboxQuestion.sign, label: "\(Texts.Inbox.signStep.words) (\(summary.toSign))")
        return [sign] + named(summary.bySteps, directory.stepNames)
    }

    private var fields: [Procedure.Choice] {
        sorted(directory.fields.values.map { Procedure.Choice(value: $0.id, label: $0.name) })
    }

    private var states: [Procedure.Choice] {
        DossierState.allCases.filter { !$0.isEnd }
            .map { Procedure.Choice(value: $0.rawValue, label: Text($0.vietnamese, $0.english).words) }
    }

    private var holders: [Procedure.Choice] {
        let mine = Procedure.Choice(value: caller.user, label: Texts.Inbox.mine.words)
        let others = summary.byHolder.sorted { $0.key < $1.key }.filter { $0.key != caller.user }.map {
            Procedure.Choice(value: $0.key, label: "\(directory.names[$0.key] ?? $0.key) (\($0.value))")
        }
        return [mine] + sorted(others)
    }
}
