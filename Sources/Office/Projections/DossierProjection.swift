// DossierProjection.swift: one dossier's rows: register, inboxes, who may see it, search.
//
// `rows` is a pure function of the folded dossier, used alike by commands (which write the difference) and by the
// rebuild (which writes all). That is why the two give the same bytes.

package import Casework
package import Oversight
package import Storage

/// The derived rows of one dossier.
package struct DossierRows: Hashable, Sendable {
    package var register: [SQLValue]
    package var inbox: [InboxRow]
    package var units: [String]
    package var tokens: [String]
    package var shelf: [SQLValue]?
    /// Files of papers, rows of `paper_file`.
    package var files: [[SQLValue]]
    /// Where it is counted for indicators.
    package var counted: [Counted]
    /// Its row of `late_dossier`, when it was settled late.
    package var late: [SQLValue]?

    package struct InboxRow: Hashable, Sendable {
        package var unit: String
        /// custody, transit, opinion.
        package var kind: String
        package var urgency: Int64
        package var holder: String?
    }
}

extension DossierRows {
    /// The rows of `inbox` as they stand in the table.
    var inboxValues: [[SQLValue]] {
        inbox.map { row in
            [
                .text(row.unit), register[0], .text(row.kind), .integer(row.urgency), register[8], register[10],
                row.holder.map(SQLValue.text) ?? .null, register[6], register[11],
            ]
        }
    }
}

package enum DossierProjection {
    static let registerColumns = """
        number, unit, in_transit_to, receiving, competent, pick_up, procedure, procedure_version, field, channel, state,
        step, holder, applicant, parent, received_at, accepted_at, accept_by, due, original_due, resolved_at,
        returned_at, calendar, version, traits, rated_at
        """

    /// - Parameters:
    ///   - known: search words that are known to be right, the person being the same.
    ///   - counting: false where no indicators are kept.
    package static func rows(
        of d: Dossier, keys: KeyStore, directory: Directory, known: [String]? = nil, counting: Bool = true
    ) -> DossierRows {
        let traits = traits(of: d, directory)
        return DossierRows(
            register: register(d, traits: traits), inbox: inbox(d), units: units(d), tokens: known ?? tokens(d, keys: keys),
            shelf: ShelfProjection.row(d), files: PaperProjection.rows(d),
            counted: counting ? Evidence.counted(d, traits: traits) : [], late: LateProjection.row(d))
    }

    /// Where a dossier is counted for indicators as it stands.
    package static func counted(_ d: Dossier, _ directory: Directory) -> [Counted] {
        Evidence.counted(d, traits: traits(of: d, directory))
    }
    private static func traits(of d: Dossier, _ directory: Directory) -> Int64 {
        Evidence.traits(
            of: d, procedure: directory.procedure(d.intake.procedure, version: d.intake.procedureVersion))
    }

    private static func register(_ d: Dossier, traits: Int64) -> [SQLValue] {
        func time(_ t: Instant?) -> SQLValue { t.map { .integer($0.milliseconds) } ?? .null }
        func text(_ t: String?) -> SQLValue { t.map(SQLValue.text) ?? .null }
        return [
            .text(d.number), .text(d.custody.unit), text(d.custody.inTransitTo),
            .text(d.intake.receivingUnit),
            .text(d.intake.competentAgency), .text(d.intake.pickUpUnit), .text(d.intake.procedure),
            .integer(Int64(d.intake.procedureVersion)), .text(d.field), .text(d.intake.channel.rawValue),
            .text(d.state.rawValue), text(d.step), text(d.holder.user), text(d.person.applicant?.name),
            text(d.intake.parent), time(d.intake.receivedAt), time(d.clock.facts?.accepted),
            time(d.intake.acceptBy),
            time(d.clock.due), time(d.clock.originalDue), time(d.resolvedAt), time(d.returnedAt),
            .text(d.clock.calendar),
            .integer(Int64(d.version)), .integer(traits), time(d.rating?.ratedAt),
        ]
    }

    /// When this asks for attention: due time, before acceptance the acceptance deadline, else the intake. What is
    /// resolved and waits to be fetched comes after everything that runs; a supplement asks from the moment it came.
    private static func urgency(_ d: Dossier) -> Int64 {
        if let resolved = d.resolvedAt { return resolved.milliseconds + 1 << 43 }
        if d.isSupplied, let filed = d.supplement?.filedAt { return filed.milliseconds }
        return (d.clock.due ?? d.intake.acceptBy ?? d.intake.receivedAt).milliseconds
    }

    private static func inbox(_ d: Dossier) -> [DossierRows.InboxRow] {
        var rows: [DossierRows.InboxRow] = []
        let active = !d.state.isEnd && d.returnedAt == nil
        if active, d.custody.inTransitTo == nil {
            rows.append(
                .init(unit: d.custody.unit, kind: d.isSupplied ? "supplied" : "custody", urgency: urgency(d), holder: d.holder.user))
        }
        if let to = d.custody.inTransitTo {
            rows.append(.init(unit: to, kind: "transit", urgency: urgency(d), holder: nil))
            if d.custody.unit != Intake.portal {
                rows.append(.init(unit: d.custody.unit, kind: "sent", urgency: urgency(d), holder: nil))
            }
        }
        for opinion in d.openOpinions
        where !rows.contains(where: { $0.unit == opinion.to && $0.kind == "opinion" }) {
            rows.append(
                .init(unit: opinion.to, kind: "opinion", urgency: opinion.replyBy.milliseconds, holder: nil))
        }
        return rows
    }

    private static func units(_ d: Dossier) -> [String] {
        var units = [d.intake.receivingUnit, d.custody.unit, d.intake.pickUpUnit]
        if d.custody.unit != d.intake.receivingUnit || d.clock.facts != nil {
            units.append(d.intake.competentAgency)
        }
        if let to = d.custody.inTransitTo { units.append(to) }
        units += d.stepsDone.map(\.unit) + d.opinions.map(\.to)
        return Array(Set(units)).sorted()
    }

    private static func tokens(_ d: Dossier, keys: KeyStore) -> [String] {
        var tokens: Set<String> = []
        for person in [d.person.applicant, d.person.authorised].compactMap({ $0 }) {
            tokens.formUnion(VietnameseText.tokens(person.name))
            if !person.idNumber.isEmpty { tokens.insert(keys.searchHash(person.idNumber)) }
            if let phone = person.phone { tokens.insert(keys.searchHash(phone)) }
        }
        return tokens.sorted()
    }
}

// MARK: writing

extension DossierProjection {
    /// Writes what differs from `old`.
    /// - Parameter named: false where what `old` says of people may not stand in the store.
    package static func write(_ new: DossierRows, replacing old: DossierRows?, named: Bool = true, _ tx: any Transaction) throws {
        let number = new.register[0]
        if !named || new.register != old?.register { try tx.execute(upsertRegister, new.register) }
        try ShelfProjection.write(new.shelf, replacing: old?.shelf, number: number, tx)
        if new.inbox != old?.inbox || [6, 8, 10, 11].contains(where: { new.register[$0] != old?.register[$0] }) {
            for unit in Set(old?.inbox.map(\.unit) ?? []).sorted() {
                try tx.execute("DELETE FROM inbox WHERE unit = $1 AND number = $2", [.text(unit), number])
            }
            for values in new.inboxValues { try tx.execute(ProjectionSchema.inboxes.insert, values) }
        }
        for unit in old?.units ?? [] where !new.units.contains(unit) {
            try tx.execute("DELETE FROM dossier_unit WHERE unit = $1 AND number = $2", [.text(unit), number])
            for token in old?.tokens ?? [] {
                try tx.execute(
                    "DELETE FROM search_token WHERE unit = $1 AND token = $2 AND number = $3",
                    [.text(unit), .text(token), number])
            }
        }
        for unit in new.units where old?.units.contains(unit) != true {
            try tx.execute("INSERT INTO dossier_unit (unit, number) VALUES ($1, $2)", [.text(unit), number])
        }
        if let old, !named || old.tokens != new.tokens {
            for unit in old.units {
                for token in old.tokens {
                    try tx.execute(
                        "DELETE FROM search_token WHERE unit = $1 AND token = $2 AND number = $3",
                        [.text(unit), .text(token), number])
                }
            }
        }
        try LateProjection.write(new.late, replacing: old?.late, number: number, tx)
        for row in new.files where old?.files.contains(row) != true {
            try tx.execute(PaperProjection.table.insert, row)
        }
        let sameTokens = named && old?.tokens == new.tokens
        for unit in new.units where !sameTokens || old?.units.contains(unit) != true {
            for token in new.tokens {
                try tx.execute(
                    "INSERT INTO search_token (unit, token, number) VALUES ($1, $2, $3)",
                    [.text(unit), .text(token), number])
            }
        }
    }

    private static let upsertRegister = """
        INSERT INTO dossier AS t (\(registerColumns))
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
        ON CONFLICT (number) DO UPDATE SET unit = excluded.unit, in_transit_to = excluded.in_transit_to,
            pick_up = excluded.pick_up, state = excluded.state, step = excluded.step, holder = excluded.holder,
            applicant = excluded.applicant, accepted_at = excluded.accepted_at, accept_by = excluded.accept_by,
            due = excluded.due, original_due = excluded.original_due, resolved_at = excluded.resolved_at,
            returned_at = excluded.returned_at, calendar = excluded.calendar, version = excluded.version,
            traits = excluded.traits, rated_at = excluded.rated_at
        """
}
