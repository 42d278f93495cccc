internal import RapportDiagnostics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

func fileExists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

extension Configuration {
    /// Where a file to read is: beside the notebook, else where the program was started.
    func readPath(_ typed: String) -> String {
        let path = withHome(typed)
        if path.hasPrefix("/") { return path }
        let candidates = readFolders.map { $0 == "." ? path : $0 + "/" + path }
        return candidates.first(where: fileExists) ?? candidates.first ?? path
    }

    /// Where a file to write leads.
    func writePath(_ typed: String) -> String {
        let path = withHome(typed)
        return path.hasPrefix("/") || writeFolder == "." ? path : writeFolder + "/" + path
    }

    private func withHome(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = unsafe getenv("HOME") else { return path }
        return unsafe String(cString: home) + path.dropFirst()
    }
}

/// Writes a file whole or not at all: beside it first, then in its place.
///
/// - Throws: `file.write`.
func writeFile(_ bytes: [UInt8], to path: String, typed: String) throws(Diagnostic) {
    let part = "\(path).part-\(getpid())"
    func failure() -> Diagnostic {
        let reason = unsafe String(cString: strerror(errno))
        return Diagnostic(
            "file.write", "cannot write `\(typed)`: \(reason.lowercased())",
            help: ["name a folder that is there and may be written to"])
    }
    let descriptor = unsafe open(part, O_CREAT | O_WRONLY | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw failure() }
    var offset = 0
    while offset < bytes.count {
        let written = unsafe bytes.withUnsafeBytes { all in
            // SAFETY: `offset` is below the count, so the window lies inside the array.
            unsafe write(descriptor, all.baseAddress?.advanced(by: offset), all.count - offset)
        }
        guard written > 0 else {
            let error = failure()
            close(descriptor)
            unsafe unlink(part)
            throw error
        }
        offset += written
    }
    close(descriptor)
    guard unsafe rename(part, path) == 0 else {
        let error = failure()
        unsafe unlink(part)
        throw error
    }
}

/// Reads a small text file: a notebook, a script.
///
/// - Throws: `file.missing`, `file.folder`, `file.read`, `file.encoding`.
func readText(_ path: String, typed: String) throws(Diagnostic) -> String {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
        throw Diagnostic(
            "file.missing", "there is no file `\(typed)`", help: ["look at the name and the folder"])
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
        throw Diagnostic("file.folder", "`\(typed)` is a folder, expected a file")
    }
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { throw Diagnostic("file.read", "cannot read `\(typed)`") }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = unsafe block.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw Diagnostic("file.read", "cannot read `\(typed)`") }
        if count == 0 { break }
        bytes += block[..<count]
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Diagnostic("file.encoding", "`\(typed)` is not UTF-8", help: ["save it as UTF-8"])
    }
    return text
}
