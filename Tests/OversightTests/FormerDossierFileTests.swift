// FormerDossierFileTests.swift: do old dossiers come in whole, and is a wrong file refused by line and column?

import Casework
import Oversight
import Testing

private let header = "number,unit,procedure,receivedAt,due,resolvedAt,returnedAt,outcome,applicant,papers"
private let good = "000.12.34.H29-250602-0001,26734,1.001193,2025-06-02,2025-06-05,2025-06-04,,approved,Nguyễn Thị Hoa,"

private func read(_ text: String) throws -> FormerDossierReading {
    let now = try #require(Instant("2025-11-24T08:00:00+07:00"))
    return FormerDossierFile.read(Array(text.utf8), now: now)
}
private func dossiers(_ text: String) throws -> [FormerDossier] {
    guard case .complete(let dossiers) = try read(text) else {
        Issue.record("refused: \(try read(text))")
        return []
    }
    return dossiers
}
private func errors(_ text: String) throws -> [FormerFileError] {
    guard case .refused(let errors, let count) = try read(text) else { return [] }
    #expect(count == errors.count)
    return errors
}
private func error(_ line: Int, _ column: FormerColumn?, _ problem: FormerFileProblem) -> FormerFileError {
    FormerFileError(line: line, column: column, problem: problem)
}

@Suite struct FormerDossierFileTests {
    @Test("a row comes in with its types")
    func row() throws {
        let text = """
            outcome;papers;number;unit;procedure;applicant;idNumber;phone;receivedAt;acceptedAt;due;resolvedAt;returnedAt;step
            Đồng ý;Tờ khai | Giấy chứng sinh|;HS-0001/25;26734;1.001193;  Lê  Văn Á ;079123456789;0912345678;\
            02/06/2025 07:45;2025-06-02T08:10:00+07:00;5/6/2025;2025-06-04 16:30;2025-06-05;trả kết quả
            ;;HS-0002/25;27373;2.000992;;;;24/06/2025;;2025-12-01;;;thẩm định
            """
        let all = try dossiers(text)
        let first = try #require(all.first)
        #expect(first.number == "HS-0001/25" && first.unit == "26734" && first.procedure == "1.001193")
        #expect(first.applicant == "Lê Văn Á" && first.idNumber == "079123456789" && first.phone == "0912345678")
        #expect(first.receivedAt.description == "2025-06-02T07:45:00+07:00")
        #expect(first.due?.description == "2025-06-05" && first.due?.instant == nil)
        #expect(first.resolvedAt?.description == "2025-06-04T16:30:00+07:00")
        #expect(first.outcome == .approved && first.papers == ["Tờ khai", "Giấy chứng sinh"])
        #expect(first.step == "trả kết quả" && !first.isOpen && first.line == 2)
        #expect(all.count == 2 && all[1].isOpen && all[1].papers.isEmpty && all[1].line == 3)
    }

    @Test("channel and present unit are read, and a district's code of three digits is a code")
    func optionalColumns() throws {
        let header = "number,unit,presentUnit,channel,procedure,receivedAt,resolvedAt"
        let all = try dossiers(
            """
            \(header)
            HS-1/25,755,26732,Trực tuyến,1.001193,2025-06-02,2025-06-04
            HS-2/25,26737,,,1.001193,2025-06-02,2025-06-04
            """)
        #expect(all.map(\.channel) == [.online, .counter] && all.map(\.presentUnit) == ["26732", nil])
        #expect(
            try errors("\(header)\nHS-1/25,26737,2673,bồ câu,1.001193,2025-06-02,2025-06-04") == [
                error(2, .presentUnit, .badUnitCode("2673")), error(2, .channel, .unknownChannel("bồ câu")),
            ])
    }

    @Test(
        "byte-order mark, line ends, missing last line end and blank lines change nothing",
        arguments: ["\n", "\r\n", "\r"])
    func lineEnds(_ end: String) throws {
        let plain = try dossiers("\(header)\n\(good)\n")
        #expect(plain.count == 1)
        #expect(try dossiers("\u{FEFF}\(header)\(end)\(good)") == plain)
        #expect(try dossiers("\(header)\(end)\(good)\(end)\(end),,,,,,,,,\(end)") == plain)
    }

    @Test("quoted values hold separators, quotes and line ends, and lines go on being counted")
    func quotes() throws {
        let text = """
            number,unit,procedure,receivedAt,due,applicant\r
            A-1,26734,p,2025-06-02,2025-06-05,"Công ty ""Hoa, Lan"";\r
            chi nhánh 2"\r
            "A-2",26734,p,2025-06-32,2025-06-05,"x"\r
            A-3,26734,"p\n\n",2025-06-02,khi nào xong,x
            """
        #expect(
            try errors(text) == [
                error(4, .receivedAt, .badDate("2025-06-32")), error(7, .due, .badDate("khi nào xong")),
            ])
        let mended = text.replacing("06-32", with: "06-02").replacing("khi nào xong", with: "2025-07-01")
        let all = try dossiers(mended)
        #expect(all.map(\.number) == ["A-1", "A-2", "A-3"] && all.map(\.line) == [2, 4, 5])
        #expect(all.first?.applicant == "Công ty \"Hoa, Lan\"; chi nhánh 2")
    }

    @Test(
        "a wrong first line is refused by column",
        arguments: [
            ("", [error(1, nil, .empty)]), ("\n\n", [error(1, nil, .empty)]),
            (
                "number,unit,color,number\nx", [
                    error(1, nil, .unknownColumn("color")), error(1, .number, .columnTwice),
                    error(1, .procedure, .missingColumn), error(1, .receivedAt, .missingColumn),
                ]
            ),
            ("NUMBER,Unit,procedure,receivedat,due\n\"", [error(2, .number, .quoteNotClosed)]),
        ])
    func headers(_ text: String, _ expected: [FormerFileError]) throws { #expect(try errors(text) == expected) }

    @Test(
        "a wrong row is refused by line, column and what is wrong",
        arguments: [
            ("A,26734,p,02/13/2025,2025-06-05,,,,,", [error(2, .receivedAt, .badDate("02/13/2025"))]),
            ("A,26734,p,0025-06-02,2025-06-05,,,,,", [error(2, .receivedAt, .badDate("0025-06-02"))]),
            (",2673,,,,,,,,", [
                error(2, .number, .missing), error(2, .procedure, .missing), error(2, .receivedAt, .missing),
                error(2, .unit, .badUnitCode("2673")), error(2, .due, .dueMissing),
            ]),
            ("A,26734,p,2025-06-02,,,,,,", [error(2, .due, .dueMissing)]),
            ("A,26734,p,2025-06-02,,2025-06-01,,,,", [error(2, .resolvedAt, .beforeReceived)]),
            ("A,26734,p,2025-06-02 08:00,,2025-06-02 07:59,,,,", [error(2, .resolvedAt, .beforeReceived)]),
            ("A,26734,p,2025-06-02,,2025-06-05,2025-06-04,,,", [error(2, .returnedAt, .returnedBeforeResolved)]),
            ("A,26734,p,2025-06-02,,,2025-06-04,,,", [error(2, .returnedAt, .returnedButNotResolved)]),
            ("A,26734,p,2025-06-02,2025-06-09,,,từ chối,,", [error(2, .outcome, .outcomeButNotResolved)]),
            ("A,26734,p,2025-06-02,,2025-06-04,,maybe,,", [error(2, .outcome, .unknownOutcome("maybe"))]),
            ("A,26734,p,2025-06-02,,2025-11-25,,,,", [error(2, .resolvedAt, .inFuture)]),
            ("A,26734,p,2025-06-02,2025-06-05,,,,", [error(2, nil, .valueCount(found: 9, columns: 10))]),
            ("A,26734,p,2025-06-02,2025-06-05,,,,a\"b,", [error(2, .applicant, .quoteInValue)]),
            ("A,26734,p,2025-06-02,2025-06-05,,,,\"a\"b,", [error(2, .applicant, .textAfterQuote)]),
            (good + "\n" + good.lowercased(), [error(3, .number, .numberTwice(firstLine: 2))]),
        ])
    func rows(_ text: String, _ expected: [FormerFileError]) throws {
        #expect(try errors(header + "\n" + text) == expected)
    }

    @Test("received and resolved on one day is in order where only the day is known")
    func sameDay() throws {
        #expect(try dossiers("\(header)\nA,26734,p,2025-06-02 16:00,,2025-06-02,2025-06-02,,,").count == 1)
    }

    @Test("text that is not UTF-8, and a value without end, are refused")
    func bytes() throws {
        let now = try #require(Instant("2025-11-24T08:00:00+07:00"))
        let bad = Array("\(header)\n\(good)\nA,26734,p,2025-06-02,2025-06-05,,,,".utf8) + [0xC3, 0x28, 0x2C, 0x0A]
        #expect(
            FormerDossierFile.read(bad, now: now) == .refused([error(3, .applicant, .notUTF8)], count: 1))
        #expect(
            FormerDossierFile.read([0xEF, 0xBB, 0x41], now: now)
                == .refused([error(1, nil, .notUTF8)], count: 1))
        let long = "\(header)\n\"\(String(repeating: "x\n", count: 20_000))"
        #expect(try errors(long) == [error(2, .number, .tooLong(limit: 20_000))])
    }

    @Test("one bad line of 10,000 is named, and nothing comes in")
    func oneOfMany() throws {
        var lines = [header]
        for number in 1...10_000 { lines.append("HS-\(number),26734,1.001193,2025-06-02,2025-06-05,,,,Lê Văn Á,") }
        #expect(try dossiers(lines.joined(separator: "\r\n")).count == 10_000)
        lines[7_000] = "HS-7000,26734,1.001193,31/06/2025,2025-06-05,,,,Lê Văn Á,"
        #expect(
            try errors(lines.joined(separator: "\r\n")) == [error(7_001, .receivedAt, .badDate("31/06/2025"))])
    }

    @Test("of very many errors a thousand are listed and all are counted")
    func manyErrors() throws {
        let text = header + String(repeating: "\nA,1,p,2025-06-02,2025-06-05,,,,,", count: 1_500)
        guard case .refused(let errors, let count) = try read(text) else {
            Issue.record("not refused")
            return
        }
        #expect(errors.count == FormerDossierFile.listed && count == 2_999)
        #expect(errors.map(\.line) == errors.map(\.line).sorted())
    }

    @Test("wherever the file is cut into pieces, the same comes out", arguments: [11, 12])
    func pieces(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let now = try #require(Instant("2025-11-24T08:00:00+07:00"))
        let text = "\u{FEFF}\(header)\r\n\(good)\r\nA,26734,p,2025-06-02,2025-06-05,,,,\"Đỗ \"\"Hà\"\"\r\n2\",\r\nB,x,p,,,,,,,\r"
        let bytes = Array(text.utf8)
        let whole = FormerDossierFile.read(bytes, now: now)
        for _ in 0..<50 {
            var (file, at) = (FormerDossierFile(now: now), 0)
            while at < bytes.count {
                let end = min(bytes.count, at + Int.random(in: 1...40, using: &random))
                file.feed(bytes[at..<end])
                at = end
            }
            #expect(file.finish() == whole, "seed \(seed)")
        }
    }

    @Test("no bytes stop the reader", arguments: [21, 22])
    func anyBytes(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let now = try #require(Instant("2025-11-24T08:00:00+07:00"))
        let likely: [UInt8] = Array("\",;\r\n a0/-:|".utf8) + [0xEF, 0xBB, 0xBF, 0xC3, 0xA1, 0xFF]
        for _ in 0..<500 {
            let length = Int.random(in: 0...60, using: &random)
            let noise = (0..<length).map { _ in likely[Int.random(in: 0..<likely.count, using: &random)] }
            _ = FormerDossierFile.read(noise, now: now)
            let after = FormerDossierFile.read(Array("\(header)\n".utf8) + noise, now: now)
            if case .complete(let dossiers) = after { #expect(dossiers.isEmpty, "seed \(seed)") }
        }
    }
}
