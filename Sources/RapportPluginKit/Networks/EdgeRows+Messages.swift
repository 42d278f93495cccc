internal import RapportGraph

extension NetworkInput {
    /// An edge from who answers to who is answered, one a message.
    func replyRows(
        _ table: Table, _ author: String, _ message: String, _ replyTo: String, _ others: [Column],
        _ type: ColumnType, work: Work
    ) throws(Diagnostic) -> EdgeRows {
        try table.requirePresent([author, message])
        let ids = try NodeIDs([try table.column(author)] + others, type: type, work: work)
        let (messages, answers) = (try table.column(message), try table.column(replyTo))
        let messageType: ColumnType = messages.type == .int && answers.type == .int ? .int : .text
        let numbers = try NodeIDs([messages, answers], type: messageType, work: work)
        var writer = [Int32](repeating: -1, count: numbers.nodes.count)
        for (row, number) in numbers.numbers[0].enumerated() where number >= 0 && writer[Int(number)] < 0 {
            writer[Int(number)] = ids.numbers[0][row]
        }
        let moments = try time.map { (name) throws(Diagnostic) in try table.moments(in: name) }
        var found = EdgeRows(nodes: ids.nodes)
        var (answered, unknown) = (0, 0)
        for (row, number) in numbers.numbers[1].enumerated() where number >= 0 {
            answered += 1
            let other = writer[Int(number)]
            guard other >= 0, ids.numbers[0][row] >= 0 else {
                unknown += 1
                continue
            }
            found.edges.append(Graph.Edge(Int(ids.numbers[0][row]), Int(other)))
            if let moments { found.moments.append(moments[row]) }
        }
        found.rowsUsed = found.edges.count
        found.caveats.append(
            .init(
                "network.messages", count: table.count - answered,
                "\(Wording.count(answered)) of \(Wording.count(table.count, "message")) answer another one; "
                    + "the others make no edge"))
        if unknown > 0 {
            found.caveats.append(
                .init(
                    "network.unknown-message", count: unknown,
                    "\(Wording.count(unknown, "message")) answer one that is not in the table and make no edge"
                ))
        }
        found.caveats += trimming(ids)
        return found
    }

    /// An edge from who writes to each id that follows an `@`, one a mention.
    func mentionRows(
        _ table: Table, _ author: String, _ text: String, _ others: [Column], _ type: ColumnType, work: Work
    ) throws(Diagnostic) -> EdgeRows {
        try table.requirePresent([author])
        let ids = try NodeIDs([try table.column(author)] + others, type: type, work: work)
        try requirePresentAuthors(ids.numbers[0], author)
        var known: [String: Int] = [:]
        var longest = 0
        for node in 0..<ids.nodes.count {
            let name = ids.nodes[node].text()
            known[name] = node
            longest = max(longest, name.unicodeScalars.count)
        }
        let texts = try table.texts(in: text)
        let moments = try time.map { (name) throws(Diagnostic) in try table.moments(in: name) }
        var found = EdgeRows(nodes: ids.nodes)
        var (unknown, silent) = (0, 0)
        for (row, cell) in texts.enumerated() {
            if row & 0xFF == 0 { try work.check() }
            var made = 0
            for name in cell?.mentions ?? [] {
                // The longest id that stands there: Chinese names run into what follows.
                guard
                    let other = name.prefixes(longest: longest).lazy.compactMap({ known[$0] }).first
                else {
                    unknown += 1
                    continue
                }
                made += 1
                found.edges.append(Graph.Edge(Int(ids.numbers[0][row]), other))
                if let moments { found.moments.append(moments[row]) }
            }
            if made > 0 { found.rowsUsed += 1 } else { silent += 1 }
        }
        found.isPerRow = false
        if silent > 0 {
            found.caveats.append(
                .init(
                    "network.messages", count: silent,
                    "\(Wording.count(silent)) of \(Wording.count(table.count, "row")) mention nobody who is known "
                        + "and make no edge"))
        }
        if unknown > 0 {
            found.caveats.append(
                .init(
                    "network.unknown-mention", count: unknown,
                    "\(Wording.count(unknown, "mention")) of somebody who is neither in `\(author)` nor in `nodes`"
                ))
        }
        found.caveats += trimming(ids)
        return found
    }

    private func requirePresentAuthors(_ numbers: [Int32], _ author: String) throws(Diagnostic) {
        guard let row = numbers.firstIndex(of: -1) else { return }
        throw Diagnostic(
            "column.missing-values", "`\(author)` is blank in row \(row + 1); expected an id in each",
            subject: .column(author),
            help: ["`… | where present(\(author.asColumnName))` leaves missing ones out"])
    }
}

extension String {
    /// What stands behind each `@`, up to a blank or a mark that no id has; `@` within a word is an address.
    fileprivate var mentions: [String] {
        guard utf8.contains(UInt8(ascii: "@")) else { return [] }
        var (found, current): ([String], String.UnicodeScalarView?) = ([], nil)
        var before: Unicode.Scalar = " "
        func end() {
            if let name = current, !name.isEmpty { found.append(String(name)) }
            current = nil
        }
        for scalar in unicodeScalars {
            let isPart =
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "_-.".unicodeScalars.contains(scalar)
            if scalar == "@" {
                end()
                let isInWord =
                    before.isASCII && (before.properties.isAlphabetic || ("0"..."9").contains(before))
                if !isInWord { current = .init() }
            } else if isPart {
                current?.append(scalar)
            } else {
                end()
            }
            before = scalar
        }
        end()
        return found
    }

    /// The text and its beginnings that may be a name of their own, the longest first, of up to `longest` scalars.
    ///
    /// A beginning ends where an ideograph stands beside the cut or nothing but marks follows: `@anna` is no mention of
    /// `ann`, nor `@13` of `1`.
    fileprivate func prefixes(longest: Int) -> [String] {
        let scalars = Array(unicodeScalars)
        let isMark = scalars.map { "_-.".unicodeScalars.contains($0) }
        let words = scalars.count - isMark.reversed().prefix { $0 }.count
        func isCut(_ length: Int) -> Bool {
            length >= words
                || scalars[length].properties.isIdeographic || scalars[length - 1].properties.isIdeographic
        }
        return (1...max(min(scalars.count, longest), 1)).reversed().filter {
            $0 <= scalars.count && isCut($0)
        }
        .map { String(String.UnicodeScalarView(scalars[..<$0])) }
    }
}
