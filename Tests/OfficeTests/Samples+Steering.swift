// Samples+Steering.swift: one of every fact of steering, for golden bytes.

@testable import Casework
@testable import Office
@testable import Oversight

extension Samples {
    static let steeringFacts: [SteeringFact] = [
        .difficultyReported(
            DifficultyReported(
                category: .software, unit: "27373", to: "so-tu-phap", dueAt: moment, procedure: "1.001193", step: "xem",
                dossier: "H29.273.73-261123-0001", field: "civil-status")),
        .difficultyAnswered(DifficultyAnswered(by: "so-tu-phap", isFinal: true)),
        .difficultyJoined(DifficultyJoined(into: "27373-1")),
        .difficultyEscalated(DifficultyEscalated(from: "so-tu-phap", to: "tp", dueAt: moment)),
        .guidancePublished(
            GuidancePublished(
                by: "so-tu-phap", procedure: "1.001193", step: "xem", source: "Công văn 12/STP-HT", from: day,
                to: day.adding(days: 90), difficulty: "27373-1")),
        .guidanceEnded(GuidanceEnded(at: day)),
        .directiveIssued(DirectiveIssued(units: ["27373", "26732"], dueAt: moment, needsEvidence: true, round: "tp-1")),
        .taskReported(TaskReported(unit: "27373", progress: 60, evidence: "Báo cáo 5/BC-UBND")),
        .taskJudged(TaskJudged(unit: "27373", isAccepted: true)),
        .modelRegistered(
            ModelRegistered(unit: "27373", since: day, procedures: ["1.001193"], indicator: "on-moment", isCarriedOver: true)),
        .modelAdopted(ModelAdopted(unit: "26732", since: day)),
        .roundCalled(
            RoundCalled(
                period: "2026-Q3", units: ["27373"], departments: ["so-tu-phap"], meetsAt: moment, reportsBy: moment, isOnline: true)),
        .roundReportSigned(RoundReportSigned(unit: "27373", position: 120)),
        .roundMoved(RoundMoved(stage: .speaking, unit: "27373")),
        .complaintFiled(ComplaintFiled(about: "27373", dossier: "H29.273.73-261123-0001", dueAt: moment, code: "ab12")),
        .complaintAnswered(ComplaintAnswered(by: "27373", inTime: true)),
        .complaintRated(ComplaintRated(isSatisfied: true)),
        .outageReported(OutageReported(unit: "27373", cause: .line, from: moment, to: moment.adding(minutes: 90), isNoticed: false)),
        .outageEnded(OutageEnded(to: moment)),
        .costsAssumed(CostsAssumed(procedure: "1.001193", from: day, assumptions: .standard)),
        .officersOffered(OfficersOffered(department: "so-tu-phap", field: "land", officers: 3, from: day, days: 60)),
        .officerPosted(
            OfficerPosted(
                user: "officer@so-tu-phap", department: "so-tu-phap", unit: "27373", field: "land", from: moment,
                to: moment.adding(minutes: 60 * 24 * 30), right: "posting-1", expected: 12_500_000)),
        .offerWithdrawn(OfferWithdrawn(at: moment)),
        .postingEnded(PostingEnded(at: moment)),
    ]

    private static let day = CivilDate(year: 2026, month: 11, day: 23)!
    private static let moment = Instant(milliseconds: 1_763_863_200_000)
}
