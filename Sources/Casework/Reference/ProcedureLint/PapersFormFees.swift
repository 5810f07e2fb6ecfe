// PapersFormFees.swift: rules of the lint about what is brought, filled in and paid.
//
// A fee is total when each filing that intake lets in (declared case × channel) meets exactly one rule of
// its id: the first that fits, so there must be one, and every rule must be the first for somebody.

extension Inspection {
    // MARK: Papers

    mutating func checkPapers() {
        requireUnique(procedure.papers.map(\.id), { "papers[\($0)].id" }, what: "Mã giấy tờ", "paper")
        for (i, paper) in procedure.papers.enumerated() {
            requireSlug(paper.id, "papers[\(i)].id")
            requireText(paper.name, "papers[\(i)].name")
            if paper.originals < 0 || paper.copies < 0 {
                say("papers[\(i)]", "Số bản không được âm.", "Numbers of copies must not be negative.")
            }
            checkCases(paper.cases, "papers[\(i)].cases")
        }
    }

    private mutating func checkCases(_ cases: [String]?, _ path: String) {
        guard let cases else { return }
        if cases.isEmpty {
            say(
                path, "Danh sách trống: hãy bỏ khoá này để áp dụng mọi trường hợp.",
                "The list is empty: leave the key out for all cases.")
        }
        for (i, id) in cases.enumerated() { requireCase(id, "\(path)[\(i)]") }
    }

    // MARK: Form

    mutating func checkForm() {
        requireUnique(procedure.form.map(\.name), { "form[\($0)].name" }, what: "Tên ô", "field")
        for (i, field) in procedure.form.enumerated() {
            if !Inspection.isFieldName(field.name) {
                say(
                    "form[\(i)].name",
                    "“\(field.name)” phải gồm chữ cái không dấu và chữ số, bắt đầu bằng chữ thường.",
                    "“\(field.name)” must be of ASCII letters and digits, beginning in lower case.")
            }
            requireText(field.title, "form[\(i)].title")
            checkCases(field.cases, "form[\(i)].cases")
            checkChoices(field, "form[\(i)].choices")
            checkExample(field, "form[\(i)].example")
        }
    }

    private mutating func checkChoices(_ field: Procedure.FormField, _ path: String) {
        guard field.type == .choice || field.type == .multiChoice else {
            if field.choices != nil {
                say(
                    path, "Chỉ ô choice, multiChoice mới có lựa chọn.",
                    "Only choice and multiChoice have choices.")
            }
            return
        }
        guard let choices = field.choices, !choices.isEmpty else {
            return say(
                path, "Ô \(field.type.rawValue) phải có lựa chọn.",
                "A \(field.type.rawValue) field needs choices.")
        }
        requireUnique(choices.map(\.value), { "\(path)[\($0)].value" }, what: "Lựa chọn", "choice")
        for (i, choice) in choices.enumerated() {
            requireText(choice.label, "\(path)[\(i)].label")
            if choice.value.isEmpty || choice.value.contains(",") {
                say(
                    "\(path)[\(i)].value", "Giá trị trống hoặc có dấu phẩy.",
                    "The value is empty or holds a comma.")
            }
        }
    }

    private mutating func checkExample(_ field: Procedure.FormField, _ path: String) {
        guard let example = field.example else {
            if field.required {
                say(
                    path, "Ô bắt buộc cần một giá trị ví dụ hợp lệ.",
                    "A required field needs a valid example.")
            }
            return
        }
        do throws(Refusal) {
            if try field.field.normalized(example).isEmpty {
                say(path, "Giá trị ví dụ trống.", "The example is empty.")
            } else if field.type == .unit && !knownUnits.contains(example) {
                say(path, "Không có đơn vị “\(example)”.", "There is no unit “\(example)”.")
            }
        } catch {
            say(
                path, "Giá trị ví dụ “\(example)” không hợp lệ: \(error.vi)",
                "The example “\(example)” is not valid: \(error.en)")
        }
    }

    // MARK: Fees

    mutating func checkFees() {
        for (i, fee) in procedure.fees.enumerated() {
            let path = "fees[\(i)]"
            requireSlug(fee.id, "\(path).id")
            requireText(fee.name, "\(path).name")
            requireCase(fee.case, "\(path).case")
            requireChannel(fee.channel, "\(path).channel")
            checkAmounts(fee, path)
            checkCounter(fee.base, "\(path).base")
            checkCounter(fee.times, "\(path).times")
            if let exemptions = fee.exemptions {
                requireUnique(
                    exemptions.map(\.value), { "\(path).exemptions[\($0)].value" }, what: "Diện miễn",
                    "exemption")
                for (j, one) in exemptions.enumerated() {
                    requireText(one.label, "\(path).exemptions[\(j)].label")
                }
            }
        }
        checkFeesAreTotal()
    }

    private mutating func checkAmounts(_ fee: Procedure.Fee, _ path: String) {
        switch fee.rule {
        case .fixed, .each:
            if (fee.amount ?? 0) < 1 {
                say(
                    "\(path).amount", "Quy tắc \(fee.rule.rawValue) cần số tiền dương.",
                    "The rule \(fee.rule.rawValue) needs a positive amount.")
            }
        case .free:
            if (fee.amount ?? 0) != 0 {
                say("\(path).amount", "Miễn phí thì không có số tiền.", "What is free has no amount.")
            }
        case .council:
            if (fee.amount ?? 1) < 1 {
                say(
                    "\(path).amount", "Chưa biết mức thì bỏ khoá này.",
                    "Leave the key out where the rate is not known.")
            }
        case .tiered: checkTiers(fee.tiers ?? [], "\(path).tiers")
        }
        if [.each, .tiered].contains(fee.rule) && fee.base == nil {
            say(
                "\(path).base", "Quy tắc \(fee.rule.rawValue) cần ô đếm (base).",
                "The rule \(fee.rule.rawValue) needs a counting field (base).")
        }
        if fee.rule != .tiered && fee.tiers != nil {
            say("\(path).tiers", "Chỉ quy tắc tiered mới có bậc.", "Only the rule tiered has tiers.")
        }
        if let cap = fee.cap, cap < 1 || ![.each, .tiered].contains(fee.rule) {
            say(
                "\(path).cap", "Mức trần phải dương và chỉ dùng với each, tiered.",
                "A cap must be positive, and goes with each or tiered.")
        }
    }

    private mutating func checkTiers(_ tiers: [Procedure.FeeTier], _ path: String) {
        guard let last = tiers.last else { return say(path, "Thiếu các bậc.", "The tiers are missing.") }
        if last.upTo != nil {
            say(
                "\(path)[\(tiers.count - 1)].upTo", "Bậc cuối phải để ngỏ (không có upTo).",
                "The last tier must be open (no upTo).")
        }
        var reached = 0
        for (i, tier) in tiers.enumerated() {
            if tier.each < 0 { say("\(path)[\(i)].each", "Không được âm.", "It must not be negative.") }
            guard i < tiers.count - 1 else { break }
            if (tier.upTo ?? 0) <= reached {
                say(
                    "\(path)[\(i)].upTo", "Các bậc phải tăng dần và chỉ bậc cuối để ngỏ.",
                    "Tiers must ascend, and only the last may be open.")
            }
            reached = tier.upTo ?? reached
        }
    }

    /// `base` and `times` count with a whole number of the form.
    private mutating func checkCounter(_ name: String?, _ path: String) {
        guard let name, procedure.form.first(where: { $0.name == name })?.type != .integer else { return }
        say(
            path, "“\(name)” không phải một ô số nguyên của tờ khai.",
            "“\(name)” is not an integer field of the form.")
    }

    private mutating func checkFeesAreTotal() {
        var used: Set<Int> = []
        var ids: [String] = []
        for fee in procedure.fees where !ids.contains(fee.id) { ids.append(fee.id) }
        for id in ids {
            for filing in filings {
                let index = procedure.fees.firstIndex {
                    $0.id == id && ($0.case == nil || $0.case == filing.case)
                        && ($0.channel == nil || $0.channel == filing.channel)
                }
                if let index {
                    used.insert(index)
                } else if filing.case != nil || procedure.cases.isEmpty {
                    let name = filing.case.map { "“\($0)”, " } ?? ""
                    say(
                        "fees", "Khoản “\(id)” không có mức cho \(name)kênh \(filing.channel.rawValue).",
                        "The fee “\(id)” has no rule for \(name)\(filing.channel.rawValue).")
                }
            }
        }
        for i in procedure.fees.indices where !used.contains(i) {
            say(
                "fees[\(i)]", "Không bao giờ được áp dụng: các dòng trước đã bao hết.",
                "It never applies: the lines before it take every filing.")
        }
    }
}
