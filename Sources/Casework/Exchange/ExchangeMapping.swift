// ExchangeMapping.swift: from the exchange payload to a filing of ours, and from a dossier of ours to the payload.
//
// Nothing is invented: a missing id number refuses the filing (some systems write 000000001), a missing address says so.
// What cannot be used (a phone that is none, a value that its field does not take) is left out of the filing and named, so
// that a person asks for it; the message itself is kept as it came. Statuses are the national ones as they are: a pause
// is told as a pause and not as an end (docs/law.md §2).

/// A filing read from a payload, with what could not be used of it.
package struct ExchangeFiling: Hashable, Sendable {
    package var filing: Filing
    package var left: [String]
}

extension ExchangeDossier {
    /// The national code without a local tail: `1.001193` of `1.001193.000.00.00.H29`.
    package var nationalProcedure: String? { procedure.map { String($0.prefix(8)) } }

    /// The codes by which the payload names the unit that receives it and the one that settles it.
    package var receivingCode: String? { filedWith ?? agency }

    /// The filing that a payload stands for.
    /// - Parameters:
    ///   - unit: code of the unit that receives it; `competent` of the one that settles it, where the procedure leaves it open.
    package func filing(
        _ procedure: Procedure, unit: String, competent: String?
    ) throws(Refusal) -> ExchangeFiling {
        if let channel, channel != Procedure.Channel.online.nationalCode {
            throw .badValue("KenhThucHien", "KenhThucHien", vi: "Cổng chỉ chuyển hồ sơ trực tuyến", en: "only online filings come this way")
        }
        guard let number, !number.isEmpty, number.utf8.count <= 100 else { throw .missing("MaHoSo", "MaHoSo") }
        guard let filedAt else {
            throw .badValue("NgayNopHoSo", "NgayNopHoSo", vi: "cần dạng yyyyMMddHHmmss", en: "yyyyMMddHHmmss is needed")
        }
        guard let name = applicantName else { throw .missing("ChuHoSo", "ChuHoSo") }
        guard let id = identities.first(where: { !$0.number.isEmpty })?.number else {
            throw .missing("DinhDanhCHS", "DinhDanhCHS")
        }
        var left: [String] = []
        let person = Person(
            type: (applicantKind ?? 1) == 1 ? .citizen : .organisation, name: name, idNumber: id,
            phone: usable(phone, Field("SoDienThoai", "SoDienThoai", .phone), &left), email: usableEmail(&left),
            address: address ?? "(Cổng không gửi địa chỉ)")
        var filing = Filing(unit: unit, procedure: procedure.code, channel: .online, applicant: person)
        filing.receivedAt = filedAt
        filing.competentAgency = competent
        filing.case = self.case.flatMap { given in procedure.cases.contains { $0.id == given } ? given : nil }
        if let given = self.case, filing.case == nil { left.append("MaTruongHop “\(given.prefix(40))”") }
        filing.resultChannel = resultChannel.flatMap { code in Procedure.Channel.allCases.first { $0.nationalCode == code } }
        filing.form = values(procedure, &left)
        filing.papers = papersIn(procedure, &left)
        return ExchangeFiling(filing: filing, left: left)
    }

    /// Values of the form that its fields take.
    package func values(_ procedure: Procedure, _ left: inout [String]) -> [String: String] {
        var taken: [String: String] = [:]
        for name in form.keys.sorted() {
            guard let spec = procedure.form.first(where: { $0.name == name }) else {
                left.append("DuLieuToKhai.\(VietnameseText.plain(String(name.prefix(40))))")
                continue
            }
            if let value = usable(form[name], spec.field, &left) { taken[name] = value }
        }
        return taken
    }

    /// Papers that came with it, by the ids (or national codes) of the procedure's list, each once.
    package func papersIn(_ procedure: Procedure, _ left: inout [String]) -> [PaperIn] {
        var taken: [PaperIn] = []
        for paper in papers where !paper.isDeleted {
            let spec = procedure.papers.first { $0.id == paper.component || ($0.code != nil && $0.code == paper.component) }
            guard let spec else {
                left.append("TaiLieuNop “\((paper.component ?? paper.name ?? "?").prefix(40))”")
                continue
            }
            if taken.contains(where: { $0.id == spec.id }) { continue }
            taken.append(PaperIn(id: spec.id, copies: 1, source: paper.isFromStore ? "fromData" : "digital", file: nil))
        }
        return taken
    }

    private func usable(_ text: String?, _ field: Field, _ left: inout [String]) -> String? {
        guard let text, !text.isEmpty else { return nil }
        do {
            let value = try field.normalized(text)
            return value.isEmpty ? nil : value
        } catch {
            left.append(field.name)
            return nil
        }
    }

    private func usableEmail(_ left: inout [String]) -> String? {
        guard let email else { return nil }
        do { return try Intake.checkedEmail(email, "Email") } catch {
            left.append("Email")
            return nil
        }
    }
}

// MARK: out

extension ExchangeDossier {
    /// A dossier as it stands.
    /// - Parameters:
    ///   - system: under whose number it goes, where that system gave it one.
    ///   - agencyCode: of a unit, as it stands in numbers.
    package init(
        _ d: Dossier, to system: String, procedure: Procedure, fieldName: String?, agencyCode: (String) -> String
    ) {
        self.init()
        (number, ownNumber) = (d.foreignNumber(of: system) ?? d.number, d.number)
        (self.procedure, procedureName) = (procedure.code, procedure.name)
        (field, self.fieldName) = (d.field, fieldName)
        (channel, resultChannel) = (d.intake.channel.nationalCode, d.intake.resultChannel.nationalCode)
        if let person = d.person.applicant {
            (applicantName, phone, email, address) = (person.name, person.phone, person.email, person.address)
            applicantKind = person.type == .citizen ? 1 : 2
            let kind = person.type == .citizen ? (person.idNumber.utf8.count == 12 ? 1 : 2) : nil
            identities = [Identity(kind: kind, number: person.idNumber)]
        }
        summary = String(procedure.name.prefix(1000))
        (filedAt, acceptedAt, due) = (d.intake.receivedAt, d.clock.facts?.accepted, d.clock.due)
        (resolvedAt, returnedAt, status) = (d.state == .refused ? nil : d.resolvedAt, d.returnedAt, d.state.national)
        if d.state == .refused { refusedAt = d.resolvedAt }
        if let asked = d.supplement {
            supplementAskedAt = asked.requestedAt
            // All that is lacking, by name: the applicant is asked once.
            let papers = asked.papers.map { id in procedure.papers.first { $0.id == id }?.name ?? id }
            let fields = asked.fields.map { name in procedure.form.first { $0.name == name }?.title ?? name }
            supplements = [
                Supplement(
                    words: (papers + fields).joined(separator: "; "), askedAt: asked.requestedAt, filedAt: asked.filedAt)
            ]
        }
        (agency, filedWith) = (agencyCode(d.intake.competentAgency), agencyCode(d.intake.receivingUnit))
        hasScans = !d.files.isEmpty
        fees = d.intake.fees.map { Fee(name: $0.name, code: $0.id, amount: $0.amount) }
        self.case = d.intake.case
    }

    /// For a ministry's system: what was filed, form and papers too, so that nobody types it again there.
    package mutating func addContents(of d: Dossier, _ procedure: Procedure) {
        form = d.person.form ?? [:]
        papers = d.papers.map { one in
            let spec = procedure.papers.first { $0.id == one.id }
            return Paper(component: spec?.code ?? one.id, name: spec?.name)
        }
    }

    /// Top-level keys in which two payloads differ are named to people; contents are not.
    package static func differences(_ a: ExchangeDossier, _ b: ExchangeDossier) -> [String] {
        let pairs: [(String, Bool)] = [
            ("MaTTHC", a.procedure == b.procedure), ("ChuHoSo", a.applicantName == b.applicantName),
            ("LoaiDoiTuong", a.applicantKind == b.applicantKind), ("DinhDanhCHS", a.identities == b.identities),
            ("Email", a.email == b.email), ("SoDienThoai", a.phone == b.phone), ("DiaChi", a.address == b.address),
            ("TrichYeuHoSo", a.summary == b.summary), ("NgayNopHoSo", a.filedAt == b.filedAt),
            ("HinhThuc", a.resultChannel == b.resultChannel), ("DonViXuLy", a.agency == b.agency),
            ("NoiNopHoSo", a.filedWith == b.filedWith), ("MaTruongHop", a.case == b.case),
            ("DuLieuToKhai", a.form == b.form), ("TaiLieuNop", a.papers == b.papers),
            ("TrangThaiHoSo", a.status == b.status), ("GhiChu", a.note == b.note),
        ]
        return pairs.filter { !$0.1 }.map(\.0)
    }
}
