// DeskFiles.swift: the counter's books, the queue's day and rights as files for a spreadsheet.

import Casework
import Office

enum DeskFiles {
    /// Receipts of a day, voided ones marked and worth nothing.
    static func cash(_ view: CashDay, _ exchange: Exchange) -> Reply {
        typealias T = Texts.Cash
        return exchange.csv(
            "so-quy-\(view.unit)-\(view.day)", about: "unit:\(view.unit)",
            [T.number, T.at, T.forDossier, T.method, T.clerk, T.amount, T.void],
            view.receipts.map { receipt in
                [
                    .code(receipt.number), .time(receipt.at), .text(receipt.dossiers.joined(separator: ", ")),
                    .text(T.method(receipt.method).words), .text(receipt.clerkName),
                    .number(receipt.isVoid ? 0 : receipt.amount),
                    .text(receipt.isVoid ? T.voidReason(receipt.voidGround ?? "").words : nil),
                ]
            })
    }

    static func register(_ lines: [RegisterLine], _ name: String, unit: String, _ exchange: Exchange) -> Reply {
        typealias T = Texts.Register
        return exchange.csv(
            "so-chung-thuc-\(name)", about: "unit:\(unit)",
            [
                T.number, T.book, T.day, T.dossier, T.who, T.what, Texts.Everyday.pages, Texts.Everyday.copies,
                Texts.Lane.fee, T.clerk, T.note,
            ],
            lines.map { line in
                [
                    .number(line.place.number), .number(line.place.book), .time(line.at), .code(line.dossier),
                    .text(line.applicant), .text(line.document), .number(line.pages), .number(line.copies),
                    .number(line.fee), .text(line.clerk), .text(line.voidGround.map { T.ground($0).words }),
                ]
            })
    }

    /// Who may do what, where, from when to when.
    static func rights(
        _ rights: [(String, Directory.HeldRight)], unit: String, _ exchange: Exchange
    ) -> Reply {
        typealias T = Texts.AdminRight
        let directory = exchange.house.server.office.directory
        return exchange.csv(
            "quyen\(unit.isEmpty ? "" : "-" + unit)", about: "rights",
            [
                T.person, Texts.AdminPeople.login, Texts.AdminPeople.role, Texts.Admin.unit, T.kind, T.scope, T.from, T.to,
            ],
            rights.map { user, held in
                let grant = held.grant
                let fields = (grant.fields ?? []).map { directory.fields[$0]?.name ?? $0 }
                let scope = (fields + (grant.procedures ?? [])).joined(separator: ", ")
                return [
                    .text(directory.names[user] ?? user), .text(user),
                    .text(Text(grant.role.words.vi, grant.role.words.en).words),
                    .text(directory.unit(grant.unit)?.name ?? grant.unit), .text(T.kindName(grant.ground).words),
                    .text(scope.isEmpty ? T.everything.words : scope), .time(grant.from), .time(grant.to),
                ]
            })
    }

    /// The three tables of a day in one: by hour, by counter, by what people came for.
    static func queue(_ statistics: QueueStatistics, unit: String, day: CivilDate, _ exchange: Exchange) -> Reply {
        typealias T = Texts.Calling
        func cells(_ table: Text, _ name: String, _ line: QueueStatistics.Line) -> [CSV.Cell] {
            func seconds(_ ms: Int64?) -> CSV.Cell { .number(ms.map { Int($0 / 1000) }) }
            return [
                .text(table.words), .text(name), .number(line.taken), .number(line.served), .number(line.missed),
                .number(line.cancelled), .number(line.open), seconds(line.waitMedian), seconds(line.waitP90),
                seconds(line.serviceMedian), seconds(line.serviceP90),
            ]
        }
        let rows =
            statistics.byHour.map { cells(T.byHour, "\($0.hour):00", $0.line) }
            + statistics.byCounter.map { cells(T.byCounter, Texts.Queue.counter($0.counter).words, $0.line) }
            + statistics.byGroup.map {
                cells(T.byGroup, "\($0.group.letter) · \(Texts.Queue.group($0.group).words)", $0.line)
            } + [cells(T.total, T.total.words, statistics.total)]
        return exchange.csv(
            "hang-doi-\(unit)-\(day)", about: "unit:\(unit)",
            [
                Texts.Everyday.table, T.forWhat, T.taken, T.served, T.missed, T.cancelled, T.stillOpen,
                Texts.Everyday.inSeconds(T.waitMedian), Texts.Everyday.inSeconds(T.waitP90),
                Texts.Everyday.inSeconds(T.serviceMedian), Texts.Everyday.inSeconds(T.serviceP90),
            ], rows)
    }
}
