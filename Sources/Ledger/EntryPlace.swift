// EntryPlace.swift: where an entry stands, as text and as a value: the one place that prints it and reads it.

extension Entry {
    /// Where an entry stands: `unit/epoch/seq`, as contested items write it. What was kept aside may stand at the same place as
    /// what was taken in: only the hash tells them apart (`Entry.Position`).
    package struct Place: Hashable, Comparable, Sendable, LosslessStringConvertible {
        package var unit: String
        package var epoch: Int64
        package var seq: Int64

        package init(unit: String, epoch: Int64, seq: Int64) {
            self.unit = unit
            self.epoch = epoch
            self.seq = seq
        }

        /// Nil when the text is no place.
        package init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 3, !parts[0].isEmpty, let epoch = Int64(parts[1]), let seq = Int64(parts[2]) else { return nil }
            self.init(unit: String(parts[0]), epoch: epoch, seq: seq)
        }

        package var description: String { "\(unit)/\(epoch)/\(seq)" }

        package static func < (a: Place, b: Place) -> Bool { (a.unit, a.epoch, a.seq) < (b.unit, b.epoch, b.seq) }
    }

    package var place: Place { Place(unit: unit, epoch: epoch, seq: seq) }
}
