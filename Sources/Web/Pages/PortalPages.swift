// PortalPages.swift: the front door: find a procedure, see where a dossier stands, file, log in.

import Casework
import Office

extension Pages {
    static let portalRoutes = [
        page("GET", "/", .everyone, "The portal") { exchange in
            let body: HTML = """
                <h1>\(Texts.Portal.title)</h1>
                <p class="lead">\(Texts.Portal.lead)</p>
                <div class="three">
                <section class="sheet"><h2>\(Texts.Portal.find)</h2>
                \(searchForm("/thu-tuc", "", Texts.Portal.findLabel, suggest: "/thu-tuc/goi-y?q="))
                \(examples("/thu-tuc"))</section>
                <section class="sheet"><h2>\(Texts.Portal.track)</h2>
                \(TrackPages.askForm(number: "", code: ""))</section>
                <section class="sheet"><h2>\(Texts.Portal.file)</h2>
                <p>\(Texts.Portal.fileWords)</p>
                <p class="buttons"><a class="do quietly" href="/nop">\(Texts.Portal.file)</a>
                <a class="do quietly" href="/nop/tiep-tuc">\(Texts.Citizen.goOn)</a></p></section>
                </div>
                \(staffLine(exchange))
                """
            return exchange.page(Texts.Portal.short.words, at: "/", wide: true, body)
        }
    ]

    private static func staffLine(_ exchange: Exchange) -> HTML {
        guard let caller = exchange.caller else {
            return
                "<p class=\"small\">\(Texts.Portal.staff) <a href=\"/dang-nhap\">\(Texts.LogIn.title)</a></p>"
        }
        let counter: HTML =
            caller.has(.counter) ? "<a class=\"do\" href=\"/quay\">\(Texts.Frame.counter)</a>" : ""
        let inbox: HTML =
            caller.works ? "<a class=\"do quietly\" href=\"/ho-so\">\(Texts.Frame.inbox)</a>" : ""
        return "<p class=\"buttons\">\(counter)\(inbox)</p>"
    }

    /// A search box with its button.
    static func searchForm(
        _ path: String, _ text: String, _ label: Text, hidden: [(String, String)] = [], suggest: String? = nil
    ) -> HTML {
        let suggests: HTML? = suggest.map { " data-suggest=\"\($0)\"" }
        let kept: [HTML] = hidden.map { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" }
        let id = "q" + path.replacing("/", with: "-")
        return """
            <form class="search" role="search" method="get" action="\(path)">\(kept)
            <div class="field"><label for="\(id)">\(label)</label>
            <input id="\(id)" name="q" type="search" value="\(text)" maxlength="200" autocomplete="off"\(suggests)></div>
            <button class="do">\(Texts.Form.find)</button></form>
            """
    }
}
