internal import Crypto
internal import FoundationEssentials
public import RapportDiagnostics
public import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// SHA-256 as hexadecimal text: whether the bytes of a file changed.
public enum SHA256Digest {
    public static func text(of bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    /// Reads the file in blocks, so that a large one needs no memory.
    /// - Throws: `file.read`; `run.cancelled`.
    public static func text(ofFile path: String, work: Work) throws(Diagnostic) -> String {
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else { throw Diagnostic("file.read", "cannot read `\(path)`") }
        defer { close(descriptor) }
        var hash = SHA256()
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            try work.check()
            let count = unsafe block.withUnsafeMutableBytes {
                unsafe read(descriptor, $0.baseAddress, $0.count)
            }
            guard count >= 0 else { throw Diagnostic("file.read", "cannot read `\(path)`") }
            if count == 0 { return hexadecimal(hash.finalize()) }
            hash.update(data: block[0..<count])
        }
    }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in digest { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
