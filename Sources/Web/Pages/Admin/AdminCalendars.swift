// AdminCalendars.swift: calendars: a swap proposed, what it moves shown, confirmed by a second person, taken up by units.

import Casework
import Office

extension Pages {
    static let adminCalendarRoutes = [
        page("GET", "/quan-tri/lich", .staff, "Calendars in force and proposed") { exchange in
            _ = try viewer(exchange, .calendars)
            return try await AdminCalendars(exchange: exchange).list(nil)
        },
        page("POST", "/quan-tri/lich", .staff, "Propose a swap of days or a new day off") { exchange in
            try await adminChange(exchange, form: "propose") {
                try await AdminCalendars(exchange: exchange).list($0)
            } _: { caller, typed, context in
                let directory = exchange.house.server.office.directory
                let (calendar, ground) = try AdminCalendars.proposal(typed, directory)
                try await exchange.house.server.submit {
                    try $0.propose(calendar, ground: ground, by: caller, command: context.command, now: context.now)
                    $0.announce("unit:\(Directory.city)")
                }
                return "/quan-tri/lich/\(URLText.encoded(calendar.version))"
            }
        },
        page("GET", "/quan-tri/lich/{version}", .staff, "One calendar version: what it changes, what it moves") {
            exchange in
            _ = try viewer(exchange, .calendars)
            return try await AdminCalendars(exchange: exchange).one(nil)
        },
        page("POST", "/quan-tri/lich/{version}", .staff, "Confirm, reject or go on with a calendar version") {
            exchange in
            let version = exchange.parameter("version")
            return try await adminChange(exchange, form: exchange.typed["do"] ?? "") {
                try await AdminCalendars(exchange: exchange).one($0)
            } _: { caller, typed, context in
                let house = exchange.house
                switch typed["do"] {
                case "confirm":
                    try await house.server.submit {
                        try $0.confirmCalendar(version, by: caller, command: context.command, now: context.now)
                        $0.announce("unit:\(Directory.city)")
                    }
                    house.server.startRollOut(of: version, by: caller, clock: house.clock)
                case "go-on":
                    guard caller.administersCity else {
                        throw Refusal.noRight("áp dụng lịch", "adopt calendars", unit: Directory.city)
                    }
                    house.server.startRollOut(of: version, by: caller, clock: house.clock)
                default:
                    let reason = try Pages.line(typed, "reason", Texts.Admin.reason, long: true)
                    try await house.server.submit {
                        try $0.rejectCalendar(
                            version, reason: reason, by: caller, command: context.command, now: context.now)
                    }
                }
                return "/quan-tri/lich/\(URLText.encoded(version))"
            }
        },
    ]
}

struct AdminCalendars {
    let exchange: Exchange

    private var directory: Directory { exchange.house.server.office.directory }
    private var isAdmin: Bool { exchange.caller?.administersCity == true }
    private func name(_ login: String) -> String { directory.names[login] ?? login }
    private static let kinds = ["CalendarProposed", "CalendarRejected", "CalendarPublished"]

    /// The version that a form proposes: today's with one day off, and one worked instead.
    static func proposal(
        _ typed: [String: String], _ directory: Directory
    ) throws -> (WorkingCalendar, ground: String) {
        let off = try Pages.day(typed, "off", Texts.AdminCalendar.off)
        let work = (typed["work"] ?? "").isEmpty ? nil : try Pages.day(typed, "work", Texts.AdminCalendar.work)
        let name = try Pages.line(typed, "name", Texts.AdminCalendar.name)
        let ground = try Pages.line(typed, "ground", Texts.Admin.ground)
        guard let current = directory.calendars[directory.calendarVersion(Directory.city)] else {
            throw Refusal(
                .conflict, "no-calendar", vi: "Thành phố chưa áp dụng lịch nào.", en: "The city has no calendar.")
        }
        let version = current.nextVersion {
            directory.calendars[$0] != nil || directory.arranged.proposals[$0] != nil
        }
        return (
            try current.with(off: off, name: name, worked: work, ground: ground, version: version), ground
        )
    }

    // MARK: all

    func list(_ attempt: Pages.Attempt?) async throws -> Reply {
        let waiting = directory.arranged.waiting
        let items: [HTML] = waiting.map { proposal in
            """
            <li><a href="/quan-tri/lich/\(URLText.encoded(proposal.calendar.version))">\(proposal.calendar.version)</a>
            \(summary(proposal))<br><small>\(Texts.AdminCalendar.proposedBy(name(proposal.by), proposal.at)) · \
            \(proposal.ground)</small></li>

            """
        }
        let page = AdminPage(exchange: exchange, area: .calendars, attempt: attempt)
        let versions: [HTML] = directory.calendars.keys.sorted().reversed().map { version in
            let units = directory.unitCodes.count { directory.adopted[$0]?.calendar == version }
            return
                    """
                    <li><a href=\"/quan-tri/lich/\(URLText.encoded(version))\">\(version)</a> · \
                    \(Texts.AdminCalendar.progress(units, directory.unitCodes.count, 0).words.prefix { $0 != "," })</li>\n
                    """
        }
        let body: HTML = """
            <div class="two"><div>
            <h2>\(Texts.AdminCalendar.waiting)</h2>
            \(items.isEmpty ? "<p>\(Texts.AdminCalendar.noneWaiting)</p>" : "<ul class=\"plainlist\">\(items)</ul>" as HTML)
            \(ahead)
            <h2>\(Texts.AdminCalendar.versions)</h2><ul class="plainlist">\(versions)</ul>
            \(try await Pages.adminHistory(.kinds(Self.kinds), exchange))
            </div><div>\(form(page))</div></div>
            """
        return page.reply(Texts.Admin.waiting(waiting.count), body)
    }

    private func form(_ page: AdminPage) -> HTML {
        guard isAdmin else { return "" }
        let fields: HTML = """
            \(page.input("propose", Field("off", Texts.AdminCalendar.off.words, .date, required: true)))
            \(page.input("propose", Field("name", Texts.AdminCalendar.name.words, .text, required: true)))
            \(page.input("propose", Field("work", Texts.AdminCalendar.work.words, .date)))
            \(page.input("propose", Field("ground", Texts.Admin.ground.words, .text, required: true)))
            """
        return """
            <section class="sheet"><h2>\(Texts.AdminCalendar.propose)</h2><p class="small">\(Texts.AdminCalendar.notYet)</p>
            \(page.form("/quan-tri/lich", fields, button: Texts.AdminCalendar.proposeSo))</section>
            """
    }

    private var ahead: HTML {
        let version = directory.calendarVersion(Directory.city)
        guard let calendar = directory.calendars[version] else { return "" }
        let today = exchange.now.date
        var days: [(CivilDate, Text, Bool)] = calendar.off.filter { $0.date >= today }.map {
            ($0.date, Texts.AdminCalendar.isOff($0.name), $0.provisional)
        }
        days += calendar.work.filter { $0.date >= today }.map {
            ($0.date, Texts.AdminCalendar.worked($0.instead.vietnamese), false)
        }
        days.sort { $0.0 < $1.0 }
        let rows: [HTML] = days.prefix(20).map { date, words, isProvisional in
            let mark: HTML = isProvisional ? " <span class=\"pill wait\">\(Texts.AdminCalendar.provisional)</span>" : ""
            return "<tr><th scope=\"row\">\(date.vietnamese)</th><td>\(words)\(mark)</td></tr>\n"
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.AdminCalendar.daysAhead)">
            <table><caption>\(Texts.AdminCalendar.daysAhead) · \(version)</caption><thead><tr>\
            <th scope="col">\(Texts.AdminCalendar.date)</th>\
            <th scope="col">\(Texts.AdminCalendar.what)</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    /// What a proposal changes, day by day.
    private func summary(_ proposal: CalendarProposed) -> HTML {
        let basis = directory.calendars[proposal.basis]
        let off = proposal.calendar.off.filter { day in basis?.off.contains { $0.date == day.date } != true }
        let work = proposal.calendar.work.filter { day in basis?.work.contains { $0.date == day.date } != true }
        let words =
            off.map { "\($0.date.vietnamese) \(Texts.AdminCalendar.isOff($0.name).words)" }
            + work.map { "\($0.date.vietnamese) \(Texts.AdminCalendar.worked($0.instead.vietnamese).words)" }
        return " \(words.joined(separator: "; "))"
    }

    // MARK: one

    func one(_ attempt: Pages.Attempt?) async throws -> Reply {
        let version = exchange.parameter("version")
        let proposal = directory.arranged.proposals[version]
        guard let calendar = directory.calendars[version] ?? proposal?.calendar else {
            throw Refusal(
                .notFound, "unknown-calendar", vi: "Không có lịch \(version).",
                en: "There is no calendar \(version).")
        }
        let page = AdminPage(exchange: exchange, area: .calendars, attempt: attempt)
        let about: HTML? = proposal.map {
            """
            <h2>\(Texts.AdminCalendar.changes)</h2><p class="lead">\(summary($0))</p>
            <p class="small">\(Texts.AdminCalendar.proposedBy(name($0.by), $0.at)) · \(Texts.Admin.ground): \($0.ground)</p>
            """
        }
        let body: HTML = """
            \(about)
            \(try await state(page, calendar, proposal))
            \(try await Pages.adminHistory(.subject("calendar:\(version)"), exchange))
            """
        return page.reply(
            title(version), trail: " · <a href=\"/quan-tri/lich\">\(Texts.Admin.calendars)</a>", wide: false, body)
    }

    private func title(_ version: String) -> Text {
        let state =
            directory.arranged.rejections[version] != nil
            ? Texts.AdminCalendar.rejected
            : directory.calendars[version] != nil ? Texts.AdminCalendar.published : Texts.AdminCalendar.waiting
        return Text("Lịch \(version): \(state.vi)", "Calendar \(version): \(state.en)")
    }

    private func state(
        _ page: AdminPage, _ calendar: WorkingCalendar, _ proposal: CalendarProposed?
    ) async throws -> HTML {
        let version = calendar.version
        if let rejection = directory.arranged.rejections[version] {
            return "<p class=\"notice bad\">\(Texts.AdminCalendar.rejected): \(rejection.reason) (\(name(rejection.by)))</p>"
        }
        if directory.calendars[version] != nil { return progress(page, version) }
        let preview = try await exchange.house.server.ask { try DuePreview.calendar(calendar, $0, $1) }
        return "\(decision(page, version, proposal))\(DueMoves(preview: preview, directory: directory).html)"
    }

    private func decision(_ page: AdminPage, _ version: String, _ proposal: CalendarProposed?) -> HTML {
        guard isAdmin else { return "" }
        let path = "/quan-tri/lich/\(URLText.encoded(version))"
        let own = proposal?.by == exchange.caller?.user
        let confirm: HTML =
            own
            ? "<p class=\"notice\">\(Texts.AdminCalendar.secondPerson)</p>"
            : """
                <p>\(Texts.AdminCalendar.confirmWhat)</p>\(page.form(path, "", button: Texts.AdminCalendar.confirm, value: "confirm"))
                """
        let words = own ? Texts.AdminCalendar.withdraw : Texts.AdminCalendar.reject
        let reason = page.input("reject", Field("reason", Texts.Admin.reason.words, .longText, required: true))
        return """
            <section class="sheet">\(confirm)
            <details\(page.attempt?.action == "reject" ? HTML(safe: " open") : "")><summary>\(words)</summary>
            \(page.form(path, reason, button: words, value: "reject", isMain: false))</details></section>
            """
    }

    private func progress(_ page: AdminPage, _ version: String) -> HTML {
        let roll = exchange.house.server.rollOut(of: version)
        let isNewest = directory.calendars.keys.sorted().last == version
        let stopped: HTML? = roll.stopped.map { "<p class=\"notice bad\">\(Texts.AdminCalendar.stopped($0))</p>" }
        let elsewhere: HTML =
            roll.allElsewhere == 0
            ? "" : "<p class=\"small\">\(Texts.AdminCalendar.elsewhere(roll.doneElsewhere, roll.allElsewhere))</p>"
        let goOn: HTML =
            isAdmin && isNewest && roll.done < roll.all && !roll.isRunning
            ? page.form(
                "/quan-tri/lich/\(URLText.encoded(version))", "", button: Texts.AdminCalendar.goOn, value: "go-on",
                isMain: false) : ""
        return """
            <div id="tien-do" data-live="unit:\(Directory.city)"><p class="lead" role="status">\
            <b>\(Texts.AdminCalendar.progress(roll.done, roll.all, roll.moved))</b></p>
            <p><progress aria-label="\(Texts.AdminCalendar.published)" max="\(roll.all)" value="\(roll.done)">\
            </progress></p>\(elsewhere)</div>\(stopped)\(goOn)
            """
    }
}
