// SetMessageText.swift: an administrator changes the words of a message; an entry of the city's ledger, by name.

package import Casework

/// The words of one event, way and language from now on; no text = the house's own words again.
package struct MessageTextSet: Codable, Hashable, Sendable {
    package var event: MessageEvent
    package var channel: MessageChannel
    package var language: MessageLanguage
    package var text: MessageText?
    package init(
        event: MessageEvent, channel: MessageChannel, language: MessageLanguage, text: MessageText?
    ) {
        self.event = event
        self.channel = channel
        self.language = language
        self.text = text
    }
    package var key: MessageTextKey { MessageTextKey(event, channel, language) }
}

extension Work {
    /// Checks and sets a text (`nil` = back to the standard words).
    package func setMessageText(
        _ key: MessageTextKey, _ text: MessageText?, by caller: Caller, command: String, now: Instant
    ) throws {
        guard caller.has(.admin) else {
            throw Refusal.noRight("sửa lời tin nhắn", "change the words of messages", unit: Directory.city)
        }
        let checked = try text.map { try $0.checked(for: key) }
        let set = MessageTextSet(
            event: key.event, channel: key.channel, language: key.language, text: checked)
        try record([.messageTextSet(set)], in: Directory.city, by: caller.user, command: command, now: now)
    }
}
