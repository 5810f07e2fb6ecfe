// Founding.swift: `motcua init`: a new store with reference data and the first administrator.

import ArgumentParser
import Casework
import Foundation
import Office
import Storage

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a new store with reference data and the first administrator.")
    @OptionGroup var store: StoreOption
    @Option(help: "Log-in name of the first administrator.") var admin = "admin@tp"
    @Option(
        help:
            "Its password; without one a random password is made and printed once. MOTCUA_PASSWORD is read too."
    )
    var password: String?

    func run() throws {
        let given = password ?? ProcessInfo.processInfo.environment["MOTCUA_PASSWORD"]
        let secret = given ?? UUID().uuidString.lowercased()
        guard secret.count >= 10 else { throw ValidationError("a password has at least 10 characters") }
        let (now, hash) = (systemNow(), try Password.hash(secret))
        // What can be wrong with the words given is behind us: a founded store without its administrator would be of no use.
        let office = try openOffice(try store.address(), mustExist: false)
        try found(office)
        try office.addAccount(
            login: admin, name: "Quản trị", passwordHash: hash, demo: false,
            grants: [Grant(role: .admin, unit: Directory.city, from: now)], now: now)
        say("Kho mới: \(try store.address())\nQuản trị: \(admin)")
        if given == nil { print("Mật khẩu (chỉ hiện một lần): \(secret)") }
    }
}

/// Founds `office` on the repository's reference data; a store that is founded is left alone.
func found(_ office: Office, now: Instant = systemNow()) throws {
    guard !office.isFounded else {
        throw Refusal(
            .conflict, "already-founded", vi: "Kho này đã có dữ liệu.", en: "This store is founded already.")
    }
    // A SQLite store has its keys beside it; of a database's nobody sees whose they are.
    if office.database.dialect == .postgresql, try office.keys.areTaken {
        throw Refusal(
            .conflict, "keys-in-use", vi: "Kho khóa (MOTCUA_KEYS) là của một kho khác: hãy đặt MOTCUA_KEYS chỗ khác.",
            en: "These keys (MOTCUA_KEYS) are another store's: name another place in MOTCUA_KEYS.")
    }
    let reference = try loadReference()
    try office.found(
        ReferenceSet(
            units: reference.units, fields: reference.fields, procedures: reference.procedures,
            calendars: reference.calendars, words: reference.words, indicators: reference.indicators), now: now)
    try office.keys.take()
}
