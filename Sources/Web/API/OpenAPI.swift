// OpenAPI.swift: the OpenAPI 3.1 document, made from the route table and the schemas beside this file.

import Foundation

enum OpenAPI {
    /// The document as JSON text.
    static let document: String = {
        var paths: [String: [String]] = [:]
        var order: [String] = []
        for route in API.routes {
            guard let document = route.document else { continue }
            if paths[route.path] == nil { order.append(route.path) }
            paths[route.path, default: []].append(
                "\"\(route.method.lowercased())\":\(operation(route, document))")
        }
        let body = order.map { "\"\($0)\":{\((paths[$0] ?? []).joined(separator: ","))}" }.joined(
            separator: ",")
        return """
            {"openapi":"3.1.0","info":{"title":"Một Cửa","version":"1","description":"One-stop dossiers of Ho Chi Minh City's wards.",\
            "license":{"name":"Apache-2.0","identifier":"Apache-2.0"}},"servers":[{"url":"/"}],"paths":{\(body)},\
            "components":{"securitySchemes":{"bearer":{"type":"http","scheme":"bearer"}},"schemas":\(Schemas.all)}}
            """
    }()

    private static func operation(_ route: Route, _ document: RouteDocument) -> String {
        var parts = ["\"summary\":\"\(route.summary)\"", "\"operationId\":\"\(operationID(route))\""]
        let inPath = route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            $0.dropFirst().dropLast()
        }
        var parameters = inPath.map {
            "{\"name\":\"\($0)\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}"
        }
        parameters += document.query.map { name in
            let required = name == "code" ? "true" : "false"
            let schema =
                name == "limit"
                ? "{\"type\":\"integer\",\"minimum\":1,\"maximum\":500}" : "{\"type\":\"string\"}"
            return "{\"name\":\"\(name)\",\"in\":\"query\",\"required\":\(required),\"schema\":\(schema)}"
        }
        // Whoever asks again to try again wants just that; what is uploaded becomes something by the command that names it.
        let hasNone = route.path.hasSuffix("/session") || route.path.hasSuffix("/retry") || route.path.contains("/uploads")
        if route.method != "GET", !hasNone {
            parameters.append(
                "{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"required\":false,\"schema\":{\"type\":\"string\"}}"
            )
            if route.path.contains("{number}"), document.request != nil {
                parameters.append(
                    "{\"name\":\"If-Match\",\"in\":\"header\",\"required\":false,\"schema\":{\"type\":\"string\"}}"
                )
            }
        }
        if !parameters.isEmpty { parts.append("\"parameters\":[\(parameters.joined(separator: ","))]") }
        if let request = document.request {
            parts.append(
                "\"requestBody\":{\"required\":true,\"content\":\(content("application/json", reference(request)))}"
            )
        }
        if route.right == .staff || route.right == .city { parts.append("\"security\":[{\"bearer\":[]}]") }
        if route.right == .counterOrApplicant { parts.append("\"security\":[{},{\"bearer\":[]}]") }
        parts.append("\"responses\":{\(responses(document))}")
        return "{\(parts.joined(separator: ","))}"
    }

    private static func responses(_ document: RouteDocument) -> String {
        let type =
            switch document.response {
            case "Text": "text/plain"
            case "Bytes": "*/*"
            default: "application/json"
            }
        let schema =
            ["Text", "Bytes"].contains(document.response)
            ? "{\"type\":\"string\"}" : "{\"$ref\":\"#/components/schemas/\(document.response)\"}"
        let good =
            "\"\(document.status)\":{\"description\":\"done\",\"content\":{\"\(type)\":{\"schema\":\(schema)}}}"
        let bad =
            "\"4XX\":{\"description\":\"refused\",\"content\":\(problem)}"
        let fault =
            "\"503\":{\"description\":\"a fault; try again\",\"content\":\(problem)}"
        return [good, bad, fault].joined(separator: ",")
    }

    private static let problem = content("application/problem+json", reference("Problem"))

    private static func content(_ type: String, _ schema: String) -> String {
        "{\"\(type)\":{\"schema\":\(schema)}}"
    }
    private static func reference(_ schema: String) -> String {
        "{\"$ref\":\"#/components/schemas/\(schema)\"}"
    }

    private static func operationID(_ route: Route) -> String {
        let words = route.path.replacing("/api/v1/", with: "").split { "/{}.-".contains($0) }
        return ([route.method.lowercased()] + words.map(String.init)).joined(separator: "-")
    }
}
