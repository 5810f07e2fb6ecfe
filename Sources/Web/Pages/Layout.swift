// Layout.swift: the frame around every page: skip link, navigation by role, who is logged in, the demo banner.
//
// Landmarks: header, nav, main. One h1 a page, given by the page itself. Forms get their CSRF mark here and nowhere
// else, by `exchange.mark`.

import Casework
import Foundation
import Office

extension Exchange {
    /// A whole page.
    func page(
        _ title: String, at current: String = "", wide: Bool = false, status: Int = 200,
        headers: [(String, String)] = [], _ body: HTML
    ) -> Reply {
        let language = Language.current.rawValue
        let html: HTML = """
            <!doctype html>
            <html lang="\(language)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) · Một Cửa</title>
            <link rel="stylesheet" href="\(StyleSheet.address)">
            <link rel="icon" href="data:,">
            <script src="\(Script.address)" defer></script>
            </head>
            <body\(house.isTraining ? HTML(safe: " class=\"practice\"") : "")>
            <a class="skip" href="#noi-dung">\(Texts.Frame.skip)</a>
            \(top(current))
            <aside aria-label="\(Texts.Frame.notices)">\(TrainingPages.mark(house))\(banner)\(LineBar.html(self))
            <p class="banner" id="line" role="status" hidden>\(Texts.Frame.lineDown) <time></time>.
            \(Texts.Frame.lineDownAdvice)</p></aside>
            <main id="noi-dung" class="\(wide ? "wide" : "reading")" tabindex="-1">
            \(body)
            </main>
            <footer class="foot"><p>\(Texts.Frame.foot)</p></footer>
            \(keys)
            </body>
            </html>
            """
        return Reply(
            status: status, contentType: "text/html; charset=utf-8", body: html.bytes, headers: headers)
    }

    private func top(_ current: String) -> HTML {
        let links: [HTML] = places.map { path, words in
            let here: HTML = path == current ? " aria-current=\"page\"" : ""
            let key: HTML = path == "/quay" ? " data-key=\"n\"" : ""
            return "<a href=\"\(path)\"\(here)\(key)>\(words)</a>\n"
        }
        return """
            <header class="top">
            <a class="brand" href="/">Một <i>Cửa</i></a>
            <nav aria-label="\(Texts.Frame.navigation)">
            \(links)</nav>
            <div class="who">\(who)\(languageSwitch)</div>
            </header>
            """
    }

    private var places: [(String, Text)] {
        var places: [(String, Text)] = []
        if caller?.has(.counter) == true { places.append(("/quay", Texts.Frame.counter)) }
        if let caller, caller.works { places.append(("/ho-so", Texts.Frame.inbox)) }
        if caller?.has(.counter) == true { places.append(("/goi-so", Texts.Queue.navCall)) }
        if caller?.has(.leader) == true { places.append(("/lanh-dao", Texts.Leader.short)) }
        if caller?.seesCity == true { places.append(("/dieu-hanh", Texts.City.title)) }
        // The counter has its door beside what it hinders; its own places fill the line.
        if let caller, caller.seesCity || caller.has(.officer) || caller.has(.leader) {
            places.append(("/vuong-mac", Texts.Steering.short))
        }
        if let caller, caller.has(.city) || !caller.ledDepartments(house.server.office.directory).isEmpty {
            places.append(("/tang-cuong", Texts.Secondment.title))
        }
        if caller?.seesAdministration == true { places.append(("/quan-tri", Texts.Admin.short)) }
        if let caller, caller.works {
            places += [
                ("/tra-ket-qua", Texts.Shelf.title), ("/ban-giao", Texts.HandOver.title),
                ("/tin-nhan", Texts.Messages.title),
            ]
        }
        places.append(("/thu-tuc", Texts.Frame.procedures))
        // Staff look dossiers up in the inbox; tracking by code is for the public.
        if caller == nil { places.append(("/tra-cuu", Texts.Frame.track)) }
        if caller == nil { places += [("/nop", Texts.Frame.file), ("/lay-so", Texts.Queue.navTake)] }
        return places
    }

    /// The list of shortcuts; the script adds those of the page.
    private var keys: HTML {
        guard caller != nil else { return "" }
        let always: [(String, Text)] = [
            ("/", Texts.Frame.keySearch), ("j", Texts.Frame.keyNext), ("k", Texts.Frame.keyPrevious),
            ("x", Texts.Frame.keyTick), ("?", Texts.Frame.keys),
        ]
        let lines: [HTML] = always.map { "<dt><kbd>\($0.0)</kbd></dt><dd>\($0.1)</dd>\n" }
        return """
            <dialog id="keys" class="sheet" aria-labelledby="keys-title"><h2 id="keys-title">\(Texts.Frame.keys)</h2>
            <dl class="facts">
            \(lines)</dl><form method="dialog"><button class="do quietly">\(Texts.Frame.close)</button></form></dialog>
            """
    }

    private var who: HTML {
        guard let caller else { return "<a href=\"/dang-nhap\">\(Texts.LogIn.title)</a>" }
        return """
            <a class="me" href="/tai-khoan">\(caller.name)</a>
            <button type="button" class="plain" data-open-keys hidden aria-label="\(Texts.Frame.keys)"><kbd>?</kbd></button>
            <form method="post" action="/dang-xuat">\(mark)<button class="plain">\(Texts.LogIn.logOut)</button></form>
            """
    }

    private var languageSwitch: HTML {
        let other: Language = Language.current == .vi ? .en : .vi
        let back = method == "GET" ? path : "/"
        let kept = query.filter { $0.key != "lang" && method == "GET" }.sorted { $0.key < $1.key }
            .map { "\(URLText.encoded($0.key))=\(URLText.encoded($0.value.replacing("+", with: " ")))&" }
            .joined()
        let code = other.rawValue
        return
            "<a href=\"\(back)?\(kept)lang=\(code)\" lang=\"\(code)\" hreflang=\"\(code)\">\(other.name)</a>"
    }

    private var banner: HTML {
        house.isDemo ? "<p class=\"banner\">\(Texts.Frame.demo)</p>" : ""
    }

    // MARK: what forms need

    /// The hidden mark of a form that acts for a log-in; nothing for a visitor.
    var mark: HTML {
        guard let cookieToken else { return "" }
        return "<input type=\"hidden\" name=\"csrf\" value=\"\(CSRF.mark(cookieToken, chance: house.randomID()))\">"
    }

    /// What was typed, without the marks of ours.
    var typed: [String: String] { Form.decode(body) }

    /// A text of the query. GET forms write a space as `+`.
    func text(_ name: String) -> String {
        (query[name] ?? "").replacing("+", with: " ").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// `?a=1&b=2` as it came, or nothing.
    var queryText: String {
        query.isEmpty
            ? ""
            : "?"
                + query.sorted { $0.key < $1.key }
                .map { "\(URLText.encoded($0.key))=\(URLText.encoded($0.value.replacing("+", with: " ")))" }
                .joined(separator: "&")
    }

    /// The context of a page's command.
    func command(as caller: Caller, key: String? = nil, version: String? = nil) -> CommandContext {
        let plain = key.flatMap {
            $0.isEmpty || $0.utf8.count > 100 || $0.contains("#") || $0.contains("|") ? nil : $0
        }
        return CommandContext(
            caller: caller, now: now, key: plain.map { ($0, CommandContext.fingerprint(method, path, body)) },
            expectedVersion: version.flatMap { Int($0) }, commandID: house.randomID())
    }
}

extension Caller {
    /// Has dossiers to work on.
    var works: Bool { !workUnits.isEmpty }
    var workUnits: [String] {
        var seen: [String] = []
        for grant in grants
        where [.counter, .officer, .leader].contains(grant.role) && !seen.contains(grant.unit) {
            seen.append(grant.unit)
        }
        return seen
    }
    func units(as role: Role, for procedure: Procedure? = nil) -> [String] {
        var seen: [String] = []
        for grant in grants where grant.role == role && !seen.contains(grant.unit) {
            if procedure.map({ grant.covers(field: $0.field, procedure: $0.code) }) ?? true {
                seen.append(grant.unit)
            }
        }
        return seen
    }
}

enum URLText {
    /// Percent-encoded for one part of a path or a query.
    static func encoded(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                out += byte < 16 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return out
    }
}
