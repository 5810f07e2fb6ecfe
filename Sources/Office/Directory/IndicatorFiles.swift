// IndicatorFiles.swift: definitions of indicators from YAML (docs/formats/indicators.md) to values, each checked.

import Casework
import Foundation
package import Oversight

package enum IndicatorFiles {
    /// As it stands in the file; what is left out is what most definitions have.
    private struct Line: Decodable {
        var id: String
        var version: Int?
        var group: IndicatorDefinition.Group
        var name, nameEn: String
        var event: CountedEvent
        var counts: IndicatorDefinition.Unit?
        var denominator, numerator: [Clause]
        var points: Int
        var higherIsBetter: Bool?
        var `public`: Bool?
        var from: CivilDate
        var to: CivilDate?
        var source: String

        var definition: IndicatorDefinition {
            IndicatorDefinition(
                id: id, version: version ?? 1, validFrom: from, validTo: to, name: name, nameEn: nameEn, group: group,
                event: event, counts: counts ?? .things, denominator: denominator, numerator: numerator, points: points,
                higherIsBetter: higherIsBetter ?? true, isPublic: `public` ?? true, source: source)
        }
    }

    /// The definitions of a file.
    /// - Throws: `ReferenceFault` with the line of the first that cannot be used.
    package static func load(_ path: String) throws -> [IndicatorDefinition] {
        let file = try YAMLFile(path: path)
        let definitions = try file.decode([Line].self).map(\.definition)
        for (i, definition) in definitions.enumerated() {
            if let problem = definition.problems.first {
                throw ReferenceFault(
                    file: path, line: file.line(of: "[\(i)].\(problem.place)"), vi: "\(definition.id): \(problem.vi)",
                    en: "\(definition.id): \(problem.en)")
            }
            let rivals = definitions[..<i].filter { $0.id == definition.id }
            if rivals.contains(where: { $0.version == definition.version || $0.overlaps(definition) }) {
                throw ReferenceFault(
                    file: path, line: file.line(of: "[\(i)].id"),
                    vi: "\(definition.id): hai phiên bản trùng số hoặc trùng thời gian hiệu lực. Hãy đặt “to” cho bản cũ.",
                    en: "\(definition.id): two versions share their number or days. Give the older one a “to”.")
            }
        }
        return definitions
    }
}

extension IndicatorDefinition {
    /// Whether some day has both in force.
    package func overlaps(_ other: IndicatorDefinition) -> Bool {
        (other.validTo.map { validFrom <= $0 } ?? true) && (validTo.map { other.validFrom <= $0 } ?? true)
    }
}

extension DefinitionProblem {
    /// The key of the file that it is about.
    package var place: String {
        switch self {
        case .dividesByNothing: "denominator"
        case .neverAbove: "numerator"
        case .unknownAtEvent: "event"
        case .negativePoints: "points"
        case .endsBeforeItBegins: "to"
        case .noName: "name"
        case .badID: "id"
        }
    }
    package var vi: String {
        switch self {
        case .dividesByNothing: "mẫu số luôn bằng 0: không hồ sơ nào có thể thỏa mọi điều kiện. Hãy sửa “denominator”."
        case .neverAbove: "tử số luôn bằng 0: không hồ sơ nào trong mẫu số thỏa “numerator”. Hãy sửa."
        case .unknownAtEvent(let trait): "sự kiện này không biết “\(trait.rawValue)”. Hãy chọn sự kiện khác hoặc bỏ điều kiện."
        case .negativePoints: "điểm không được âm."
        case .endsBeforeItBegins: "ngày hết hiệu lực trước ngày có hiệu lực."
        case .noName: "thiếu tên tiếng Việt hoặc tiếng Anh."
        case .badID: "mã gồm chữ thường, số và dấu gạch nối, tối đa 40 ký tự."
        }
    }
    package var en: String {
        switch self {
        case .dividesByNothing: "it divides by nothing: no dossier can meet every condition. Mend “denominator”."
        case .neverAbove: "nothing below the line can be above it. Mend “numerator”."
        case .unknownAtEvent(let trait): "the event knows nothing of “\(trait.rawValue)”. Choose another event or leave it out."
        case .negativePoints: "points cannot be negative."
        case .endsBeforeItBegins: "it ends before it begins."
        case .noName: "the Vietnamese or English name is missing."
        case .badID: "the id is made of small letters, digits and hyphens, at most 40."
        }
    }
}
