public import RapportDiagnostics

extension Notebook {
    /// Reads a notebook from its text.
    /// - Throws: `notebook.front-matter`.
    public init(text: String, path: String) throws(Diagnostic) {
        let plain = text.replacing("\r\n", with: "\n")
        let all = plain.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var body = all
        var head = FrontMatter()
        if all.first?.trimmingSuffix == "---" {
            guard let end = all.dropFirst().firstIndex(where: { $0.trimmingSuffix == "---" }) else {
                throw Diagnostic(
                    "notebook.front-matter", "the front matter that begins on line 1 is not closed",
                    help: ["a line `---` below it closes it"])
            }
            head = try FrontMatter(yaml: all[1..<end].joined(separator: "\n"))
            body = all[(end + 1)...]
        }
        self.init(path: path, frontMatter: head, pieces: Self.pieces(of: body))
    }

    /// The title: of the front matter, else the first heading, else the file's name.
    public var title: String {
        if let title = frontMatter.title { return title }
        for case .prose(let text) in pieces {
            for line in text.split(separator: "\n") where line.hasPrefix("# ") {
                return String(line.dropFirst(2))
            }
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return name.hasSuffix(".md") ? String(name.dropLast(3)) : name
    }
}

extension Substring {
    fileprivate var trimmingSuffix: Substring {
        var text = self
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return text
    }
}
