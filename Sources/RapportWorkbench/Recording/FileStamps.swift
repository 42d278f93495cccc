internal import RapportDiagnostics
internal import RapportStore
internal import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// SHA-256 of the files that were read, computed when a run is recorded and kept while the file stays the same.
struct FileStamps: Sendable {
    private struct Stamp: Sendable, Hashable {
        var size: Int
        var modified: Int
        var inode: UInt64
    }
    /// As the file was when it was read, by path.
    private var read: [String: Stamp] = [:]
    private var digests: [Stamp: String] = [:]

    /// Notes what the file is like now, as it is read.
    mutating func note(_ path: String) { read[path] = Self.stamp(path) }

    /// The digest of what was read; nil where the file is another one by now.
    mutating func sha256(_ path: String, work: Work) throws(Diagnostic) -> String? {
        guard let stamp = read[path], Self.stamp(path) == stamp else { return nil }
        if let known = digests[stamp] { return known }
        let digest = try SHA256Digest.text(ofFile: path, work: work)
        guard Self.stamp(path) == stamp else { return nil }
        digests[stamp] = digest
        return digest
    }

    private static func stamp(_ path: String) -> Stamp? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        let modified = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
        return Stamp(size: Int(status.st_size), modified: modified, inode: UInt64(status.st_ino))
    }
}
