internal import RapportDiagnostics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Bytes that a file becomes before it is read: decoded, unpacked.
///
/// A few stay in memory; more go to a file without a name in the folder for temporary files, so that a packed
/// file of any size needs no memory, and nothing stays behind whatever happens.
struct ScratchBytes: ~Copyable {
    private static let memoryLimit = 16 << 20

    private let name: String
    private var memory: [UInt8] = []
    private var descriptor: Int32 = -1
    private var written = 0
    /// Line ends in all bytes so far, and one more.
    private(set) var lineCount = 1

    /// `name` is that of the file they come from.
    init(for name: String) { self.name = name }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) throws(Diagnostic) {
        for byte in bytes where byte == .lineFeed { lineCount += 1 }
        memory += bytes
        if memory.count > (descriptor < 0 ? Self.memoryLimit : 1 << 20) { try spill() }
    }

    private mutating func spill() throws(Diagnostic) {
        if descriptor < 0 {
            let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
            var template = Array((folder + "/rapport-" + String(repeating: "X", count: 6)).utf8CString)
            descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return -1 }
                // SAFETY: the template ends in a zero, and is as long as mkstemp needs it.
                let made = unsafe mkstemp(base)
                if made >= 0 { unsafe unlink(base) }
                return made
            }
            guard descriptor >= 0 else { throw failure(errno) }
        }
        var done = 0
        while done < memory.count {
            let put = unsafe memory.withUnsafeBytes { buffer in
                // SAFETY: the count is what is left of the array.
                unsafe write(descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
            }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw failure(errno) }
            done += put
        }
        written += memory.count
        memory.removeAll(keepingCapacity: true)
    }

    private func failure(_ code: Int32) -> Diagnostic {
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return Diagnostic(
            "file.scratch", "no room to unpack or decode `\(name)`: \(reason.lowercased())",
            help: ["`TMPDIR` names the folder for temporary files"])
    }

    /// The file as it would be if its bytes had always been these.
    consuming func finish(as file: ByteFile) throws(Diagnostic) -> ByteFile {
        if descriptor < 0 { return ByteFile(file, decoded: memory) }
        try spill()
        let own = dup(descriptor)
        guard own >= 0 else { throw failure(errno) }
        return ByteFile(file, descriptor: own, size: written)
    }
}
