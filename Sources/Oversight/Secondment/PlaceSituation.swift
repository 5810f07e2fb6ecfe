// PlaceSituation.swift: all that is known of one place when a plan is made, and the demand for help that follows.
//
// The office fills it from its projections, the simulated city from what it has lived through; from here on both go
// the same way: forecast, outlook, worth of officers, demand.

package import Casework

/// What is known of one place when a plan is made.
package struct PlaceSituation: Hashable, Sendable {
    /// Unit and field.
    package var place: WorkPlace
    /// Dossiers received on the working days known.
    package var history: ArrivalHistory
    /// What lies open.
    package var queue: OpenQueue
    /// What the officers there can do.
    package var capacity: HandlingCapacity

    /// The situation of `place`.
    package init(place: WorkPlace, history: ArrivalHistory, queue: OpenQueue, capacity: HandlingCapacity) {
        self.place = place
        self.history = history
        self.queue = queue
        self.capacity = capacity
    }

    /// The demand for help here over `dates`: forecast, outlook and worth in one.
    /// - Returns: nil when too few days are known to forecast.
    package func demand(
        over dates: [CivilDate], like pattern: WeekdayPattern, upTo most: Int, percentOfOwn: Int
    ) -> SecondmentDemand? {
        guard case .days(let arrivals) = ArrivalForecast.next(dates, after: history, like: pattern) else {
            return nil
        }
        let outlook = WorkloadOutlook(arrivals, queue: queue, capacity: capacity)
        let worth = OfficerWorth(
            arrivals, queue: queue, capacity: capacity, upTo: most, days: dates.count,
            percentOfOwn: percentOfOwn)
        return SecondmentDemand(place: place, worth: worth, breaks: outlook.breaks, overdue: queue.overdue)
    }
}
