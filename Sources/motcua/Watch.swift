// Watch.swift: what a running server does by itself every minute: a sign of life, so that an outage is noticed at the next
// start, difficulties that nobody answered in time go up to the city, and keys of the erased that are still there go.

import Casework
import Foundation
import Logging
import Office

struct Watch: Sendable {
    let server: OfficeServer
    let clock: @Sendable () -> Instant
    /// A clock that was set leaves no signs: the next one may stand elsewhere.
    let leavesBeats: Bool
    let logger: Logger

    /// Until the task is cancelled.
    func run() async {
        if leavesBeats {
            attempt {
                let since = try server.office.noticeOutage(clock(), command: "c:\(UUID().uuidString.lowercased())")
                if let since { say("Hệ thống đã ngừng từ \(since): ghi thành sự cố.") }
            }
        }
        let started = ContinuousClock.now
        var clocks = ClockWatch()
        var unsaid: ClockStep?
        while !Task.isCancelled {
            if leavesBeats {
                unsaid = clocks.look(wall: clock(), steady: started.duration(to: .now)) ?? unsaid
                if await said(unsaid) { unsaid = nil }
            }
            if leavesBeats { attempt { try server.office.beat(clock()) } }
            attempt { try server.office.destroyDoomed() }
            let (now, command) = (clock(), UUID().uuidString.lowercased())
            do { _ = try await server.submit { try $0.escalateOverdue(now: now, command: command) } } catch {
                logger.error("watch", metadata: ["error": "\(error)"])
            }
            do { try await Task.sleep(for: .seconds(60)) } catch { return }
        }
    }

    /// Puts a clock that was set before a person; false when it must be tried again.
    private func said(_ step: ClockStep?) async -> Bool {
        let now = clock()
        do { return try await server.submit { try $0.noticeClock(step, now: now) } } catch {
            logger.error("watch", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func attempt(_ body: () throws -> Void) {
        do { try body() } catch { logger.error("watch", metadata: ["error": "\(error)"]) }
    }
}
