internal import RapportDiagnostics
internal import RapportWork
internal import Synchronization

/// Reads `sharedStrings.xml`: texts that cells name by number, in runs where parts have fonts of their own.
final class SharedStringsReader: XMLHandler {
    private(set) var pool = TextPool()
    private var buffer = TextBuffer()
    private var isText = false
    /// Inside the reading aid above East Asian text, which is no part of it.
    private var isPhonetic = false
    private let work: Work
    private let reserved: Reserved
    private let si = XMLName("si")
    private let t = XMLName("t")
    private let rPh = XMLName("rPh")

    init(_ work: Work, _ reserved: Reserved) { (self.work, self.reserved) = (work, reserved) }

    func take() -> TextPool {
        var taken = TextPool()
        swap(&taken, &pool)
        return taken
    }

    override func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == t {
            isText = !isPhonetic
        } else if name == si {
            buffer.removeAll()
        } else if name == rPh {
            isPhonetic = true
        }
    }

    override func end(_ name: XMLName) {
        if name == t {
            isText = false
        } else if name == rPh {
            isPhonetic = false
        } else if name == si {
            unsafe pool.append(buffer.elements)
            if buffer.isTooLong || pool.count > Int(Int32.max) {
                fault = Diagnostic(
                    "excel.too-large", "a text of the file is longer than 16 MB, or there are too many")
            }
            if pool.count & 4095 == 0 { note() }
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isText { unsafe buffer.append(bytes) }
    }

    private func note() {
        do throws(Diagnostic) { try reserved.grow(to: pool.byteCount) } catch { fault = error }
    }
}

/// What a file's texts or cells were announced for, given back when they are gone.
final class Reserved: Sendable {
    private let work: Work
    private let purpose: String
    private let bytes = Mutex(0)

    init(_ work: Work, for purpose: String) { (self.work, self.purpose) = (work, purpose) }
    deinit { work.memory.release(bytes.withLock { $0 }) }

    /// - Throws: `memory.limit`.
    func grow(to size: Int) throws(Diagnostic) {
        let more = size - bytes.withLock { $0 }
        guard more > 0 else { return }
        try work.memory.reserve(more, for: purpose)
        bytes.withLock { $0 += more }
    }
}
