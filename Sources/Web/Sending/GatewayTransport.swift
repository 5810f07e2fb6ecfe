// GatewayTransport.swift: one letter to the gateway for telephones: a POST over HTTP/1.1.

import Casework
import NIOHTTP1
import Office

struct GatewayTransport: Sendable {
    let gateway: Messaging.Gateway
    let trust: Trust

    /// - Parameter seconds: of a whole conversation.
    private func door(_ seconds: Int) -> HTTPAsk {
        HTTPAsk(address: gateway.address, trust: trust, seconds: seconds, limit: 16_384)
    }

    func deliver(_ letter: Letter, now: Instant) async -> SendOutcome {
        let body = GatewayLetter.body(letter, ways: gateway.ways)
        let headers = GatewayLetter.headers(letter, body: body, secret: gateway.secret, now: now)
        do {
            let answer = try await door(30).ask(.POST, gateway.path, headers, body)
            return GatewayLetter.outcome(
                status: answer.status, retryAfter: answer.header("Retry-After"), body: answer.body)
        } catch {
            // It may have arrived; the idempotency key makes the next try harmless.
            return .later(Wire.words(error), after: nil)
        }
    }

    /// - Returns: what stood in the way, or nil. Any answer will do: the gateway is there.
    func probe() async -> String? {
        do {
            _ = try await door(20).ask(.HEAD, gateway.path, [])
            return nil
        } catch { return Wire.words(error) }
    }
}
