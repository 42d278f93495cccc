import RapportDiagnostics
import RapportWork
import Synchronization
import Testing

@Suite struct WorkTests {
    @Test(arguments: [1, 2, 7])
    func `every piece is taken once, whatever the width`(width: Int) throws {
        let counts = Mutex([Int](repeating: 0, count: 1000))
        try Work(width: width).pieces(1000) { piece in counts.withLock { $0[piece] += 1 } }
        #expect(counts.withLock { $0 } == [Int](repeating: 1, count: 1000))
    }

    @Test(arguments: [1, 2, 7])
    func `what is made ahead is taken in order, each once`(width: Int) {
        let made = Mutex([Int](repeating: 0, count: 500))
        var taken: [Int] = []
        Work(width: width).ahead(500) { index in
            made.withLock { $0[index] += 1 }
            return index * index
        } take: { index, value in
            #expect(value == index * index)
            taken.append(index)
        }
        #expect(taken == Array(0..<500))
        #expect(made.withLock { $0 } == [Int](repeating: 1, count: 500))
        Work(width: width).ahead(0) {
            $0
        } take: { _, _ in
            #expect(Bool(false), "nothing to take")
        }
    }

    @Test(arguments: [1, 2])
    func `what fails to be taken ends the making`(width: Int) {
        let most = Atomic<Int>(0)
        let error = #expect(throws: Diagnostic.self) {
            try Work(width: width).ahead(1_000) { index in
                most.max(index, ordering: .relaxed)
                return index
            } take: { (index, _) throws(Diagnostic) in
                if index == 3 { throw Diagnostic("x.y", "at 3") }
            }
        }
        #expect(error?.message == "at 3" && most.load(ordering: .relaxed) <= 4)
    }

    @Test(arguments: [1, 2, 4])
    func `of several failures the lowest piece is told`(width: Int) {
        for _ in 0..<50 {
            let error = #expect(throws: Diagnostic.self) {
                try Work(width: width).pieces(100) { (piece) throws(Diagnostic) in
                    if piece % 10 == 7 { throw Diagnostic("x.y", "piece \(piece)") }
                }
            }
            #expect(error?.message == "piece 7")
        }
    }

    @Test func `a cancel stops the loop and is an error of its own`() {
        let work = Work(width: 2)
        let error = #expect(throws: Diagnostic.self) {
            try work.pieces(1_000_000) { piece in if piece == 10 { work.cancel() } }
        }
        #expect(error == .cancelled)
    }

    @Test func `morsels cover all rows in fixed bounds`() throws {
        let ranges = Mutex([Int: Range<Int>]())
        try Work(width: 2).morsels(of: 2 * Work.morsel + 1) { index, rows in
            ranges.withLock { $0[index] = rows }
        }
        let all = ranges.withLock { $0 }
        #expect(all[0] == 0..<65_536 && all[1] == 65_536..<131_072 && all[2] == 131_072..<131_073)
    }

    @Test func `map keeps the order of pieces`() throws {
        #expect(try Work(width: 2).map(500) { $0 * 3 } == (0..<500).map { $0 * 3 })
    }

    @Test func `a budget names what needed more, and takes back what is released`() throws {
        let budget = MemoryBudget(limit: 100_000_000)
        try budget.reserve(60_000_000, for: "the sort")
        let error = #expect(throws: Diagnostic.self) { try budget.reserve(50_000_000, for: "the join") }
        #expect(error?.message == "the join needs 50 MB more; 60 MB of 100 MB are in use")
        budget.release(60_000_000)
        try budget.reserve(90_000_000, for: "the join")
    }

    @Test func `progress starts anew with each step`() {
        let work = Work()
        work.begin("read", of: 10, unit: "rows")
        work.advance(by: 4)
        #expect(work.progress == Work.Progress(label: "read", unit: "rows", done: 4, total: 10))
        work.begin("sort")
        #expect(work.progress.done == 0 && work.progress.total == nil)
    }
}
