internal import CCompression
internal import RapportDiagnostics
internal import RapportTable

/// How the buffers of a batch are packed, each by itself.
enum Codec: UInt8, Sendable {
    case lz4 = 0
    case zstd = 1

    var name: String { self == .lz4 ? "LZ4" : "zstd" }

    /// How many times larger than its packed bytes a buffer can be; more is a lie that would take all memory.
    private var mostExpansion: Int { self == .lz4 ? 256 : 1 << 16 }

    /// Unpacks `packed` to `count` bytes, no more and no fewer; nil where that is not what they hold.
    func unpacked(_ packed: Buffer<UInt8>, count: Int) -> Buffer<UInt8>? {
        guard count >= 0, count / mostExpansion <= packed.count else { return nil }
        let builder = BufferBuilder<UInt8>(uninitialized: count)
        let cells = builder.shared
        let isWhole = unsafe packed.withUnsafeElements { source in
            // SAFETY: the target has room for `count` bytes, which both libraries are told.
            unsafe self == .lz4
                ? Self.lz4(source, into: cells.pointer, count) : Self.zstd(source, into: cells.pointer, count)
        }
        return isWhole ? builder.freeze() : nil
    }

    @unsafe private static func zstd(
        _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutablePointer<UInt8>, _ count: Int
    ) -> Bool {
        unsafe ZSTD_decompress(target, count, source.baseAddress, source.count) == count
    }

    @unsafe private static func lz4(
        _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutablePointer<UInt8>, _ count: Int
    ) -> Bool {
        var context: OpaquePointer?
        guard unsafe LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else {
            return false
        }
        defer { unsafe LZ4F_freeDecompressionContext(context) }
        var (read, written) = (0, 0)
        while let base = source.baseAddress {
            var (from, to) = (source.count - read, count - written)
            let left = unsafe LZ4F_decompress(context, target + written, &to, base + read, &from, nil)
            guard LZ4F_isError(left) == 0 else { return false }
            (read, written) = (read + from, written + to)
            if left == 0 { return written == count && read == source.count }
            if from == 0, to == 0 { return false }
        }
        return false
    }
}
