// PublishProcedure.swift: a new version of a procedure from a day on, or a procedure that is new to the house.
//
// A published version is never edited: dossiers under way keep theirs. The definition must be sound (ProcedureLint), so
// that no counter can be handed one that leads nowhere.

package import Casework

extension Work {
    /// Publishes `definition` as the next version of its procedure.
    /// - Returns: what was published, with the version it got.
    @discardableResult
    package func publish(
        _ definition: Procedure, validFrom: CivilDate, by caller: Caller, command: String, now: Instant
    ) throws -> Procedure {
        guard caller.administersCity else {
            throw Refusal.noRight("công bố thủ tục", "publish procedures", unit: Directory.city)
        }
        let house = house
        let newest = house.procedures[definition.code]?.first
        var next = definition
        next.version = (newest?.version ?? 0) + 1
        next.validFrom = validFrom
        guard validFrom >= max(newest?.validFrom ?? now.date, now.date) else {
            throw Refusal.badValue(
                "validFrom", "Có hiệu lực từ ngày",
                vi: "không được trước hôm nay và trước ngày hiệu lực của phiên bản mới nhất",
                en: "not before today, nor before the latest version is in force")
        }
        if let to = next.validTo, to < validFrom {
            throw Refusal.badValue("validTo", "validTo", vi: "trước ngày hiệu lực", en: "before it begins")
        }
        if let finding = house.lint(next).first {
            throw Refusal(
                .invalid, "unsound-procedure", field: "yaml",
                vi: "Định nghĩa chưa dùng được: \(finding.path): \(finding.vi)",
                en: "The definition is not sound: \(finding.path): \(finding.en)")
        }
        if let newest {
            var same = next
            (same.version, same.validFrom) = (newest.version, newest.validFrom)
            guard same != newest else {
                throw Refusal(
                    .conflict, "nothing-changed", vi: "Không có gì khác phiên bản \(newest.version).",
                    en: "Nothing differs from version \(newest.version).")
            }
        }
        try record(
            [.procedurePublished(next)], in: Directory.city, by: caller.user, command: command, now: now)
        return next
    }

    /// Registers a field of work that an import brings along.
    package func register(_ field: FieldOfWork, by caller: Caller, command: String, now: Instant) throws {
        guard caller.administersCity else {
            throw Refusal.noRight("thêm lĩnh vực", "register fields of work", unit: Directory.city)
        }
        guard house.fields[field.id] == nil else { return }
        try record([.fieldRegistered(field)], in: Directory.city, by: caller.user, command: command, now: now)
    }
}

extension Directory {
    /// Everything wrong with a definition in this house.
    /// - Parameter more: fields that will be registered with it.
    package func lint(_ procedure: Procedure, with more: [FieldOfWork] = []) -> [LintFinding] {
        var found = ProcedureLint.check(
            procedure, knownUnits: Set(unitCodes), knownFields: Set(fields.keys).union(more.map(\.id)))
        for (i, part) in procedure.linked.enumerated() where procedures[part.procedure] == nil {
            found.append(
                LintFinding(
                    path: "linked[\(i)].procedure", vi: "chưa có thủ tục con \(part.procedure)",
                    en: "there is no procedure \(part.procedure)"))
        }
        return found
    }
}
