// LeaderForms.swift: delegation in two clicks, absence with who stands in; what runs, with a button to end it.

import Casework
import Office

struct LeaderForms {
    let exchange: Exchange
    let unit: String
    let attempt: Pages.Attempt?

    private var directory: Directory { exchange.house.server.office.directory }
    private var staff: [Procedure.Choice] { directory.staff(unit, at: exchange.now) }
    private var me: String { exchange.caller?.user ?? "" }
    private func name(_ login: String) -> String { directory.names[login] ?? login }

    var html: HTML { "\(delegation)\(absence)" }

    private func typed(_ form: String, _ field: String) -> String? {
        attempt?.action == form ? attempt?.values[field] : nil
    }
    private func error(_ form: String, _ field: String) -> String? {
        guard attempt?.action == form, let refusal = attempt?.refusal, refusal.field == field else { return nil }
        return Text(refusal.vi, refusal.en).words
    }

    private func input(_ form: String, _ field: Field, value: String? = nil) -> HTML {
        FieldInput(
            field, prefix: "\(form)-", value: typed(form, field.name) ?? value ?? "",
            error: error(form, field.name)
        ).html
    }

    // MARK: delegation

    private var delegation: HTML {
        let own =
            exchange.caller?.grants.contains {
                $0.role == .leader && $0.unit == unit && $0.delegator == nil
            } ?? false
        let others = staff.filter { $0.value != me }
        let person = Field(
            "user", Texts.Leader.delegateTo.words, .user, required: true, choices: others)
        let form: HTML
        if !own {
            form = "<p>\(Texts.Leader.notYours)</p>"
        } else if others.isEmpty {
            form = "<p>\(Texts.Leader.noStaff)</p>"
        } else {
            form = """
                <form method="post" action="/lanh-dao/uy-quyen">\(exchange.mark)<input type="hidden" name="unit" value="\(unit)">
                \(input("delegation", person, value: leaders.first))
                <p class="buttons"><button class="do seal" name="period" value="today">\(Texts.Leader.untilTonight)</button>
                <button class="do quietly" name="period" value="week">\(Texts.Leader.thisWeek)</button></p>
                <details\(attempt?.action == "delegation" ? HTML(safe: " open") : "")><summary>\(Texts.Leader.otherPeriod)</summary>
                \(input("delegation", Field("from", Texts.Leader.from.words, .dateTime), value: "\(exchange.now)"))
                \(input("delegation", Field("to", Texts.Leader.to.words, .dateTime)))
                <p class="buttons"><button class="do quietly" name="period" \
                value="other">\(Texts.Leader.delegateSo)</button></p></details>
                </form>
                """
        }
        return "<section class=\"sheet noprint\"><h2>\(Texts.Leader.delegation)</h2>\(form)\(running)</section>"
    }

    /// Other leaders of the unit come first to mind.
    private var leaders: [String] {
        staff.map(\.value).filter { user in
            user != me
                && directory.grants(of: user, at: exchange.now).contains {
                    $0.role == .leader && $0.unit == unit && $0.delegator == nil
                }
        }
    }

    /// Delegations at the unit that hold now or will.
    static func running(_ unit: String, _ directory: Directory, now: Instant) -> [(String, Directory.HeldRight)] {
        directory.rights.keys.sorted().flatMap { user in
            (directory.rights[user] ?? []).filter {
                $0.grant.unit == unit && $0.grant.delegator != nil && ($0.grant.to.map { now < $0 } ?? true)
            }.map { (user, $0) }
        }
    }

    private var running: HTML {
        let items: [HTML] = LeaderForms.running(unit, directory, now: exchange.now).map { user, held in
            let to: HTML? = held.grant.to.map { " · \(Texts.Leader.until($0))" }
            let end: HTML =
                held.grant.delegator == me
                ? ending("/lanh-dao/uy-quyen/ket-thuc", held.id, user, Texts.Leader.endNow) : ""
            return
                "<li>\(name(held.grant.delegator ?? "")) → <b>\(name(user))</b>\(to)\(end)</li>\n"
        }
        return items.isEmpty
            ? "" : "<h3>\(Texts.Leader.running)</h3><ul class=\"check\" id=\"uy-quyen\">\(items)</ul>"
    }

    private func ending(_ path: String, _ id: String, _ user: String, _ words: Text) -> HTML {
        """
        <form method="post" action="\(path)">\(exchange.mark)<input type="hidden" name="unit" value="\(unit)">
        <input type="hidden" name="id" value="\(id)"><input type="hidden" name="user" value="\(user)">
        <button class="plain">\(words)<span class="unseen"> \(name(user))</span></button></form>
        """
    }

    // MARK: absence

    private var absence: HTML {
        """
        <section class="sheet noprint"><h2>\(Texts.Leader.absence)</h2>\(away)
        <form method="post" action="/lanh-dao/vang">\(exchange.mark)<input type="hidden" name="unit" value="\(unit)">
        \(input("absence", Field("user", Texts.Leader.away.words, .user, required: true, choices: staff)))
        \(input("absence", Field("from", Texts.Leader.from.words, .dateTime), value: "\(exchange.now)"))
        \(input("absence", Field("to", Texts.Leader.to.words, .dateTime, required: true)))
        \(input("absence", Field("standIn", Texts.Leader.standIn.words, .user, choices: staff)))
        <p class="buttons"><button class="do quietly">\(Texts.Leader.recordAbsence)</button></p></form></section>
        """
    }

    /// Absences at a unit that run or will.
    static func absences(_ unit: String, _ directory: Directory, now: Instant) -> [AbsenceSet] {
        directory.arranged.absences.keys.sorted().flatMap { directory.arranged.absences[$0] ?? [] }
            .filter { $0.unit == unit && now < $0.to }
    }

    private var away: HTML {
        let items: [HTML] = LeaderForms.absences(unit, directory, now: exchange.now).map { absence in
            let standIn: HTML? = absence.standIn.map { " · \(Texts.Leader.standsIn(name($0)))" }
            return """
                <li><b>\(name(absence.user))</b> \(absence.from.vietnamese) – \(absence.to.vietnamese)\(standIn)
                \(ending("/lanh-dao/vang/ket-thuc", absence.id, absence.user, Texts.Leader.backNow))</li>

                """
        }
        return items.isEmpty
            ? "<p>\(Texts.Leader.nobodyAway)</p>"
            : "<h3>\(Texts.Leader.awayNow)</h3><ul class=\"check\" id=\"vang\">\(items)</ul>"
    }
}
