// HouseHistory.swift: who changed what when in the house: each entry about units, people, rights, calendars, procedures
// and texts as one line in words.
//
// Found by the derived table `house_log`, never by a walk through the ledgers.

package import Casework
import Ledger
import Oversight
package import Storage

/// One change, in words.
package struct HouseEvent: Sendable {
    package var at: Instant
    package var actor: String
    package var kind: String
    package var unit: String
    package var subject: String
    package var vi, en: String
}

package enum HouseHistory {
    /// Which changes: of some kinds, or about one subject (`unit:27373`, `user:a@b`, `procedure:1.001193` …).
    package enum About: Sendable {
        case kinds([String])
        case subject(String)
        case unit(String, kinds: [String])
    }

    /// Changes, the newest first.
    package static func ask(
        _ about: About, limit: Int, _ tx: any Transaction, _ office: Office
    ) throws -> [HouseEvent] {
        var places: [(String, [SQLValue])] = []
        switch about {
        case .kinds(let kinds): places = kinds.map { ("l.kind = $1", [.text($0)]) }
        case .subject(let subject): places = [("l.subject = $1", [.text(subject)])]
        case .unit(let unit, let kinds):
            places = kinds.map { ("l.unit = $1 AND l.kind = $2", [.text(unit), .text($0)]) }
        }
        var events: [HouseEvent] = []
        for (condition, arguments) in places {
            try tx.forEach(
                """
                SELECT l.at, l.actor, l.kind, l.unit, l.subject, e.facts FROM house_log l
                JOIN entry e ON e.unit = l.unit AND e.epoch = l.epoch AND e.seq = l.seq
                WHERE \(condition) ORDER BY l.at DESC LIMIT \(limit)
                """, arguments
            ) { row in
                guard let fact = try OfficeFact(kind: row.text(2), facts: JSON.parse(row.text(5))) else { return }
                let words = HouseWords(office.directory).words(fact)
                events.append(
                    HouseEvent(
                        at: Instant(milliseconds: row.int(0)), actor: row.text(1), kind: row.text(2),
                        unit: row.text(3), subject: row.text(4), vi: words.vi, en: words.en))
            }
        }
        events.sort { ($1.at, $0.subject) < ($0.at, $1.subject) }
        return Array(events.prefix(limit))
    }
}

/// What a fact about the house says, in one sentence.
package struct HouseWords {
    let directory: Directory
    package init(_ directory: Directory) { self.directory = directory }

    private func unit(_ code: String) -> String { directory.unit(code)?.name ?? code }
    private func person(_ login: String) -> String { directory.names[login] ?? login }

    package func words(_ fact: OfficeFact) -> (vi: String, en: String) {
        switch fact {
        case .unitRegistered(let f):
            let ground = f.ground.map { (". Căn cứ: \($0)", ". Ground: \($0)") } ?? ("", "")
            return ("Ghi đơn vị \(f.name)" + ground.0, "Unit \(f.name) registered" + ground.1)
        case .fieldRegistered(let f): return ("Thêm lĩnh vực \(f.name)", "Field \(f.name) registered")
        case .procedurePublished(let f):
            return (
                "Công bố \(f.code) phiên bản \(f.version), có hiệu lực từ \(f.validFrom.vietnamese)",
                "\(f.code) version \(f.version) published, in force from \(f.validFrom)"
            )
        case .rightGranted(let f): return granted(f)
        case .rightEnded(let f):
            return ("Kết thúc một quyền của \(person(f.user))", "A right of \(person(f.user)) ended")
        case .textSet(let f):
            return (
                "Đặt lại văn bản “\(f.key)” (\(f.language)), dùng từ \(f.from.vietnamese)",
                "Text “\(f.key)” (\(f.language)) set, used from \(f.from)"
            )
        case .hoursSet(let f):
            return (
                "Giờ làm việc của \(unit(f.unit)) từ \(f.from.vietnamese): \(f.hours.words.vi). Căn cứ: \(f.ground)",
                "Hours of \(unit(f.unit)) from \(f.from): \(f.hours.words.en). Ground: \(f.ground)"
            )
        case .wordsPublished(let f):
            return (
                "Đặt \(f.words.count) cách gọi cho thủ tục \(f.procedure)",
                "\(f.words.count) ways of naming \(f.procedure) set"
            )
        case .indicatorPublished(let f):
            return (
                "Công bố chỉ số “\(f.name)”, phiên bản \(f.version), từ \(f.validFrom.vietnamese)",
                "Indicator “\(f.nameEn)” published, version \(f.version), from \(f.validFrom)"
            )
        case .formerImportSigned(let f):
            return (
                "\(person(f.by)) ký nhập \(f.dossiers) hồ sơ của hệ thống cũ về \(f.units) đơn vị: \(f.open) chưa xong "
                    + "(\(f.overdue) quá hạn), \(f.waiting) chờ trả, \(f.ended) đã xong. Tệp \(f.file.prefix(12))",
                "\(person(f.by)) signed the import of \(f.dossiers) old dossiers into \(f.units) unit(s): \(f.open) open "
                    + "(\(f.overdue) overdue), \(f.waiting) to be fetched, \(f.ended) ended. File \(f.file.prefix(12))"
            )
        case .siteRegistered, .siteRemoved, .homeAssigned, .recoveryKeySet: return network(fact)
        case .accountChanged(let f): return account(f)
        case .absenceSet(let f):
            let standIn = f.standIn.map(person) ?? "–"
            return (
                "\(person(f.user)) vắng từ \(f.from.vietnamese) đến \(f.to.vietnamese), người thay: \(standIn)",
                "\(person(f.user)) away from \(f.from) to \(f.to), standing in: \(standIn)"
            )
        case .calendarPublished, .calendarAdopted, .calendarProposed, .calendarRejected: return calendar(fact)
        }
    }

    private func network(_ fact: OfficeFact) -> (vi: String, en: String) {
        switch fact {
        case .siteRegistered(let f):
            return ("Đăng ký điểm làm việc “\(f.site)”", "Site “\(f.site)” registered")
        case .siteRemoved(let f):
            return ("Gỡ điểm làm việc “\(f.site)”: \(f.reason)", "Site “\(f.site)” struck off: \(f.reason)")
        case .homeAssigned(let f):
            return (
                "Sổ của \(unit(f.unit)) ghi tại “\(f.site)” từ kỳ \(f.epoch)\(f.ground == "take" ? " (tiếp quản)" : "")",
                "The ledger of \(unit(f.unit)) is written at “\(f.site)” from epoch \(f.epoch)\(f.ground == "take" ? " (taken over)" : "")"
            )
        case .recoveryKeySet: return ("Đặt khóa phục hồi của thành phố", "The city's recovery key set")
        default: return ("", "")
        }
    }

    private func calendar(_ fact: OfficeFact) -> (vi: String, en: String) {
        switch fact {
        case .calendarPublished(let f): ("Công bố lịch \(f.version)", "Calendar \(f.version) published")
        case .calendarAdopted(let f):
            ("\(unit(f.unit)) áp dụng lịch \(f.calendar)", "\(unit(f.unit)) adopted \(f.calendar)")
        case .calendarProposed(let f):
            (
                "Đề xuất lịch \(f.calendar.version), sửa \(f.basis). Căn cứ: \(f.ground)",
                "Calendar \(f.calendar.version) proposed, changing \(f.basis). Ground: \(f.ground)"
            )
        case .calendarRejected(let f):
            ("Bác đề xuất lịch \(f.version): \(f.reason)", "Proposal \(f.version) rejected: \(f.reason)")
        default: ("", "")
        }
    }

    private func granted(_ f: RightGranted) -> (vi: String, en: String) {
        let role = f.grant.role.words
        let to = f.grant.to
        let kind: (vi: String, en: String) =
            switch f.grant.ground {
            case "posting": ("Tăng cường", "Posting")
            case _ where f.grant.delegator != nil: ("Ủy quyền ký", "Delegation of signing")
            default: ("Giao quyền", "Right")
            }
        return (
            "\(kind.vi): \(person(f.user)), \(role.vi) tại \(unit(f.grant.unit)), từ \(f.grant.from.vietnamese)"
                + (to.map { " đến \($0.vietnamese)" } ?? ""),
            "\(kind.en): \(person(f.user)), \(role.en) at \(unit(f.grant.unit)), from \(f.grant.from)"
                + (to.map { " to \($0)" } ?? "")
        )
    }

    private func account(_ f: AccountChanged) -> (vi: String, en: String) {
        let name = person(f.user)
        return switch f.change {
        case .added: ("Thêm người: \(name)", "Person added: \(name)")
        case .renamed: ("Đổi tên hiển thị: \(name)", "Renamed: \(name)")
        case .locked: ("Khóa tài khoản \(name)", "Account of \(name) locked")
        case .unlocked: ("Mở khóa tài khoản \(name)", "Account of \(name) unlocked")
        case .passwordReset:
            ("Cấp mật khẩu dùng một lần cho \(name)", "One-time password given to \(name)")
        case .passwordChanged: ("\(name) tự đổi mật khẩu", "\(name) changed the password")
        }
    }
}

extension Role {
    /// What a role is called.
    package var words: (vi: String, en: String) {
        switch self {
        case .counter: ("tiếp nhận", "counter")
        case .officer: ("chuyên viên", "officer")
        case .leader: ("lãnh đạo", "leader")
        case .city: ("điều hành thành phố", "city")
        case .admin: ("quản trị", "administrator")
        case .auditor: ("kiểm tra", "auditor")
        }
    }
}

extension OpeningHours {
    /// `07:30–11:30, 13:00–17:00; thứ Bảy 07:30–11:30`.
    package var words: (vi: String, en: String) {
        let days = working.map { "\($0.from)–\($0.to)" }.joined(separator: ", ")
        let vi = extra.map { "; \($0.weekday == 6 ? "thứ Bảy" : "Chủ nhật") \($0.from)–\($0.to)" }.joined()
        let en = extra.map { "; \($0.weekday == 6 ? "Saturday" : "Sunday") \($0.from)–\($0.to)" }.joined()
        return (days + vi, days + en)
    }
}
