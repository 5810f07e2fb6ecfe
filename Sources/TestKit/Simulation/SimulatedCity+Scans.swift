// SimulatedCity+Scans.swift: scans in a simulation: bytes that go by another way than the entries which name them.

import Casework
import Office

extension SimulatedCity {
    func scan(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        guard step.site > 0 else { return }
        let unit = SimulatedCity.ward(step.site)
        let (login, id) = ("counter@\(unit)", "scan-\(step.draw)")
        let known = try open(at: site(step.site), [unit])
        let isNew = random.chance(percent: 50) || known.isEmpty
        let old = isNew ? nil : random.pick(known)
        var filing = filing(unit, .counter, &random)
        filing.uploads = [PaperUpload(id: id, owner: "user:\(login)", paper: "anh")]
        // A picture as far as its first bytes say.
        var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0]
        for _ in 0..<(20 + random.below(60)) { bytes.append(UInt8(random.below(256))) }
        var file: String?
        let isDone = try attempt("scan", step.site) { site in
            _ = try site.office.openUpload(
                id: id, owner: "user:\(login)", place: "anh", name: "scan.jpg", size: bytes.count, now: now(site))
            _ = try site.office.papers.append(id, at: 0, bytes[...])
            file = try site.office.papers.finish(id).file
            let context = context(login, at: site)
            if let old {
                _ = try site.office.work { try $0.file(papers: filing.uploads, on: old, context) }
                return (context.command, unit, old, false)
            }
            let number = try site.office.work { try $0.receive(filing, context) }.number
            return (context.command, unit, number, true)
        }
        if isDone { tell { $0.file = file } }
    }
}
