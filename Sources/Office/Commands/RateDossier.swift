// RateDossier.swift: the applicant's rating after return, once per dossier (SIPAS: five factors, 1–5).

import Casework

extension Work {
    package func rate(
        _ number: String, scores: [String: Int], comment: String?, anonymous: Bool = false, _ context: CommandContext
    ) throws -> Receipt {
        if let done = try alreadyDone(context) { return done }
        guard let dossier = try dossier(number) else { throw Refusal.unknownDossier(number) }
        guard dossier.returnedAt != nil || dossier.state.isEnd else {
            throw Refusal.notNow(
                "rate", vi: "Chỉ đánh giá sau khi nhận kết quả.", en: "Rate after the result is returned.")
        }
        guard dossier.rating == nil else {
            throw Refusal.notNow("rate", vi: "Hồ sơ đã được đánh giá.", en: "The dossier has been rated.")
        }
        for factor in scores.keys.sorted() {
            guard ["access", "procedure", "staff", "result", "feedback"].contains(factor) else {
                throw Refusal.unknownField("scores.\(factor)")
            }
            guard (1...5).contains(scores[factor] ?? 0) else {
                throw Refusal.badValue("scores.\(factor)", "Điểm", vi: "từ 1 đến 5", en: "1 to 5")
            }
        }
        guard !scores.isEmpty else { throw Refusal.missing("scores", "Điểm") }
        let text = try comment.map { try Field("comment", "Ý kiến", .longText).normalized($0) }
        try record(
            [
                Recorded(
                    unit: Intake.portal, subject: number,
                    fact: .ratingGiven(RatingGiven(scores: scores, ratedAt: context.now, anonymous: anonymous ? true : nil)),
                    person: text.flatMap { $0.isEmpty ? nil : PersonalData(text: $0) },
                    addressee: dossier.custody.unit)
            ],
            by: context.caller, command: context.command, now: context.now)
        return try receipt(number, context)
    }
}
