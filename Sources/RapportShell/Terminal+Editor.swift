internal import FoundationEssentials

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension Terminal {
    /// Opens a text in the person's editor, and gives what it is saved as, without blanks at its ends.
    ///
    /// The editor is `$VISUAL`, else `$EDITOR`, else `vi`, run by the shell as `git` does, so that it may bring
    /// options. Nil where it cannot be run or ends with a failure: the text is then as good as unsaved.
    static func edited(_ text: String) -> String? {
        let folder = FileManager.default.temporaryDirectory
        let file = folder.appending(component: "rapport-\(getpid())-entry.rapport")
        defer { try? FileManager.default.removeItem(at: file) }
        guard (try? Data((text + "\n").utf8).write(to: file)) != nil else { return nil }
        let editor = ["VISUAL", "EDITOR"].lazy.compactMap(variable).first ?? "vi"
        var child = pid_t()
        let words = ["sh", "-c", editor + " \"$1\"", "rapport", file.path]
        // SAFETY: strdup'ed, with a null at the end, and freed after the child has its copy.
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        guard unsafe posix_spawn(&child, "/bin/sh", nil, nil, &arguments, environ) == 0 else { return nil }
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0 && errno == EINTR {}
        guard status == 0, let saved = try? Data(contentsOf: file) else { return nil }
        let lines = String(decoding: saved, as: UTF8.self)
        let kept = lines.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        return String(kept)
    }

    private static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}
