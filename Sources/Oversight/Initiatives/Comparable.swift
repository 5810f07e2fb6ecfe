// Comparable.swift: which units a unit is held against.
//
// Nearest by size and by where they stood before, found out of the weeks before alone: whoever could see the weeks after
// could choose the answer. Each candidate has a place by how near its volume is and one by how near its level is; the
// worse of both decides, so that nobody is near who is far in one respect, no scale has to be weighed against another,
// and a person can follow it with a pencil.

extension UnitCourse {
    /// The `count` of `candidates` most like this unit before the model, nearest first. Candidates must not have adopted
    /// the model; this unit itself and those with fewer than `dossiers` dossiers before or without any count are left out.
    /// The same input gives the same units, in whatever order the candidates come.
    package func comparable(
        among candidates: [UnitCourse], count: Int, dossiers: Int = Effect.Demands().dossiers
    ) -> [UnitCourse] {
        let own = WeekCount.sum(before)
        guard let level = own.level else { return [] }
        let near = candidates.filter { $0.unit != unit }.compactMap { candidate -> Candidate? in
            let other = WeekCount.sum(candidate.before)
            guard other.denominator >= dossiers, let its = other.level,
                let size = Micro(abs(other.denominator - own.denominator), by: max(other.denominator, own.denominator))
            else { return nil }
            return Candidate(course: candidate, size: size, level: (its - level).magnitude)
        }
        let sizes = near.map(\.size).sorted()
        let levels = near.map(\.level).sorted()
        let ordered = near.map { candidate in
            let size = sizes.firstIndex(of: candidate.size) ?? 0
            let level = levels.firstIndex(of: candidate.level) ?? 0
            return (course: candidate.course, worse: max(size, level), sum: size + level)
        }.sorted { ($0.worse, $0.sum, $0.course.unit) < ($1.worse, $1.sum, $1.course.unit) }
        return ordered.prefix(max(0, count)).map(\.course)
    }

    private struct Candidate {
        let course: UnitCourse
        /// How far apart in dossiers, as a share of the larger.
        let size: Micro
        /// How far apart in level.
        let level: Micro
    }
}
