internal import RapportDiagnostics
internal import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A file's bytes as they were when it was opened, read by place from any thread.
///
/// `pread` into buffers of our own and never a mapping: a mapped file that somebody cuts short kills the
/// process. The descriptor stays open, so a file that is replaced is read as it was.
final class ByteFile: Sendable {
    let path: String
    /// Without the folder.
    let name: String
    let size: Int
    private let descriptor: Int32
    /// The whole text, where it had to be decoded first.
    private let decoded: [UInt8]?

    init(path: String) throws(Diagnostic) {
        self.path = path
        name = path.split(separator: "/").last.map(String.init) ?? path
        decoded = nil
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unopened(path, errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            close(descriptor)
            throw Self.unopened(path, errno)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw Diagnostic(
                "file.is-folder", "`\(path)` is a folder, expected a file",
                help: ["name one of its files"])
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw Diagnostic(
                "file.not-regular", "`\(path)` is a device or a pipe, expected a file",
                help: ["write it to a file first"])
        }
        size = Int(status.st_size)
    }

    /// The same file with its text in UTF-8.
    init(_ file: ByteFile, decoded: [UInt8]) {
        (path, name, size, descriptor, self.decoded) = (file.path, file.name, decoded.count, -1, decoded)
    }

    /// A file that is nowhere but in ``ScratchBytes``.
    init(named name: String) {
        (path, self.name, size, descriptor, decoded) = (name, name, 0, -1, [])
    }

    /// The same file with other bytes, those of a file without a name; `descriptor` is closed with it.
    init(_ file: ByteFile, descriptor: Int32, size: Int) {
        (path, name, self.size, self.descriptor, decoded) = (file.path, file.name, size, descriptor, nil)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Reads `range`, which must lie inside the file, into `memory`.
    /// - Throws: `file.cut-short` where the file has become shorter since it was opened.
    func read(_ range: Range<Int>, into memory: UnsafeMutableRawPointer) throws(Diagnostic) {
        precondition(range.lowerBound >= 0 && range.upperBound <= size)
        if let decoded {
            // SAFETY: the range was checked against the array; the caller has made room for it.
            unsafe decoded.withUnsafeBytes { source in
                guard let base = source.baseAddress else { return }
                unsafe memory.copyMemory(from: base + range.lowerBound, byteCount: range.count)
            }
            return
        }
        var done = 0
        while done < range.count {
            let place = off_t(range.lowerBound + done)
            let got = unsafe pread(descriptor, memory + done, range.count - done, place)
            if got < 0, errno == EINTR { continue }
            if got < 0 { throw Self.unreadable(path, errno) }
            if got == 0 {
                throw Diagnostic(
                    "file.cut-short",
                    "`\(name)` became shorter while it was read: expected \(size) bytes, found "
                        + "\(range.lowerBound + done)",
                    help: ["`load` it again once it is written"])
            }
            done += got
        }
    }

    func bytes(_ range: Range<Int>) throws(Diagnostic) -> [UInt8] {
        var failure: Diagnostic?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            count = range.count
            guard let base = buffer.baseAddress, !range.isEmpty else { return }
            do throws(Diagnostic) {
                unsafe try read(range, into: UnsafeMutableRawPointer(base))
            } catch {
                failure = error
                unsafe base.initialize(repeating: 0, count: count)
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Bytes that were added since the file was opened, which are not read.
    var growth: Int {
        guard descriptor >= 0 else { return 0 }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return 0 }
        return max(Int(status.st_size) - size, 0)
    }

    private static func unopened(_ path: String, _ code: Int32) -> Diagnostic {
        switch code {
        case ENOENT, ENOTDIR:
            Diagnostic(
                "file.not-found", "no file `\(path)`",
                help: ["a path begins in the folder that rapport was started in"])
        case EACCES:
            Diagnostic("file.not-allowed", "no permission to read `\(path)`", help: ["`chmod +r` allows it"])
        default: unreadable(path, code)
        }
    }

    private static func unreadable(_ path: String, _ code: Int32) -> Diagnostic {
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return Diagnostic("file.unreadable", "`\(path)` could not be read: \(reason)")
    }
}
