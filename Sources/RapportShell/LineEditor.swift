internal import CLineEditor
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Reads lines with editing, history and completion.
struct LineEditor {
    enum Read {
        case line(String)
        case interrupted
        case end
    }

    private let historyPath: String?
    private static let historyLength: Int32 = 5_000

    /// Words that Tab completes; behind a lock because the C side has no place for a context.
    private static let words = Mutex<[String]>([])

    init(historyPath: String?) {
        self.historyPath = historyPath
        unsafe rp_line_init("rapport") { line, start, end in
            guard let line = unsafe line else { return nil }
            let bytes = unsafe Array(
                UnsafeBufferPointer(
                    start: UnsafeRawPointer(line).assumingMemoryBound(to: UInt8.self), count: Int(end)))
            guard start >= 0, start <= end else { return nil }
            return unsafe LineEditor.candidates(String(decoding: bytes[Int(start)...], as: UTF8.self))
        }
        if let historyPath { _ = unsafe rp_history_load(historyPath) }
    }

    func complete(with words: [String]) { Self.words.withLock { $0 = words } }

    func read(prompt: String) -> Read {
        var line: UnsafeMutablePointer<CChar>?
        switch unsafe rp_line_read(prompt, &line) {
        case RP_LINE_OK:
            guard let text = unsafe line else { return .end }
            defer { unsafe rp_line_free(text) }
            return .line(unsafe String(cString: text))
        case RP_LINE_INTERRUPTED: return .interrupted
        default: return .end
        }
    }

    func remember(_ entry: String) {
        unsafe rp_history_add(entry)
        if let historyPath { _ = unsafe rp_history_save(historyPath, Self.historyLength) }
    }

    /// The words that begin with `prefix`, as the C side takes them: malloc'ed, with a null at the end.
    @unsafe private static func candidates(_ prefix: String) -> UnsafeMutablePointer<
        UnsafeMutablePointer<CChar>?
    >? {
        let found = words.withLock { all in
            Array(Set(all.filter { $0.hasPrefix(prefix) && !prefix.isEmpty })).sorted()
        }
        guard !found.isEmpty,
            let list = unsafe calloc(found.count + 1, MemoryLayout<UnsafeMutablePointer<CChar>?>.stride)
        else { return nil }
        let typed = unsafe list.bindMemory(to: UnsafeMutablePointer<CChar>?.self, capacity: found.count + 1)
        for (index, word) in found.enumerated() { unsafe typed[index] = strdup(word) }
        return unsafe typed
    }
}
