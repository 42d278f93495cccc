internal import RapportDiagnostics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A file that takes its place only when it is whole.
///
/// Written beside the target under another name and renamed over it, which the system does at once.
final class FileReplacement {
    private let path: String
    private let partial: String
    private var descriptor: Int32

    init(_ path: String) throws(Diagnostic) {
        self.path = path
        partial = "\(path).\(getpid()).partial"
        descriptor = unsafe open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(errno) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unsafe unlink(partial)
    }

    func write(_ bytes: [UInt8]) throws(Diagnostic) {
        var done = 0
        while done < bytes.count {
            // SAFETY: the count is what is left of the array.
            let put = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
            }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw failure(errno) }
            done += put
        }
    }

    /// Puts the file in its place.
    func commit() throws(Diagnostic) {
        let code = close(descriptor)
        let reason = errno
        descriptor = -1
        if code != 0 {
            unsafe unlink(partial)
            throw failure(reason)
        }
        guard unsafe rename(partial, path) == 0 else {
            let reason = errno
            unsafe unlink(partial)
            throw failure(reason)
        }
    }

    private func failure(_ code: Int32) -> Diagnostic {
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return Diagnostic("file.not-written", "`\(path)` could not be written: \(reason)")
    }
}
