// DeskTable.swift: a table of the counter's books: caption, heads, rows, in a part of its own that scrolls sideways.

import Casework

struct DeskTable {
    var caption: Text
    /// Titles of the columns; sums of money stand on the right.
    var heads: [(title: Text, isMoney: Bool)]
    var rows: [HTML]
    /// Rows are gone through with j and k.
    var isList = false

    init(_ caption: Text, _ heads: [Text], money: Set<Int> = [], rows: [HTML], isList: Bool = false) {
        self.caption = caption
        self.heads = heads.enumerated().map { ($0.element, money.contains($0.offset)) }
        self.rows = rows
        self.isList = isList
    }

    var html: HTML {
        let columns: [HTML] = heads.map { head in
            let right: HTML = head.isMoney ? " class=\"money\"" : ""
            return "<th scope=\"col\"\(right)>\(head.title)</th>\n"
        }
        let list: HTML = isList ? " data-rows" : ""
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(caption)">
            <table class="stack"\(list)><caption>\(caption)</caption>
            <thead><tr>\(columns)</tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }
}
