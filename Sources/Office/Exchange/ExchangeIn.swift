// ExchangeIn.swift: what comes in from other systems: kept as it came, then taken up, once.
//
// Two steps. Keeping is durable before anything is understood, with the cursor from which asking goes on, in one
// transaction: a message is neither lost nor asked for again for want of a crash at the wrong moment. Taking up is a command
// of its own. The same message again (by id, or by number and content) is known; the same number with other content waits for
// a person, as a request for correction before the unit that has the dossier; what cannot be taken up yet is held with the
// reason and tried again. A message that is no message at all is held too.

package import Casework
import Ledger
import Storage

/// What became of a message.
package enum ExchangeOutcome: Hashable, Sendable {
    case taken(String)
    case held(Refusal)
    /// Under that number something else was taken up; names of what differs.
    case differs(String, [String])
    /// Nothing was to be done.
    case nothing
}

/// A message as it lies in `exchange_in`.
struct ExchangeMessage {
    var id: String
    var system: ExternalSystem
    var kind: ExchangeKind?
    var outside: String?
    var digest: String
    var state: ExchangeInState
    var payload: JSON?
}

// MARK: keeping

extension Work {
    /// Keeps what a system gave, a message a line, in the order in which it gave it.
    /// - Parameter cursor: where asking goes on; nil leaves it.
    /// - Returns: ids of what is new.
    @discardableResult
    package func keepExchange(
        _ lines: [[UInt8]], from system: ExternalSystem, cursor: String? = nil, now: Instant
    ) throws -> [String] {
        var kept: [String] = []
        for line in lines where !line.isEmpty {
            if let id = try keep(line, from: system, now: now) { kept.append(id) }
        }
        if let cursor {
            try tx.execute("UPDATE exchange_system SET cursor = $2 WHERE system = $1", [.text(system.id), .text(cursor)])
        }
        if !lines.isEmpty { announce(ExchangeBook.topic) }
        return kept
    }

    private func keep(_ line: [UInt8], from system: ExternalSystem, now: Instant) throws -> String? {
        let read = ExchangeEnvelope(line)
        let same = """
            SELECT id FROM exchange_in WHERE system = $1 AND digest = $2
                AND (message = $3 OR (kind = 'filing' AND outside = $4)) LIMIT 1
            """
        let outside = read.outside.map(SQLValue.text) ?? .null
        if let known = try tx.row(same, [.text(system.id), .text(read.digest), .text(read.message), outside]) {
            try tx.execute("UPDATE exchange_in SET repeats = repeats + 1 WHERE id = $1", [.text(known.text(0))])
            return nil
        }
        let id = String(Digest.of(Array("\(system.id)\n\(read.message)\n\(read.digest)".utf8)).hex.prefix(32))
        try tx.execute(
            """
            INSERT INTO exchange_in
                (id, system, message, kind, outside, digest, received_at, raw, state, attempts, repeats)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'new', 0, 0) ON CONFLICT DO NOTHING
            """,
            [
                .text(id), .text(system.id), .text(read.message), .text(read.kind?.rawValue ?? "unknown"), outside,
                .text(read.digest), .integer(now.milliseconds), .blob(try office.sealExchange(line, id: id)),
            ])
        return id
    }
}

/// The frame of a message: `{"id": …, "kind": …, "payload": {…}}`. A line that is none still has an id and a digest.
struct ExchangeEnvelope {
    var message: String
    var kind: ExchangeKind?
    var payload: JSON?
    var outside: String?
    var digest: String

    init(_ line: [UInt8]) {
        let json: JSON?
        do { json = try JSON.parse(ExchangeEnvelope.quotingFractions(line)) } catch { json = nil }
        kind = ExchangeKind(rawValue: json?["kind"]?.string ?? "filing")
        payload = json?["payload"].flatMap { $0.members == nil ? nil : $0 }
        let content = payload?.canonical ?? line
        digest = Digest.of(Array((kind?.rawValue ?? "").utf8), [0x0A], content).hex
        let id = json?["id"]?.string ?? json?["id"]?.int.map { String($0) } ?? ""
        message = (1...200).contains(id.utf8.count) ? id : "sha256:" + digest
        // Numbers of dossiers are letters, digits and signs of ASCII everywhere.
        outside = payload?["MaHoSo"]?.string.flatMap { number in
            (1...100).contains(number.utf8.count) && number.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? number : nil
        }
    }

    /// Our JSON takes whole numbers only; a price of `8000.0` must not keep a filing out, so such a number becomes a text.
    static func quotingFractions(_ line: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(line.count + 16)
        var (at, isText) = (0, false)
        while at < line.count {
            let byte = line[at]
            if isText {
                out.append(byte)
                if byte == 0x5C, at + 1 < line.count {
                    at += 1
                    out.append(line[at])
                } else if byte == 0x22 {
                    isText = false
                }
                at += 1
            } else if byte == 0x2D || (0x30...0x39).contains(byte) {
                let end = line[at...].firstIndex { !(0x30...0x39).contains($0) && !"+-.eE".utf8.contains($0) } ?? line.count
                let number = line[at..<end]
                let isFraction = number.contains { ".eE".utf8.contains($0) }
                out += isFraction ? [0x22] + number + [0x22] : Array(number)
                at = end
            } else {
                isText = byte == 0x22
                out.append(byte)
                at += 1
            }
        }
        return out
    }
}


// MARK: taking up

extension Work {
    /// Takes up one message that was kept. Nothing happens to one that is not new or held.
    @discardableResult
    package func takeUpExchange(_ id: String, now: Instant) throws -> ExchangeOutcome {
        guard let message = try exchangeMessage(id), [.new, .held].contains(message.state) else { return .nothing }
        let before = appended
        let outcome: ExchangeOutcome
        do {
            outcome = try takeUp(message, now: now)
        } catch let refusal as Refusal where appended == before {
            outcome = .held(refusal)
        } catch is DecodingError where appended == before {
            outcome = .held(.unreadableMessage)
        }
        try note(outcome, of: message, now: now)
        return outcome
    }

    /// Holds a message whose taking up failed as a whole.
    package func holdExchange(_ id: String, _ refusal: Refusal, now: Instant) throws {
        guard let message = try exchangeMessage(id) else { return }
        try note(.held(refusal), of: message, now: now)
    }

    private func exchangeMessage(_ id: String) throws -> ExchangeMessage? {
        let row = try tx.row(
            "SELECT system, kind, outside, digest, state, raw FROM exchange_in WHERE id = $1", [.text(id)])
        guard let row else { return nil }
        let raw = office.openExchange(row.optionalBlob(5), id: id)
        return ExchangeMessage(
            id: id, system: .known(row.text(0)), kind: ExchangeKind(rawValue: row.text(1)), outside: row.optionalText(2),
            digest: row.text(3), state: ExchangeInState(rawValue: row.text(4)) ?? .settled,
            payload: raw.flatMap { ExchangeEnvelope($0).payload })
    }

    private func note(_ outcome: ExchangeOutcome, of message: ExchangeMessage, now: Instant) throws {
        let (state, number, reason): (ExchangeInState, String?, (vi: String, en: String)?)
        switch outcome {
        case .taken(let dossier): (state, number, reason) = (.taken, dossier, nil)
        case .held(let refusal): (state, number, reason) = (.held, nil, (refusal.vi, refusal.en))
        case .differs(let dossier, let names):
            let list = names.joined(separator: ", ")
            (state, number) = (.differs, dossier)
            reason = ("Khác với bản đã nhận: \(list)", "Differs from what was taken in: \(list)")
        case .nothing: return
        }
        func text(_ t: String?) -> SQLValue { t.map(SQLValue.text) ?? .null }
        try tx.execute(
            """
            UPDATE exchange_in SET state = $2, number = COALESCE($3, number), reason_vi = $4, reason_en = $5,
                attempts = attempts + 1, tried_at = $6, done_at = $7 WHERE id = $1
            """,
            [
                .text(message.id), .text(state.rawValue), text(number), text(reason?.vi), text(reason?.en),
                .integer(now.milliseconds), state == .held ? .null : .integer(now.milliseconds),
            ])
        if state == .taken, let outside = message.outside, message.kind == .filing {
            try tx.execute(
                """
                UPDATE exchange_in SET state = 'superseded', done_at = $4
                WHERE system = $1 AND outside = $2 AND kind = 'filing' AND state = 'held' AND id <> $3
                """, [.text(message.system.id), .text(outside), .text(message.id), .integer(now.milliseconds)])
            // What the applicant did there since may have come before it.
            try tx.execute(
                """
                UPDATE exchange_in SET state = 'new' WHERE system = $1 AND outside = $2
                    AND kind IN ('supplement', 'withdrawal') AND state = 'held'
                """, [.text(message.system.id), .text(outside)])
        }
        announce(ExchangeBook.topic)
    }

    private func takeUp(_ message: ExchangeMessage, now: Instant) throws -> ExchangeOutcome {
        guard let payload = message.payload, let kind = message.kind else { throw Refusal.unreadableMessage }
        switch kind {
        case .filing: return try takeFiling(message, try ExchangeDossier(payload), now: now)
        case .supplement, .withdrawal:
            return try takeFromApplicant(message, kind, try ExchangeDossier(payload), now: now)
        case .answer: return try takeAnswer(message, payload, now: now)
        }
    }

    // MARK: filings

    private func takeFiling(_ message: ExchangeMessage, _ payload: ExchangeDossier, now: Instant) throws -> ExchangeOutcome {
        guard let outside = message.outside else { throw Refusal.missing("MaHoSo", "MaHoSo") }
        if let number = try number(of: outside, at: message.system.id) {
            return try amend(number, message, payload, now: now)
        }
        guard let filedAt = payload.filedAt else {
            throw Refusal.badValue("NgayNopHoSo", "NgayNopHoSo", vi: "cần dạng yyyyMMddHHmmss", en: "yyyyMMddHHmmss is needed")
        }
        guard let code = payload.nationalProcedure else { throw Refusal.missing("MaTTHC", "MaTTHC") }
        guard let procedure = directory.procedure(code, on: filedAt.date) else { throw Refusal.unknownProcedure(code) }
        guard let at = payload.receivingCode else { throw Refusal.missing("DonViXuLy", "DonViXuLy") }
        guard let unit = directory.unit(written: at) else { throw Refusal.unknownUnit(at) }
        var competent: String?
        if let agency = payload.agency, agency != at {
            guard let known = directory.unit(written: agency) else { throw Refusal.unknownUnit(agency) }
            competent = known.code
        }
        let read = try payload.filing(procedure, unit: unit.code, competent: competent)
        let context = CommandContext(caller: message.system.caller, now: now, commandID: "exchange-\(message.id)")
        let number = try receive(read.filing, context).number
        var facts = [
            Recorded(
                unit: Intake.portal, subject: number,
                fact: .foreignNumbered(
                    ForeignNumbered(system: message.system.id, number: outside, message: message.digest)))
        ]
        if !read.left.isEmpty {
            facts.append(
                Recorded(
                    unit: Intake.portal, subject: number, fact: .noteAdded(NoteAdded(topic: "general")),
                    person: PersonalData(
                        text: "\(message.system.vi) gửi giá trị không dùng được, cần hỏi lại: \(read.left.joined(separator: "; "))")))
        }
        try record(facts, by: message.system.caller, command: context.command, now: now)
        return .taken(number)
    }

    /// The dossier that was taken up under a system's number.
    private func number(of outside: String, at system: String) throws -> String? {
        try tx.row(
            """
            SELECT number FROM exchange_in WHERE system = $1 AND outside = $2 AND kind = 'filing' AND number IS NOT NULL
            ORDER BY received_at, id LIMIT 1
            """, [.text(system), .text(outside)])?.text(0)
    }

    /// The same number with other content: put before the unit that has the dossier, as a request for correction.
    private func amend(
        _ number: String, _ message: ExchangeMessage, _ payload: ExchangeDossier, now: Instant
    ) throws -> ExchangeOutcome {
        let first = try tx.row(
            """
            SELECT id FROM exchange_in WHERE system = $1 AND outside = $2 AND kind = 'filing' AND state = 'taken'
            ORDER BY received_at, id LIMIT 1
            """, [.text(message.system.id), message.outside.map(SQLValue.text) ?? .null]
        ).flatMap { try exchangeMessage($0.text(0)) }
        let before = try first?.payload.map { try ExchangeDossier($0) }
        let names = before.map { ExchangeDossier.differences($0, payload) } ?? []
        let said = names.isEmpty ? ["?"] : names
        if let dossier = try dossier(number), !dossier.state.isEnd {
            let part = ["DuLieuToKhai"] == names ? "form" : "applicant"
            try record(
                [
                    Recorded(
                        unit: Intake.portal, subject: number,
                        fact: .correctionRequested(CorrectionRequested(part: part)),
                        person: PersonalData(text: "\(message.system.vi) gửi lại hồ sơ với nội dung khác: \(said.joined(separator: ", "))"),
                        addressee: dossier.actingUnit)
                ], by: message.system.caller, command: "c:exchange-\(message.id)", now: now)
        }
        return .differs(number, said)
    }

    // MARK: what the applicant does at the portal

    private func takeFromApplicant(
        _ message: ExchangeMessage, _ kind: ExchangeKind, _ payload: ExchangeDossier, now: Instant
    ) throws -> ExchangeOutcome {
        guard let outside = message.outside else { throw Refusal.missing("MaHoSo", "MaHoSo") }
        let known = try number(of: outside, at: message.system.id) ?? (try dossier(outside) == nil ? nil : outside)
        guard let number = known, let dossier = try dossier(number) else { throw Refusal.unknownDossier(outside) }
        // What counts is when the applicant did it there.
        let filed = payload.supplements.compactMap(\.filedAt).max() ?? payload.filedAt ?? now
        let at = min(max(filed, dossier.intake.receivedAt), now)
        let procedure = try world(dossier, now: at).procedure
        var left: [String] = []
        var values: [String: String] = [:]
        if kind == .supplement {
            let asked = dossier.supplement?.fields ?? []
            values = payload.values(procedure, &left).filter { asked.contains($0.key) }
            let papers = payload.papersIn(procedure, &left).map(\.id)
            if !papers.isEmpty { values["papers"] = papers.joined(separator: ",") }
        }
        if let note = payload.note, !note.isEmpty { values["note"] = note }
        let situation = Situation(dossier: dossier, caller: .applicant(of: number), world: try world(dossier, now: at))
        let facts = try situation.perform(kind == .supplement ? "supplement" : "withdraw", ActionInput(values))
        try record(facts, by: message.system.caller, command: "c:exchange-\(message.id)", now: now)
        return .taken(number)
    }

    // MARK: answers

    private func takeAnswer(_ message: ExchangeMessage, _ payload: JSON, now: Instant) throws -> ExchangeOutcome {
        let answer = try JSONCoding.decode(ExchangeAnswer.self, from: payload)
        guard let number = answer.ownNumber ?? answer.number else { throw Refusal.missing("MaHoSo", "MaHoSo") }
        guard let dossier = try dossier(number) else { throw Refusal.unknownDossier(number) }
        if dossier.exchangeAnswers.contains(where: { $0.answer.message == message.digest }) { return .taken(number) }
        let procedure = try world(dossier, now: now).procedure
        let values = answer.form.filter { name, _ in procedure.form.contains { $0.name == name } }
        let person = PersonalData(form: values.isEmpty ? nil : values, text: answer.words)
        try record(
            [
                Recorded(
                    unit: Intake.portal, subject: number,
                    fact: .exchangeAnswered(
                        ExchangeAnswered(
                            system: message.system.id, outcome: answer.outcome, resultNumber: answer.resultNumber,
                            resultDate: answer.resultDate, answeredAt: min(answer.at ?? now, now), message: message.digest)),
                    person: person.isEmpty ? nil : person, addressee: dossier.actingUnit)
            ], by: message.system.caller, command: "c:exchange-\(message.id)", now: now)
        return .taken(number)
    }
}

extension ExchangeDossier {
    init(_ payload: JSON) throws { self = try JSONCoding.decode(ExchangeDossier.self, from: payload) }
}

/// What a ministry's system answers.
struct ExchangeAnswer: Decodable {
    var number: String?
    var ownNumber: String?
    /// done, refused, info.
    var outcome: String
    var resultNumber: String?
    var resultDate: CivilDate?
    var at: Instant?
    var words: String?
    var form: [String: String]

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: ExchangeKey.self)
        (number, ownNumber) = (try box.text("MaHoSo"), try box.text("MaHoSoNoiXuLy"))
        let status = try box.number("TrangThaiHoSo")
        outcome = status == 3 || status == 8 ? "refused" : status == 9 || status == 10 ? "done" : "info"
        (resultNumber, words) = (try box.text("SoKetQua"), try box.text("GhiChu"))
        resultDate = try box.time("NgayKetQua")?.date
        at = try box.time("ThoiDiemXuLy")
        form = try box.texts("DuLieuToKhai")
    }
}

extension Directory {
    /// A unit as other systems write it: by its agency code, or by our own code.
    package func unit(written text: String) -> Unit? {
        if let unit = unit(text) { return unit }
        let code = unitCodes.first { self.unit($0)?.agencyCode == text }
        return code.flatMap { self.unit($0) }
    }
}

extension ExternalSystem {
    /// One of ours, or what a line of the tables calls so.
    static func known(_ id: String) -> ExternalSystem { named(id) ?? ExternalSystem(id: id, vi: id, en: id, tells: .cases) }
}

extension Refusal {
    static let unreadableMessage = Refusal(
        .invalid, "unreadable-message", vi: "Bản tin không đọc được: cần JSON có id, kind và payload.",
        en: "The message cannot be read: JSON with id, kind and payload is needed.")
}
