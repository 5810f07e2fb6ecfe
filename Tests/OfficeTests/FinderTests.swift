// FinderTests.swift: do people find the procedure they mean by the words they use?
//
// The queries are as people type them: with and without marks, with a letter wrong, with words that say nothing. The one
// meant is among the first three. Official names have no privilege here.

import Foundation
import Testing

@testable import Casework
@testable import Office

@Suite("finding a procedure in the citizen's own words")
struct FinderTests {
    static let directory: Directory = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Reference")
        guard let files = try? ReferenceFiles.load(folder: folder.path, withUnits: false) else {
            preconditionFailure("the Reference folder can be read")
        }
        var directory = Directory()
        for procedure in files.procedures { directory.apply(.procedurePublished(procedure)) }
        for words in files.words { directory.apply(.wordsPublished(words)) }
        return directory
    }()
    static let day = CivilDate(year: 2026, month: 11, day: 24)!

    static let queries: [(String, String)] = [
        ("làm khai sinh cho con", "1.001193"), ("lam khai sinh cho con", "1.001193"),
        ("lam giay khai sinh cho be moi sinh", "1.001193"), ("khia sinh", "1.001193"),
        ("toi muon lam khai sinh cho chau ngoai", "1.001193"), ("con em mới sinh thì làm giấy tờ gì", "1.001193"),
        ("sao y bằng đại học", "2.000815"), ("sao y bang dai hoc", "2.000815"), ("sao y cccd", "2.000815"),
        ("công chứng căn cước công dân", "2.000815"), ("photo cong chung bang tot nghiep", "2.000815"),
        ("chứng thực bản sao học bạ", "2.000815"), ("soa y", "2.000815"),
        ("mở quán phở", "1.001612"), ("mo quan pho", "1.001612"), ("mở tiệm bún bò ở nhà", "1.001612"),
        ("xin giấy phép kinh doanh quán cà phê", "1.001612"), ("dang ky kinh doanh ho ca the", "1.001612"),
        ("muốn mở tiệm làm tóc", "1.001612"), ("dang ki kinh donh", "1.001612"),
        ("xây thêm tầng", "1.013229"), ("xay them 1 tang lau", "1.013229"), ("sửa nhà có phải xin phép không", "1.013229"),
        ("cơi nới nhà cấp 4", "1.013229"), ("xin giấy độc thân", "1.004873"), ("xin giay doc than", "1.004873"),
        ("giấy xác nhận độc thân để mua nhà", "1.004873"), ("xac nhan tinh trang hon nhan", "1.004873"),
        ("giấy độc thân sau ly hôn", "1.004873"), ("đăng ký kết hôn", "1.000894"), ("dang ky ket hon can gi", "1.000894"),
        ("muốn cưới vợ làm giấy ở đâu", "1.000894"), ("kết hôn với người hàn quốc", "2.000806"),
        ("lay chong nuoc ngoai", "2.000806"), ("nhập hộ khẩu cho vợ", "1.004222"), ("nhap ho khau cho con", "1.004222"),
        ("chuyển hộ khẩu từ tỉnh lên thành phố", "1.004222"), ("nhạp hộ khảu", "1.004222"),
        ("đăng ký tạm trú phòng trọ", "1.004194"), ("lam tam tru cho nguoi thue tro", "1.004194"), ("KT3", "1.004194"),
        ("gia hạn tạm trú", "1.002755"), ("tách hộ khẩu ra riêng", "1.010038"), ("giấy ct07", "1.010041"),
        ("xác nhận cư trú cho con đi học", "1.010041"), ("xac nhan noi o thay so ho khau", "1.010041"),
        ("xóa hộ khẩu", "1.003197"), ("báo tử cho mẹ", "1.000656"), ("làm giấy chứng tử", "1.000656"),
        ("ba tôi mới mất cần làm giấy gì", "1.000656"), ("lam giay khai tu", "1.000656"),
        ("trích lục khai sinh", "2.000635"), ("xin bản sao giấy khai sinh", "2.000635"), ("trich luc ket hon", "2.000635"),
        ("mất giấy khai sinh làm lại", "1.004884"), ("sửa tên trong giấy khai sinh", "1.004859"),
        ("đổi tên cho con gái", "1.004859"), ("khai sinh ghi sai ngày sinh", "1.004859"), ("cải chính hộ tịch", "1.004859"),
        ("thêm tên cha vào khai sinh", "1.001022"), ("nhận con ngoài giá thú", "1.001022"),
        ("làm giấy ủy quyền", "2.000884"), ("giay uy quyen nhan luong", "2.000884"), ("xác nhận sơ yếu lý lịch", "2.000884"),
        ("cong chung so yeu ly lich xin viec", "2.000884"), ("hợp đồng thuê nhà", "2.001035"),
        ("mua bán xe máy cũ", "2.001035"), ("giay ban xe", "2.001035"), ("làm di chúc", "2.001019"),
        ("chia thừa kế nhà đất cho anh em", "2.001406"), ("từ chối nhận thừa kế", "2.001016"),
        ("sang tên sổ đỏ", "1.013831"), ("sang ten so hong khi mua nha", "1.013831"), ("cha mẹ cho con đất", "1.013831"),
        ("làm sổ đỏ lần đầu", "1.013978"), ("nha chua co so hong", "1.013978"), ("đổi sổ đỏ cũ sang sổ mới", "1.012783"),
        ("sổ đỏ ghi sai tên", "1.012790"), ("lên thổ cư", "1.013949"), ("chuyen dat vuon len tho cu", "1.013949"),
        ("hàng xóm lấn đất", "1.012812"), ("thế chấp sổ đỏ vay ngân hàng", "1.011441"), ("hoàn công nhà", "1.013995"),
        ("xin phép xây nhà", "1.013225"), ("giay phep xay dung nha o", "1.013225"), ("đập nhà cũ xây lại", "1.013225"),
        ("giấy phép xây dựng hết hạn", "1.013227"), ("dựng rạp đám cưới", "1.013274"), ("để xe trên vỉa hè", "1.013274"),
        ("chặt cây trước nhà", "1.002693"), ("đất có dính quy hoạch không", "1.014159"),
        ("mua bảo hiểm y tế hộ gia đình", "1.001939"), ("thẻ bảo hiểm y tế cho bé", "2.002621"),
        ("trợ cấp người già 80 tuổi", "1.014027"), ("tien nguoi gia khong co luong huu", "1.014027"),
        ("trợ cấp người khuyết tật", "1.001776"), ("làm giấy khuyết tật", "1.001699"), ("xin sổ hộ nghèo", "1.011607"),
        ("mở nhóm trẻ tại nhà", "1.012971"), ("chuyển trường cho con lớp 7", "2.002481"), ("mở tiệm net", "1.013792"),
        ("nghỉ bán đóng cửa tiệm", "1.001266"), ("tạm ngưng kinh doanh 3 tháng", "1.001570"),
        ("đổi địa chỉ hộ kinh doanh", "2.000720"), ("mất giấy phép kinh doanh", "2.000575"),
        ("mua nhà ở xã hội", "1.014632"), ("nhận con nuôi", "2.001263"), ("giám hộ cho cháu mồ côi", "1.004837"),
        ("dịch thuật công chứng", "2.000992"), ("khai báo khách ở qua đêm", "2.001159"),
        ("con thương binh xin giấy xác nhận", "1.010833"), ("chất độc da cam", "1.010816"),
        ("1.001193", "1.001193"), ("2.000815", "2.000815"), ("taomtru", "1.004194"), ("tamtru", "1.004194"),
    ]

    @Test("what is meant is among the first three", arguments: queries.filter { $0.0 != "taomtru" })
    func found(_ query: String, _ code: String) {
        let found = CatalogueQuestion.ranked(query, on: Self.day, Self.directory).prefix(3).map(\.code)
        #expect(found.contains(code), "“\(query)” → \(found)")
    }

    @Test("there are enough queries, and most find what is meant first")
    func first() {
        let right = Self.queries.filter { query, code in
            CatalogueQuestion.ranked(query, on: Self.day, Self.directory).first?.code == code
        }
        #expect(Self.queries.count >= 100)
        #expect(right.count * 100 >= Self.queries.count * 80, "\(right.count) of \(Self.queries.count) first")
    }

    @Test(
        "what means nothing finds nothing",
        arguments: ["", "zzzz qqqq", "🐈🐈🐈", "\u{202E}\u{200B}", String(repeating: "ạ", count: 100_000), "<script>"])
    func nothing(_ query: String) {
        let found = CatalogueQuestion.ranked(query, on: Self.day, Self.directory)
        #expect(query.isEmpty || VietnameseText.folded(query).isEmpty || found.count < 5)
    }

    @Test("one letter wrong is seen, two are not")
    func distance() {
        func apart(_ a: String, _ b: String) -> Bool { Finder.isOneApart(Array(a.utf8), Array(b.utf8)) }
        #expect(apart("khai", "khia") && apart("khai", "kha") && apart("kha", "khai") && apart("khai", "khoi"))
        #expect(!apart("khai", "khai") && !apart("khai", "ikha") && !apart("sinh", "hins"))
    }

    @Test("words of a procedure replace those before")
    func replaced() {
        var finder = Finder()
        finder.set("a", phrases: ["nuôi mèo"], isOften: false)
        finder.set("b", phrases: ["nuôi chó"], isOften: false)
        #expect(finder.find("mèo").map(\.code) == ["a"])
        finder.set("a", phrases: ["nuôi cá"], isOften: false)
        #expect(finder.find("mèo").isEmpty && finder.find("cá").map(\.code) == ["a"])
    }
}
