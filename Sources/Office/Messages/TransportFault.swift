// TransportFault.swift: another server hung up, was silent, or said what cannot be; in plain words for the log and the clerk.

package struct TransportFault: Error, CustomStringConvertible, Sendable {
    package let description: String
    package init(_ words: String) { description = words }
}
