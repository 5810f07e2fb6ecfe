// PeopleNames.swift: synthetic people for tests and the demo, the same for the same seed.
//
// Names follow the weights of Vietnamese surnames (the south: Huỳnh, Võ rather than Hoàng, Vũ) and are put
// together by chance; nobody is copied. Ids have the right form (province, century and sex, year) and a
// serial of 900000 and above within province, sex and year: no province registers that many births of one sex
// in a year, so no number here can be claimed to be somebody's. They are unique within one `SyntheticPeople`.
// Telephone numbers are of the block 0900, in which we know of no subscribers; still nothing may ever be sent
// to them.

package import Casework

/// A source of people, deterministic from its seed.
package struct SyntheticPeople: Sendable {
    /// A person who does not exist.
    package struct Person: Hashable, Sendable {
        package var name: String
        package var sex: Sex
        package var birth: CivilDate
        package var idNumber: String
        package var phone: String
        package var address: String

        /// The same as an applicant of a dossier.
        package var applicant: Casework.Person {
            Casework.Person(
                type: .citizen, name: name, idNumber: idNumber, phone: phone, email: nil, address: address)
        }
        /// What the QR code of this person's card holds, issued on `issued`.
        package func cardText(issued: CivilDate) -> String {
            let compact = { (date: CivilDate) in date.vietnamese.filter { $0 != "/" } }
            return [idNumber, "", name, compact(birth), sex.vi, address, compact(issued)].joined(
                separator: "|")
        }
    }

    private var generator: SeededGenerator
    private let today: CivilDate
    /// Next serial of each province, sex and year.
    private var serials: [String: Int] = [:]

    /// - Parameter today: the day on which ages are reckoned; ids and birth dates follow from it.
    package init(seed: UInt64, today: CivilDate = CivilDate(dayNumber: 20_270)) {
        generator = SeededGenerator(seed: seed)
        self.today = today
    }

    /// The next person: 18–90 years old, or 0–17.
    /// - Parameter place: what stands after the street in the address, e.g. `Phường Bình Tiên, TP. Hồ Chí
    ///   Minh`.
    package mutating func person(adult: Bool = true, place: String? = nil) -> Person {
        let sex: Sex = generator.chance(percent: 51) ? .female : .male
        let birth = birth(adult: adult)
        let name = name(sex)
        let address = street() + (place.map { ", " + $0 } ?? "")
        return Person(
            name: name, sex: sex, birth: birth, idNumber: idNumber(sex, birth), phone: phone(),
            address: address)
    }

    // MARK: parts

    private mutating func name(_ sex: Sex) -> String {
        if generator.below(200) == 0 {
            return generator.pick(sex == .male ? Names.maleWhole : Names.femaleWhole)
        }
        let surname = Names.surnames[generator.below(Names.surnames.count)]
        let middles = sex == .male ? Names.maleMiddle : Names.femaleMiddle
        // The traditional middle name still leads: Văn for a quarter of the men, Thị for a third of the
        // women.
        var words = [
            surname, generator.chance(percent: sex == .male ? 25 : 33) ? middles[0] : generator.pick(middles),
        ]
        if generator.chance(percent: sex == .male ? 15 : 45) {
            let second = generator.pick(middles)
            if second != words[1] && second != middles[0] { words.append(second) }
        }
        if generator.chance(percent: 3) { words.removeSubrange(1...) }
        if generator.chance(percent: 2) { words.insert(generator.pick(Names.surnames), at: 1) }
        words.append(generator.pick(sex == .male ? Names.maleGiven : Names.femaleGiven))
        return words.joined(separator: " ")
    }

    private mutating func birth(adult: Bool) -> CivilDate {
        // Two draws, the smaller: more young adults than old ones, as at a counter.
        let years = adult ? 18 + min(generator.below(73), generator.below(73)) : generator.below(18)
        return today.adding(months: -12 * years).adding(
            days: -generator.below(adult || years > 0 ? 365 : 60) - 1)
    }

    private mutating func idNumber(_ sex: Sex, _ birth: CivilDate) -> String {
        let province = generator.chance(percent: 55) ? "079" : generator.pick(Names.provinces)
        let century = (birth.year - 1900) / 100 * 2 + (sex == .female ? 1 : 0)
        let year = birth.year % 100
        let cell = "\(province)\(century)\(year < 10 ? "0" : "")\(year)"
        let serial = serials[cell, default: generator.below(1000)]
        serials[cell] = serial + 1
        precondition(serial < 100_000, "a cell of synthetic ids holds 100,000 people")
        return cell + String(900_000 + serial)
    }

    private mutating func phone() -> String {
        "0900" + String(1_000_000 + generator.below(1_000_000)).dropFirst()
    }

    private mutating func street() -> String {
        let number = String(1 + min(generator.below(600), generator.below(600)))
        let house =
            switch generator.below(20) {
            case 0..<9: number
            case 9..<15: "\(number)/\(1 + generator.below(99))"
            case 15..<18: "\(number)/\(1 + generator.below(60))/\(1 + generator.below(30))"
            default: number + generator.pick(["A", "B", "C", "Bis"])
            }
        return house + " " + generator.pick(Names.streets)
    }
}

/// The tables. Facts (which names there are, how frequent surnames are, which streets) after
/// shared/data/people; the selection is ours: all six tones, đ, every marked vowel, names of several peoples
/// and some very long ones.
private enum Names {
    /// Each surname as often as its weight in tenths of a per cent says.
    static let surnames: [String] = list(
        ",",
        """
        Nguyễn:315, Trần:109, Lê:89, Phạm:59, Huỳnh:51, Võ:49, Phan:28, Trương:22, Bùi:21, Đặng:19, Đỗ:19,
        Ngô:17, Hồ:15, Hoàng:14, Dương:14, Hà:12, Vũ:12, Lý:10, Trịnh:10, Đinh:9, Lâm:8, Đoàn:7, Cao:7,
        Lương:7, Mai:6, Đào:6, Lưu:6, Thái:5, Phùng:4, Vương:4, Châu:4, Tạ:4, Tô:3, Tăng:3, Quách:3, La:2,
        Hứa:2, Tống:2, Kiều:2, Từ:2, Văn:2, Nghiêm:2, Diệp:2, Khổng:2, Mạc:2, Trang:2, Ông:1, Giang:2,
        Lại:2, Thân:1, Hàn:1, Âu:1, Ưng:1, Ứng:1, Bạch:1, Thi:1, Lục:1, Triệu:2, Nhan:1, Viên:1, Ninh:1,
        Đậu:1
        """
    ).flatMap { entry -> [String] in
        let parts = entry.split(separator: ":")
        return Array(repeating: String(parts[0]), count: Int(parts[1]) ?? 1)
    }

    /// The first is the traditional one.
    static let maleMiddle = list(
        " ",
        """
        Văn Hữu Đức Quốc Minh Gia Công Thanh Bảo Hoàng Đình Xuân Ngọc Quang Anh Thành Trọng Tấn Nhật Duy Chí
        Việt Hải Trung Phước Thế Đăng Khắc Bá Viết Tuấn Vĩnh Thiện Hồng Phú Tiến Mạnh Kim Khánh Phúc Nguyên
        Trường
        """)

    /// The first is the traditional one.
    static let femaleMiddle = list(
        " ",
        """
        Thị Ngọc Kim Mỹ Thanh Bảo Minh Diệu Khánh Thùy Bích Hồng Phương Quỳnh Gia Cẩm Tuyết Thu Xuân Hoài
        Lan Mai Tường Ánh Hải Thúy Yến Như Thảo Hà Trúc Huỳnh Nhã Cát Tú Thiên Lệ Kiều Hoàng Uyên Vân
        """)

    static let maleGiven = list(
        " ",
        """
        An Anh Ân Bách Bằng Bảo Bắc Bình Bổng Bửu Cảnh Cần Chánh Chiến Chinh Chính Chương Công Cường Cương
        Danh Dân Duẩn Dũng Duy Dự Dương Đại Đạo Đạt Đăng Điền Đình Định Độ Đoàn Đồng Đông Đức Được Giang
        Giáp Hải Hân Hảo Hào Hậu Hiền Hiển Hiếu Hiệp Hòa Hoài Hoan Hoàn Hoàng Hợp Hội Huân Huấn Hùng Huy
        Hưng Hữu Kha Khải Khang Khánh Khiêm Khoa Khôi Khương Kiên Kiệt Kỳ Lâm Lãm Lập Linh Lĩnh Long Lộc Lợi
        Luân Luật Lực Lượng Mạnh Mẫn Minh Nam Năng Nghị Nghĩa Nghiêm Ngọ Ngữ Nguyên Nhã Nhân Nhật Nhẫn Nhựt
        Ninh Phát Phong Phú Phúc Phước Phương Quân Quang Quốc Quý Quyền Quyết Sang Sáng Sĩ Sinh Sơn Sử Tài
        Tâm Tân Tấn Thạch Thái Thanh Thành Thạnh Thắng Thi Thiện Thiệu Thịnh Thọ Thông Thuần Thuận Thức
        Thưởng Tiến Tiệp Tín Tỉnh Toàn Toản Trí Triết Trọng Trung Trực Trường Tú Tuấn Tùng Tuyển Tường Tưởng
        Uy Văn Viễn Việt Vinh Vĩnh Vũ Vương Vượng Ý Sẵn Thẳng Bé Tỵ Kỷ Đẹp
        """)

    static let femaleGiven = list(
        " ",
        """
        An Anh Ánh Ẩn Bảy Bích Bình Búp Cẩm Chanh Châu Chi Chín Cúc Diễm Diễn Diệp Diệu Dung Duyên Dương Đài
        Đan Đào Điểm Điệp Đoan Đông Giang Giao Giàu Gấm Hà Hải Hạ Hân Hạnh Hảo Hằng Hậu Hiên Hiền Hiếu Hoa
        Hòa Hoài Hoàn Hồng Huệ Huyền Huyên Hương Hường Khanh Khánh Khuê Khuyên Kiều Lài Lam Lan Lành Lệ Lễ
        Liên Liễu Linh Loan Lộc Lựu Lụa Ly Lý Mai Mận Mẫn Mến Mi Minh Muội Mười Mỹ My Na Nga Ngà Ngân Nghi
        Nghĩa Ngoan Ngọc Nguyên Nguyệt Nhạn Nhã Nhàn Nhi Nhiên Nhu Nhung Nhụy Như Nở Nữ Nương Oanh Phấn Phi
        Phụng Phương Phượng Phước Quế Quy Quyên Quỳnh Sang Sáu Sen Sương Tâm Thanh Thảo Thắm Thẩm Thêu Thi
        Thơ Thoa Thu Thủy Thùy Thúy Thư Thương Tiên Tiền Tiếp Tím Tình Trà Trâm Trân Trang Trinh Trúc Tú
        Tuyền Tuyết Tư Từ Tươi Uyên Út Vân Vi Viên Vui Vy Xuân Xuyến Yên Yến Ý Nhỏ Bé Đẹp Vẽ Hè Gió
        """)

    /// Whole names: Ê Đê, K'Ho, Hmông, Dao, Khmer, Chăm, Hoa, Tày; and long ones of the old royal house.
    static let maleWhole = list(
        ",",
        """
        Y Bhăm Êban, Y Moan Ênuôl Kbuôr, K'Brêu, Giàng A Páo, Thạch Sô Phia, Danh Sa Rây, Đàng Năng Thọ,
        Mohamad Mách, Sùng Mí Lử, Nông Đắc Ngạn, Chướng Sếch Dưỡng, Nguyễn Phúc Bửu Hiệp Ưng Thuyên,
        Vĩnh Nguyễn Đặng Hoàng Thiên Phước
        """)

    static let femaleWhole = list(
        ",",
        """
        H'Blen Niê Kđăm, H'Lim Ênuôl, Ka Thởi, Thạch Thị Sa Ri Na, Lý Tả Mẩy, Vàng Thị Sểnh, Bế Thị Thượng,
        Sơn Thị Sô Khone, Chế Thị Năng Hoa, Trượng Thị Sửu, Công Tằng Tôn Nữ Thị Ngọc Diễm,
        Nguyễn Phúc Tôn Nữ Bảo Khánh Quỳnh, Nguyễn Trương Huỳnh Đỗ Thị Ái Nguyệt, Quảng Đại Thị Kẻm
        """)

    static let streets = list(
        ",",
        """
        Nguyễn Huệ, Lê Lợi, Đồng Khởi, Hai Bà Trưng, Điện Biên Phủ, Võ Văn Kiệt, Trần Hưng Đạo,
        Lý Thường Kiệt, Cách Mạng Tháng Tám, Nam Kỳ Khởi Nghĩa, Nguyễn Thị Minh Khai, Võ Thị Sáu,
        Nguyễn Đình Chiểu, Phạm Ngọc Thạch, Trần Bình Trọng, Nguyễn Tri Phương, Nguyễn Trãi, An Dương Vương,
        Hồng Bàng, Hùng Vương, Ngô Gia Tự, Ngô Quyền, Bạch Đằng, Hoàng Sa, Trường Sa, Trường Chinh,
        Trường Sơn, Cộng Hòa, Hoàng Văn Thụ, Hoàng Diệu, Hoàng Hoa Thám, Phan Đăng Lưu, Phan Văn Trị,
        Phan Xích Long, Phan Bội Châu, Phan Chu Trinh, Phan Đình Phùng, Phan Huy Ích, Lê Văn Sỹ,
        Lê Quang Định, Lê Quý Đôn, Lê Duẩn, Lê Lai, Lê Hồng Phong, Lê Đại Hành, Lê Đức Thọ, Lê Trọng Tấn,
        Lê Thánh Tôn, Lê Văn Lương, Lê Văn Khương, Lê Thị Riêng, Nguyễn Văn Linh, Nguyễn Văn Cừ,
        Nguyễn Văn Trỗi, Nguyễn Văn Luông, Nguyễn Văn Đậu, Nguyễn Hữu Thọ, Nguyễn Hữu Cảnh,
        Nguyễn Tất Thành, Nguyễn Thị Thập, Nguyễn Thái Học, Nguyễn Thiện Thuật, Nguyễn Công Trứ,
        Nguyễn Bỉnh Khiêm, Nguyễn Chí Thanh, Nguyễn Kiệm, Nguyễn Oanh, Nguyễn Ảnh Thủ, Nguyễn Duy Trinh,
        Nguyễn Trung Trực, Nguyễn An Ninh, Nguyễn Khuyến, Nguyễn Du, Phạm Văn Đồng, Phạm Văn Chiêu,
        Phạm Văn Hai, Phạm Thế Hiển, Phạm Hùng, Phạm Ngũ Lão, Huỳnh Tấn Phát, Huỳnh Thúc Kháng,
        Huỳnh Văn Bánh, Huỳnh Tịnh Của, Trần Quang Khải, Trần Quốc Thảo, Trần Huy Liệu, Trần Não,
        Trần Cao Vân, Trần Phú, Trần Văn Giàu, Trương Định, Trịnh Hoài Đức, Tôn Đức Thắng, Tôn Thất Thuyết,
        Tô Hiệu, Tô Ký, Tạ Quang Bửu, Tản Đà, Quang Trung, Thống Nhất, Thích Quảng Đức, Võ Nguyên Giáp,
        Võ Chí Công, Võ Văn Tần, Võ Trường Toản, Xô Viết Nghệ Tĩnh, Xa lộ Hà Nội, Đinh Tiên Hoàng,
        Đinh Bộ Lĩnh, Đặng Văn Bi, Đặng Thúc Vịnh, Đỗ Xuân Hợp, Đỗ Văn Dậy, Đào Duy Anh, Đào Trí,
        Lạc Long Quân, Lũy Bán Bích, Âu Cơ, Kinh Dương Vương, Hậu Giang, Bình Tiên, Minh Phụng,
        Mai Xuân Thưởng, Bà Hom, Bùi Thị Xuân, Bùi Hữu Nghĩa, Cao Thắng, Cao Lỗ, Châu Văn Liêm, Chu Văn An,
        Cô Bắc, Cô Giang, Dương Bá Trạc, Dương Quảng Hàm, Hồ Học Lãm, Hồ Xuân Hương, Hương lộ 2, Quốc lộ 13,
        Tỉnh lộ 10, Lũy Thầy, Lý Tự Trọng, Lý Chính Thắng, Lương Định Của, Lương Thế Vinh, Sư Vạn Hạnh,
        Tăng Bạt Hổ, Thủ Khoa Huân, Tú Xương, Vườn Lài, Ông Ích Khiêm
        """)

    /// Birth registrations outside Ho Chi Minh City before 2025: first its two neighbours of today, then the
    /// south.
    static let provinces = list(
        " ",
        """
        074 074 077 077 075 080 082 083 086 087 089 091 092 094 096 072 070 060 052 051 049 040 038 001 034
        """)

    /// The items of `text` between separators, without white space around them.
    private static func list(_ separator: Character, _ text: String) -> [String] {
        text.split(whereSeparator: { $0 == separator || $0 == "\n" })
            .map { VietnameseText.normalized(String($0)) }.filter { !$0.isEmpty }
    }
}
