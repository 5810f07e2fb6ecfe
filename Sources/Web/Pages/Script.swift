// Script.swift: the one script, from the files of Web/Assets, embedded in the binary. Pages work without it.
//
// Own code only: no framework, no build step, no request beyond this server (CSP: script-src 'self').

import Office

enum Script {
    static let bytes: [UInt8] =
        PackageResources.motcua_js + PackageResources.inbox_js + PackageResources.queue_js
        + PackageResources.counter_js + PackageResources.upload_js
    /// With the script's digest, so that a browser may keep it for long.
    static let address = "/static/motcua.js?v=" + CommandContext.fingerprint("js", "", bytes).prefix(8)
}

extension Pages {
    static let scriptRoutes = [
        Route("GET", "/static/motcua.js", .everyone, "The script") { _ in
            Reply(
                contentType: "text/javascript; charset=utf-8", body: Script.bytes,
                headers: [("cache-control", "public, max-age=86400")])
        }
    ]
}
