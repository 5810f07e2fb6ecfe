// TileLayout.swift: where each of the city's 168 units has its tile.
//
// One line a row, commune codes by column, dots where there is no tile. Laid out by the centres of the units' areas
// (boundaries of Resolution 1685/NQ-UBTVQH15), each unit nearest to its place with no tile taken twice; Côn Đảo, far out
// at sea, stands at the edge.

enum TileLayout {
    /// Unit code → column and row, from the top left.
    static let places: [String: (column: Int, row: Int)] = {
        var places: [String: (column: Int, row: Int)] = [:]
        for (row, line) in rows.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for (column, code) in line.split(separator: " ").enumerated() where code != "....." {
                places[String(code)] = (column, row)
            }
        }
        return places
    }()
    static let columns = 1 + (places.values.map(\.column).max() ?? 0)
    static let rowCount = 1 + (places.values.map(\.row).max() ?? 0)

    private static let rows = """
        25777 25780 25792 25819 25822 ..... ..... 25867 ..... 25864 25882 25858
        25807 25843 25840 25846 25813 25849 25837 25760 25912 25920 25915 25906
        27508 27511 25768 27544 25771 25747 25978 25750 25969 25975 25891 25888 25909
        27526 27553 27541 26782 27568 26773 26878 26767 25966 25987 25942 25945
        27496 27577 27559 26785 26882 26898 26884 26876 26905 26809 26803 26800 25951
        27601 27592 26791 27013 27007 26977 27043 26890 26944 26929 26824 26842 26833
        27604 27439 27019 27004 26983 26968 27073 27058 26737 26956 26911 26848 26857
        ..... 27442 27022 27031 27211 26995 27163 27142 27139 26740 27094 27097 26860 ..... ..... ..... 26638
        27610 27448 27028 27232 27226 27169 27190 27154 26743 27259 27478 27112 26725 26596 26608 26590 26647
        ..... 27457 27364 27349 27367 27238 27316 26758 27286 27265 27484 26704 26728 26575 26617 26584 26641
        ..... 27595 27460 27427 27373 27343 27418 27301 27475 27487 27667 27676 26710 26566 26572 26620 26656
        ..... ..... 27637 27424 27628 27619 ..... ..... 27655 27658 27673 26713 26545 26560 26659 26680 26632
        ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... 27664 26506 26526 26536 26542 26662 26686
        ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... 26732
        """
}
