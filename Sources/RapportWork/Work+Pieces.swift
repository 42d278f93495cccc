internal import Dispatch
public import RapportDiagnostics
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension Work {
    /// Rows that a kernel takes at a time: fits the cache, and a multiple of 64 so that pieces of a bitmap
    /// never share a word.
    public static let morsel = 65_536

    /// Processors this process may run on.
    public static var processors: Int { max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1) }

    /// Calls `body` once for each of `count` pieces, on up to ``width`` threads, which take the next piece
    /// when they are free.
    ///
    /// Which thread takes a piece is chance; so what is combined must be combined in the order of pieces.
    ///
    /// A body whose last act is a copy of memory ends with `try check()`: Swift 6.3.1 on x86-64 turns the
    /// copy into a jump to `memmove` without putting back the register that says whether a typed error was
    /// thrown, and the caller then takes whatever is in it for one.
    /// - Throws: what the failing piece with the lowest number threw, whatever the width; `run.cancelled`
    ///   when cancelled between pieces.
    public func pieces(_ count: Int, _ body: @Sendable (Int) throws(Diagnostic) -> Void) throws(Diagnostic) {
        if count <= 0 { return try check() }
        let next = Atomic<Int>(0)
        let failure = Mutex<(piece: Int, error: Diagnostic)?>(nil)
        let failedPiece = Atomic<Int>(.max)
        DispatchQueue.concurrentPerform(iterations: min(width, count)) { _ in
            while !isCancelled {
                let piece = next.add(1, ordering: .relaxed).oldValue
                if piece >= count || piece > failedPiece.load(ordering: .relaxed) { return }
                do throws(Diagnostic) {
                    try body(piece)
                } catch {
                    failure.withLock {
                        if $0.map({ $0.piece < piece }) ?? false { return }
                        $0 = (piece, error)
                        failedPiece.store(piece, ordering: .relaxed)
                    }
                }
            }
        }
        if let failed = failure.withLock({ $0 }) { throw failed.error }
        try check()
    }

    /// Calls `body` once a morsel of `rows`.
    ///
    /// Morsels have fixed bounds: what is computed per morsel and combined in morsel order does not depend
    /// on the width.
    public func morsels(
        of rows: Int, _ body: @Sendable (_ index: Int, _ rows: Range<Int>) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        try pieces((rows + Self.morsel - 1) / Self.morsel) { (index) throws(Diagnostic) in
            let range = index * Self.morsel..<min(rows, (index + 1) * Self.morsel)
            try body(index, range)
        }
    }

    /// Computes one value a piece, in the order of pieces.
    public func map<Each: Sendable>(
        _ count: Int, _ body: @Sendable (Int) throws(Diagnostic) -> Each
    ) throws(Diagnostic) -> [Each] {
        let found = Mutex([Each?](repeating: nil, count: max(count, 0)))
        try pieces(count) { (piece) throws(Diagnostic) in
            let value = try body(piece)
            found.withLock { $0[piece] = value }
        }
        return found.withLock { $0.compactMap(\.self) }
    }
}
