// ExchangeFacts.swift: what other systems did to a dossier, as facts: the number they gave it, and what they answered.
//
// Both stand in the ledger of the portal's unit, which writes for everything that comes over a line from outside. Like an
// opinion or a request they move nothing: custody and state change by the custodian's own entries alone.

/// Another system has this dossier under a number of its own; statuses go to it under that number.
package struct ForeignNumbered: Codable, Hashable, Sendable {
    /// `national-portal`, `civil-status` …
    package var system: String
    package var number: String
    /// Digest of the message that brought it, lowercase hex SHA-256.
    package var message: String
    package init(system: String, number: String, message: String) {
        (self.system, self.number, self.message) = (system, number, message)
    }
}

/// A ministry's system answered about this dossier. Values for the form and words are sealed beside it.
package struct ExchangeAnswered: Codable, Hashable, Sendable {
    package var system: String
    /// done, refused, info.
    package var outcome: String
    package var resultNumber: String?
    package var resultDate: CivilDate?
    /// When that system says it answered.
    package var answeredAt: Instant
    package var message: String
    package init(
        system: String, outcome: String, resultNumber: String?, resultDate: CivilDate?, answeredAt: Instant, message: String
    ) {
        (self.system, self.outcome, self.resultNumber) = (system, outcome, resultNumber)
        (self.resultDate, self.answeredAt, self.message) = (resultDate, answeredAt, message)
    }
}

/// An answer as the dossier holds it.
package struct ExchangeAnswerState: Hashable, Sendable {
    package var answer: ExchangeAnswered
    package var at: Instant
    /// Values by the names of our form's fields: suggested where a person would else type them again.
    package var values: [String: String]
    package var text: String?
}

extension Dossier {
    package func foreignNumber(of system: String) -> String? { foreign.last { $0.system == system }?.number }
    /// What another system answered for a field of the form; the latest answer first.
    package func answered(_ field: String) -> String? {
        exchangeAnswers.reversed().lazy.compactMap { $0.values[field] }.first
    }
}
