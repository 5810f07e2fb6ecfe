// StatusRail.swift: the dossier's way as a metro line: stations are steps, a dashed stretch to where it stands is a hand-over in transit.
//
// An ordered list first, a line by style second; what is done and where it stands is said in words for those who hear it.

import Casework

struct StatusRail {
    struct Stop {
        enum State: String { case done, here, ahead }
        var name: String
        var note: Text?
        var state: State
        var train = false
    }
    var stops: [Stop]
    /// Stations one below the other on every width.
    var tall = false

    init(stops: [Stop]) { self.stops = stops }

    init(_ dossier: Dossier, _ procedure: Procedure, tall: Bool = false) {
        self.tall = tall
        stops = procedure.steps.map { step in
            let done = dossier.stepsDone.last { $0.step == step.id }
            let accepted = step.kind == .intake ? dossier.clock.facts?.accepted : nil
            let returned = step.kind == .return ? dossier.returnedAt : nil
            var stop = Stop(name: step.name, note: nil, state: .ahead)
            if let at = returned ?? done?.doneAt ?? accepted {
                stop.state = .done
                stop.note = at.spoken
            }
            let waitsHere = step.kind == .return && dossier.state.isResolved && !dossier.state.isEnd
            if dossier.step == step.id && !dossier.state.isEnd || waitsHere && returned == nil {
                stop.state = .here
                stop.note = Text(dossier.state.vietnamese, dossier.state.english)
                stop.train = dossier.custody.inTransitTo != nil
            }
            return stop
        }
        // What an old system did is known by where it ended alone.
        if dossier.former != nil {
            let here = dossier.step.flatMap { id in procedure.steps.firstIndex { $0.id == id } }
            let reached = here ?? (dossier.returnedAt == nil ? 0 : stops.count)
            for i in stops.indices.prefix(reached) where stops[i].state == .ahead { stops[i].state = .done }
        }
        if dossier.clock.facts == nil, !dossier.state.isEnd, !stops.isEmpty {
            stops[0].state = .here
            stops[0].note = Text(dossier.state.vietnamese, dossier.state.english)
        }
    }

    var html: HTML {
        let items: [HTML] = stops.map { stop in
            let here: HTML = stop.state == .here ? " aria-current=\"step\"" : ""
            let said: HTML = stop.state == .done ? "<span class=\"unseen\">\(Texts.Rail.done): </span>" : ""
            let note: HTML? = stop.note.map { "<small>\($0)</small>" }
            return
                "<li class=\"\(stop.state.rawValue)\(stop.train ? " train" : "")\"\(here)>\(said)\(stop.name)\(note)</li>\n"
        }
        return "<ol class=\"rail\(tall ? " tall" : "")\" aria-label=\"\(Texts.Rail.label)\">\n\(items)</ol>"
    }
}
