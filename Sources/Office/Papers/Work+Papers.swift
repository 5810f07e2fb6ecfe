// Work+Papers.swift: finished uploads become files of a dossier; what is left of them is swept away.
//
// The entry `PaperFiled` carries hash, kind and size as facts and name and key sealed. The bytes were durable before;
// if the entry does not come to be, the upload stays as it was and expires. After the commit the upload's own key is
// taken out of the key store (`settle`); a crash before that is made good by the sweep.

package import Casework
import Crypto
import Foundation
import Ledger
import Storage

extension Work {
    /// The facts that attach `uploads` to a dossier with `files` already in it. Nothing is recorded yet.
    func attaching(
        _ uploads: [PaperUpload], to number: String, in unit: String, beside files: [PaperFile], now: Instant
    ) throws -> [Recorded] {
        guard files.count + uploads.count <= PaperLimit.files else { throw Refusal.papersTooLarge }
        var bytes = files.reduce(0) { $0 + $1.bytes }
        var seen: Set<String> = []
        return try uploads.map { wanted in
            guard let upload = try office.papers.upload(wanted.id), upload.owner == wanted.owner,
                let key = try office.papers.key(wanted.id), seen.insert(wanted.id).inserted
            else { throw Refusal.unknownUpload(wanted.id) }
            guard let file = upload.file, let media = upload.media else { throw Refusal.unfinishedUpload }
            bytes += upload.received
            guard bytes <= PaperLimit.dossierBytes else { throw Refusal.papersTooLarge }
            let secret = PaperSecret(name: upload.name, key: key.withUnsafeBytes { Array($0).hex })
            return Recorded(
                unit: unit, subject: number,
                fact: .paperFiled(
                    PaperFiled(
                        paper: wanted.paper, file: file, media: media, bytes: upload.received, filedAt: now)),
                person: PersonalData(text: upload.note, file: secret))
        }
    }

    /// Attaches finished uploads to a dossier: staff with a hand in it, or its applicant.
    package func file(
        papers uploads: [PaperUpload], on number: String, _ context: CommandContext
    ) throws -> Receipt {
        if let done = try alreadyDone(context) { return done }
        guard let dossier = try dossier(number) else { throw Refusal.unknownDossier(number) }
        let situation = Situation(
            dossier: dossier, caller: context.caller, world: try world(dossier, now: context.now))
        guard situation.maySee else { throw Refusal.noRightToSee }
        guard dossier.frozenBy == nil else { throw Refusal.frozen }
        guard !dossier.erased.contains(.applicant) else { throw Refusal.fileErased }
        let unit: String
        if context.caller.applicantOf == number {
            guard !dossier.state.isEnd else {
                throw Refusal.notNow(
                    "file-paper", vi: "Hồ sơ đã kết thúc, không nhận thêm tệp.",
                    en: "The dossier has ended and takes no more files.")
            }
            unit = Intake.portal
        } else {
            let own = ([dossier.actingUnit] + situation.involvedUnits).first {
                situation.holds(Duty.attach, at: $0)
            }
            guard let own else {
                throw Refusal.noRight("gắn tệp giấy tờ", "attach files", unit: dossier.custody.unit)
            }
            unit = own
        }
        for upload in uploads { try check(upload.paper, situation.world.procedure) }
        let facts = try attaching(
            uploads, to: number, in: unit, beside: dossier.files, now: context.now)
        try record(facts, by: context.caller, command: context.command, now: context.now)
        return try receipt(number, context, withCode: false)
    }

    private func check(_ paper: String?, _ procedure: Procedure) throws {
        guard let paper, !procedure.papers.contains(where: { $0.id == paper }) else { return }
        throw Refusal.badValue(
            "paper", "Giấy tờ", vi: "không có giấy tờ “\(paper)” trong thủ tục", en: "no paper “\(paper)”")
    }

    /// An action with files, in one command: the files first, so that they are there when it is taken up.
    package func perform(
        _ action: String, on number: String, _ input: ActionInput, papers uploads: [PaperUpload],
        _ context: CommandContext
    ) throws -> Receipt {
        guard !uploads.isEmpty else { return try perform(action, on: number, input, context) }
        if let done = try alreadyDone(context) { return done }
        var values = input.values
        let ids = uploads.compactMap(\.paper)
        if action == "supplement" {
            var all = input.list("papers")
            for id in ids where !all.contains(id) { all.append(id) }
            if !all.isEmpty { values["papers"] = all.joined(separator: ",") }
        }
        // Tried on the side first: a refusal must come before anything is recorded.
        guard let dossier = try dossier(number) else { throw Refusal.unknownDossier(number) }
        let situation = Situation(
            dossier: dossier, caller: context.caller, world: try world(dossier, now: context.now))
        guard situation.maySee else { throw Refusal.noRightToSee }
        if let expected = context.expectedVersion, expected != dossier.version {
            throw Refusal.stale(current: dossier.version)
        }
        let facts = try situation.perform(action, ActionInput(values))
        guard let unit = facts.first?.unit else { return try perform(action, on: number, input, context) }
        for upload in uploads { try check(upload.paper, situation.world.procedure) }
        let files = try attaching(uploads, to: number, in: unit, beside: dossier.files, now: context.now)
        try record(files + facts, by: context.caller, command: context.command, now: context.now)
        return try receipt(number, context, withCode: false)
    }
}

extension Office {
    /// Opens an upload for an owner; now and then sweeps away what expired.
    package func openUpload(
        id: String, owner: String, place: String, name: String, note: String? = nil, size: Int?, now: Instant
    ) throws -> PaperStore.Upload {
        try sweepPapers(now: now)
        return try papers.create(
            id: id, owner: owner, place: place, name: name, note: note, size: size, now: now)
    }

    /// Drops uploads whose time is over; one that became a dossier's file is settled instead.
    package func sweepPapers(now: Instant) throws {
        for upload in try papers.expired(now: now) {
            let attached = try upload.file.map { file in
                try database.read {
                    try $0.row("SELECT 1 FROM paper_file WHERE file = $1", [.text(file)]) != nil
                }
            }
            if attached == true, let file = upload.file {
                try papers.settle([file])
            } else {
                try papers.drop(upload.id)
            }
        }
    }

    /// The bytes of a dossier's file for somebody who may see the dossier.
    package func open(_ file: PaperFile) throws -> PaperReader {
        guard let secret = file.secret, let key = [UInt8](hex: secret.key) else { throw Refusal.fileErased }
        guard let reader = try papers.read(file.file, key: SymmetricKey(data: key)) else {
            throw StorageFault(
                .other, "the bytes of file \(file.file.prefix(12)) are not at this site",
                advice: "restore the store of papers, or wait until the other site has sent them")
        }
        return reader
    }

    /// Files of erased applicants leave the store.
    func dropFiles(of number: String, _ slot: PersonSlot) throws {
        guard slot == .applicant else { return }
        let files = try database.read {
            try $0.rows("SELECT file FROM paper_file WHERE number = $1 ORDER BY file", [.text(number)])
        }.map { $0.text(0) }
        guard !files.isEmpty else { return }
        try papers.drop(files: files)
        try papers.scrub()
    }

    /// Files of entries that are not there or not what their names say.
    func checkPapers(_ found: (String) -> Void) throws {
        try papers.check(found)
        let rows = try database.read {
            try $0.rows(
                """
                SELECT f.file, f.number FROM paper_file f
                WHERE EXISTS (SELECT 1 FROM dossier d WHERE d.number = f.number AND d.applicant IS NOT NULL)
                ORDER BY f.file
                """)
        }
        for row in rows where try !papers.holds(row.text(0)) {
            found("file \(row.text(0)) of \(row.text(1)) is not in the store of papers")
        }
    }
}
