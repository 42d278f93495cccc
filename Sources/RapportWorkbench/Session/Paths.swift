internal import RapportDiagnostics
internal import RapportFormats

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

/// Writes a file whole or not at all.
///
/// - Throws: `file.write`.
func writeFile(_ bytes: [UInt8], to path: String, typed: String) throws(Diagnostic) {
    let file = try FileReplacement(path, typed: typed)
    try file.write(bytes)
    try file.commit()
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
