internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// What a whole file holds: its keys, and what the values under each are.
struct JSONCensus {
    var keys = KeyTree()
    /// By node.
    var tallies = [JSONTally()]
    var blocks: [(rows: Int, lines: Int)] = []
    var problems: Problems

    /// Looks through all blocks, on all threads, and adds up what they hold in their order.
    init(_ file: ByteFile, _ form: JSONForm, _ cut: [JSONBlock], codes: MissingCodes?, work: Work)
        throws(Diagnostic)
    {
        problems = Problems(file: file.name)
        work.begin("look through \(file.name)", of: file.size, unit: "bytes")
        let found = try work.map(cut.count) { (index) throws(Diagnostic) -> JSONBlockCensus in
            let census = try JSONBlockCensus(file, form, cut[index], codes, work)
            work.advance(by: cut[index].range.count)
            try work.check()
            return census
        }
        var (row, line) = (
            0,
            try cut.first.map { (block) throws(Diagnostic) in
                try file.position(of: block.range.lowerBound).line
            } ?? 1
        )
        for block in found {
            try add(block, firstRow: row, firstLine: line)
            blocks.append((block.rows, block.lines))
            (row, line) = (row + block.rows, line + block.lines)
        }
    }

    private mutating func add(_ block: JSONBlockCensus, firstRow: Int, firstLine: Int) throws(Diagnostic) {
        var nodes = [0]
        for (number, node) in block.keys.nodes.enumerated().dropFirst() {
            let parent = nodes[node.parent]
            let own =
                node.isElements
                ? keys.elements(of: parent) : keys.adopt(block.keys.name(of: number), under: parent)
            nodes.append(own)
            if own == tallies.count { tallies.append(JSONTally()) }
            var tally = block.tallies[number]
            for kind in tally.samples.keys {
                for index in tally.samples[kind]?.cells.indices ?? 0..<0 {
                    tally.samples[kind]?.cells[index].row += firstRow
                    tally.samples[kind]?.cells[index].line += firstLine
                }
            }
            tallies[own].add(tally)
        }
        if keys.nodes.count > KeyTree.limit {
            throw JSONFault(kind: .tooManyColumns, offset: 0, found: nil)
                .diagnostic(problems.file, line: firstLine, column: 1)
        }
        problems.append(
            block.problems.map {
                var problem = $0
                problem.line += firstLine
                problem.row = problem.row.map { $0 + firstRow + 1 }
                return problem
            }, outOf: block.problemCount)
    }
}

/// What one block holds.
private struct JSONBlockCensus: Sendable {
    let keys: KeyTree
    let tallies: [JSONTally]
    let rows: Int
    let lines: Int
    let problems: [Problem]
    let problemCount: Int

    init(_ file: ByteFile, _ form: JSONForm, _ block: JSONBlock, _ codes: MissingCodes?, _ work: Work)
        throws(Diagnostic)
    {
        let bytes = try JSONBytes(file, block.range, work: work)
        defer { withExtendedLifetime(bytes) {} }
        var survey = JSONSurvey(bytes.cell, codes: codes)
        survey.rows = -1
        do throws(JSONFault) {
            try form.readRecords(of: bytes.cell, into: &survey) { survey, place in
                survey.rows += 1
                survey.recordPlace = place
                return survey.rows & 1023 != 0 || !work.isCancelled
            }
        } catch {
            let position = try file.position(of: block.range.lowerBound + error.offset)
            throw error.diagnostic(file.name, line: position.line, column: position.column)
        }
        try work.check()
        (keys, tallies, rows, lines) = (survey.keys, survey.tallies, survey.rows + 1, survey.lineCount)
        (problems, problemCount) = (survey.problems, survey.problemCount)
    }
}
