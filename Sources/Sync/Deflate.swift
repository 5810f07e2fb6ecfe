// Deflate.swift: what goes over a line goes compressed (gzip, RFC 1952), with a bound on what comes out again. Messages between
// sites and replies to browsers alike.

import CZlib

package enum Deflate {
    private static let level: Int32 = 5

    /// - Returns: nil when zlib has no memory.
    package static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard motcua_gzip_begin(&stream, level) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var bytes = bytes
        return bytes.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            return [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(input.count)))) {
                output, count in
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                let end = deflate(&stream, Z_FINISH)
                precondition(end == Z_STREAM_END, "deflateBound gives room for all of it")
                count = Int(stream.total_out)
            }
        }
    }

    /// - Returns: nil when `bytes` are no whole gzip, or would be more than `limit` bytes.
    package static func expand(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        var stream = z_stream()
        guard motcua_gunzip_begin(&stream) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var bytes = bytes
        var out: [UInt8] = []
        return bytes.withUnsafeMutableBufferPointer { input -> [UInt8]? in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while true {
                var end = Z_OK
                let piece = [UInt8](unsafeUninitializedCapacity: 1 << 18) { output, count in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    end = inflate(&stream, Z_NO_FLUSH)
                    count = output.count - Int(stream.avail_out)
                }
                out += piece
                if end == Z_STREAM_END { return out.count <= limit ? out : nil }
                guard end == Z_OK, !piece.isEmpty, out.count <= limit else { return nil }
            }
        }
    }
}
