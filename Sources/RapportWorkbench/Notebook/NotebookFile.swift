public import RapportDiagnostics
internal import RapportReport

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A notebook's file, by its path as typed.
public struct NotebookFile: Sendable {
    public var path: String
    public init(_ path: String) { self.path = path }

    /// - Throws: `file.missing`, `file.folder`, `file.encoding`, `notebook.front-matter`.
    public func read() throws(Diagnostic) -> Notebook {
        // The name without its folder: the report must not depend on where the notebook lies.
        try Notebook(text: readText(path, typed: path), path: name)
    }

    public var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
    public var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    /// The name without `.md`.
    public var stem: String { name.hasSuffix(".md") ? String(name.dropLast(3)) : name }
}

/// A report to be written: where, and its bytes.
public struct ReportFile: Sendable {
    public var path: String
    public var bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) { (self.path, self.bytes) = (path, bytes) }

    /// The HTML and the Markdown of a run.
    ///
    /// Those of a run that stopped have a name of their own, so that the last good report stays.
    public static func reports(of run: NotebookRun, stem: String, in folder: String) -> [ReportFile] {
        let base = "\(folder)/\(stem)\(run.failure == nil ? "" : ".failed")"
        return [
            ReportFile(path: base + ".html", bytes: Array(HTMLRenderer().render(run.document).utf8)),
            ReportFile(path: base + ".md", bytes: Array(MarkdownRenderer().render(run.document).utf8)),
        ]
    }

    /// Whether the file is there with just these bytes.
    public var isSame: Bool {
        guard let text = try? readText(path, typed: path) else { return false }
        return Array(text.utf8) == bytes
    }

    /// - Throws: `file.write`.
    public func write() throws(Diagnostic) { try writeFile(bytes, to: path, typed: path) }

    /// Whether both lead to one file, however they are written.
    public static func isSamePath(_ a: String, _ b: String) -> Bool {
        func real(_ path: String) -> String? {
            guard let resolved = unsafe realpath(path, nil) else { return nil }
            defer { unsafe free(resolved) }
            return unsafe String(cString: resolved)
        }
        return real(a).map { $0 == real(b) } ?? false
    }

    /// Makes the folder and those above it, where they are not there.
    /// - Throws: `file.write`.
    public static func makeFolder(_ path: String) throws(Diagnostic) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/" + part
            guard unsafe mkdir(made, 0o755) != 0, errno != EEXIST else { continue }
            throw Diagnostic(
                "file.write", "cannot make the folder `\(path)`", help: ["name one that may be written to"])
        }
    }
}
