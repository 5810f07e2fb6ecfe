// CardTextTests.swift: the QR text of citizens' cards, as real scanners deliver it and as they spoil it.
//
// The people are invented. What a scanner may do (prefixes, line ends, NFD, lost diacritics, other date
// forms) is tolerated; what would put a wrong person into a dossier is refused with the field's name.

@_spi(_Unicode) import Swift
import Testing

@testable import Casework

@Suite("text of a citizen's card")
struct CardTextTests {
    static let good =
        "079190912345|023456789|Nguyễn Thị Hòa|02051990|Nữ|"
        + "12/5 Bình Tiên, Phường 4, Quận 6, TP. Hồ Chí Minh|15042021"

    static func date(_ text: String) -> CivilDate? { CivilDate(text) }

    @Test("a card as the specification has it")
    func plain() throws {
        let card = try CardText(Self.good)
        #expect(card.id.digits == "079190912345")
        #expect(card.oldID?.digits == "023456789")
        #expect(card.name == "Nguyễn Thị Hòa")
        #expect(card.birth == Self.date("1990-05-02"))
        #expect(card.sex == .female)
        #expect(card.address == "12/5 Bình Tiên, Phường 4, Quận 6, TP. Hồ Chí Minh")
        #expect(card.issued == Self.date("2021-04-15"))
        #expect(card.warnings.isEmpty)
    }

    @Test(
        "what scanners add around and inside is taken away",
        arguments: [
            "\(good)\r\n", "\u{2}\(good)\u{3}\r", "]Q1\(good)", "]Q3\(good)\t", "\u{FEFF}\(good)",
            "QR:\(good)", "\(good)||extra|0",
            good.replacing("|", with: " | "), good.replacing("|", with: "｜"),
            good.replacing("02051990", with: "02/05/1990"),
            good.replacing("02051990", with: "2-5-1990"), good.replacing("02051990", with: "1990-05-02"),
            good.replacing("079190912345", with: "０７９１９０９１２３４５"),
        ])
    func tolerated(scanned: String) throws { #expect(try CardText(scanned) == CardText(Self.good)) }

    @Test("decomposed text is composed")
    func decomposed() throws {
        var view = String.UnicodeScalarView()
        for scalar in Self.good._nfd { view.append(scalar) }
        let card = try CardText(String(view))
        #expect(card == (try CardText(Self.good)))
        #expect(card.name.utf8.elementsEqual("Nguyễn Thị Hòa".utf8))
    }

    @Test("no old id is no cause for a warning; an unreadable one is")
    func oldID() throws {
        let without = try CardText(Self.good.replacing("023456789", with: ""))
        #expect(without.oldID == nil && without.warnings.isEmpty)
        let spoiled = try CardText(Self.good.replacing("023456789", with: "02345"))
        #expect(spoiled.oldID == nil && spoiled.warnings == [.unread(.oldID)])
    }

    @Test("lost diacritics are read and warned about")
    func lostDiacritics() throws {
        let card = try CardText("079190912345||NGUYEN THI HOA|02051990|Nu|12/5 Binh Tien, Quan 6|15042021")
        #expect(card.sex == .female && card.name == "NGUYEN THI HOA")
        #expect(card.warnings == [.damaged(.name), .damaged(.address)])
        let marks = try CardText("079190912345||Nguy?n Th\u{FFFD} Hòa|02051990|N?|Quận 6|15042021")
        #expect(marks.sex == .female && marks.warnings == [.damaged(.name)])
    }

    @Test(
        "a birth date known by the year alone is left to the officer",
        arguments: ["1950", "00001950", "00/00/1950", ""])
    func yearAlone(birth: String) throws {
        let card = try CardText(Self.good.replacing("02051990", with: birth))
        #expect(card.birth == nil && card.warnings == [.unread(.birth)])
    }

    @Test("sex, address and date of issue may be missing, with a warning")
    func missing() throws {
        let card = try CardText("079190912345||Nguyễn Thị Hòa|02051990|||")
        #expect(card.sex == nil && card.address == "" && card.issued == nil)
        #expect(card.warnings == [.unread(.sex), .unread(.issued), .unread(.address)])
        for warning in card.warnings { #expect(!warning.vi.isEmpty && !warning.en.isEmpty) }
    }

    @Test("a number that says otherwise is a warning")
    func contradiction() throws {
        let card = try CardText("079090912345||Nguyễn Thị Hòa|02051989|Nữ|Quận 6|15041980")
        #expect(
            card.warnings == [
                .issuedBeforeBirth, .id(.sexDiffers(inNumber: .male, given: .female)),
                .id(.birthYearDiffers(inNumber: 1990, given: 1989)),
            ])
    }

    @Test(
        "what is no card is refused, naming the field",
        arguments: [
            ("", CardText.Refused.empty), (" \r\n", .empty), ("||||||", .empty),
            ("079190912345", .tooFewFields(found: 1)),
            ("079190912345||An|02051990|Nam|x", .tooFewFields(found: 6)),
            ("https://example.vn|a|b|c|d|e|f", .wrong(.id)),
            ("07919091234||An|02051990|Nam|x|15042021", .wrong(.id)),
            ("9079190912345||An|02051990|Nam|x|15042021", .wrong(.id)),
            ("079190912345|||02051990|Nam|x|15042021", .wrong(.name)),
            ("079190912345||An 2|02051990|Nam|x|15042021", .wrong(.name)),
            ("079190912345||An|31021990|Nam|x|15042021", .wrong(.birth)),
            ("079190912345||An|tháng 5|Nam|x|15042021", .wrong(.birth)),
            (String(repeating: "|", count: 5000), .tooLong),
        ])
    func refused(scanned: String, reason: CardText.Refused) {
        #expect(throws: reason) { try CardText(scanned) }
        #expect(!reason.vi.isEmpty && !reason.en.isEmpty)
    }

    @Test("no scanned bytes can make the reader stop")
    func noise() {
        var generator = SeededGenerator(seed: 42)
        let alphabet = Array("0123456789|||||/-. \r\n]Qạễ\u{301}\u{FFFD}｜Nam".unicodeScalars)
        var read = 0
        for _ in 0..<5000 {
            var scalars = Array(Self.good.unicodeScalars)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let at = Int.random(in: 0..<scalars.count, using: &generator)
                scalars[at] = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            do {
                let card = try CardText(String(view))
                read += 1
                #expect(card.id.digits.utf8.count == 12 && !card.name.isEmpty)
            } catch { #expect(!error.vi.isEmpty) }
        }
        #expect(read > 0)
    }
}
