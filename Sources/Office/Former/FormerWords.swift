// FormerWords.swift: what is wrong with a file of old dossiers, in words, with the way out.

package import Casework
package import Oversight

extension FormerProblem {
    init(_ line: Int, _ column: FormerColumn?, _ slug: String, vi: String, en: String) {
        self.init(line: line, column: column, slug: slug, vi: vi, en: en)
    }

    /// As the reader of the file found it.
    package init(_ error: FormerFileError) {
        let (slug, vi, en) = FormerProblem.ofFile(error.problem) ?? FormerProblem.ofValue(error.problem)
        self.init(error.line, error.column, slug, vi: vi, en: en)
    }

    /// Line, column and words, as one sentence.
    package var sentence: (vi: String, en: String) {
        let place = column.map { ", “\($0.rawValue)”" } ?? ""
        return ("Dòng \(line)\(place): \(vi)", "Line \(line)\(place): \(en)")
    }

    private static func ofFile(_ problem: FormerFileProblem) -> (String, String, String)? {
        switch problem {
        case .empty: ("empty", "tệp trống, chưa có dòng tên cột", "the file is empty: no line names the columns")
        case .missingColumn: ("missing-column", "thiếu cột này", "this column is missing")
        case .unknownColumn(let name): ("unknown-column", "không có cột “\(name)”", "there is no column “\(name)”")
        case .columnTwice: ("column-twice", "cột này có hai lần", "this column stands twice")
        case .tooManyRows(let limit):
            ("too-many-rows", "quá \(limit) dòng; hãy chia tệp", "more than \(limit) rows; divide the file")
        case .valueCount(let found, let columns):
            ("value-count", "có \(found) ô, cần \(columns)", "\(found) values, \(columns) are needed")
        case .quoteInValue:
            ("quote-in-value", "dấu \" đứng giữa ô; hãy đặt cả ô trong dấu \"", "a quote inside a value that is not quoted")
        case .textAfterQuote: ("text-after-quote", "có chữ sau dấu \" đóng", "text after the closing quote")
        case .quoteNotClosed: ("quote-not-closed", "dấu \" mở mà không đóng", "a quote that is not closed")
        case .notUTF8: ("not-utf8", "không phải UTF-8; hãy lưu tệp lại bằng UTF-8", "not UTF-8; save the file as UTF-8")
        case .tooLong(let limit): ("too-long", "dài quá \(limit) ký tự", "longer than \(limit) characters")
        default: nil
        }
    }

    private static func ofValue(_ problem: FormerFileProblem) -> (String, String, String) {
        switch problem {
        case .missing: ("missing", "chưa có giá trị", "the value is missing")
        case .badDate(let text):
            ("bad-date", "“\(text)” không phải ngày (cần 2025-06-02 hoặc 02/06/2025 07:45)", "“\(text)” is no date")
        case .badUnitCode(let text):
            ("bad-unit-code", "“\(text)” không phải mã đơn vị 5 chữ số", "“\(text)” is no unit code of 5 digits")
        case .unknownOutcome(let text):
            ("unknown-outcome", "“\(text)”: cần approved, rejected hoặc withdrawn", "“\(text)” is no outcome")
        case .unknownChannel(let text):
            ("unknown-channel", "“\(text)”: cần counter, online hoặc post", "“\(text)” is no channel")
        case .numberTwice(let first):
            ("number-twice", "mã hồ sơ đã có ở dòng \(first)", "the number stands on line \(first) already")
        case .beforeReceived: ("before-received", "trước lúc tiếp nhận", "before it was received")
        case .returnedBeforeResolved:
            ("returned-before-resolved", "trả kết quả trước khi giải quyết xong", "returned before it was resolved")
        case .returnedButNotResolved:
            ("returned-not-resolved", "đã trả mà chưa có ngày giải quyết xong", "returned, but not resolved")
        case .outcomeButNotResolved:
            ("outcome-not-resolved", "có kết quả mà chưa có ngày giải quyết xong", "an outcome, but not resolved")
        case .dueMissing:
            ("due-missing", "hồ sơ chưa xong phải có ngày hẹn trả trên giấy", "an open dossier needs the due time of its receipt")
        case .inFuture: ("in-future", "ở tương lai", "in the future")
        default: ("wrong", "không đọc được", "cannot be read")
        }
    }
}

/// What is wrong with a row beside the house that it is to come into.
extension FormerProblem {
    static func badNumber(_ d: FormerDossier) -> FormerProblem {
        FormerProblem(
            d.line, .number, "bad-number", vi: "mã hồ sơ chỉ gồm chữ, chữ số và . - / _, có chữ số, 4–60 ký tự",
            en: "a number has letters, digits and . - / _, a digit among them, 4–60 characters")
    }
    static func alreadyThere(_ d: FormerDossier, _ number: String) -> FormerProblem {
        FormerProblem(
            d.line, .number, "already-there", vi: "hồ sơ \(number) đã có trong hệ thống; hãy bỏ dòng này",
            en: "the dossier \(number) is here already; leave the line out")
    }
    static func unknownUnit(_ d: FormerDossier, _ code: String, _ column: FormerColumn = .unit) -> FormerProblem {
        FormerProblem(
            d.line, column, "unknown-unit", vi: "không có đơn vị cũ hoặc mới mang mã \(code)",
            en: "no unit, old or of today, has the code \(code)")
    }
    static func divided(_ d: FormerDossier, _ former: Unit.FormerUnit, _ names: [String]) -> FormerProblem {
        let list = names.joined(separator: ", ")
        return FormerProblem(
            d.line, .unit, "divided-unit",
            vi: "\(former.name) đã chia về \(list); hãy ghi mã đơn vị mới vào cột presentUnit",
            en: "\(former.name) was divided among \(list); put the code of today's unit into the column presentUnit")
    }
    static func wrongPresentUnit(_ d: FormerDossier, _ names: [String]) -> FormerProblem {
        let list = names.joined(separator: ", ")
        return FormerProblem(
            d.line, .presentUnit, "wrong-present-unit", vi: "đơn vị cũ này nay thuộc \(list)",
            en: "the old unit belongs to \(list) today")
    }
    static func notHere(_ d: FormerDossier, _ name: String) -> FormerProblem {
        FormerProblem(
            d.line, .unit, "unit-of-another-site", vi: "sổ của \(name) không ghi ở máy chủ này; hãy nhập ở nơi giữ sổ",
            en: "the ledger of \(name) is not written here; import at its own site")
    }
    static func unknownProcedure(_ d: FormerDossier, isOpen: Bool) -> FormerProblem {
        FormerProblem(
            d.line, .procedure, "unknown-procedure",
            vi: isOpen
                ? "danh mục không có thủ tục này; hồ sơ chưa xong cần thủ tục để xử lý tiếp"
                : "không phải mã thủ tục (chữ, chữ số và . - _, có chữ số)",
            en: isOpen
                ? "the catalogue does not have it; an open dossier needs a procedure to go on by"
                : "no code of a procedure (letters, digits and . - _, a digit among them)")
    }
    static func unknownStep(_ d: FormerDossier, _ procedure: Procedure) -> FormerProblem {
        let list = procedure.steps.filter { ![.intake, .return].contains($0.kind) }.map(\.id).joined(separator: ", ")
        return FormerProblem(
            d.line, .step, "unknown-step", vi: "không rõ bước; hãy ghi một trong: \(list)",
            en: "no step of the procedure; write one of: \(list)")
    }
    static func resultNotResolved(_ d: FormerDossier) -> FormerProblem {
        FormerProblem(
            d.line, .step, "open-at-return", vi: "đã đến bước trả kết quả thì phải có resolvedAt",
            en: "at the step of returning it must have resolvedAt")
    }
    static func applicantMissing(_ d: FormerDossier) -> FormerProblem {
        FormerProblem(
            d.line, .applicant, "applicant-missing", vi: "hồ sơ chưa xong phải có tên người nộp",
            en: "an open dossier needs the applicant's name")
    }
}

extension Refusal {
    /// Nothing of the file was taken in.
    package static func formerFileWrong(_ report: FormerReport) -> Refusal {
        let first = report.problems.first?.sentence ?? (vi: "Tệp không có hồ sơ nào.", en: "The file has no dossiers.")
        return Refusal(
            .invalid, "former-file-wrong", field: "file",
            vi: "Chưa nhập hồ sơ nào: tệp có \(report.problemCount) lỗi. \(first.vi)",
            en: "Nothing was taken in: the file has \(report.problemCount) error(s). \(first.en)")
    }
    static var formerFileChanged: Refusal {
        Refusal(
            .conflict, "former-file-changed", field: "file",
            vi: "Tệp không phải tệp đã chạy thử. Hãy chạy thử lại rồi ký.",
            en: "This is not the file that was tried. Try it again, then sign.")
    }
    static var formerNotConfirmed: Refusal {
        Refusal(
            .invalid, "former-not-confirmed", field: "confirm",
            vi: "Hãy đánh dấu rằng bạn đã đọc báo cáo chạy thử và chịu trách nhiệm về việc nhập.",
            en: "Tick that you have read the trial report and answer for the import.")
    }
}
