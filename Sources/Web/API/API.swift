// API.swift: the JSON API, version 1: the table of its routes.

enum API {
    static let routes: [Route] =
        sessionRoutes + catalogueRoutes + dossierRoutes + trackRoutes + adminRoutes + operationRoutes
        + queueRoutes + counterRoutes
        + everydayRoutes + cityRoutes + steeringRoutes + secondmentRoutes
        + uploadRoutes + paperRoutes + networkRoutes + exchangeRoutes
}
