// Grounds.swift: on what grounds a dossier is refused (Form 03), rescheduled (Form 04) or closed: codes and their words.
//
// An action offers them, an entry keeps the code, and who is told why reads the words.

package struct Ground: Hashable, Sendable {
    package let code: String
    package let vi: String
    package let en: String

    init(_ code: String, _ vi: String, _ en: String) { (self.code, self.vi, self.en) = (code, vi, en) }

    /// Decree 118/2025/NĐ-CP art. 17.
    package static let refusal: [Ground] = [
        Ground("notCompetent", "Không thuộc thẩm quyền", "Not competent"),
        Ground("notAProcedure", "Không phải thủ tục hành chính", "Not a procedure"),
        Ground("noLegalGround", "Không đủ căn cứ pháp luật", "No legal ground"), Ground("other", "Khác", "Other"),
    ]
    /// Why a result is late.
    package static let delay: [Ground] = [
        Ground("law", "Quy định pháp luật", "The law"), Ground("staff", "Cán bộ", "Staff"),
        Ground("coordination", "Phối hợp", "Coordination"), Ground("it", "Hệ thống", "The system"),
        Ground("applicant", "Người nộp", "The applicant"), Ground("other", "Khác", "Other"),
    ]
    package static let closing: [Ground] = [
        Ground("notCompleted", "Quá hạn bổ sung", "Not completed in time"),
        Ground("applicantGaveUp", "Người nộp không bổ sung nữa", "The applicant gave up"),
        Ground("objectGone", "Không còn đối tượng giải quyết", "Nothing left to decide on"),
    ]

    /// As the choices of a field.
    static func choices(_ grounds: [Ground]) -> [(String, String)] { grounds.map { ($0.code, $0.vi) } }

    /// The ground that a fact names; nil where it names none, or “other”, which the written reason says better.
    package init?(of fact: DossierFact) {
        let (all, code): ([Ground], String) =
            switch fact {
            case .refused(let f): (Ground.refusal, f.reason)
            case .rescheduled(let f): (Ground.delay, f.reason)
            case .closed(let f): (Ground.closing, f.reason)
            default: ([], "")
            }
        guard code != "other", let found = all.first(where: { $0.code == code }) else { return nil }
        self = found
    }
}
