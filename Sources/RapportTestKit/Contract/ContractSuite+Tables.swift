internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension ContractSuite {
    /// A result, or a refusal with a code and a word of help; a fault of the program's own is neither.
    func survives(_ sample: StageSample) async -> [String] {
        switch await run(sample) {
        case .success(let outcome): return outcome.caveats.isEmpty ? ["a result without a caveat"] : []
        case .failure(let error):
            var wrong: [String] = []
            if error.code == "internal.error" { wrong.append(error.message) }
            if !error.code.name.contains(".") { wrong.append("the code `\(error.code)` is no `area.slug`") }
            if error.help.isEmpty { wrong.append("`\(error.code)` has no help: \(error.message)") }
            return wrong
        }
    }

    func extraColumns(_ sample: StageSample) async -> [String] {
        let (plain, wrong) = await outcome(sample)
        let extra = ["zz_note", "zz_amount", "zz_when"]
        let rows = sample.table.count
        let table = sample.table
            .adding(Field(extra[0], .text), .texts((0..<rows).map { "note \($0)" }))
            .adding(Field(extra[1], .float), .floats((0..<rows).map { Double($0) / 3 }))
            .adding(Field(extra[2], .date), .dates((0..<rows).map { Int32($0) }))
        let (wide, alsoWrong) = await outcome(sample.with(table))
        guard let plain, let wide else { return wrong + alsoWrong }
        return plain.differences(from: wide.without(extra), "with columns that it did not ask for")
    }

    func permutedRows(_ sample: StageSample) async -> [String] {
        guard stage.signature.determinism == .pure else { return [] }
        var random = SeededRandom(seed: 11)
        let order = (0..<Int32(sample.table.count)).shuffled(using: &random)
        guard let table = try? sample.table.gathered(at: Buffer(order), work: Work(width: 1)) else {
            return ["the sample cannot be permuted"]
        }
        let (plain, wrong) = await outcome(sample)
        let (other, alsoWrong) = await outcome(sample.with(table))
        guard let plain, let other else { return wrong + alsoWrong }
        return plain.differences(from: other, "with rows in another order", anyOrder: true)
    }

    func repeatability(_ sample: StageSample) async -> [String] {
        let (first, wrong) = await outcome(sample, width: 1)
        guard let first else { return wrong }
        var found: [String] = []
        for width in [1, 2] {
            let (again, wrong) = await outcome(sample, width: width)
            guard let again else { return wrong }
            found += first.differences(from: again, "on \(width) threads")
        }
        return found
    }

    func untouchedInput(_ sample: StageSample) async -> [String] {
        func digests() -> [ContentDigest?] {
            ([sample.table] + sample.named.sorted { $0.key < $1.key }.map(\.value))
                .map { try? ContentDigest(of: $0, work: Work(width: 1)) }
        }
        let before = digests()
        _ = await run(sample)
        return before == digests() ? [] : ["the input is another after the run"]
    }

    /// Cancelled before it begins, and in its midst.
    ///
    /// The clock runs in the task itself, from when it has begun and was cancelled: threads that other tests
    /// hold do not count.
    func cancellation(_ sample: StageSample) async -> [String] {
        var found: [String] = []
        for delay in [0, 2, 20] {
            let (work, stage, clock) = (Work(width: 2), stage, ContinuousClock())
            if delay == 0 { work.cancel() }
            let task = Task.detached {
                let began = clock.now
                let result: Result<Outcome, Diagnostic>
                do throws(Diagnostic) {
                    result = .success(try await stage.run(sample.call, in: Context(work: work)))
                } catch {
                    result = .failure(error)
                }
                return (result: result, began: began, ended: clock.now)
            }
            if delay > 0 { try? await Task.sleep(for: .milliseconds(delay)) }
            let cancelled = clock.now
            work.cancel()
            let run = await task.value
            let late = max(cancelled, run.began).duration(to: run.ended)
            if late > .seconds(1) { found.append("it ended \(late) after it was cancelled") }
            switch run.result {
            case .failure(let error) where error.code != "run.cancelled":
                found.append("cancelled after \(delay) ms it failed with `\(error.code)`")
            case .success where delay == 0: found.append("cancelled before it began it ran to its end")
            default: break
            }
        }
        return found
    }
}

extension Table {
    /// The same schema and rows, every cell missing.
    var allMissing: Table {
        Table(
            schema,
            schema.fields.map { Column($0.type, scalars: Array(repeating: .missing, count: count)) },
            count: count)
    }
}
