internal import RapportDiagnostics
internal import RapportStore
internal import RapportWork
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// SHA-256 of the files that were read, computed when a run is recorded and kept while the file stays the same.
final class FileStamps: Sendable {
    private struct Stamp: Sendable, Hashable {
        var size: Int
        var modified: Int
        var inode: UInt64
    }
    /// As the file was when it was read, by path.
    private let read = Mutex<[String: Stamp]>([:])
    private let digests = Mutex<[Stamp: String]>([:])

    /// Notes what the file is like now, as it is read.
    func note(_ path: String) {
        let stamp = Self.stamp(path)
        read.withLock { $0[path] = stamp }
    }

    /// The digest of the one file behind a plan, whenever it is asked; nil where the file is another one by then.
    ///
    /// One file's bytes are the input's. Of several the digest of the content says enough.
    func sha256(ofOnly paths: [String]) -> @Sendable () -> String? {
        guard paths.count == 1, let stamp = read.withLock({ $0[paths[0]] }) else { return { nil } }
        return { try? self.digest(paths[0], stamp, work: Work(width: 1)) }
    }

    /// The digest of what was read; nil where the file is another one by now.
    func sha256(_ path: String, work: Work) throws(Diagnostic) -> String? {
        guard let stamp = read.withLock({ $0[path] }) else { return nil }
        return try digest(path, stamp, work: work)
    }

    private func digest(_ path: String, _ stamp: Stamp, work: Work) throws(Diagnostic) -> String? {
        guard Self.stamp(path) == stamp else { return nil }
        if let known = digests.withLock({ $0[stamp] }) { return known }
        let digest = try SHA256Digest.text(ofFile: path, work: work)
        guard Self.stamp(path) == stamp else { return nil }
        digests.withLock { $0[stamp] = digest }
        return digest
    }

    private static func stamp(_ path: String) -> Stamp? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        let modified = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
        return Stamp(size: Int(status.st_size), modified: modified, inode: UInt64(status.st_ino))
    }
}
