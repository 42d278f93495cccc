internal import RapportDiagnostics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What a file's name ends in, in lower case and without the point; of `orders.csv.gz` it is `csv`.
func ending(of path: String) -> String {
    var parts = (path.split(separator: "/").last ?? "").split(separator: ".").dropFirst()
    if parts.count > 1, let last = parts.last?.lowercased(), last == "gz" || last == "zst" {
        parts.removeLast()
    }
    return parts.last?.lowercased() ?? ""
}

/// The endings of files that a folder is read for.
private let readable = Set(fileReaders.flatMap(\.formats)).subtracting(["xls", "xlsb", "ods"])

/// The files of a folder or of a pattern with `*`, `?`, `[…]`, in the order of their names; nil where `path` is
/// one file.
///
/// Names of bytes order, whatever the locale is, so that the rows stand in one order on every machine. Of a folder,
/// files that no reader is for, hidden ones and folders in it are left out.
///
/// - Throws: `load.no-files`.
func pathsOfMany(_ path: String, typed: String) throws(Diagnostic) -> [String]? {
    var status = stat()
    if unsafe stat(path, &status) == 0 {
        guard status.st_mode & S_IFMT == S_IFDIR else { return nil }
        let folder = path.hasSuffix("/") ? path : path + "/"
        // What a folder is called is no pattern.
        let escaped = folder.map { "*?[\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        let files = matches(escaped + "*").filter { readable.contains(ending(of: $0)) }
        if files.isEmpty {
            throw Diagnostic(
                "load.no-files", "the folder `\(typed)` has no file that can be read",
                help: [
                    "read are files that end in "
                        + readable.sorted().map { "`.\($0)`" }.joined(separator: ", ")
                ].map { Diagnostic.Help($0) })
        }
        return files
    }
    guard path.contains(where: { "*?[".contains($0) }) else { return nil }
    let files = matches(path)
    if files.isEmpty {
        throw Diagnostic(
            "load.no-files", "no file is called as `\(typed)` says",
            help: ["`*` stands for any letters of a name, and for no `/`"])
    }
    return files
}

/// Files, without folders, that a pattern of the shell names.
private func matches(_ pattern: String) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, GLOB_MARK | GLOB_NOSORT, nil, &found) == 0 else { return [] }
    var paths: [String] = []
    let count = unsafe Int(found.gl_pathc)
    for index in 0..<count {
        // SAFETY: glob has written so many paths, each of which ends in a zero.
        guard let path = unsafe found.gl_pathv[index] else { continue }
        unsafe paths.append(String(cString: path))
    }
    return paths.filter { !$0.hasSuffix("/") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
