// EraseCommand.swift: `motcua erase`: make a person of an ended dossier unreadable for ever.

import ArgumentParser
import Casework
import Foundation
import Office

struct Erase: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Destroy the key of a person of an ended dossier, and what it sealed. Cannot be undone.")
    @OptionGroup var store: StoreOption
    @Argument(help: "The dossier's number.") var number: String
    @Option(help: "applicant or authorised.") var person = "applicant"
    @Option(help: "The legal ground, as it stands in the ledger.") var ground: String
    @Option(help: "Who does it.") var admin = "admin@tp"

    func run() throws {
        guard let slot = ["applicant": PersonSlot.applicant, "authorised": .authorised][person] else {
            throw ValidationError("--person \(person): applicant or authorised")
        }
        let lock = try StoreLock(try store.address())
        defer { withExtendedLifetime(lock) {} }
        let office = try openOffice(try store.address())
        let now = systemNow()
        let caller = Caller(user: admin, name: admin, grants: office.directory.grants(of: admin, at: now))
        try office.erase(
            slot, of: number, ground: ground,
            CommandContext(caller: caller, now: now, commandID: UUID().uuidString.lowercased()))
        print("\(number): \(person) erased")
    }
}
