// LineTable.swift: who waits, in the order in which they will probably be called, with what they were told.

import Casework
import Office

struct LineTable {
    let view: QueueView

    private static let most = 40

    var html: HTML {
        guard !view.waiting.isEmpty else { return "<p>\(Texts.Calling.empty)</p>" }
        let rows: [HTML] = view.waiting.prefix(LineTable.most).map(row)
        let rest: HTML =
            view.waiting.count > LineTable.most
            ? "<p class=\"small\">\(Texts.Calling.andMore(view.waiting.count - LineTable.most))</p>" : ""
        return """
            <div class="scroll"><table class="stack"><caption>\(Texts.Calling.line)</caption><thead><tr>
            <th scope="col">\(Texts.Calling.number)</th><th scope="col">\(Texts.Calling.forWhat)</th>
            <th scope="col">\(Texts.Calling.since)</th><th scope="col">\(Texts.Calling.expected)</th>
            <th scope="col">\(Texts.Calling.told)</th></tr></thead><tbody>
            \(rows)</tbody></table></div>\(rest)
            """
    }

    private func row(_ line: WaitingTicket) -> HTML {
        let t = line.ticket
        let minutes = Int(max(0, view.now.milliseconds - t.takenAt.milliseconds) / 60_000)
        let priority: HTML? = t.priority.map { "<span class=\"pill today\">\(Texts.Queue.priority($0))</span>" }
        let calls: HTML = t.calls == 0 ? "" : " <small>\(Texts.Calling.missedCalls(t.calls))</small>"
        let directed: HTML? = t.directed.map { " <small>\(Texts.Calling.forCounter) \($0)</small>" }
        let expected = line.range.map { Texts.Queue.minutes($0) } ?? Texts.Queue.noCounter
        let told: HTML = t.promise.map { "\(Texts.Queue.minutes($0))" } ?? "–"
        return """
            <tr><th scope="row"><a href="/lay-so/\(t.number.description)">\(t.number.short)</a></th>
            <td>\(Texts.Queue.group(t.group)) \(priority)\(calls)\(directed)</td>
            <td>\(column: Texts.Calling.since)\(TimePill.span(minutes))</td><td>\(column: Texts.Calling.expected)\(expected)</td>
            <td>\(column: Texts.Calling.told)\(told)</td></tr>

            """
    }
}
