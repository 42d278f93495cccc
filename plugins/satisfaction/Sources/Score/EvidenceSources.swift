import RapportPluginKit

/// Which columns of which tables hold evidence; known before the data.
struct EvidenceSources {
    /// A table of evidence: its columns by role.
    struct Source {
        /// The parameter of the table; nil for the piped one.
        let parameter: String?
        let customer: String
        let time: String?
        let sentiment: String?
        let service: String?
        /// Who wrote a text.
        let side: String?
        /// Why a text has no tone, or one of 0 because it has no words.
        let wordless: String?
    }

    /// The table of customers.
    struct Listed {
        let customer: String
        let segment: String?
        let event: String?
    }

    /// The piped table first.
    let sources: [Source]
    let listed: Listed?
    let customerType: ColumnType

    /// - Throws: `role.missing`, `role.ambiguous`, `column.type`, `table.unknown-column`.
    init(_ analysis: Score, _ inputs: Inputs<Schema>) throws(Diagnostic) {
        let piped = inputs.piped
        customerType = piped[analysis.customer]?.type ?? .text
        var sources = [
            Source(
                parameter: nil, customer: analysis.customer, time: analysis.time,
                sentiment: analysis.sentiment, service: analysis.service,
                side: analysis.sentiment == nil ? nil : Self.sideColumn(piped),
                wordless: analysis.sentiment == nil ? nil : Self.reasonColumn(piped))
        ]
        if let name = analysis.scaleColumn?.name, !piped.isOpen, piped[name]?.type != .text {
            throw Diagnostic(
                "table.unknown-column", "no text column named `\(name)` for `scale_column`",
                subject: .parameter("scale_column"),
                help: [.init(name.nearest(in: piped.names).map { "`\($0)`?" } ?? "name a column of texts")])
        }
        if let key = analysis.texts, let schema = inputs.named[key] {
            sources.append(try Self.further("texts", "sentiment", schema, analysis))
        }
        if let key = analysis.conversations, let schema = inputs.named[key] {
            sources.append(try Self.further("conversations", "service", schema, analysis))
        }
        self.sources = sources
        listed = try analysis.customers.flatMap { inputs.named[$0] }.map { (schema) throws(Diagnostic) in
            Listed(
                customer: try schema.column(for: "customer", of: "customers") ?? "",
                segment: try schema.column(for: "segment", of: "customers", isOptional: true),
                event: try schema.column(
                    for: "event", types: [.number, .bool], of: "customers", isOptional: true))
        }
        try checkTypes(inputs, analysis)
        try checkEvidence(analysis)
    }

    private static func further(
        _ parameter: String, _ role: Role, _ schema: Schema, _ analysis: Score
    ) throws(Diagnostic) -> Source {
        let customer = try schema.column(for: "customer", of: parameter)
        let time = try schema.column(
            for: "time", types: [.time], of: parameter, isOptional: !analysis.needsTime)
        let value = try schema.column(for: role, types: [.number], of: parameter)
        let isTexts = role == "sentiment"
        return Source(
            parameter: parameter, customer: customer ?? "", time: time, sentiment: isTexts ? value : nil,
            service: isTexts ? nil : value, side: isTexts ? sideColumn(schema) : nil,
            wordless: isTexts ? reasonColumn(schema) : nil)
    }

    /// What `sentiment.score` says of texts without words, which have a tone of 0 and tell nothing; nil of another table.
    private static func reasonColumn(_ schema: Schema) -> String? {
        schema["reason"]?.type == .text && schema["hits"]?.type == .int && schema["compound"] != nil
            ? "reason" : nil
    }

    private static func sideColumn(_ schema: Schema) -> String? {
        let found = schema.fields.filter {
            $0.type == .text && ($0.role == "side" || RoleAliases.isAlias($0.name, of: "side"))
        }
        return found.count == 1 ? found[0].name : nil
    }

    // MARK: - What is refused

    private func checkTypes(_ inputs: Inputs<Schema>, _ analysis: Score) throws(Diagnostic) {
        var columns = sources.dropFirst().map { ($0.parameter ?? "", $0.customer) }
        if let listed { columns.append(("customers", listed.customer)) }
        let keys = [
            "texts": analysis.texts, "conversations": analysis.conversations,
            "customers": analysis.customers,
        ]
        for (parameter, column) in columns {
            guard let key = keys[parameter]?.map(\.self), let type = inputs.named[key]?[column]?.type,
                type != customerType
            else { continue }
            throw Diagnostic(
                "column.type",
                "customers are of type \(customerType.name), in the table of `\(parameter)` of type \(type.name)",
                subject: .parameter(parameter),
                help: ["`… | cast \(column.asColumnName)=\(customerType.name)` where that table is made"])
        }
    }

    private func checkEvidence(_ analysis: Score) throws(Diagnostic) {
        let own = sources[0]
        let hasOwn = !analysis.ratings.isEmpty || own.sentiment != nil || own.service != nil
        if analysis.needsTime, own.time == nil, hasOwn {
            throw Diagnostic(
                "role.missing", "`half_life` needs a column for `time`: when they answered",
                subject: .parameter("time"),
                help: ["`time=…` names the column; `half_life=none` counts all answers the same"])
        }
        let parts: [(Component, Bool)] = [
            (.survey, !analysis.ratings.isEmpty), (.sentiment, sources.contains { $0.sentiment != nil }),
            (.service, sources.contains { $0.service != nil }),
        ]
        if parts.contains(where: { $0.1 && analysis.weight($0.0) > 0 }) { return }
        throw Diagnostic(
            "role.missing",
            "`\(Score.name)` needs evidence with a weight above 0: survey answers (`ratings`), the tone of texts "
                + "(`sentiment` or `texts`) or the service (`service` or `conversations`)",
            subject: .parameter("ratings"),
            help: ["`ratings=…` names the columns of answers; `texts=…` a table that `sentiment.score` made"])
    }
}

/// Which words of a column of sides mean the customer.
enum CustomerSide {
    static let words = [
        "customer", "client", "user", "contact", "inbound", "incoming", "end-user", "requester", "buyer",
        "客户", "用户", "顾客", "买家", "客人",
    ]
    private static let folded = Set(words.map(RoleAliases.folded))

    static func isCustomer(_ word: String) -> Bool { folded.contains(RoleAliases.folded(word)) }
}
