// FormerPlan.swift: a file of old dossiers, read and held against the house: what each row becomes, or what is wrong.
//
// Pure of effects, so that the trial and the import are the same reckoning. Which unit of today: FormerUnits. A day whose
// time of day was not kept counts as 07:30 where something began and as 17:00 where it ended or is due, never before what
// must lie before it. A due time is what the receipt says and is not reckoned anew.

package import Casework
import Ledger
import Oversight
package import Storage

package struct FormerPlan: Sendable {
    package let report: FormerReport
    /// What would be recorded; empty where something is wrong.
    let facts: [(fact: FormerDossierAdopted, person: PersonalData?)]

    /// Most dossiers of one import: they are recorded in one transaction.
    package static let longest = 100_000

    package static func make(
        _ bytes: [UInt8], now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> FormerPlan {
        let file = Digest.of(bytes).hex
        var report = FormerReport(file: file)
        switch FormerDossierFile.read(bytes, now: now) {
        case .refused(let errors, let count):
            for error in errors { report.note(FormerProblem(error)) }
            report.problemCount = count
            return FormerPlan(report: report, facts: [])
        case .complete(let dossiers):
            guard dossiers.count <= longest else {
                let error = FormerFileError(line: 1, column: nil, problem: .tooManyRows(limit: longest))
                report.note(FormerProblem(error))
                return FormerPlan(report: report, facts: [])
            }
            var matching = FormerMatching(office: office, now: now, file: file)
            var facts: [(fact: FormerDossierAdopted, person: PersonalData?)] = []
            for dossier in dossiers {
                if let found = try matching.match(dossier, tx) { facts.append(found) }
            }
            for problem in matching.problems { report.note(problem) }
            report.count(facts.map(\.fact), now: now, office.directory)
            report.unprovable = facts.count {
                let person = $0.person?.applicant
                return (person?.idNumber ?? "").isEmpty && person?.phone == nil
            }
            return FormerPlan(report: report, facts: report.problemCount == 0 ? facts : [])
        }
    }
}

/// Holds rows against units, catalogue and register.
struct FormerMatching {
    let office: Office
    let directory: Directory
    let units: FormerUnits
    let now: Instant
    let file: String
    private(set) var problems: [FormerProblem] = []

    init(office: Office, now: Instant, file: String) {
        self.office = office
        self.now = now
        self.file = file
        directory = office.directory
        units = FormerUnits(directory: directory)
    }

    /// Nil with a problem.
    mutating func match(
        _ d: FormerDossier, _ tx: any Transaction
    ) throws -> (fact: FormerDossierAdopted, person: PersonalData?)? {
        let before = problems.count
        let number = OldNumber.normalized(d.number)
        if let number {
            // The ledgers, not the register: what the same group has begun has no row there yet.
            if try tx.row("SELECT 1 FROM entry WHERE subject = $1 LIMIT 1", [.text(number)]) != nil {
                problems.append(.alreadyThere(d, number))
            }
        } else {
            problems.append(.badNumber(d))
        }
        let unit = presentUnit(d)
        let procedure = knownProcedure(d)
        if d.isOpen, d.applicant == nil { problems.append(.applicantMissing(d)) }
        guard let procedure, let stand = stand(d, procedure), problems.count == before, let number, let unit else { return nil }
        let times = Times(d, now: now)
        let (papers, others) = handedIn(d, procedure)
        let fact = FormerDossierAdopted(
            number: number, formerUnit: d.unit, unit: unit, competent: competent(d, procedure, unit),
            procedure: procedure.code, procedureVersion: procedure.version, field: procedure.field, channel: d.channel,
            receivedAt: times.received, acceptedAt: times.accepted, due: times.due, state: stand.state,
            outcome: stand.outcome, resolvedAt: times.resolved, returnedAt: times.returned, step: stand.step,
            papers: papers, calendar: directory.calendarVersion(unit), file: file, line: d.line)
        return (fact, person(d, others))
    }

    // MARK: unit and procedure

    private mutating func presentUnit(_ d: FormerDossier) -> String? {
        let found: String
        switch (units.unit(d.unit, on: d.receivedAt.date), d.presentUnit) {
        case (.unknown, _):
            problems.append(.unknownUnit(d, d.unit))
            return nil
        case (.unit(let code, _), let named):
            guard named == nil || named == code else {
                problems.append(.wrongPresentUnit(d, names([code])))
                return nil
            }
            found = code
        case (.divided(let former, let into), nil):
            problems.append(.divided(d, former, names(into)))
            return nil
        case (.divided(_, let into), let named?):
            guard into.contains(named) else {
                problems.append(.wrongPresentUnit(d, names(into)))
                return nil
            }
            found = named
        }
        guard office.isHome(of: found) else {
            problems.append(.notHere(d, names([found])[0]))
            return nil
        }
        return found
    }

    private func names(_ codes: [String]) -> [String] {
        codes.map { code in directory.unit(code).map { "\($0.name) (\(code))" } ?? code }
    }

    /// As it was in force when the dossier came in, else the oldest known. What the catalogue does not have is kept by its
    /// code where nothing is left to be done.
    private mutating func knownProcedure(_ d: FormerDossier) -> Procedure? {
        let code = d.procedure
        if let known = directory.procedure(code, on: d.receivedAt.date) ?? directory.procedures[code]?.last { return known }
        guard !d.isOpen, !isWaiting(d), Procedure.isFormerCode(code) else {
            problems.append(.unknownProcedure(d, isOpen: d.isOpen || isWaiting(d)))
            return nil
        }
        return .former(code)
    }

    /// Its result is there and not fetched.
    private func isWaiting(_ d: FormerDossier) -> Bool {
        d.resolvedAt != nil && d.returnedAt == nil && d.outcome != .withdrawn
    }

    /// What has ended was settled by the old unit, so it is counted at the one of today. What is open goes to whom the
    /// procedure makes competent now.
    private func competent(_ d: FormerDossier, _ procedure: Procedure, _ unit: String) -> String {
        guard d.isOpen else { return unit }
        switch procedure.competent {
        case "ward": return unit
        case "police":
            let police = Dossier.police(receiving: unit, competent: unit)
            return directory.unit(police) == nil ? unit : police
        case let body: return directory.unit(body) == nil ? unit : body
        }
    }

    // MARK: state and step

    private struct Stand {
        var state: DossierState
        var outcome: Outcome?
        var step: String?
    }

    private mutating func stand(_ d: FormerDossier, _ procedure: Procedure) -> Stand? {
        guard d.isOpen else {
            let last = d.returnedAt == nil ? procedure.steps.last { $0.kind == .return }?.id : nil
            switch d.outcome {
            case .withdrawn: return Stand(state: .withdrawn, outcome: nil, step: nil)
            case .rejected: return Stand(state: .rejected, outcome: .reject, step: last)
            // Systems that kept no outcome kept what was granted; a refusal was always kept as one.
            case .approved, nil: return Stand(state: d.returnedAt == nil ? .ready : .returned, outcome: .approve, step: last)
            }
        }
        let steps = procedure.steps.filter { $0.kind != .intake }
        guard let step = d.step.map({ FormerMatching.step($0, steps) }) ?? steps.first else {
            problems.append(.unknownStep(d, procedure))
            return nil
        }
        guard step.kind != .return else {
            problems.append(.resultNotResolved(d))
            return nil
        }
        let (place, decides) = (steps.firstIndex(of: step) ?? 0, steps.firstIndex { $0.kind == .decide })
        if let decides, place > decides { return Stand(state: .decided, outcome: .approve, step: step.id) }
        return Stand(state: place == 0 ? .accepted : .processing, outcome: nil, step: step.id)
    }

    /// The step of a procedure that an old system names: by id, by name, by the words that all of them use.
    static func step(_ text: String, _ steps: [Procedure.Step]) -> Procedure.Step? {
        let words = VietnameseText.folded(text)
        if let same = steps.first(where: { $0.id == text || VietnameseText.folded($0.name) == words }) { return same }
        let kinds: [(Procedure.StepKind, [String])] = [
            (.return, ["tra ket qua"]), (.issue, ["phat hanh", "dong dau", "vao so"]),
            (.decide, ["trinh ky", "ky duyet", "phe duyet", "lanh dao"]), (.verify, ["xac minh", "tham tra"]),
            (.pay, ["nghia vu tai chinh", "nop thue"]), (.process, ["thu ly", "xu ly", "tham dinh", "giai quyet"]),
        ]
        for (kind, signs) in kinds where signs.contains(where: { words.contains($0) }) {
            return steps.first { $0.kind == kind }
        }
        return nil
    }

    // MARK: papers and person

    /// Papers of the procedure's list, and the names of those that are not in it.
    private func handedIn(_ d: FormerDossier, _ procedure: Procedure) -> ([PaperIn], [String]) {
        var (known, others) = ([PaperIn](), [String]())
        for name in d.papers {
            let words = VietnameseText.folded(name)
            let paper = procedure.papers.first { $0.id == name || VietnameseText.folded($0.name) == words }
            if let paper {
                if !known.contains(where: { $0.id == paper.id }) {
                    known.append(PaperIn(id: paper.id, copies: 1, source: "handedIn", file: nil))
                }
            } else {
                others.append(name)
            }
        }
        return (known, others)
    }

    private func person(_ d: FormerDossier, _ otherPapers: [String]) -> PersonalData? {
        var data = PersonalData()
        let said = [
            otherPapers.isEmpty ? nil : "Giấy tờ theo hệ thống cũ: \(otherPapers.joined(separator: "; "))",
            d.step.map { "Bước theo hệ thống cũ: \($0)" },
        ].compactMap { $0 }
        if !said.isEmpty { data.text = said.joined(separator: ". ") }
        if d.applicant != nil || d.idNumber != nil || d.phone != nil {
            let id = (d.idNumber ?? "").filter { !$0.isWhitespace && $0 != "." && $0 != "-" }
            // A tax code has 10 digits, of a branch 13; old and new personal ids have 9 and 12.
            data.applicant = Person(
                type: [10, 13].contains(id.utf8.count) ? .organisation : .citizen, name: d.applicant ?? "", idNumber: id,
                phone: d.phone.map { PhoneNumber.normalized($0) ?? $0.filter { !$0.isWhitespace } }, email: nil, address: "")
        }
        return data.isEmpty ? nil : data
    }

    /// Times of a row, each at or after the one before.
    private struct Times {
        let received, accepted: Instant
        let due, resolved, returned: Instant?

        init(_ d: FormerDossier, now: Instant) {
            func at(_ time: FormerTime, _ usual: TimeOfDay) -> Instant { time.instant ?? Instant(time.date, usual) }
            let (begins, ends) = (TimeOfDay(7, 30), TimeOfDay(17, 0))
            let received = min(now, at(d.receivedAt, begins))
            let accepted = max(received, min(now, at(d.acceptedAt ?? d.receivedAt, begins)))
            let resolved = d.resolvedAt.map { max(accepted, min(now, at($0, ends))) }
            (self.received, self.accepted, self.resolved) = (received, accepted, resolved)
            due = d.due.map { at($0, ends) }
            returned = d.returnedAt.map { max(resolved ?? accepted, min(now, at($0, ends))) }
        }
    }
}

extension FormerUnits {
    /// Of the units that this house knows.
    package init(directory: Directory) {
        self.init(directory.unitCodes.compactMap { directory.unit($0) })
    }
}
