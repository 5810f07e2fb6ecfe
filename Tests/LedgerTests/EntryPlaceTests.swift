// EntryPlaceTests.swift: a place reads back as it was printed, and what is no place is none.

import Ledger
import Testing

@Suite("places of entries")
struct EntryPlaceTests {
    @Test("a place is printed and read in one way")
    func roundTrip() {
        let place = Entry.Place(unit: "ca-26732", epoch: 2, seq: 13)
        #expect("\(place)" == "ca-26732/2/13")
        #expect(Entry.Place("ca-26732/2/13") == place)
    }

    @Test("what is no place", arguments: ["", "27373", "27373/1", "/1/2", "27373/1/2/3", "27373//2", "27373/x/2", "H29.1-261126-0001"])
    func noPlace(_ text: String) { #expect(Entry.Place(text) == nil) }

    @Test("in the order of ledgers: by unit, then epoch, then number, not by their digits")
    func order() {
        let places = ["27373/1/10", "26732/2/1", "27373/1/9", "26732/1/5", "27373/10/1", "27373/2/1"].compactMap { Entry.Place($0) }
        #expect(
            places.sorted().map(\.description) == ["26732/1/5", "26732/2/1", "27373/1/9", "27373/1/10", "27373/2/1", "27373/10/1"])
    }
}
