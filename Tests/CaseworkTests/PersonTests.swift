// PersonTests.swift: what is left of the people of a dossier when one of them is erased.

import Testing

@testable import Casework

@Suite("the people of a dossier")
struct PersonTests {
    private let applicant = Person(
        type: .citizen, name: "Nguyễn Thị Ửng", idNumber: "079190000012", phone: nil, email: nil, address: "Bình Tiên")
    private let authorised = Person(
        type: .citizen, name: "Trần Văn Đá", idNumber: "079090000013", phone: nil, email: nil, address: "Bà Rịa")

    @Test("an erased applicant takes everything along but the person they authorised")
    func erasesOne() {
        let data = PersonalData(
            applicant: applicant, authorised: authorised, form: ["child": "An"], text: "đã gọi điện", recipient: "Ửng")
        #expect(data.without([.applicant]) == PersonalData(authorised: authorised))
        let other = data.without([.authorised])
        #expect(other?.authorised == nil && other?.applicant == applicant && other?.text == "đã gọi điện")
        #expect(data.without([]) == data)
    }

    @Test("nothing is left when both are erased, or when nothing was said of anybody else")
    func erasesAll() {
        #expect(PersonalData(applicant: applicant, authorised: authorised).without([.applicant, .authorised]) == nil)
        #expect(PersonalData(text: "ghi chú").without([.applicant]) == nil)
    }
}
