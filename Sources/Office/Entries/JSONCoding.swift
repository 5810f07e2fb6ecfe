// JSONCoding.swift: `Codable` to and from `JSON`, for facts and personal data.
//
// The pure rooms know `Codable` and no JSON; the ledger knows `JSON` and no dossier. This is the bridge. Absent
// optionals are left out; fractions are a bug (facts hold integers only).

import Casework
package import Ledger

package enum JSONCoding {
    package static func encode(_ value: some Encodable) throws -> JSON {
        let encoder = ValueEncoder(path: [])
        try value.encode(to: encoder)
        return encoder.slot.json
    }
    package static func decode<T: Decodable>(_ type: T.Type, from json: JSON) throws -> T {
        try T(from: ValueDecoder(json: json, path: []))
    }
}

// MARK: encoding

private final class Slot {
    enum Shape { case empty, value, object, list }
    /// A finished value, or a container that is still being filled.
    private enum Part {
        case json(JSON)
        case slot(Slot)
        var json: JSON {
            switch self {
            case .json(let json): json
            case .slot(let slot): slot.json
            }
        }
    }
    var shape = Shape.empty
    private var value = JSON.null
    private var keys: [String] = []
    private var parts: [Part] = []

    var count: Int { parts.count }
    var json: JSON {
        switch shape {
        case .empty: .null
        case .value: value
        case .object: .object(of: zip(keys, parts).map { ($0, $1.json) })
        case .list: .array(parts.map(\.json))
        }
    }
    func set(_ json: JSON) {
        shape = .value
        value = json
    }
    func add(_ json: JSON, _ key: String?) {
        begin(key)
        parts.append(.json(json))
    }
    func add(_ key: String?) -> Slot {
        begin(key)
        let slot = Slot()
        parts.append(.slot(slot))
        return slot
    }
    private func begin(_ key: String?) {
        shape = key == nil ? .list : .object
        if let key { keys.append(key) }
    }
}

private struct ValueEncoder: Encoder {
    let slot: Slot
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(slot: Slot = Slot(), path: [any CodingKey]) {
        self.slot = slot
        codingPath = path
    }
    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if slot.shape == .empty { slot.shape = .object }
        return KeyedEncodingContainer(KeyedWriter(slot: slot, codingPath: codingPath))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        slot.shape = .list
        return ListWriter(slot: slot, codingPath: codingPath)
    }
    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleWriter(slot: slot, codingPath: codingPath)
    }
}

/// The JSON of a simple value; nil for a container.
private func leaf(_ value: some Encodable, _ path: [any CodingKey]) throws -> JSON? {
    switch value {
    case let text as String: .string(text)
    case let number as Int: .int(Int64(number))
    case let number as Int64: .int(number)
    case let flag as Bool: .bool(flag)
    case let time as Instant: .int(time.milliseconds)
    case is Double, is Float:
        throw EncodingError.invalidValue(
            value, .init(codingPath: path, debugDescription: "facts hold no fractions"))
    case let number as any FixedWidthInteger: .int(Int64(number))
    default: nil
    }
}

private func write(_ value: some Encodable, to slot: Slot, _ path: [any CodingKey]) throws {
    if let json = try leaf(value, path) {
        slot.set(json)
    } else {
        try value.encode(to: ValueEncoder(slot: slot, path: path))
    }
}

private func add(
    _ value: some Encodable, to slot: Slot, _ key: (any CodingKey)?, _ path: [any CodingKey]
) throws {
    if let json = try leaf(value, path) { return slot.add(json, key?.stringValue) }
    try value.encode(to: ValueEncoder(slot: slot.add(key?.stringValue), path: path))
}

private struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let slot: Slot
    let codingPath: [any CodingKey]
    mutating func encodeNil(forKey key: Key) throws { slot.add(.null, key.stringValue) }
    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        try add(value, to: slot, key, codingPath)
    }
    mutating func nestedContainer<Nested>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        ValueEncoder(slot: slot.add(key.stringValue), path: codingPath + [key]).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        ValueEncoder(slot: slot.add(key.stringValue), path: codingPath + [key]).unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { ValueEncoder(slot: slot.add("super"), path: codingPath) }
    mutating func superEncoder(forKey key: Key) -> any Encoder {
        ValueEncoder(slot: slot.add(key.stringValue), path: codingPath + [key])
    }
}

private struct ListWriter: UnkeyedEncodingContainer {
    let slot: Slot
    let codingPath: [any CodingKey]
    var count: Int { slot.count }
    mutating func encodeNil() throws { slot.add(.null, nil) }
    mutating func encode(_ value: some Encodable) throws { try add(value, to: slot, nil, codingPath) }
    mutating func nestedContainer<Nested>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        ValueEncoder(slot: slot.add(nil), path: codingPath).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        ValueEncoder(slot: slot.add(nil), path: codingPath).unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { ValueEncoder(slot: slot.add(nil), path: codingPath) }
}

private struct SingleWriter: SingleValueEncodingContainer {
    let slot: Slot
    let codingPath: [any CodingKey]
    mutating func encodeNil() throws { slot.set(.null) }
    mutating func encode(_ value: some Encodable) throws { try write(value, to: slot, codingPath) }
}

// MARK: decoding

private struct ValueDecoder: Decoder {
    let json: JSON
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    init(json: JSON, path: [any CodingKey]) {
        self.json = json
        codingPath = path
    }
    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard let members = json.members else { throw mismatch("an object") }
        return KeyedDecodingContainer(KeyedReader(members: members, codingPath: codingPath))
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard let items = json.array else { throw mismatch("a list") }
        return ListReader(items: items, codingPath: codingPath)
    }
    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        SingleReader(json: json, codingPath: codingPath)
    }

    private func mismatch(_ wanted: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: "\(wanted) expected"))
    }
}

private func read<T: Decodable>(_ type: T.Type, _ json: JSON, _ path: [any CodingKey]) throws -> T {
    func mismatch() -> DecodingError {
        .typeMismatch(
            type, .init(codingPath: path, debugDescription: "\(type) expected, found \(json.text.prefix(80))")
        )
    }
    if type == String.self { if let value = json.string as? T { return value } else { throw mismatch() } }
    if type == Bool.self { if let value = json.bool as? T { return value } else { throw mismatch() } }
    if type == Int64.self { if let value = json.int as? T { return value } else { throw mismatch() } }
    if type == Int.self {
        if let value = json.int.map({ Int($0) }) as? T { return value } else { throw mismatch() }
    }
    if type == UInt8.self {
        if let value = json.int.flatMap({ UInt8(exactly: $0) }) as? T {
            return value
        } else {
            throw mismatch()
        }
    }
    return try T(from: ValueDecoder(json: json, path: path))
}

private struct KeyedReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [JSON.Member]
    let codingPath: [any CodingKey]
    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.key) } }

    private func find(_ key: Key) -> JSON? { members.first { $0.key == key.stringValue }?.value }
    private func value(_ key: Key) throws -> JSON {
        guard let value = find(key) else {
            throw DecodingError.keyNotFound(
                key, .init(codingPath: codingPath, debugDescription: "“\(key.stringValue)” is missing"))
        }
        return value
    }
    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { find(key).map { $0 == .null } ?? true }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try read(type, value(key), codingPath + [key])
    }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try ValueDecoder(json: value(key), path: codingPath + [key]).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try ValueDecoder(json: value(key), path: codingPath + [key]).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { ValueDecoder(json: .object(members), path: codingPath) }
    func superDecoder(forKey key: Key) throws -> any Decoder {
        ValueDecoder(json: try value(key), path: codingPath + [key])
    }
}

private struct ListReader: UnkeyedDecodingContainer {
    let items: [JSON]
    let codingPath: [any CodingKey]
    var currentIndex = 0
    var count: Int? { items.count }
    var isAtEnd: Bool { currentIndex >= items.count }

    private mutating func take() throws -> JSON {
        guard !isAtEnd else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: codingPath, debugDescription: "the list is too short"))
        }
        currentIndex += 1
        return items[currentIndex - 1]
    }
    mutating func decodeNil() throws -> Bool {
        if !isAtEnd, items[currentIndex] == .null {
            currentIndex += 1
            return true
        }
        return false
    }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try read(type, take(), codingPath) }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try ValueDecoder(json: take(), path: codingPath).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try ValueDecoder(json: take(), path: codingPath).unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { ValueDecoder(json: try take(), path: codingPath) }
}

private struct SingleReader: SingleValueDecodingContainer {
    let json: JSON
    let codingPath: [any CodingKey]
    func decodeNil() -> Bool { json == .null }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try read(type, json, codingPath) }
}
