// ReturnCode.swift: the short code with which a citizen comes back to an unfinished filing, on any device.
//
// Eight letters and digits without look-alikes. The store knows only a keyed hash of it (`owner`). On the device where
// it was begun a cookie carries it; elsewhere it is asked for together with the phone's last digits or the id number.

import Casework
import Office

enum ReturnCode {
    static let letters = Array("ABCDEFGHJKMNPQRSTVWXYZ23456789")
    static let cookie = "nop"

    /// A new code out of a random id (122 random bits, of which 39 are used).
    static func make(_ randomID: String) -> String {
        let digest = CommandContext.fingerprint("return-code", "", Array(randomID.utf8))
        let bytes = [UInt8](hexDigits: digest)
        return String((0..<8).map { letters[(Int(bytes[$0 * 2]) << 8 | Int(bytes[$0 * 2 + 1])) % letters.count] })
    }

    /// As typed, with or without a hyphen, in any case; nil when it cannot be one.
    static func normalized(_ typed: String) -> String? {
        let plain = String(typed.prefix(100)).uppercased().filter { !$0.isWhitespace && $0 != "-" }
        return plain.count == 8 && plain.allSatisfy(letters.contains) ? plain : nil
    }

    /// `K7M2-QX4D`.
    static func shown(_ code: String) -> String { "\(code.prefix(4))-\(code.suffix(4))" }

    /// The owner of drafts and uploads.
    static func owner(_ code: String, _ house: House) -> String {
        "code:\(house.server.office.keys.searchHash("return " + (normalized(code) ?? "")))"
    }

    /// The code that this browser carries.
    static func carried(_ exchange: Exchange) -> String? {
        Cookie.value(cookie, in: exchange.header("cookie")).flatMap { normalized($0) }
    }

    /// Ends with the browser's session: a borrowed device forgets it.
    static func set(_ code: String) -> (String, String) {
        ("set-cookie", "\(cookie)=\(code); Path=/; HttpOnly; SameSite=Lax")
    }
    static let clear = ("set-cookie", "\(cookie)=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
}

extension [UInt8] {
    /// The bytes of hex digits that we made ourselves.
    fileprivate init(hexDigits text: String) {
        let digits = Array<UInt8>(text.utf8).map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        self = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
