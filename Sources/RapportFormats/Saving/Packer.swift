internal import CCompression
internal import RapportDiagnostics

/// Packs a stream of bytes as gzip or zstd; the same bytes in give the same bytes out, whatever the clock.
@safe final class Packer {
    private let state: State
    private var output = [UInt8](repeating: 0, count: 1 << 18)

    // SAFETY: the states are this object's own from `init` to `deinit`. zlib's points back at the stream, so the
    // stream stays at one place in memory.
    @unsafe private enum State {
        case gzip(UnsafeMutablePointer<z_stream>)
        case zstd(OpaquePointer)
    }

    init(_ packing: Packing) throws(Diagnostic) {
        switch packing {
        case .gzip:
            let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            unsafe stream.initialize(to: z_stream())
            unsafe state = .gzip(stream)
            // 15 bits of window, and 16 more for a gzip header, in which no time and no name stands.
            let code = unsafe deflateInit2_(
                stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size))
            if code != Z_OK { throw .internalError("zlib would not begin: \(code)") }
        case .zstd:
            guard let made = unsafe ZSTD_createCStream() else {
                throw .internalError("zstd would not begin")
            }
            unsafe state = .zstd(made)
            unsafe ZSTD_CCtx_setParameter(made, ZSTD_c_checksumFlag, 1)
        }
    }

    deinit {
        switch unsafe state {
        case .gzip(let stream):
            unsafe deflateEnd(stream)
            unsafe stream.deallocate()
        case .zstd(let state): unsafe ZSTD_freeCStream(state)
        }
    }

    /// What comes out; with the last bytes, all that is left.
    func pack(_ bytes: [UInt8], isLast: Bool) throws(Diagnostic) -> [UInt8] {
        var packed: [UInt8] = []
        var input = bytes
        var place = 0
        while true {
            let step = try step(&input, from: place, isLast: isLast)
            packed += output[..<step.produced]
            place += step.consumed
            if place == input.count, step.isDone { return packed }
        }
    }

    private func step(_ input: inout [UInt8], from place: Int, isLast: Bool) throws(Diagnostic) -> Step {
        let state = unsafe state
        let step = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target -> Step? in
                // SAFETY: both libraries stay inside the two counts, which are those of the arrays.
                switch unsafe state {
                case .gzip(let stream):
                    let available = min(source.count - place, 1 << 30)
                    unsafe stream.pointee.next_in = source.baseAddress.map { unsafe $0 + place }
                    unsafe stream.pointee.avail_in = UInt32(available)
                    unsafe stream.pointee.next_out = target.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(target.count)
                    let isEnd = isLast && place + available == source.count
                    let code = unsafe deflate(stream, isEnd ? Z_FINISH : Z_NO_FLUSH)
                    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { return nil }
                    let room = unsafe Int(stream.pointee.avail_out)
                    return unsafe Step(
                        consumed: available - Int(stream.pointee.avail_in), produced: target.count - room,
                        isDone: isLast ? code == Z_STREAM_END : room > 0)
                case .zstd(let stream):
                    var from = unsafe ZSTD_inBuffer(
                        src: UnsafeRawPointer(source.baseAddress), size: source.count, pos: place)
                    var to = unsafe ZSTD_outBuffer(
                        dst: UnsafeMutableRawPointer(target.baseAddress), size: target.count, pos: 0)
                    let left = unsafe ZSTD_compressStream2(
                        stream, &to, &from, isLast ? ZSTD_e_end : ZSTD_e_continue)
                    guard ZSTD_isError(left) == 0 else { return nil }
                    return unsafe Step(
                        consumed: from.pos - place, produced: to.pos,
                        isDone: isLast ? left == 0 : to.pos < target.count)
                }
            }
        }
        guard let step else { throw .internalError("the packing of a file failed") }
        return step
    }

    private struct Step {
        var consumed: Int
        var produced: Int
        /// Nothing waits to come out that can come now.
        var isDone: Bool
    }
}
