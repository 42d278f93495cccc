internal import CCompression
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension ByteFile {
    /// Opens a file; one that is packed is unpacked, a stretch at a time, so that a large one needs no memory.
    ///
    /// - Throws: as `init(path:)`; `file.packed` where the packed data are damaged, `file.cut-short` where they end
    ///   too early, `file.scratch` where there is no room for what they hold.
    static func opening(path: String, work: Work) throws(Diagnostic) -> ByteFile {
        let file = path == StandardInput.path ? try StandardInput.file(work) : try ByteFile(path: path)
        guard let packing = Packing(head: try file.bytes(0..<min(file.size, 4))) else { return file }
        var scratch = ScratchBytes(for: file.name)
        work.begin("unpack \(file.name)", of: file.size, unit: "bytes")
        switch packing {
        case .gzip:
            var inflater = try Inflater()
            try file.unpack(&scratch, work) { (bytes, scratch) throws(Unpacking) in
                try inflater.unpack(bytes, into: &scratch)
            }
        case .zstd:
            var decompressor = try Decompressor()
            try file.unpack(&scratch, work) { (bytes, scratch) throws(Unpacking) in
                try decompressor.unpack(bytes, into: &scratch)
            }
        }
        return try scratch.finish(as: file)
    }

    /// Hands the file on; the body says whether the packed data may end where its bytes do.
    private func unpack(
        _ scratch: inout ScratchBytes, _ work: Work,
        _ body: ([UInt8], inout ScratchBytes) throws(Unpacking) -> Bool
    ) throws(Diagnostic) {
        var place = 0
        var mayEnd = false
        while place < size {
            try work.check()
            let end = min(place + 256 << 10, size)
            do throws(Unpacking) {
                mayEnd = try body(try Unpacking.reading(self, place..<end), &scratch)
            } catch {
                switch error {
                case .other(let diagnostic): throw diagnostic
                case .damaged:
                    throw Diagnostic(
                        "file.packed",
                        "`\(name)` is packed, and damaged between bytes \(place) and \(end), behind line "
                            + "\(LoadReport.grouped(scratch.lineCount)) of what it holds",
                        help: ["fetch or pack it once more"])
                }
            }
            work.advance(by: end - place)
            place = end
        }
        if mayEnd { return }
        let lines = LoadReport.grouped(scratch.lineCount)
        throw Diagnostic(
            "file.cut-short", "`\(name)` ends before its packed data do, in line \(lines) of what it holds",
            help: ["`load` it again once it is whole"])
    }
}

/// Why a stretch could not be unpacked.
private enum Unpacking: Error {
    case damaged
    case other(Diagnostic)

    static func reading(_ file: ByteFile, _ range: Range<Int>) throws(Unpacking) -> [UInt8] {
        do throws(Diagnostic) { return try file.bytes(range) } catch { throw .other(error) }
    }
    static func append(_ bytes: ArraySlice<UInt8>, to scratch: inout ScratchBytes) throws(Unpacking) {
        do throws(Diagnostic) { try scratch.append(bytes) } catch { throw .other(error) }
    }
}

/// gzip, of one member or of several one behind the other.
@safe private struct Inflater: ~Copyable {
    // SAFETY: zlib's state points back at the stream, so the stream stays at one place in memory from `init` to
    // `deinit`; its pointers to input and output are set anew for each call, inside the arrays' own closures.
    private let stream: UnsafeMutablePointer<z_stream>
    private var output = [UInt8](repeating: 0, count: 1 << 18)
    private var isAtEnd = false

    init() throws(Diagnostic) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 bits of window, and 16 more for gzip's header.
        let code = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if code != Z_OK { throw .internalError("zlib would not begin: \(code)") }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Whether a member has just ended.
    mutating func unpack(_ bytes: [UInt8], into scratch: inout ScratchBytes) throws(Unpacking) -> Bool {
        var input = bytes
        var place = 0
        while true {
            if isAtEnd {
                // Zeros behind the last member are padding of an archive.
                while place < input.count, input[place] == 0 { place += 1 }
                if place == input.count { return true }
                unsafe inflateReset(stream)
                isAtEnd = false
            }
            let (code, consumed, produced) = step(&input, from: place)
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw .damaged }
            try Unpacking.append(output[..<produced], to: &scratch)
            place += consumed
            isAtEnd = code == Z_STREAM_END
            if !isAtEnd, place == input.count, produced < output.count { return false }
            if code == Z_BUF_ERROR, consumed == 0, produced == 0 { return false }
        }
    }

    private mutating func step(_ input: inout [UInt8], from place: Int) -> (Int32, Int, Int) {
        let stream = unsafe stream
        return unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                // SAFETY: zlib stays inside the two counts, which are those of the arrays.
                unsafe stream.pointee.next_in = source.baseAddress.map { unsafe $0 + place }
                unsafe stream.pointee.avail_in = UInt32(source.count - place)
                unsafe stream.pointee.next_out = target.baseAddress
                unsafe stream.pointee.avail_out = UInt32(target.count)
                let code = unsafe inflate(stream, Z_NO_FLUSH)
                return unsafe (
                    code, source.count - place - Int(stream.pointee.avail_in),
                    target.count - Int(stream.pointee.avail_out)
                )
            }
        }
    }
}

/// zstd, of one frame or of several.
@safe private struct Decompressor: ~Copyable {
    // SAFETY: the state is this value's own from `init` to `deinit`, and is given to zstd alone.
    private let state: OpaquePointer
    private var output = [UInt8](repeating: 0, count: 1 << 18)

    init() throws(Diagnostic) {
        guard let made = unsafe ZSTD_createDStream() else { throw .internalError("zstd would not begin") }
        unsafe state = made
    }

    deinit { unsafe ZSTD_freeDStream(state) }

    /// Whether a frame has just ended.
    mutating func unpack(_ bytes: [UInt8], into scratch: inout ScratchBytes) throws(Unpacking) -> Bool {
        var place = 0
        var isAtEnd = false
        while true {
            let (code, consumed, produced) = step(bytes, from: place)
            guard ZSTD_isError(code) == 0 else { throw .damaged }
            try Unpacking.append(output[..<produced], to: &scratch)
            place += consumed
            if consumed > 0 || produced > 0 { isAtEnd = code == 0 }
            if place == bytes.count, produced < output.count { return isAtEnd }
        }
    }

    private mutating func step(_ bytes: [UInt8], from place: Int) -> (Int, Int, Int) {
        let state = unsafe state
        return unsafe bytes.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                // SAFETY: zstd stays inside the two sizes, which are those of the arrays.
                var from = unsafe ZSTD_inBuffer(
                    src: UnsafeRawPointer(source.baseAddress), size: source.count, pos: place)
                var to = unsafe ZSTD_outBuffer(
                    dst: UnsafeMutableRawPointer(target.baseAddress), size: target.count, pos: 0)
                let code = unsafe ZSTD_decompressStream(state, &to, &from)
                return unsafe (code, from.pos - place, to.pos)
            }
        }
    }
}
