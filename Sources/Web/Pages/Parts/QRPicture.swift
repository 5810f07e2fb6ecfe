// QRPicture.swift: a QR code as a picture in the page: one path, black on white whatever the theme, four modules of quiet.

import Paper

enum QRPicture {
    /// - Parameters:
    ///   - label: what the picture says, for those who do not see it.
    ///   - width: of the square on screen and paper, CSS pixels.
    /// - Returns: nothing for text that fits no code.
    static func svg(_ text: String, label: Text, width: Int = 132) -> HTML {
        guard let code = QRCode(text) else { return "" }
        let side = code.size + 8
        let path = code.runs.map { "M\($0.column + 4) \($0.row + 4)h\($0.length)v1h-\($0.length)z" }.joined()
        return """
            <svg class="qr" role="img" aria-label="\(label)" width="\(width)" height="\(width)" viewBox="0 0 \(side) \(side)">\
            <rect width="\(side)" height="\(side)" fill="#fff"/><path d="\(path)" fill="#000" shape-rendering="crispEdges"/></svg>
            """
    }
}
