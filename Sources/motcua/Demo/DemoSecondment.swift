// DemoSecondment.swift: the city's story of September 2025 in the demo's own weeks: the land registration office offers 206
// officers; a few are posted by name, the rest is what the plan is made with.
//
// Through the real commands, at their own times. The demo has one officer account a department, so few people can be posted;
// whoever is posted does nothing in the demo's dossiers, and the page must not find an effect where there is none.

import Casework
import Office

struct DemoSecondment {
    private let office: Office
    /// The morning of the offer.
    private let day: CivilDate
    private let end: Instant
    private static let registry = "vpdk-dat-dai"
    private static let field = "dat-dai"

    /// - Parameter first: the demo's first day; the offer comes five weeks in, at once in a short demo.
    init(office: Office, first: CivilDate, end: Instant) {
        self.office = office
        self.end = end
        let time = office.directory.office(Directory.city)
        let length = end.date.dayNumber - first.dayNumber
        let begin = length >= 60 ? first.adding(days: 35) : first
        day = time.isWorkingDay(begin) ? begin : time.nextWorkingDay(after: begin)
    }

    /// What is ordered before the doors open on a day.
    func morning(of today: CivilDate) throws {
        let now = Instant(today, TimeOfDay(5, 30))
        guard today == day, now < end else { return }
        let time = office.directory.office(Directory.city)
        try office.work { work in
            try work.offerOfficers(
                OfferFiling(department: DemoSecondment.registry, field: DemoSecondment.field, officers: 206, from: today, days: 60),
                by: caller("leader@\(DemoSecondment.registry)", now), command: "c:demo-offer-1", now: now)
            let from = time.nextWorkingDay(after: today)
            try work.postOfficer(
                PostingFiling(
                    user: "officer@\(DemoSecondment.registry)", unit: DemoStaff.unit, field: DemoSecondment.field, from: from,
                    to: time.workingDay(19, after: from)),
                by: caller("city@tp", now), command: "c:demo-posting-1", now: now)
        }
    }

    /// What is under way at the end of the demo.
    func finish() throws {
        let department = "so-nong-nghiep-moi-truong"
        let time = office.directory.office(Directory.city)
        let tomorrow = time.nextWorkingDay(after: end.date)
        guard let ward = office.directory.unitCodes.first(where: { code in
            code != DemoStaff.unit && office.directory.unit(code)?.kind == .ward
        }) else { return }
        try office.work { work in
            try work.offerOfficers(
                OfferFiling(department: department, field: DemoSecondment.field, officers: 12, from: tomorrow, days: 20),
                by: caller("leader@\(department)", end), command: "c:demo-offer-2", now: end)
            try work.postOfficer(
                PostingFiling(
                    user: "officer@\(department)", unit: ward, field: DemoSecondment.field, from: tomorrow,
                    to: time.workingDay(9, after: tomorrow)),
                by: caller("city@tp", end), command: "c:demo-posting-2", now: end)
        }
    }

    private func caller(_ login: String, _ now: Instant) -> Caller {
        Caller(user: login, name: office.directory.names[login] ?? login, grants: office.directory.grants(of: login, at: now))
    }
}
