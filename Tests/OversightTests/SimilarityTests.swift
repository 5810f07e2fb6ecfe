// SimilarityTests.swift: are reports about the same trouble found, as wards write them, and others left alone?

import Oversight
import Testing

private func report(
    _ id: String, _ text: String, _ category: String? = nil, _ procedure: String? = nil, _ step: String? = nil
) -> DifficultyText {
    DifficultyText(id: id, text: text, category: category, procedure: procedure, step: step)
}

/// In the manner of what wards reported in 2025.
private let desk = [
    report("in-1", "Máy in phiếu hẹn tại quầy 2 bị kẹt giấy liên tục, không in được giấy tiếp nhận.", "equipment"),
    report("in-2", "May in hong, ket giay, quay 4 khong in duoc giay tiep nhan cho dan", "equipment"),
    report("line-1", "Đường truyền chập chờn từ 8 giờ sáng, không truy cập được Cổng dịch vụ công.", "line"),
    report("line-2", "Mạng yếu, đường truyền số liệu chuyên dùng hay rớt vào buổi sáng", "line"),
    report(
        "ht-1", "Phần mềm hộ tịch không đồng bộ với hệ thống thông tin giải quyết TTHC, phải nhập lại hai lần.",
        "software", "1.001193", "tham-dinh"),
    report(
        "ht-2", "Dữ liệu hộ tịch chưa đồng bộ về phần mềm một cửa nên cán bộ nhập lại từ đầu", "data", "1.001193",
        "tiep-nhan"),
    report(
        "ht-3", "phan mem ho tich dien tu khong dong bo, phai nhap lai thong tin khai sinh", "software", "1.001193"),
    report("dat-1", "Thiếu cán bộ chuyên môn đất đai, hồ sơ cấp giấy chứng nhận bị dồn", "staff", "1.012753"),
    report("dat-2", "Chưa có công chức địa chính nên hồ sơ đất đai tồn nhiều, đề nghị Sở tăng cường", "staff", "1.012753"),
    report("tru-1", "Trụ sở chật, người dân phải đứng chờ ngoài hành lang, thiếu ghế ngồi", "premises"),
    report("vneid-1", "Đăng nhập VNeID báo lỗi xác thực, công dân không nộp trực tuyến được", "software"),
    report("luat-1", "Chưa có hướng dẫn thẩm quyền chứng thực hợp đồng của UBND phường", "law", "2.000992"),
    report("phi-1", "Không thanh toán được lệ phí qua mã QR, tiền đã trừ nhưng hồ sơ chưa ghi nhận", "software"),
]

@Suite struct SimilarityTests {
    private let similarity = Similarity(desk)

    @Test(
        "the same trouble in other words is proposed, best first",
        arguments: [
            ("in-1", ["in-2"]), ("in-2", ["in-1"]), ("line-1", ["line-2"]), ("ht-1", ["ht-3", "ht-2"]),
            ("ht-3", ["ht-1", "ht-2"]), ("dat-1", ["dat-2"]), ("tru-1", []), ("vneid-1", []), ("luat-1", []), ("phi-1", []),
        ])
    func proposed(_ id: String, _ expected: [String]) throws {
        let own = try #require(desk.first { $0.id == id })
        #expect(similarity.proposals(for: own).map(\.id) == expected)
    }

    @Test("a report that is not filed yet finds its like")
    func fresh() {
        let found = similarity.proposals(for: report("new", "máy in quầy 1 kẹt giấy, không in được", "equipment"))
        #expect(found.map(\.id) == ["in-2", "in-1"])
        #expect(found.first?.shared.contains("ket giay") == true, "\(found)")
    }

    @Test("the same report with and without marks is equal, up to the whole score")
    func equal() throws {
        let text = "Phần mềm hộ tịch không đồng bộ, mất dữ liệu khai sinh"
        let twice = Similarity([
            report("a", text, "software", "1.001193", "x"), report("b", "Máy lạnh hỏng"), report("c", "Thiếu ghế ngồi"),
        ])
        let plain = "PHAN MEM HO TICH KHONG DONG BO; mat du lieu khai sinh"
        #expect(twice.proposals(for: report("n", plain, "software", "1.001193", "x")).first?.score == Micro(1))
        #expect(twice.proposals(for: report("n", plain)).first?.score == Micro(millionths: 750_000))
    }

    @Test("kind, procedure and step add, but alone propose nothing")
    func properties() {
        let base = report("n", "Phần mềm lỗi đồng bộ hộ tịch")
        var closer = base
        (closer.category, closer.procedure, closer.step) = ("software", "1.001193", "tham-dinh")
        let before = similarity.proposals(for: base, above: .zero).first { $0.id == "ht-1" }
        let after = similarity.proposals(for: closer, above: .zero).first { $0.id == "ht-1" }
        #expect(before.map { $0.score + Micro(millionths: 250_000) } == after?.score)
        var other = closer
        other.text = "Ghế gãy"
        #expect(similarity.proposals(for: other).isEmpty)
        // A step belongs to its procedure: the same id in another procedure says nothing.
        other = base
        other.step = "tham-dinh"
        #expect(similarity.proposals(for: other, above: .zero) == similarity.proposals(for: base, above: .zero))
    }

    @Test("nothing is like nothing: empty texts, particles, no reports")
    func nothing() {
        #expect(similarity.proposals(for: report("n", "")).isEmpty)
        #expect(similarity.proposals(for: report("n", "là của và", "line")).isEmpty)
        #expect(Similarity([]).proposals(for: report("n", "Máy in hỏng")).isEmpty)
        #expect(similarity.proposals(for: desk[0], limit: 0).isEmpty)
    }

    @Test("the order of the reports does not matter", arguments: [5, 6])
    func order(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            let mixed = Similarity(desk.shuffled(using: &random))
            for own in desk { #expect(mixed.proposals(for: own) == similarity.proposals(for: own), "seed \(seed)") }
        }
    }
}
