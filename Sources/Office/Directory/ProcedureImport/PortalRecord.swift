// PortalRecord.swift: one record of the national portal's catalogue, as its API gives it.
//
// Tolerant where the portal is loose (a time may be a number or words, a fee may be null), strict about the
// rest: a record that does not fit is reported by itself and does not stop the import.

struct PortalRecord: Decodable {
    var code: String
    var name: String
    var field: String
    var decision_no: String?
    var subjects: [String]?
    var is_internal: Bool?
    var executing_bodies: String?
    var authority_bodies: String?
    var cases: [Case]?
    var methods: [Method]?
    var dossier: [Group]?
    var steps: [Step]?
    var requirements: String?
    var legal_bases: [Named]?
    var results: [Named]?
    var portal_url: String?

    struct Case: Decodable {
        var code: String
        var name: String
        var processing: Processing?
    }
    struct Processing: Decodable {
        var qty: Int?
        var type: String?
    }
    struct Method: Decodable {
        var method: String
        var time: Time?
        var unit: String?
        var description: String?
        var fees: [Fee]?
    }
    struct Fee: Decodable {
        var value: Int?
        var currency: String?
        var description: String?
    }
    struct Group: Decodable {
        var group: String?
        var items: [Item]
    }
    struct Item: Decodable {
        var code: String?
        var name: String
        var originals: Int?
        var copies: Int?
        var required: Bool?
        var e_form: Bool?
    }
    struct Step: Decodable {
        var name: String?
        var text: String?
    }
    struct Named: Decodable {
        var code: String?
        var name: String
    }
    /// A number, or what somebody wrote instead of one.
    enum Time: Decodable {
        case number(Int)
        case words(String)
        init(from decoder: any Decoder) throws {
            let box = try decoder.singleValueContainer()
            if box.decodeNil() {
                self = .words("")
                return
            }
            do {
                self = .number(try box.decode(Int.self))
            } catch DecodingError.typeMismatch {
                let words = try box.decode(String.self)
                self = Int(words).map { .number($0) } ?? .words(words)
            }
        }
    }
}

/// A record, or why it is none.
struct PortalEntry: Decodable {
    var record: PortalRecord?
    var code: String?
    var problem: String?

    private enum Key: CodingKey { case code }

    init(from decoder: any Decoder) throws {
        do {
            code = try decoder.container(keyedBy: Key.self).decodeIfPresent(String.self, forKey: .code)
            record = try PortalRecord(from: decoder)
        } catch {
            problem = ProcedureImport.words(error)
        }
    }
}
