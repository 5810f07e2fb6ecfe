// TrainingPages.swift: what practice is, and starting it afresh; the banner and the mark on every page of practice.

import Casework
import Office

extension Pages {
    static let trainingRoutes = [
        page("GET", "/tap-huan", .everyone, "What practice is; start afresh") { TrainingPages.show($0, problem: nil) },
        page("POST", "/tap-huan", .staff, "Start practice afresh") { exchange in
            let (caller, office, now) = (try exchange.requireCaller(), exchange.house.server.office, exchange.now)
            do {
                guard exchange.typed["sure"] == "true" else {
                    throw Refusal.missing("sure", Texts.Training.sure.words)
                }
                try await API.offload { try office.startTrainingAfresh(by: caller, now: now) }
                return .redirect("/tap-huan?done=1")
            } catch let refusal as Refusal {
                return TrainingPages.show(exchange, problem: refusal)
            }
        },
    ]
}

enum TrainingPages {
    static func show(_ exchange: Exchange, problem: Refusal?) -> Reply {
        typealias T = Texts.Training
        guard exchange.house.isTraining else {
            let body: HTML =
                "<div class=\"sheet narrow\"><h1>\(T.real)</h1>\(ProblemNotice(problem))<p>\(T.realWords)</p></div>"
            return exchange.page(T.title.words, status: problem?.status ?? 200, body)
        }
        let mayReset = exchange.caller.map { $0.has(.admin) || $0.has(.leader) } ?? false
        let wrong = problem?.field == "sure" ? problem.map { Text($0.vi, $0.en).words } : nil
        let form: HTML = """
            <form method="post" action="/tap-huan">\(exchange.mark)
            \(FieldInput(Field("sure", T.sure.words, .boolean), value: "", error: wrong).html)
            <p class="buttons"><button class="do seal">\(T.afresh)</button></p></form>
            """
        let body: HTML = """
            <h1>\(T.heading)</h1>\(ProblemNotice(problem))
            \(Lines.good(exchange.query["done"] != nil && problem == nil ? T.done : nil))
            <p class="lead">\(T.lead)</p>
            <section class="sheet"><h2>\(T.afresh)</h2><p>\(T.afreshWords)</p>
            \(mayReset ? form : "<p class=\"small\">\(T.onlyLeaders)</p>" as HTML)</section>
            """
        return exchange.page(T.title.words, status: problem?.status ?? 200, body)
    }

    /// Printed with every page too, so that no paper of practice goes without it.
    static func mark(_ house: House) -> HTML {
        guard house.isTraining else { return "" }
        return """
            <p class="practice-mark">\(Texts.Training.mark) <a href="/tap-huan">\(Texts.Training.about)</a></p>
            """
    }
}
