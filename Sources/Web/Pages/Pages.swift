// Pages.swift: the pages for people: the table of their routes.

import Casework
import Logging

enum Pages {
    static let routes: [Route] = []

    static func failure(_ error: any Error, _ exchange: Exchange, log: Logger) -> Reply { .problem(error, log: log) }
}
