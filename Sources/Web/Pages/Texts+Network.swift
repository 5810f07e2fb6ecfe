// Texts+Network.swift: words about sites, lines and what is contested.

import Casework
import Office

extension Texts {
    enum Network {
        static let title = Text("Mạng lưới điểm làm việc", "Net of sites")
        static let none = Text(
            "Chưa có phường nào có máy riêng: mọi đơn vị làm việc tại máy chủ này.",
            "No ward has a site of its own yet: every unit works here.")
        static let sites = Text("Các điểm", "Sites")
        static let site = Text("Điểm", "Site")
        static let state = Text("Đường truyền", "Line")
        static let heard = Text("Liên lạc lần cuối", "Last heard from")
        static let lag = Text("Chờ gửi về", "To come")
        static let ready = Text("Chờ gửi đi", "To go")
        static let parkedShort = Text("Xếp riêng", "Parked")
        static let contestedShort = Text("Cần quyết định", "Contested")
        static let silent = Text("✕ mất liên lạc", "✕ silent")
        static let speaking = Text("✓ thông", "✓ up")
        static let never = Text("chưa lần nào", "never")
        static let contested = Text("Cần người quyết định", "For a person to decide")
        static let noContest = Text("Không có việc nào còn tranh chấp.", "Nothing is contested.")
        static let noticed = Text("thấy lúc", "noticed")
        static let proposed = Text("đề xuất", "proposed")
        static let whatNow = Text("Quyết định", "Decision")
        static let words = Text("Lý do", "Reason")
        static let decide = Text("Quyết định", "Decide")
        static let decided = Text("Đã ghi quyết định.", "The decision is recorded.")
        static let ledger = Text("Sổ", "Ledger")
        static let epoch = Text("Kỳ", "Epoch")
        static let place = Text("Bút toán", "Entry")
        static let why = Text("Vì sao", "Why")

        static func heading(sites: Int, silent: Int, open: Int) -> Text {
            let (vi, en) = open == 0 ? ("", "") : (", \(open) việc cần quyết định", ", \(open) to decide")
            guard sites > 0 else { return Text("Mạng lưới\(vi)", "Sites\(en)") }
            return silent == 0
                ? Text(
                    "\(sites) điểm làm việc, đường truyền thông suốt\(vi)",
                    "\(sites) sites, every line up\(en)")
                : Text(
                    "\(silent) trong \(sites) điểm mất liên lạc\(vi)",
                    "\(silent) of \(sites) sites silent\(en)")
        }
        static func lineUp(_ since: Instant) -> Text {
            Text(
                "Đường truyền tới thành phố thông từ \(since.vietnamese).",
                "The line to the city is up since \(since).")
        }
        static func lineDown(_ since: Instant) -> Text {
            Text(
                "Mất đường truyền tới thành phố từ \(since.vietnamese).",
                "The line to the city is down since \(since).")
        }
        static func waiting(_ waiting: LineWaiting) -> Text {
            let (entries, files, wanted) = (waiting.entries, waiting.files, waiting.wanted)
            return Text(
                "\(entries) bút toán và \(files) tệp chờ gửi" + (wanted > 0 ? ", \(wanted) tệp chờ nhận." : "."),
                "\(entries) entries and \(files) files wait to go" + (wanted > 0 ? ", \(wanted) files to come." : "."))
        }
        /// - Parameter refusal: why the city's machine turns this one away; nil where it is not heard at all.
        static func bar(_ since: Instant, refusal: Text?, _ waiting: LineWaiting?) -> Text {
            if let refusal { return turnedAway(since, refusal, waiting) }
            let rest = waiting.map { goesOut(entries: $0.entries, files: $0.files) }
            return Text(
                "Mất đường truyền tới thành phố từ \(since.vietnamese). Vẫn tiếp nhận, giải quyết, trả kết quả bình thường."
                    + (rest.map { " \($0.vi)" } ?? ""),
                "The line to the city is down since \(since). Receiving, settling and returning go on."
                    + (rest.map { " \($0.en)" } ?? ""))
        }
        /// Waiting does not mend it: somebody of the city has to.
        private static func turnedAway(_ since: Instant, _ refusal: Text, _ waiting: LineWaiting?) -> Text {
            let rest = waiting.map {
                Text(
                    " Chưa gửi được từ \(since.vietnamese): \($0.entries) bút toán, \($0.files) tệp.",
                    " Not sent since \(since): \($0.entries) entries, \($0.files) files.")
            }
            return Text(
                "Máy chủ thành phố từ chối máy này: \(unended(refusal.vi)). Hãy báo quản trị thành phố, vì chờ thêm không tự hết. "
                    + "Vẫn tiếp nhận, giải quyết, trả kết quả bình thường.\(rest?.vi ?? "")",
                "The city's machine turns this one away: \(unended(refusal.en)). Tell the city's administrators: it does not mend itself. "
                    + "Receiving, settling and returning go on.\(rest?.en ?? "")")
        }
        private static func unended(_ words: String) -> String { words.hasSuffix(".") ? String(words.dropLast()) : words }

        /// The ward's own machine does not do its part: the line may be as it will.
        static func unable(_ since: Instant, _ why: Text, _ waiting: LineWaiting?) -> Text {
            let rest = waiting.map {
                Text(
                    " Chưa gửi: \($0.entries) bút toán, \($0.files) tệp.", " Not sent: \($0.entries) entries, \($0.files) files.")
            }
            return Text(
                "Từ \(since.vietnamese), chính máy chủ tại đây chưa làm được việc gửi nhận với thành phố: \(unended(why.vi)). "
                    + "Không phải do đường truyền. Hãy báo người quản trị máy này xem nhật ký của máy.\(rest?.vi ?? "")",
                "Since \(since) this ward's own machine has not done its part of the exchange with the city: \(unended(why.en)). "
                    + "It is not the line. Tell whoever looks after this machine to read its log.\(rest?.en ?? "")")
        }
        static let noHub = Text(
            "địa chỉ máy chủ thành phố lưu ở máy này không dùng được", "the address of the city's machine that is kept here cannot be used")
        static let noSeal = Text("khóa của máy này không niêm phong được gói gửi", "this machine's keys cannot seal what is sent")
        static let noTrust = Text(
            "không đọc được chứng thư mà máy này tin cậy", "the certificates that this machine trusts cannot be read")
        /// What keeps this machine from its part, for everybody who works here; the log has it with names of files.
        static func trouble(_ error: any Error) -> Text {
            if let refusal = error as? Refusal { return Text(refusal.vi, refusal.en) }
            switch OfficeFault(error)?.kind {
            case .full: return Text("ổ đĩa đã đầy hoặc hỏng", "the disk is full or has failed")
            case .readOnly: return Text("kho dữ liệu không ghi được", "the store cannot be written")
            case .busy: return Text("kho dữ liệu đang bị chương trình khác giữ", "another program holds the store")
            case .corrupt: return Text("kho dữ liệu có chỗ hỏng", "something in the store is damaged")
            case .unreachable: return Text("không mở được kho dữ liệu", "the store cannot be reached")
            case .other, nil: return Text("lỗi ngoài dự kiến", "an unexpected error")
            }
        }
        /// What leaves when the line is back; only what there is.
        private static func goesOut(entries: Int64, files: Int64) -> Text {
            let what = [(entries, "bút toán", "entries"), (files, "tệp", "files")].filter { $0.0 > 0 }
            if what.isEmpty { return Text("Chưa có gì chờ gửi.", "Nothing waits to be sent.") }
            return Text(
                what.map { "\($0.0) \($0.1)" }.joined(separator: " và ") + " tự gửi khi có đường truyền.",
                "What was written (" + what.map { "\($0.2): \($0.0)" }.joined(separator: ", ")
                    + ") goes out by itself when it is back.")
        }
        static func skew(_ milliseconds: Int64) -> Text {
            let minutes = abs(milliseconds) / 60_000
            return milliseconds > 0
                ? Text("đồng hồ nhanh \(minutes) phút", "clock \(minutes) min fast")
                : Text("đồng hồ chậm \(minutes) phút", "clock \(minutes) min slow")
        }
        static func parked(_ n: Int) -> Text { Text("\(n) bút toán xếp riêng", "\(n) parked entries") }

        static func kind(_ kind: ContestKind) -> Text {
            switch kind {
            case .rightWithdrawn: Text("Quyền đã thu hồi", "A right that had been withdrawn")
            case .oldHome: Text("Máy cũ vẫn ghi", "The old home went on writing")
            case .oldBackup: Text("Khôi phục từ bản sao cũ", "Back from an old backup")
            case .clockOff: Text("Đồng hồ sai", "A clock that is off")
            case .lateCalendar: Text("Lịch đến muộn", "A calendar that came late")
            case .filedTwice: Text("Nộp hai nơi", "Filed at two places")
            case .withdrawalCrossed:
                Text("Rút hồ sơ khi đã quyết định", "Withdrawn while it was being decided")
            case .notTheirs: Text("Không thuộc thẩm quyền", "Not theirs to say")
            }
        }
        static func explain(_ item: ItemContested) -> Text {
            let detail = item.detail ?? ""
            switch item.kind {
            case .rightWithdrawn:
                return Text(
                    "\(detail) đã làm việc này khi quyền đã bị thu hồi mà nơi đó chưa biết. Việc đã làm vẫn ghi trong sổ.",
                    "\(detail) did this after the right had ended, which the site could not know. What was done stands in the ledger."
                )
            case .oldHome where item.proposal == .stands:
                return Text(
                    "Máy chủ thành phố chạy lại từ bản sao cũ, chưa biết sổ đã được tiếp quản, và đã nhận \(item.one.count) bút toán "
                        + "của máy cũ (\(item.site ?? "")). Chúng vẫn ghi trong sổ.",
                    "The city's machine came back from an old backup, did not know of the take-over, and took in "
                        + "\(item.one.count) entries of the old home (\(item.site ?? "")). They stand in the ledger.")
            case .oldHome:
                return Text(
                    "Sau khi sổ được tiếp quản, máy cũ (\(item.site ?? "")) còn ghi \(item.one.count) bút toán. Chúng được giữ riêng, "
                        + "chưa vào hồ sơ.",
                    "After the ledger was taken over, the old home (\(item.site ?? "")) wrote \(item.one.count) entries. They are kept "
                        + "aside and not in the dossier.")
            case .oldBackup:
                return Text(
                    "Điểm \(item.site ?? "") chạy lại từ bản sao cũ và ghi \(detail) bút toán bên cạnh sổ đã gửi. Chúng đã được ghi lại "
                        + "ở kỳ mới, trừ phần dưới đây nếu không ghi lại được.",
                    "Site \(item.site ?? "") came back from an old backup and wrote \(detail) entries beside what it had sent. They were "
                        + "entered again in a new epoch, but for those named here if they could not be.")
            case .clockOff: return clock(item)
            case .lateCalendar:
                return Text(
                    "Lịch \(item.about) thay đổi ngày đã qua (từ \(detail)). Áp dụng thì hạn trả của hồ sơ đang mở được tính lại.",
                    "Calendar \(item.about) changes days that are past (from \(detail)). Adopting it moves due times of open dossiers."
                )
            case .filedTwice:
                return Text(
                    "Cùng một người nộp cùng thủ tục ở hai nơi. Khi được ghi nhận, cả hai hồ sơ đều chưa xong; "
                        + "nay đến đâu, mở từng hồ sơ để xem.",
                    "The same person filed the same procedure at two places. When this was noticed neither dossier was settled; open each "
                        + "to see where it stands now."
                )
            case .withdrawalCrossed:
                return Text(
                    "Người dân xin rút khi nơi xử lý đã quyết định mà chưa biết. Theo Điều 21 Nghị định số 118/2025/NĐ-CP, "
                        + "chỉ rút khi chưa có quyết định.",
                    "The applicant withdrew when the decision had been made and neither knew. By Decree 118/2025 art. 21 a dossier is "
                        + "withdrawn only before the decision."
                )
            case .notTheirs where Int(detail) == nil:
                return Text(
                    "Điểm \(item.site ?? "") gửi một việc mà nơi này không tự trả lời được (mã lỗi \(detail)). Bút toán đã được nhận.",
                    "Site \(item.site ?? "") asked for something that cannot be answered here by itself (\(detail)). The entry was taken.")
            case .notTheirs:
                return Text(
                    "Điểm \(item.site ?? "") gửi \(detail) bút toán vào sổ không thuộc quyền của mình. Không bút toán nào được nhận.",
                    "Site \(item.site ?? "") sent \(detail) entries for a ledger that is not its to write. None was taken.")
            }
        }
        private static func clock(_ item: ItemContested) -> Text {
            // Minutes that the clock is ahead; below nought it is behind.
            let minutes = item.detail.flatMap { Int64($0) } ?? 0
            let (skew, site) = (Texts.Network.skew(minutes * 60_000), item.site ?? "")
            guard let until = item.until else {
                return Text(
                    "Điểm \(site): \(skew.vi). Giờ ghi của việc làm tại đó lệch chừng ấy.",
                    "Site \(site): \(skew.en). The times of what is done there are off by as much.")
            }
            return Text(
                "Điểm \(site): \(skew.vi) cho đến khi được chỉnh. Giờ ghi từ \(item.happenedAt.vietnamese) đến "
                    + "\(until.vietnamese) chưa chắc đúng; nếu chính lần chỉnh ấy sai thì giờ ghi từ đó về sau sai.",
                "Site \(site): \(skew.en) until it was set. Times written from \(item.happenedAt) to \(until) are in doubt; if it "
                    + "was set wrong then, those since are.")
        }
        static func decision(_ decision: ContestDecision) -> Text {
            switch decision {
            case .stands: Text("Giữ nguyên việc đã làm", "What was done stands")
            case .adopt: Text("Ghi lại vào sổ chính, áp dụng", "Enter it, adopt it")
            case .setAside: Text("Không tính; xử lý tiếp bằng tay", "Set aside; what follows is done by hand")
            }
        }
    }
}
