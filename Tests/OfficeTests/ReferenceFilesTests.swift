// ReferenceFilesTests.swift: the repository's reference files are sound; broken ones are refused with file
// and line; the national portal's records become sound definitions.
//
// The portal's file is not part of the repository: its tests run where it stands beside (../shared), else
// they skip.

import Casework
import Foundation
import Testing

@testable import Office

private let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
private let reference = packageRoot.appending(path: "Reference").path
private let portal = packageRoot.appending(path: "../shared/data/tthc/ward/ward_procedures_full.json")
    .standardizedFileURL.path
private let repository = Result { try ReferenceFiles.load(folder: reference) }
private let hasPortal = FileManager.default.fileExists(atPath: portal)

@Suite("reference files")
struct ReferenceFilesTests {
    @Test("the repository's folder loads: 168 wards, over 90 procedures, each of a known field")
    func loads() throws {
        let files = try repository.get()
        #expect(files.units.count { [.ward, .commune, .specialZone].contains($0.kind) } == 168)
        #expect(files.units.count { $0.kind == .police } == 168)
        #expect(files.procedures.count >= 90)
        #expect(files.procedures.map(\.code) == files.procedures.map(\.code).sorted())
        #expect(files.calendars.map(\.version) == ["vn-2026.3"])
        let used = Set(files.procedures.map(\.field))
        #expect(used.isSubset(of: Set(files.fields.map(\.id))))
    }

    @Test("every definition of the repository is sound")
    func sound() {
        let findings = ReferenceFiles.check(paths: [], reference: reference)
        #expect(findings.map { "\($0.file):\($0.line): \($0.en)" } == [])
    }

    @Test("a definition written as YAML reads back the same, byte for byte the same each time")
    func yaml() throws {
        let scratch = try Scratch([:])
        for procedure in try repository.get().procedures {
            let text = try ProcedureImport.yaml(procedure)
            try scratch.write("one.yaml", text)
            let back = try YAMLFile(path: scratch.folder + "/one.yaml").decode(Procedure.self)
            #expect(back == procedure)
            #expect(try ProcedureImport.yaml(back) == text)
        }
    }

    @Test(
        "a broken file is refused with file, line and what to do",
        arguments: [
            ("unclosed quote", "unit: \"sameDay", "unit: sameDay", 15),
            ("no such unit of limits", "unit: week", "unit: sameDay", 14),
            ("amount in words", "amount: một", "amount: 1", 13),
            ("31 February", "validFrom: \"2025-02-31\"", "validFrom: \"2025-07-01\"", 4),
            ("misspelt key", "cuttoff: \"15:00\"", "cutoff: \"15:00\"", 15),
            ("key twice", "version: 1\ncode: \"2.000815\"", "version: 1", 4),
            ("missing key", "", "field: chung-thuc\n", 2),
            ("not its code", "code: \"2.000816\"", "code: \"2.000815\"", 2),
        ])
    func broken(name: String, wrong: String, right: String, line: Int) throws {
        let scratch = try Scratch()
        try scratch.change("procedures/2.000815.yaml", right, to: wrong)
        let fault = #expect(throws: ReferenceFault.self) { _ = try scratch.load() }
        #expect(fault?.file.hasSuffix("procedures/2.000815.yaml") == true)
        #expect(fault.map { $0.line == line } == true, "\(fault.map(\.description) ?? "")")
        let findings = ReferenceFiles.check(paths: [], reference: scratch.folder)
        #expect(findings.contains { $0.line == fault?.line && !$0.vi.isEmpty && !$0.en.isEmpty })
    }

    @Test("an unsound file is found with its line; the other files are still checked")
    func unsound() throws {
        let scratch = try Scratch()
        try scratch.change("procedures/2.000815.yaml", "    body: competent", to: "    body: so-meo")
        let text = try scratch.text("procedures/2.000815.yaml")
        let line =
            1 + text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
                $0.hasSuffix("so-meo")
            }!
        let findings = ReferenceFiles.check(paths: [], reference: scratch.folder)
        #expect(findings.map(\.line).contains(line))
        #expect(findings.first?.en.contains("steps[1].body") == true)
    }

    @Test("the example of docs/formats/procedure.md is sound")
    func example() throws {
        let document = try String(
            contentsOf: packageRoot.appending(path: "docs/formats/procedure.md"), encoding: .utf8)
        let parts = document.components(separatedBy: "```yaml\n")
        let yaml = try #require(parts.last?.components(separatedBy: "```").first)
        let scratch = try Scratch(["procedures/9.000001.yaml": yaml])
        #expect(ReferenceFiles.check(paths: [], reference: scratch.folder).map(\.en) == [])
    }

    @Test("a folder or file that is not there, an empty file and a file that is no text are named")
    func absent() throws {
        let scratch = try Scratch(["procedures/9.000001.yaml": "", "procedures/9.000002.yaml": "- 1\n"])
        let findings = ReferenceFiles.check(
            paths: [scratch.folder, "/nowhere.yaml"], reference: scratch.folder)
        #expect(
            findings.map { URL(filePath: $0.file).lastPathComponent } == [
                "nowhere.yaml", "9.000001.yaml", "9.000002.yaml",
            ])
        #expect(throws: ReferenceFault.self) { _ = try ReferenceFiles.load(folder: "/nowhere") }
        try Data([0xFF, 0xFE, 0x00]).write(
            to: URL(filePath: scratch.folder).appending(path: "procedures/9.000001.yaml"))
        #expect(
            ReferenceFiles.check(paths: [], reference: scratch.folder).first?.en.contains("UTF-8") == true)
    }

    @Test("one code and version in two files is refused")
    func twice() throws {
        let scratch = try Scratch()
        try scratch.write("procedures/2.000815.v2.yaml", try scratch.text("procedures/2.000815.yaml"))
        #expect(throws: ReferenceFault.self) { _ = try scratch.load() }
    }
}

@Suite("procedure import")
struct ProcedureImportTests {
    private func report(_ json: String) throws -> ImportReport {
        let files = try repository.get()
        let scratch = try Scratch(["portal.json": json])
        return try ProcedureImport.report(file: scratch.folder + "/portal.json", house: .init(files))
    }
    private func record(
        code: String = "9.000001", body: String = "Ủy ban nhân dân cấp xã", time: String = "5",
        unit: String = "WORKING_DAY",
        fee: String = "0", note: String = "", step: String = "", cases: String = "[]"
    ) -> String {
        """
        {"code":"\(code)","name":"Thủ tục đăng ký nuôi mèo","field":"Nuôi mèo",
        "executing_bodies":"\(body)","cases":\(cases),
        "methods":[{"method":"DIRECT","time":\(time),"unit":"\(unit)","description":"",
        "fees":[{"type":"FEE","value":\(fee),"currency":"","description":"\(note)"}]}],
        "dossier":[{"group":"","items":[{"code":"","name":"- Đơn đăng ký nuôi mèo","originals":1,"copies":0,
        "required":true,
        "e_form":false}]}],"steps":[{"name":"","text":"\(step)"}],"results":[{"code":"","name":"Thẻ"}]}
        """
    }

    @Test(
        "limits: a unit is taken, the same day is read from the text, what has no unit stays open",
        arguments: [
            ("5", "WORKING_DAY", "", "[]", "workingDay", 5), ("10", "DAY", "", "[]", "calendarDay", 10),
            ("2", "MONTH", "", "[]", "month", 2), ("8", "HOUR", "", "[]", "workingHour", 8),
            ("1", "OTHER", "nhận sau 15 giờ thì trả ngày làm việc tiếp theo", "[]", "sameDay", 1),
            ("1", "OTHER", "", "[]", "open", 0), ("\"Không quy định\"", "OTHER", "", "[]", "open", 0),
            (
                "1", "OTHER", "",
                #"[{"code":"9.000001.01","name":"x","processing":{"qty":3,"type":"WORKING_DAY"}}]"#,
                "workingDay", 3
            ),
        ])
    func limits(time: String, unit: String, step: String, cases: String, expected: String, amount: Int) throws
    {
        let report = try report("[\(record(time: time, unit: unit, step: step, cases: cases))]")
        let limit = try #require(report.procedures.first?.limits.first)
        #expect(limit.unit.rawValue == expected && limit.amount ?? 0 == amount)
        #expect((limit.cutoff != nil) == (expected == "sameDay"))
        #expect((report.procedures[0].confidence["limit"] == "open") == (expected == "open"))
    }

    @Test(
        "fees: a value is taken, the council's is left to the officer, a bare 0 is a guess",
        arguments: [
            ("50000", "", Procedure.FeeRule.fixed, "A"),
            ("0", "Mức lệ phí do Hội đồng nhân dân cấp tỉnh quyết định", .council, "A"),
            ("0", "Không thu lệ phí", .free, "A"), ("0", "", .free, "C"), ("2000", "/trang", .each, "A"),
            ("0", "20.000 đồng/lần", .council, "open"), ("25", "", .council, "open"),
        ])
    func fees(fee: String, note: String, rule: Procedure.FeeRule, letter: String) throws {
        let p = try #require(try report("[\(record(fee: fee, note: note))]").procedures.first)
        #expect(p.fees.first?.rule == rule && p.confidence["fee"] == letter)
    }

    @Test(
        "a record of a body that is no unit, a broken record and a repeated code are left out with a reason")
    func leftOut() throws {
        let customs = record(code: "9.000002", body: "Chi cục Hải quan khu vực")
        let report = try report(
            "[\(record()),\(customs),{\"code\":\"9.000003\"},7,\(record())]"
        )
        #expect(report.lines.map(\.isTaken) == [true, false, false, false, false])
        #expect(report.lines.dropFirst().allSatisfy { $0.leftOut.contains { $0.hasPrefix("cả bản ghi") } })
        #expect(report.lines[2].code == "9.000003" && report.lines[3].code == "#4")
        #expect(report.newFields.map(\.id) == ["nuoi-meo"])
        #expect(
            report.procedures[0].papers == [
                .init(
                    id: "giay-to", name: "Đơn đăng ký nuôi mèo", required: true, kind: .form, originals: 1,
                    copies: 0)
            ])
    }

    @Test("a file that is no JSON array is refused by name")
    func refused() throws {
        let fault = #expect(throws: ReferenceFault.self) { _ = try report("{\"code\":1}") }
        #expect(fault?.file.hasSuffix("portal.json") == true)
    }

    @Test(
        "the portal's 781 ward records: each accounted for, each definition sound and readable",
        .enabled(if: hasPortal, "the portal's records are not beside the repository"))
    func portalRecords() throws {
        let files = try repository.get()
        let report = try ProcedureImport.report(file: portal, house: .init(files))
        #expect(report.lines.count == 781)
        #expect(report.procedures.count == 598)
        // The other 183: customs, border guard, treasury, courts and others that are no unit of the city.
        #expect(
            report.lines.filter { !$0.isTaken }.allSatisfy {
                $0.leftOut.contains { $0.contains("không đơn vị nào") }
            })
        #expect(report.procedures.allSatisfy { $0.confidence["steps"] == "C" })
        #expect(report.summary.contains("lấy 598, không lấy 183"))
        let scratch = try Scratch([:])
        try ProcedureImport.write(report, to: scratch.folder + "/out")
        let findings = ReferenceFiles.check(paths: [scratch.folder + "/out"], reference: reference)
        #expect(findings.map(\.en) == [])
        let birth = try #require(report.procedures.first { $0.code == "1.001193" })
        #expect(
            birth.limits == [
                .init(amount: 1, unit: .sameDay, cutoff: TimeOfDay(15, 0), ground: birth.limits.first?.ground)
            ])
    }
}

/// A folder like Reference/ in a temporary place, removed at the end.
private final class Scratch: Sendable {
    let folder: String

    /// The repository's units, fields and calendars, with 2.000815 or with `files` instead.
    init(_ files: [String: String]? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "motcua-\(UUID().uuidString)").path
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder + "/procedures", withIntermediateDirectories: true)
        let units =
            "units: [{code: \"27373\", name: Phường A, kind: ward, agencyCode: H29.273.73, receiverIndex: 1, "
            + "hours: {working: [], extra: []}, former: [], validFrom: \"2025-07-01\"}]\n"
        try write("units.yaml", units)
        for name in ["fields.yaml", "calendars"] {
            try manager.copyItem(atPath: reference + "/" + name, toPath: folder + "/" + name)
        }
        if let files {
            for (name, text) in files.sorted(by: { $0.key < $1.key }) { try write(name, text) }
        } else {
            try manager.copyItem(
                atPath: reference + "/procedures/2.000815.yaml", toPath: folder + "/procedures/2.000815.yaml")
        }
    }
    deinit {
        do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record(error) }
    }

    func load() throws -> ReferenceFiles { try ReferenceFiles.load(folder: folder) }
    func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }
    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder).appending(path: name))
    }
    /// Replaces the first `right`; a test whose `right` is not there fails.
    func change(_ name: String, _ right: String, to wrong: String) throws {
        var text = try text(name)
        let range = try #require(text.range(of: right))
        text.replaceSubrange(range, with: wrong)
        try write(name, text)
    }
}
