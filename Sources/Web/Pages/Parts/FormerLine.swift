// FormerLine.swift: where a dossier of an old system came from, in one line; nothing for what was taken in here.

import Casework
import Office

enum FormerLine {
    static func html(_ dossier: Dossier, _ directory: Directory) -> HTML {
        guard let former = dossier.former else { return "" }
        return "<p class=\"small\">\(Texts.Former.origin(unit(former.unit, dossier, directory)))</p>"
    }

    private static func unit(_ code: String, _ dossier: Dossier, _ directory: Directory) -> String {
        switch FormerUnits(directory: directory).unit(code, on: dossier.intake.receivedAt.date) {
        case .unit(_, let old?), .divided(let old, _): name(old)
        case .unit(let today, nil): directory.unit(today)?.name ?? code
        case .unknown: code
        }
    }

    static func name(_ old: Casework.Unit.FormerUnit) -> String {
        old.name + (old.district.map { ", \($0)" } ?? "") + " (\(old.code))"
    }
}
