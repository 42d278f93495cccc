public import RapportContract
public import RapportDiagnostics
public import RapportReport
internal import RapportStore
internal import RapportTable

/// What became of a notebook: the document, and the failure that stopped it.
public struct NotebookRun: Sendable {
    public var document: Document
    /// Where it stopped, and the text that the failure's spans count in.
    public var failure: (diagnostic: Diagnostic, source: String, cell: String)?
    public var cells: Int
    public var statements: Int
    /// Notes of all statements, for standard error.
    public var notes: [Note]
    /// Files that its lines wrote: a report must not take their place.
    public var writtenPaths: [String]
}

/// Replays a notebook: parameters first, then cell by cell, until one fails.
public enum NotebookRunner {
    /// Runs a notebook on a fresh workbench.
    ///
    /// The document depends on the notebook, its parameters and the files it reads, on nothing else: no clock, no
    /// number of a run, no path of this machine.
    /// - Throws: `parameter.unknown`, `parameter.type`, `parameter.missing` of `-p`: faults of the call.
    public static func run(
        _ notebook: Notebook, given: [(name: String, text: String)], configuration: Configuration,
        stages: [any Stage]
    ) async throws(Diagnostic) -> NotebookRun {
        var configuration = configuration
        configuration.isNotebook = true
        let bench = Workbench(configuration, stages: stages)
        return try await run(notebook, given: given, on: bench)
    }

    /// As above, on a workbench that the caller made, so that it can be interrupted.
    public static func run(
        _ notebook: Notebook, given: [(name: String, text: String)], on bench: Workbench
    ) async throws(Diagnostic) -> NotebookRun {
        let parameters = try bound(notebook.frontMatter, given)
        try await bench.pin(notebook.frontMatter, parameters)
        let language = Document.Language(rawValue: notebook.frontMatter.language ?? "en") ?? .english
        let document = Document(
            title: notebook.title, subtitle: notebook.frontMatter.subtitle ?? "", language: language)
        var run = NotebookRun(
            document: document, failure: nil, cells: 0, statements: 0, notes: [], writtenPaths: [])
        let source = CellSource(notebook)
        for piece in notebook.pieces {
            switch piece {
            case .output: break
            case .prose(let text):
                let filled = await bench.filled(text)
                run.document.blocks.append(.markdown(withoutTitle(filled.text, notebook)))
                if let failure = filled.failure {
                    run.document.blocks.append(.error(failure.diagnostic, source: failure.source))
                    run.failure = (failure.diagnostic, failure.source, "text")
                }
            case .cell(let cell):
                run.cells += 1
                run.document.blocks.append(.code(cell.source))
                for response in await bench.run(cell.source, cell: source.record(cell)) {
                    run.statements += 1
                    run.notes += response.notes
                    if !response.notes.isEmpty { run.document.blocks.append(.notes(response.notes)) }
                    run.document.blocks += try await bench.masked(response.blocks)
                    if let failure = response.failure {
                        run.document.blocks.append(.error(failure, source: response.source))
                        run.failure = (failure, response.source, cell.key)
                    }
                }
                await bench.endCell()
            }
            if run.failure != nil { break }
        }
        if run.failure == nil, let ledger = try await bench.closingLedger() {
            run.document.blocks.insert(ledger, at: 0)
        }
        run.writtenPaths = await bench.writtenPaths
        if let warning = await bench.close() { run.notes.append(warning) }
        return run
    }

    /// The first heading is the document's title already.
    private static func withoutTitle(_ text: String, _ notebook: Notebook) -> String {
        let lines = text.trimmed.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = lines.first, first == "# \(notebook.title)" else { return text }
        return lines.count > 1 ? String(lines[1]) : ""
    }

    /// The values of the parameters: those of `-p`, else the defaults.
    private static func bound(_ head: FrontMatter, _ given: [(name: String, text: String)]) throws(Diagnostic)
        -> [(name: String, value: Scalar)]
    {
        let names = head.parameters.map(\.name)
        for (name, _) in given where !names.contains(name) {
            throw Diagnostic(
                "parameter.unknown", "the notebook has no parameter `\(name)`",
                help: [
                    name.nearest(in: names).map { "`-p \($0)=…`" }
                        ?? (names.isEmpty
                            ? "it declares none: `params:` in its front matter does"
                            : "it has \(names.map { "`\($0)`" }.joined(separator: ", "))")
                ])
        }
        var values: [(name: String, value: Scalar)] = []
        for parameter in head.parameters {
            let text = given.last { $0.name == parameter.name }?.text
            guard let text else {
                guard let standard = parameter.standard else {
                    throw Diagnostic(
                        "parameter.missing", "the parameter `\(parameter.name)` has no value",
                        help: ["`-p \(parameter.name)=…`: \(ParameterText.word(parameter.type))"])
                }
                values.append((parameter.name, standard))
                continue
            }
            guard let value = ParameterText.scalar(text, as: parameter.type) else {
                throw Diagnostic(
                    "parameter.type", "`\(parameter.name)` takes \(ParameterText.word(parameter.type))",
                    help: ["`-p \(parameter.name)=…`"])
            }
            guard parameter.choices.isEmpty || parameter.choices.contains(value) else {
                let words = parameter.choices.map { "`\($0.text())`" }.joined(separator: ", ")
                throw Diagnostic(
                    "parameter.choice", "`\(parameter.name)` takes one of \(words)",
                    help: ["`-p \(parameter.name)=…`"])
            }
            values.append((parameter.name, value))
        }
        return values
    }
}

/// The notebook behind a cell, as the workspace records it.
private struct CellSource {
    private let path: String
    private let digest: String

    init(_ notebook: Notebook) {
        path = notebook.path
        digest = SHA256Digest.text(
            of: Array(notebook.cells.map { "\($0.key)\u{0}\($0.source)" }.joined(separator: "\u{0}").utf8))
    }

    func record(_ cell: Notebook.Cell) -> CellRecord {
        CellRecord(notebookPath: path, notebookSHA256: digest, key: cell.key, source: cell.source)
    }
}
