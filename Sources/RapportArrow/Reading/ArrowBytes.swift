public import RapportDiagnostics
public import RapportTable

/// The bytes of an Arrow file or stream, read by place from any thread.
public protocol ArrowBytes: Sendable {
    /// What messages call it: a file's name without its folder.
    var name: String { get }
    var count: Int { get }
    /// The bytes themselves where they are in memory, so that columns can share them.
    var memory: Buffer<UInt8>? { get }
    /// Copies `range`, which lies inside, to `target`, which has room for it.
    @unsafe func read(_ range: Range<Int>, into target: UnsafeMutableRawPointer) throws(Diagnostic)
}

extension ArrowBytes {
    public var memory: Buffer<UInt8>? { nil }

    func bytes(_ range: Range<Int>) throws(Diagnostic) -> [UInt8] {
        let buffer = try buffer(range)
        return unsafe buffer.withUnsafeElements { unsafe Array($0) }
    }

    /// The bytes in memory of their own, or in that where they are.
    func buffer(_ range: Range<Int>) throws(Diagnostic) -> Buffer<UInt8> {
        if let memory { return memory[range] }
        let builder = BufferBuilder<UInt8>(uninitialized: range.count)
        let cells = builder.shared
        // SAFETY: the builder has room for the range.
        unsafe try read(range, into: UnsafeMutableRawPointer(cells.pointer))
        return builder.freeze()
    }
}

/// Bytes in memory.
public struct ArrowMemory: ArrowBytes {
    public let name: String
    public let bytes: Buffer<UInt8>

    public init(_ bytes: Buffer<UInt8>, name: String = "the stream") {
        (self.bytes, self.name) = (bytes, name)
    }
    public init(_ bytes: [UInt8], name: String = "the stream") { self.init(Buffer(bytes), name: name) }

    public var count: Int { bytes.count }
    public var memory: Buffer<UInt8>? { bytes }

    @unsafe public func read(_ range: Range<Int>, into target: UnsafeMutableRawPointer) throws(Diagnostic) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        unsafe bytes.withUnsafeElements { source in
            guard let base = source.baseAddress else { return }
            // SAFETY: the range was checked against the buffer; the caller has room for it.
            unsafe target.copyMemory(from: base + range.lowerBound, byteCount: range.count)
        }
    }
}

extension Diagnostic {
    /// The file or stream `name` is none, or its bytes were changed on the way.
    static func damaged(_ name: String, _ what: String) -> Diagnostic {
        Diagnostic(
            "arrow.damaged", "`\(name)` cannot be read as Arrow: \(what) is not as the format has it",
            help: ["fetch or write it once more"])
    }
}

/// Runs `body`, whose faults become diagnostics about `name`.
func reading<Result>(
    _ name: String, _ body: () throws(ArrowFault) -> Result
) throws(Diagnostic) -> Result {
    do throws(ArrowFault) { return try body() } catch { throw .damaged(name, error.what) }
}
