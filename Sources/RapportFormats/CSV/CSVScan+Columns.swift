internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension CSVScan {
    /// Reads the plan's columns of a scanned block.
    func readColumns(
        _ buffer: BlockBuffer, _ handoff: Handoff, _ first: Int, _ plan: Plan, _ memories: [ColumnMemory?],
        _ work: Work
    ) throws(Diagnostic) -> Block {
        var block = Block()
        block.row = handoff.row
        block.rows = buffer.rows
        if plan.filter == nil, let limit = plan.limit, handoff.row + buffer.rows > limit {
            block.rows = limit - handoff.row
            block.isCut = true
        }
        let reader = BlockReader(block: buffer, reading: reading, columns: dialect.columns, rows: block.rows)
        for (place, column) in plan.columns.enumerated() {
            let memory = unsafe memories[place]?.address(row: handoff.row, count: block.rows)
            unsafe block.columns.append(reader.read(column.index, as: column.type, into: memory))
            try work.check()
        }
        block.kept = block.rows
        if let filter = plan.filter { try keepRows(&block, plan, filter, work) }
        for index in plan.tallies {
            block.tallies.append(
                reader.tally(index, firstRow: handoff.row) { row in
                    line(ofRow: row, buffer, handoff, first)
                })
            try work.check()
        }
        noteProblems(&block, buffer, handoff, first, plan)
        if !buffer.irregular.long.isEmpty { noteLeftOut(&block, buffer, plan) }
        if isStrict, let problem = block.problems.first { throw refusal(problem) }
        return block
    }

    /// Asks the filter, and keeps the rows it names of the columns that are wanted.
    private func keepRows(
        _ block: inout Block, _ plan: Plan,
        _ filter: @Sendable (Table) throws(Diagnostic) -> FilterDecision, _ work: Work
    ) throws(Diagnostic) {
        var columns: [Column] = []
        for (place, column) in plan.columns.enumerated() {
            guard let read = block.columns[place].column(column.type.type, rows: block.rows) else {
                throw .internalError("column \(column.index) of a block is not its own")
            }
            columns.append(read)
        }
        let fields = plan.filterColumns.map {
            Field(names[plan.columns[$0].index], plan.columns[$0].type.type)
        }
        let table = Table(Schema(fields), plan.filterColumns.map { columns[$0] }, count: block.rows)
        let decision = try filter(table)
        block.kept = decision.keep.setCount
        block.undecided = decision.undecided
        for (place, column) in plan.columns.enumerated() {
            // The values are in the filtered column now; the statistics stay.
            block.columns[place].cells = .none
            block.columns[place].validity = nil
            guard column.isKept else { continue }
            block.filtered.append(try columns[place].filtered(by: decision.keep, work: work))
        }
    }

    private func line(ofRow row: Int, _ buffer: BlockBuffer, _ handoff: Handoff, _ first: Int) -> Int {
        let cell = buffer.cell(row: row, column: 0, isLast: false)
        return handoff.line
            + buffer.lines(from: first, to: buffer.place(of: cell), terminator: dialect.terminator)
    }

    // MARK: - Problems

    /// What the rows that are left out hold in columns of numbers, so that the report can say how much it is.
    private func noteLeftOut(_ block: inout Block, _ buffer: BlockBuffer, _ plan: Plan) {
        block.leftOut = plan.columns.map { _ in [] }
        for long in buffer.irregular.long {
            let cells = buffer.cells(of: long.place, dialect)
            for (place, column) in plan.columns.enumerated() where column.index < cells.count {
                guard let form = column.type.number else { continue }
                var cell = cells[column.index]
                if let quote = dialect.quote, cell.count > 0, cell[0] == quote {
                    cell = buffer.unquoted(cell, quote)
                }
                cell = cell.trimmed
                if let value = FloatParser(decimal: form.decimal).parse(cell) {
                    block.leftOut[place].append(value)
                } else if let text = NumberText(cell),
                    let number = text.number(decimal: form.decimal, thousands: reading.thousands),
                    let value = text.float(number)
                {
                    block.leftOut[place].append(value)
                }
            }
        }
    }

    /// As it stands in the file, for a list of problems.
    private func excerpt(_ cell: CellBytes) -> String {
        let text = cell.excerpt
        guard dialect.shown != nil else { return text }
        return text.replacing("\u{1F}", with: dialect.delimiterText)
    }

    private func noteProblems(
        _ block: inout Block, _ buffer: BlockBuffer, _ handoff: Handoff, _ first: Int, _ plan: Plan
    ) {
        let irregular = buffer.irregular
        block.counts = Counts(
            blankLines: irregular.blankLines, comments: irregular.comments,
            trailingDelimiters: irregular.trailingDelimiters, short: irregular.short.count,
            long: irregular.long.count, strayQuotes: irregular.strayQuotes.count)
        let expected = "\(dialect.columns) cells"
        for ragged in (irregular.short + irregular.long).sorted(by: {
            $0.place.lowerBound < $1.place.lowerBound
        })
        where block.problems.count < Problems.limit {
            let line =
                handoff.line
                + buffer.lines(from: first, to: ragged.place.lowerBound, terminator: dialect.terminator)
            let text = excerpt(buffer.cell(ragged.place))
            block.problems.append(
                Problem(
                    line: line, row: ragged.row.map { handoff.row + $0 + 1 }, column: nil,
                    found: "\(ragged.cells) cell\(ragged.cells == 1 ? "" : "s"): \(text)", expected: expected)
            )
        }
        for stray in irregular.strayQuotes.prefix(100) where stray.row < buffer.rows {
            let cell = buffer.cell(row: stray.row, column: stray.column, isLast: false)
            block.problems.append(
                Problem(
                    line: line(ofRow: stray.row, buffer, handoff, first), row: handoff.row + stray.row + 1,
                    column: names[stray.column], found: cell.excerpt, expected: Self.closingQuote(of: cell)))
        }
        var mended = 0
        for (place, column) in plan.columns.enumerated() {
            let read = block.columns[place]
            mended += read.stats.invalid + read.stats.zeros
            for cell in read.mended {
                block.problems.append(
                    Problem(
                        line: line(ofRow: cell.row, buffer, handoff, first), row: handoff.row + cell.row + 1,
                        column: names[column.index], found: String(cell.text.prefix(500)),
                        expected: "text in UTF-8, without NUL bytes"))
            }
        }
        // In the order of the file; what befell one record stays in the order above.
        block.problems = block.problems.enumerated().sorted {
            ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
        }.map(\.element)
        block.problemCount =
            irregular.short.count + irregular.long.count + irregular.strayQuotes.count + mended
    }

    /// A quote that is not closed goes on to the next one, which may be many lines below.
    private static func closingQuote(of cell: CellBytes) -> String {
        let lines = (0..<cell.count).count { cell[$0] == .lineFeed }
        let expected = "a closing quote at the end of the cell"
        return lines == 0
            ? expected : expected + ", which goes on for \(LoadReport.grouped(lines)) more lines"
    }

    /// What `strict=true` says of the first row that does not fit; never what stands in it.
    private func refusal(_ problem: Problem) -> Diagnostic {
        let column = problem.column.map { ", column `\($0)`" } ?? ""
        let found = problem.column == nil ? problem.found.prefix { $0 != ":" } : "another text"
        return Diagnostic(
            "csv.row-does-not-fit",
            "`\(file.name)`, line \(LoadReport.grouped(problem.line))\(column): expected \(problem.expected), "
                + "found \(found)",
            help: ["without `strict=true` such rows are counted, and listed by `problems`"])
    }
}
