// LimitsAndSteps.swift: rules of the lint about time: limits, steps and their budgets.
//
// docs/law.md §4.2 (a cutoff shifts the clock only in limits of working time), 4.3 (budgets of the internal
// process add up to no more than the legal limit). Steps are a list, so reachable means: after intake,
// before the return.

extension Inspection {
    // MARK: Limits

    /// Each limit by itself.
    mutating func checkLimits() {
        for (i, limit) in procedure.limits.enumerated() {
            requireCase(limit.case, "limits[\(i)].case")
            requireChannel(limit.channel, "limits[\(i)].channel")
            checkAmount(limit, "limits[\(i)]")
            if limit.cutoff != nil && ![.sameDay, .workingHour, .workingDay].contains(limit.unit) {
                say(
                    "limits[\(i)].cutoff",
                    "Mốc giờ chỉ đi với sameDay, workingHour, workingDay, không với \(limit.unit.rawValue).",
                    "A cutoff goes with sameDay, workingHour or workingDay, not with \(limit.unit.rawValue).")
            }
            if let extra = limit.verificationExtra, extra < 1 || limit.unit == .open {
                say(
                    "limits[\(i)].verificationExtra",
                    "Số ngày xác minh thêm phải dương và cần một thời hạn có số.",
                    "The extra days must be positive, and need a limit that has an amount.")
            }
        }
    }

    private mutating func checkAmount(_ limit: Procedure.Limit, _ path: String) {
        switch (limit.unit, limit.amount) {
        case (.open, nil): break
        case (.open, .some):
            say("\(path).amount", "Thời hạn bỏ ngỏ (open) không có số.", "An open limit has no amount.")
        case (.sameDay, 1): break
        case (.sameDay, _):
            say("\(path).amount", "Trong ngày (sameDay) thì amount là 1.", "With sameDay the amount is 1.")
        case (_, nil):
            say(
                "\(path).amount", "Thiếu số của thời hạn. Không có nguồn thì ghi unit: open.",
                "The amount is missing. Without a source write unit: open.")
        case (_, .some(let amount)) where amount < 1:
            say("\(path).amount", "Số của thời hạn phải dương.", "The amount must be positive.")
        default: break
        }
    }

    /// All limits together: every filing has one, and each is of use.
    mutating func checkRules() {
        var used: Set<Int> = []
        for filing in filings {
            let index = procedure.limits.firstIndex {
                ($0.case == nil || $0.case == filing.case)
                    && ($0.channel == nil || $0.channel == filing.channel)
            }
            if let index {
                used.insert(index)
            } else {
                let vi = filing.case.map { "trường hợp “\($0)”" } ?? "hồ sơ không nêu trường hợp"
                let en = filing.case.map { "case “\($0)”" } ?? "a filing without a case"
                say(
                    "limits", "Không có thời hạn cho \(vi), kênh \(filing.channel.rawValue).",
                    "There is no limit for \(en) by \(filing.channel.rawValue).")
            }
        }
        for i in procedure.limits.indices where !used.contains(i) {
            say(
                "limits[\(i)]", "Không bao giờ được áp dụng: các dòng trước đã bao hết.",
                "It never applies: the lines before it take every filing.")
        }
    }

    // MARK: Steps

    mutating func checkSteps() {
        let steps = procedure.steps
        requireUnique(steps.map(\.id), { "steps[\($0)].id" }, what: "Mã bước", "step")
        for (i, step) in steps.enumerated() {
            requireSlug(step.id, "steps[\(i)].id")
            requireText(step.name, "steps[\(i)].name")
            if !isKnownBody(step.body) {
                say(
                    "steps[\(i)].body",
                    "Không có đơn vị “\(step.body)”: ghi receiving, competent, police hoặc mã đơn vị.",
                    "There is no unit “\(step.body)”: write receiving, competent, police or a unit code."
                )
            }
            checkRole(step, "steps[\(i)].role")
            if let budget = step.budgetMinutes, budget < 1 {
                say("steps[\(i)].budgetMinutes", "Số phút phải dương.", "The minutes must be positive.")
            }
        }
        checkWay(steps)
        checkBudgets(steps)
    }

    /// The action that ends a step asks for one of these roles.
    private mutating func checkRole(_ step: Procedure.Step, _ path: String) {
        let allowed: [Role] =
            switch step.kind {
            case .intake, .return: [.counter]
            case .decide: [.leader]
            case .pay: [.counter, .officer]
            case .process, .verify, .issue: [.counter, .officer, .leader]
            }
        guard !allowed.contains(step.role) else { return }
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        say(
            path, "Bước \(step.kind.rawValue) do vai trò \(names) làm, không phải \(step.role.rawValue).",
            "A step of kind \(step.kind.rawValue) is done by \(names), not \(step.role.rawValue).")
    }

    /// Intake first, then exactly one decision, the return last; results are issued after the decision.
    private mutating func checkWay(_ steps: [Procedure.Step]) {
        guard let first = steps.first, let last = steps.last else {
            return say("steps", "Chưa có bước nào.", "There are no steps.")
        }
        if first.kind != .intake {
            say("steps[0].kind", "Bước đầu phải là intake.", "The first step must be the intake.")
        }
        if first.body != "receiving" {
            say("steps[0].body", "Nơi tiếp nhận là receiving.", "The body of the intake is receiving.")
        }
        if last.kind != .return {
            say(
                "steps[\(steps.count - 1)].kind", "Bước cuối phải là return: không có đường đến kết thúc.",
                "The last step must be the return: there is no way to an end.")
        }
        let decisions = steps.indices.filter { steps[$0].kind == .decide }
        if decisions.count != 1 {
            say(
                "steps", "Phải có đúng một bước decide; đang có \(decisions.count).",
                "There must be exactly one step decide; there are \(decisions.count).")
        }
        for (i, step) in steps.enumerated() {
            if step.kind == .intake && i > 0 {
                say(
                    "steps[\(i)].kind", "Bước “\(step.id)” không bao giờ đến được: intake chỉ đứng đầu.",
                    "The step “\(step.id)” is never reached: an intake stands first only.")
            }
            if step.kind == .return && i < steps.count - 1 {
                say(
                    "steps[\(i + 1)]", "Không bao giờ đến được: đứng sau bước trả kết quả.",
                    "It is never reached: it stands after the return.")
            }
            if step.kind == .issue, let decision = decisions.first, i < decision {
                say(
                    "steps[\(i)].kind", "Phát hành kết quả trước khi ký.",
                    "A result is issued before it is decided.")
            }
        }
    }

    // MARK: Budgets

    private mutating func checkBudgets(_ steps: [Procedure.Step]) {
        let budgeted = steps.indices.filter { steps[$0].budgetMinutes != nil }
        guard let first = budgeted.first else { return }
        if procedure.limits.contains(where: { $0.unit == .open }) {
            return say(
                "steps[\(first)].budgetMinutes", "Thời hạn bỏ ngỏ thì không chia thời gian cho các bước.",
                "Where a limit is open, steps have no budgets.")
        }
        let sum = budgeted.reduce(0) { $0.addingReportingOverflow(steps[$1].budgetMinutes ?? 0).partialValue }
        guard let shortest = procedure.limits.compactMap(\.workingMinutes).min(), sum > shortest else {
            return
        }
        say(
            "steps", "Các bước cộng lại \(sum) phút làm việc, quá thời hạn ngắn nhất (\(shortest) phút).",
            "The steps add up to \(sum) working minutes, more than the shortest limit (\(shortest) minutes).")
    }
}

extension Procedure.Limit {
    /// The working minutes this limit surely holds; nil when it is open. A calendar limit holds five
    /// working days in seven, a month is taken as 28 days.
    package var workingMinutes: Int? {
        let day = ProcedureLint.minutesPerDay
        let amount = min(max(amount ?? 0, 0), 100_000)
        return switch unit {
        case .workingDay: amount * day
        case .sameDay: day
        case .workingHour: amount * 60
        case .calendarDay: amount * day * 5 / 7
        case .month: amount * 28 * day * 5 / 7
        case .open: nil
        }
    }
}
