// Charts.swift: small pictures of numbers, drawn on the server as SVG, each with its words and a table behind it.
//
// Sparkline: one series over time, its last value named. Bars: small multiples on one scale. Whole numbers only.

import Casework

/// One series over time, a line of text high.
struct Sparkline {
    var label: Text
    var values: [Int]
    /// What each value belongs to, for the table behind it.
    var names: [String] = []

    var html: HTML {
        guard values.count > 1, let top = values.max() else { return "" }
        let (width, height) = (160, 36)
        let points = values.enumerated().map { i, value in
            "\(4 + i * (width - 8) / (values.count - 1)),\(height - 5 - value * (height - 10) / max(top, 1))"
        }
        let end = points.last?.split(separator: ",").map(String.init) ?? ["0", "0"]
        return """
            <svg class="spark" role="img" aria-label="\(label): \(values.map(String.init).joined(separator: ", "))" \
            width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">\
            <polyline points="\(points.joined(separator: " "))"/><circle cx="\(end[0])" cy="\(end[1])" r="3.5"/></svg>
            """
    }
}

/// Bars of one scale, each with its number; a door where there is something behind it.
struct Bars {
    struct Bar {
        var name: String
        var value: Int
        /// What is said instead of the bare number.
        var words: String?
        var address: String?
    }
    var caption: Text
    var nameTitle: Text
    var valueTitle: Text
    var bars: [Bar]

    /// A table whose second column is drawn as bars: the picture and the table are one.
    var html: HTML {
        let top = max(bars.map(\.value).max() ?? 1, 1)
        let rows: [HTML] = bars.map { bar in
            let name: HTML = bar.address.map { "<a href=\"\($0)\">\(bar.name)</a>" } ?? "\(bar.name)"
            return """
                <tr><th scope="row">\(name)</th><td class="bar"><svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">\
                <rect width="\(bar.value * 100 / top)" height="10"/></svg> <b>\(bar.words ?? String(bar.value))</b></td></tr>

                """
        }
        return """
            <div class="scroll"><table class="bars"><caption>\(caption)</caption>
            <thead><tr><th scope="col">\(nameTitle)</th><th scope="col">\(valueTitle)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }
}
