// TileMap.swift: the 168 units as equal tiles laid out by their geography, so that a small ward is as visible as a large one.
//
// Drawn on the server; each tile is a door and says its unit and value in words. The shade is one of five steps, and the
// value stands in the tile, so that colour is never alone. A table with the same numbers belongs below it.

import Casework

struct TileMap {
    struct Tile {
        var code: String
        var name: String
        /// What stands in the tile, at most five characters.
        var value: String
        /// 0 (calm) … 4 (needs help); nil = nothing known.
        var step: Int?
        var address: String
    }
    var title: Text
    var tiles: [Tile]

    private static let side = 60

    var html: HTML {
        let (width, height) = (TileLayout.columns * TileMap.side, TileLayout.rowCount * TileMap.side)
        let drawn: [HTML] = tiles.compactMap { tile in
            guard let place = TileLayout.places[tile.code] else { return nil }
            let (x, y) = (place.column * TileMap.side, place.row * TileMap.side)
            return """
                <a href="\(tile.address)" aria-label="\(tile.name): \(tile.value)"><title>\(tile.name): \(tile.value)</title>\
                <rect class="tile t\(tile.step.map(String.init) ?? "x")" x="\(x + 1)" y="\(y + 1)" width="56" height="56" rx="6"/>\
                <text x="\(x + 29)" y="\(y + 24)" class="tile-name">\(TileMap.short(tile.name))</text>\
                <text x="\(x + 29)" y="\(y + 44)" class="tile-value">\(tile.value)</text></a>

                """
        }
        return """
            <figure class="tilemap"><figcaption>\(title)</figcaption>
            <svg viewBox="0 0 \(width) \(height)" role="group" aria-label="\(title)">
            \(drawn)</svg></figure>
            """
    }

    /// `Phường Bình Tiên` → `B.Tiên`: what fits a tile.
    static func short(_ name: String) -> String {
        var words = name.split(separator: " ").map(String.init)
        for kind in Texts.Unit.kinds where words.starts(with: kind) { words.removeFirst(kind.count) }
        guard let last = words.last else { return name }
        let before = words.dropLast().compactMap(\.first).map { "\($0)." }.joined()
        let whole = words.joined(separator: " ")
        return whole.count <= 8 ? whole : String((before + last).prefix(9))
    }
}
