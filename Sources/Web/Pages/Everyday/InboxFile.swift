// InboxFile.swift: the inbox and what a search finds, as a file for a spreadsheet.

import Casework
import Office

enum InboxFile {
    /// All pages of the inbox under `filter`, at most `CSV.limit` lines.
    static func inbox(
        _ filter: InboxQuestion.Filter, _ caller: Caller, _ exchange: Exchange
    ) async throws -> Reply {
        let now = exchange.now
        var lines: [DossierLine] = []
        var cursor: String?
        repeat {
            let from = cursor
            let page = try await exchange.house.server.ask {
                try InboxQuestion.ask(filter, caller: caller, cursor: from, limit: 500, now: now, $0, $1)
            }
            lines += page.items
            cursor = page.next
        } while cursor != nil && lines.count < CSV.limit
        return file("ho-so-\(filter.unit)", about: "unit:\(filter.unit)", lines, exchange)
    }

    static func found(_ lines: [DossierLine], _ exchange: Exchange) -> Reply {
        file("tim-ho-so", about: "search", lines, exchange)
    }

    private static func file(
        _ name: String, about subject: String, _ lines: [DossierLine], _ exchange: Exchange
    ) -> Reply {
        typealias T = Texts.Everyday
        let directory = exchange.house.server.office.directory
        return exchange.csv(
            name, about: subject,
            [
                T.number, T.procedure, T.procedureCode, T.field, T.applicant, T.state, T.due,
                T.remaining, T.received, T.channel, T.holder, Texts.Shelf.place,
            ],
            lines.map { line in
                [
                    .code(line.number), .text(line.procedureName), .code(line.procedure),
                    .text(directory.fields[line.field]?.name ?? line.field), .text(line.applicant),
                    .text(Text(line.state.vietnamese, line.state.english).words), .time(line.due ?? line.acceptBy),
                    .number(line.remainingMinutes), .time(line.received),
                    .text(Procedure.Channel(rawValue: line.channel).map { Texts.Form.channel($0).words }),
                    .text(line.holder.map { directory.names[$0] ?? $0 }), .code(line.place),
                ]
            })
    }
}
