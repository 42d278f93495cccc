public import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportQuery
public import RapportStore
internal import RapportTable
public import RapportWork
internal import Synchronization

/// A session: takes lines, keeps what they bind, records what they ran, and gives back what to show.
///
/// The prompt, a notebook's cell, a script and `-c` differ only in who supplies the text and who shows the
/// responses.
public actor Workbench {
    let configuration: Configuration
    let stages: [any RapportContract.Stage]
    let recorder: Recorder
    var state = SessionState()
    /// What `undo` goes back through: states, each with the line that changed it.
    var past: [Step] = []
    var future: [Step] = []
    /// The last line that failed, for `fix`.
    var lastFailure: (source: String, diagnostic: Diagnostic)?
    /// The lines of the last `suggest`, for `try`.
    var suggested: [String] = []
    /// Problems of the files loaded in this session, by file.
    var problems: [Table] = []
    /// Files that lines of this session wrote.
    public private(set) var writtenPaths: [String] = []
    /// The table that was shown last, and its first row that was not: what `more` goes on with.
    var unshown: (table: Table, start: Int)?
    /// Steps of the tour that were taken.
    var tourSteps = 0
    /// Lines that are being included, to stop a circle.
    var including: [String] = []
    /// What all statements and the tables of the session take together.
    private let memory = MemoryBudget()
    private let running = Mutex<Work?>(nil)

    public init(_ configuration: Configuration, stages: [any RapportContract.Stage]) {
        self.configuration = configuration
        self.stages = stages.map { FileFindingStage(stage: $0, configuration: configuration) }
        recorder = Recorder(configuration)
    }

    // MARK: - Interrupt and progress: from any thread

    /// Stops the statement that runs, if one does.
    ///
    /// - Returns: whether one ran.
    @discardableResult
    nonisolated public func interrupt() -> Bool {
        running.withLock {
            $0?.cancel()
            return $0 != nil
        }
    }

    /// How far the running statement is; nil where none runs.
    nonisolated public var progress: Work.Progress? { running.withLock { $0 }?.progress }

    func newWork() -> Work {
        memory.limit = state.settings.memory
        return configuration.width.map { Work(width: $0, memory: memory) } ?? Work(memory: memory)
    }

    // MARK: - Lines

    /// Whether the text breaks off, so that a prompt waits for more.
    nonisolated public static func isIncomplete(_ source: String) -> Bool { parse(source).isIncomplete }

    /// Runs the statements of a text in order, and stops after the first that fails.
    ///
    /// - Parameters:
    ///   - source: The lines.
    ///   - cell: The notebook's cell that they stand in, for the record.
    ///   - each: Is given every response as soon as it is there; a long script shows what it has done so far.
    /// - Returns: all responses; none of them where `each` took them, so that no table is held longer than needed.
    @discardableResult
    public func run(
        _ source: String, cell: CellRecord? = nil, each: (@Sendable (Response) -> Void)? = nil
    ) async -> [Response] {
        let script = parse(source)
        var responses: [Response] = []
        var notes = script.diagnostics.isEmpty ? script.notes : []
        func hand(_ response: Response) {
            if let each { each(response) } else { responses.append(response) }
        }
        let bytes = Array(source.utf8)
        let stop = script.diagnostics.first?.labels.first?.span.lower ?? .max
        for statement in script.statements where statement.span.upper <= stop || script.diagnostics.isEmpty {
            let text = String(decoding: bytes[statement.span.range], as: UTF8.self)
            var response = await run(statement, text, in: source, cell: cell)
            response.notes.insert(contentsOf: notes, at: 0)
            notes = []
            hand(response)
            if response.failure != nil || response.asksToQuit { return responses }
        }
        if let diagnostic = script.diagnostics.first {
            var response = Response(source, in: source)
            let habit = script.broken.first.flatMap { broken in
                unknownHabit(in: broken, of: source, catalog: SessionCatalog(self, work: newWork()))
            }
            lastFailure = (source, habit ?? diagnostic)
            response.failure = offeringFix(habit ?? diagnostic)
            keep(&response, ok: false, cell: cell)
            hand(response)
        }
        return responses
    }

    private func run(_ statement: Statement, _ text: String, in source: String, cell: CellRecord?) async
        -> Response
    {
        let work = newWork()
        running.withLock { $0 = work }
        defer { running.withLock { $0 = nil } }
        let before = state
        let start = ContinuousClock.now
        var response = Response(text, in: source)
        do throws(Diagnostic) {
            response = try await execute(statement, text: text, source: source, cell: cell, work: work)
        } catch {
            response.failure = error
            keep(&response, ok: false, cell: cell)
        }
        response.seconds = start.duration(to: .now) / .seconds(1)
        if let failure = response.failure {
            // The failure of lines that a command ran is theirs, and they have told it.
            if response.source == source {
                lastFailure = (source, failure)
                response.failure = offeringFix(failure)
            }
            state = before
        } else {
            lastFailure = nil
        }
        return response
    }

    private func execute(
        _ statement: Statement, text: String, source: String, cell: CellRecord?, work: Work
    ) async throws(Diagnostic) -> Response {
        switch statement.form {
        case .help(let words):
            var response = Response(text, in: source)
            response.blocks = try help(words)
            return response
        case .check(let inner): return try await check(inner, text: text, source: source, work: work)
        case .pipeline(let table, let pipeline):
            if table == nil, pipeline.isBareHelp {
                var response = Response(text, in: source)
                response.blocks = try help("")
                return response
            }
            if let call = commandCall(table, pipeline, text: text, source: source) {
                return try await act(call, cell: cell, work: work)
            }
            return await query(table, pipeline, text: text, source: source, cell: cell, work: work)
        }
    }

    /// At the prompt, where `fix` can be typed, a help that is an edit says so.
    private func offeringFix(_ failure: Diagnostic) -> Diagnostic {
        guard configuration.origin.mode == .repl,
            let index = failure.help.firstIndex(where: { $0.edit != nil })
        else { return failure }
        var copy = failure
        copy.help[index].text += "; run `fix` to run the line with it"
        return copy
    }

    func noteWritten(_ paths: [String]) { writtenPaths += paths }

    // MARK: - Undo

    struct Step: Sendable {
        var state: SessionState
        var line: String
    }

    /// Keeps the state before a line, so that `undo` brings it back.
    func remember(_ before: SessionState, line: String) {
        past.append(Step(state: before, line: line))
        future = []
        if past.count > 100 { past.removeFirst() }
    }
}
