// RouteTests.swift: the route table and the served OpenAPI document say the same.

import Foundation
import Testing

@testable import Web

@Suite("routes")
struct RouteTests {
    @Test("the OpenAPI document is JSON and lists exactly the API's routes")
    func document() throws {
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8)) as? [String: Any])
        #expect(document["openapi"] as? String == "3.1.0")
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let listed = Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
        #expect(listed == Set(API.routes.map { "\($0.method) \($0.path)" }))
    }

    @Test("every schema that a route names is there")
    func schemas() throws {
        let schemas = try #require(
            try JSONSerialization.jsonObject(with: Data(Schemas.all.utf8)) as? [String: Any])
        for route in API.routes {
            let document = try #require(route.document, "\(route.path) is documented")
            if let request = document.request { #expect(schemas[request] != nil, "\(request)") }
            #expect(document.response == "Text" || schemas[document.response] != nil, "\(document.response)")
        }
    }

    @Test("no route stands twice, and an API route is under /api/v1 or for operators")
    func table() {
        let all = Site.routes().map { "\($0.method) \($0.path)" }
        #expect(Set(all).count == all.count)
        for route in API.routes {
            #expect(route.path.hasPrefix("/api/v1/") || ["/healthz", "/metrics"].contains(route.path))
        }
    }

    @Test("what changes something is not open to everyone, but for logging in, filing and taking a number")
    func rights() {
        let open = Site.routes().filter { $0.method != "GET" && $0.right == .everyone }.map(\.path)
        #expect(
            Set(open).isSubset(of: [
                "/api/v1/session", "/dang-nhap", "/dang-xuat", "/nop/{code}", "/danh-gia", "/phan-anh", "/phan-anh/{id}/hai-long",
                "/lay-so",
                "/api/v1/queue/{unit}/tickets",
                "/nop/{code}/nhap", "/nop/{code}/gui", "/nop/tiep-tuc", "/nop/thoat", "/api/v1/uploads",
                "/api/v1/uploads/{id}",
            ]), "\(open)")
    }

    @Test("a form's body is read as the standard says")
    func form() {
        let read = Form.decode(Array("a=1&b=x+y%20%E1%BB%AC&a=2&c=&=z&d".utf8))
        #expect(read == ["a": "1,2", "b": "x y Ử", "c": "", "d": ""])
    }
}
