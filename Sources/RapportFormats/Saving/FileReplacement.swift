public import RapportDiagnostics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A file that takes its place only when it is whole.
///
/// Written beside the target under another name and renamed over it, which the system does at once: a reader never
/// sees a part, and a failure leaves the old file.
public final class FileReplacement {
    private let path: String
    /// As the analyst typed it.
    public let name: String
    /// Where the bytes stand until ``commit()``; for a library that writes files itself, in place of ``write(_:)``.
    public let partialPath: String
    private var packer: Packer?
    private var descriptor: Int32

    /// Opens it beside its target; the bytes are packed on their way where that is asked.
    ///
    /// - Throws: `file.write` with the system's reason.
    public init(_ path: String, typed: String? = nil, packing: Packing? = nil) throws(Diagnostic) {
        self.path = path
        name = typed ?? path
        partialPath = "\(path).\(getpid()).partial"
        packer = try packing.map { (packing) throws(Diagnostic) in try Packer(packing) }
        descriptor = unsafe open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(errno) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unsafe unlink(partialPath)
    }

    /// - Throws: `file.write`.
    public func write(_ bytes: [UInt8]) throws(Diagnostic) {
        guard let packer else { return try put(bytes) }
        try put(try packer.pack(bytes, isLast: false))
    }

    /// Puts the file in its place.
    ///
    /// - Throws: `file.write`.
    public func commit() throws(Diagnostic) {
        if let packer { try put(try packer.pack([], isLast: true)) }
        let code = close(descriptor)
        let reason = errno
        descriptor = -1
        if code != 0 {
            unsafe unlink(partialPath)
            throw failure(reason)
        }
        guard unsafe rename(partialPath, path) == 0 else {
            let reason = errno
            unsafe unlink(partialPath)
            throw failure(reason)
        }
    }

    private func put(_ bytes: [UInt8]) throws(Diagnostic) {
        var done = 0
        while done < bytes.count {
            // SAFETY: the count is what is left of the array.
            let put = unsafe bytes.withUnsafeBytes { buffer in
                unsafe systemWrite(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
            }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw failure(errno) }
            done += put
        }
    }

    private func failure(_ code: Int32) -> Diagnostic {
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return Diagnostic(
            "file.write", "cannot write `\(name)`: \(reason.lowercased())",
            help: ["name a folder that is there and may be written to"])
    }
}

/// `write` of the system, which the method of that name would hide.
@unsafe private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
}
