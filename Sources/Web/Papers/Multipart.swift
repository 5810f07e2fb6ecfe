// Multipart.swift: multipart/form-data (RFC 7578) as it arrives, without holding more of it than one delimiter.
//
// Bytes go in as they come, in any cut; what is known comes out as events. Headers are bounded, names are decoded as
// browsers write them (UTF-8, `%22` for a quote), a file's name is passed on as text and never used as a path. Tests:
// Tests/WebTests/MultipartTests.swift, with seeded random bodies and cuts.

import Casework
import Foundation

struct Multipart {
    struct Part: Equatable {
        var name: String
        /// Nil for a field.
        var fileName: String?
    }
    enum Event: Equatable {
        case begin(Part)
        case bytes([UInt8])
        case end
    }
    static let headerLimit = 8 << 10
    static let partLimit = 1000

    private enum State { case preamble, afterDelimiter, headers, body, done }
    private let delimiter: [UInt8]
    // The first delimiter may stand at the very beginning: as if a line had ended before it.
    private var waiting: [UInt8] = [0x0D, 0x0A]
    private var state = State.preamble
    private var parts = 0

    /// Nil when the content type is another one or names no boundary.
    init?(contentType: String?) {
        guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = Multipart.parameter("boundary", in: contentType), !boundary.isEmpty,
            boundary.utf8.count <= 200
        else { return nil }
        self.init(boundary: boundary)
    }
    private init(boundary: String) { delimiter = Array("\r\n--\(boundary)".utf8) }

    /// A whole form with a small text file, that was collected at once: each part as text, by name. What is cut off ends it.
    static func decode(_ body: [UInt8]) -> [String: String] {
        let line = body.prefix { $0 != 0x0D && $0 != 0x0A }.dropFirst(2)
        guard (1...200).contains(line.count) else { return [:] }
        var reader = Multipart(boundary: String(decoding: line, as: UTF8.self))
        var (values, name, text): ([String: String], String, [UInt8]) = ([:], "", [])
        do {
            for event in try reader.feed(body) {
                switch event {
                case .begin(let part): (name, text) = (part.name, [])
                case .bytes(let bytes): text += bytes
                case .end:
                    let (value, before) = (String(decoding: text, as: UTF8.self), values[name] ?? "")
                    values[name] = before.isEmpty ? value : value.isEmpty ? before : before + "," + value
                }
            }
        } catch { return values }
        return values
    }

    var isDone: Bool { state == .done }

    mutating func feed(_ bytes: some Collection<UInt8>) throws -> [Event] {
        waiting.append(contentsOf: bytes)
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// Says that nothing more comes.
    func finish() throws { if state != .done { throw Multipart.malformed } }

    /// Goes on by one part of the syntax; false when more bytes are needed.
    private mutating func step(_ events: inout [Event]) throws -> Bool {
        switch state {
        case .preamble:
            guard let at = waiting.first(delimiter) else {
                drop(max(0, waiting.count - delimiter.count))
                return false
            }
            drop(at + delimiter.count)
            state = .afterDelimiter
        case .afterDelimiter:
            guard let end = waiting.first([0x0D, 0x0A]) ?? (waiting.count > 2 ? nil : waiting.count),
                waiting.count >= 2
            else {
                guard waiting.count < 256 || waiting.starts(with: [0x2D, 0x2D]) else {
                    throw Multipart.malformed
                }
                if waiting.starts(with: [0x2D, 0x2D]) { return close() }
                return false
            }
            if waiting.starts(with: [0x2D, 0x2D]) { return close() }
            guard end <= waiting.count - 2 else { return false }
            guard waiting[..<end].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { throw Multipart.malformed }
            drop(end + 2)
            state = .headers
        case .headers:
            guard let end = waiting.first([0x0D, 0x0A, 0x0D, 0x0A]) else {
                guard waiting.count <= Multipart.headerLimit else { throw Multipart.malformed }
                return false
            }
            guard end <= Multipart.headerLimit else { throw Multipart.malformed }
            parts += 1
            guard parts <= Multipart.partLimit, let part = Multipart.part(waiting[..<end]) else {
                throw Multipart.malformed
            }
            drop(end + 4)
            // An empty body is followed by its delimiter's line end at once.
            events.append(.begin(part))
            state = .body
        case .body: return body(&events)
        case .done:
            waiting = []
            return false
        }
        return true
    }

    private mutating func body(_ events: inout [Event]) -> Bool {
        if let at = waiting.first(delimiter) {
            if at > 0 { events.append(.bytes(Array(waiting[..<at]))) }
            events.append(.end)
            drop(at + delimiter.count)
            state = .afterDelimiter
            return true
        }
        let sure = waiting.count - delimiter.count + 1
        if sure > 0 {
            events.append(.bytes(Array(waiting[..<sure])))
            drop(sure)
        }
        return false
    }

    private mutating func close() -> Bool {
        waiting = []
        state = .done
        return false
    }

    private mutating func drop(_ count: Int) { waiting.removeFirst(count) }

    static var malformed: Refusal {
        Refusal(
            .invalid, "bad-form", vi: "Biểu mẫu gửi lên bị cắt hoặc sai dạng. Hãy gửi lại.",
            en: "The form is cut off or not well formed. Send it again.")
    }

    // MARK: headers

    private static func part(_ head: ArraySlice<UInt8>) -> Part? {
        for line in String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n") {
            guard let colon = line.firstIndex(of: ":"),
                line[..<colon].trimmingCharacters(in: .whitespaces).lowercased() == "content-disposition"
            else { continue }
            let value = String(line[line.index(after: colon)...])
            guard value.trimmingCharacters(in: .whitespaces).lowercased().hasPrefix("form-data"),
                let name = parameter("name", in: value)
            else { return nil }
            return Part(name: name, fileName: parameter("filename", in: value))
        }
        return nil
    }

    /// A parameter of a header's value, quoted or not.
    static func parameter(_ name: String, in value: String) -> String? {
        var rest = Substring(value)
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let key = rest[..<equals].trimmingCharacters(in: .whitespaces).lowercased()
            rest = rest[rest.index(after: equals)...]
            var text = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                while let c = rest.first, c != "\"" {
                    rest = rest.dropFirst()
                    if c == "\\", let next = rest.first, next == "\"" || next == "\\" {
                        text.append(next)
                        rest = rest.dropFirst()
                    } else {
                        text.append(c)
                    }
                }
                rest = rest.dropFirst()
            } else {
                text = rest.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
            }
            if key == name {
                return text.replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
            }
        }
        return nil
    }
}

extension [UInt8] {
    /// Where `needle` begins first.
    func first(_ needle: [UInt8]) -> Int? {
        guard count >= needle.count else { return nil }
        return withUnsafeBytes { hay in
            needle.withUnsafeBytes { pin in
                guard let base = hay.baseAddress, let what = pin.baseAddress else { return nil }
                var at = 0
                while at <= hay.count - pin.count,
                    let hit = memchr(base + at, Int32(pin[0]), hay.count - pin.count - at + 1)
                {
                    at = UnsafeRawPointer(hit) - base
                    if memcmp(base + at, what, pin.count) == 0 { return at }
                    at += 1
                }
                return nil
            }
        }
    }
}
