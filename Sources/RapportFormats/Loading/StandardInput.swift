internal import RapportDiagnostics
internal import RapportWork
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What is piped into the program, as a file: `load "-"`.
///
/// Read once, to its end, and kept while the program runs: a line that names it again reads the same bytes.
enum StandardInput {
    static let path = "-"
    private static let kept = Mutex<ByteFile?>(nil)

    static func file(_ work: Work) throws(Diagnostic) -> ByteFile {
        if let file = kept.withLock({ $0 }) { return file }
        if isatty(0) == 1 {
            throw Diagnostic(
                "file.no-input", "standard input is the keyboard, expected a file or a pipe",
                help: ["`cat orders.csv | rapport -c 'load \"-\" | …'`"])
        }
        var scratch = ScratchBytes(for: "standard input")
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            try work.check()
            let got = unsafe chunk.withUnsafeMutableBytes { buffer in
                // SAFETY: the count is that of the array.
                unsafe read(0, buffer.baseAddress, buffer.count)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else {
                let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "an error"
                throw Diagnostic("file.unreadable", "standard input could not be read: \(reason)")
            }
            if got == 0 { break }
            try scratch.append(chunk[..<got])
        }
        let file = try scratch.finish(as: ByteFile(named: "stdin"))
        kept.withLock { $0 = file }
        return file
    }
}
