extension NetworkInput {
    /// The columns that edges are read from.
    enum Columns {
        case table(source: String, target: String)
        case referrals(bringer: String, brought: String)
        case members(customer: String, of: String)
        case replies(author: String, message: String, replyTo: String)
        case mentions(author: String, text: String)
    }

    /// Holds the columns against `edges`.
    /// - Throws: `role.missing`, with the line that names it; `parameter.conflict`.
    func columns(for analysis: String) throws(Diagnostic) -> Columns {
        func need(_ column: String?, _ name: String, _ what: String) throws(Diagnostic) -> String {
            if let column { return column }
            throw Diagnostic(
                "role.missing", "`\(analysis)` needs a column for `\(name)`: \(what)",
                subject: .parameter(name),
                help: [
                    edges == .table
                        ? "`\(name)=…` names the column; `edges=referrals|members|replies|mentions|purchases` makes edges of rows"
                        : "`\(name)=…` names the column"
                ])
        }
        switch edges {
        case .table:
            if let source, let customer, target == nil {
                throw Diagnostic(
                    "role.missing", "`\(analysis)` needs a column for `target`: where an edge leads",
                    subject: .parameter("target"),
                    help: [
                        .init(
                            "`\(analysis) edges=referrals`, where `\(source)` brought `\(customer)`; "
                                + "or `target=…` names the column")
                    ])
            }
            return .table(
                source: try need(source, "source", "where an edge begins"),
                target: try need(target, "target", "where an edge leads"))
        case .referrals:
            let bringer = try need(source, "source", "who brought")
            return .referrals(
                bringer: bringer,
                brought: try need(target ?? customer, "customer", "who was brought"))
        case .members:
            return .members(
                customer: try need(customer, "customer", "who belongs"),
                of: try need(group, "group", "what people belong to"))
        case .purchases:
            return .members(
                customer: try need(customer, "customer", "who bought"),
                of: try need(item, "item", "what was bought"))
        case .replies:
            return .replies(
                author: try need(customer, "customer", "who wrote"),
                message: try need(message, "message", "the message's id"),
                replyTo: try need(replyTo, "reply_to", "the message that it answers"))
        case .mentions:
            return .mentions(
                author: try need(customer, "customer", "who wrote"),
                text: try need(text, "text", "what was written"))
        }
    }

    /// Says how nodes come out, without touching data.
    ///
    /// - Returns: the type of the ids, and what is told before a run.
    /// - Throws: `role.missing`, `parameter.conflict`, `column.type`.
    public func check(
        _ inputs: Inputs<Schema>, for analysis: String
    ) throws(Diagnostic) -> (type: ColumnType, warnings: [Note]) {
        let columns = try columns(for: analysis)
        if case .members = columns {
            if directed.given == true {
                throw Diagnostic(
                    "parameter.conflict",
                    "`edges=\(edges.rawValue)` has no direction; `directed` asks for one",
                    subject: .parameter("directed"), help: ["leave `directed` out"])
            }
            if meaning == .mention || meaning == .referral {
                throw Diagnostic(
                    "parameter.conflict",
                    "`edges=\(edges.rawValue)` has no direction that `meaning` could speak of",
                    subject: .parameter("meaning"), help: ["leave `meaning` out"])
            }
        }
        var warnings: [Note] = []
        if directed.given == false, meaning == .mention || meaning == .referral {
            warnings.append(
                Note(
                    "parameter.unused",
                    "`meaning` is not used: with `directed=false` edges have no direction",
                    isWarning: true))
        }
        let type = idType(columns, inputs.piped)
        if let nodes, let schema = inputs.named[nodes] { _ = try Self.idColumn(of: schema, type: type) }
        return (type, warnings)
    }

    /// Columns that edges of this kind are not made of: a table of mails has texts and subjects, and its edges come
    /// from who wrote to whom.
    ///
    /// `readsTime` says whether the analysis asks when edges came to be.
    public func unused(readsTime: Bool = false) -> Set<String> {
        let used: Set<String> =
            switch edges {
            case .table: ["source", "target", "weight", "time", "relation"]
            case .referrals: ["source", target == nil ? "customer" : "target", "weight", "time"]
            case .members: ["customer", "group"]
            case .purchases: ["customer", "item"]
            case .replies: ["customer", "message", "reply_to", "time"]
            case .mentions: ["customer", "text", "time"]
            }
        let all: Set = [
            "source", "target", "weight", "time", "relation", "customer", "group", "item", "message",
            "reply_to",
            "text",
        ]
        var unused = all.subtracting(used)
        if !weighted { unused.insert("weight") }
        if !readsTime { unused.insert("time") }
        return unused
    }

    /// Whole numbers stay what they are; all else is compared as text.
    private func idType(_ columns: Columns, _ schema: Schema) -> ColumnType {
        let names: [String] =
            switch columns {
            case .table(let source, let target): [source, target]
            case .referrals(let bringer, let brought): [bringer, brought]
            case .members(let customer, _): [customer]
            case .replies(let author, _, _), .mentions(let author, _): [author]
            }
        return names.allSatisfy { schema[$0]?.type == .int } ? .int : .text
    }

    /// The column of a node table that has the ids: by its role, by name, or the only one.
    static func idColumn(of schema: Schema, type: ColumnType) throws(Diagnostic) -> String {
        let stated = schema.fields.filter { $0.role == "customer" }
        let alike = schema.fields.filter {
            RoleAliases.isAlias($0.name, of: "customer") || ["id", "node"].contains($0.name.lowercased())
        }
        let found =
            stated.count == 1 ? stated : alike.count == 1 ? alike : schema.fields.prefix(2).map(\.self)
        guard found.count == 1 else {
            if schema.isOpen { return "" }
            throw Diagnostic(
                "role.missing", "the table of `nodes` has no one column for the nodes' ids",
                subject: .parameter("nodes"),
                help: ["`nodes=(people | select customer_id)`, or `roles customer=…` on that table"])
        }
        guard type != .int || found[0].type == .int else {
            throw Diagnostic(
                "column.type",
                "column `\(found[0].name)` of `nodes` is of type \(found[0].type.name); the ends of the edges are int",
                subject: .parameter("nodes"), help: ["`cast` one of the two, so that ids are alike"])
        }
        return found[0].name
    }

    /// Whether a table without edges is a network: one of `nodes` says who is in it.
    public var takesNoRows: Bool { edges == .table && nodes != nil }

    /// What the direction means, where there is one.
    var direction: Meaning {
        guard isDirected else { return .plain }
        if meaning != .auto { return meaning }
        switch edges {
        case .referrals: return .referral
        case .replies, .mentions: return .mention
        case .table, .members, .purchases: return .plain
        }
    }

    public var isDirected: Bool {
        switch directed {
        case .given(let given): return given
        case .auto:
            switch edges {
            case .members, .purchases: return false
            case .referrals, .replies, .mentions: return true
            case .table: return meaning != .auto
            }
        }
    }
}
