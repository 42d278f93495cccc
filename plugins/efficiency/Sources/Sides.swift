import RapportPluginKit

/// Who writes: a word of the mapping `sides={"visitor": "customer"}`.
enum Side: String, Choice {
    case customer, agent, bot, system

    /// What the words of other programs mean, compared without case, blanks, `_` and `-`.
    ///
    /// Words that some log uses for either (`sys`, `assistant`, `sender`) are left to the analyst.
    private static let words: [(side: Side, words: [String])] = [
        (
            .customer,
            [
                "customer", "client", "user", "usr", "enduser", "requester", "contact", "visitor", "guest",
                "lead",
                "buyer", "consumer", "member", "caller", "inbound", "incoming", "in", "received",
                "客户", "用户", "顾客", "访客", "买家", "会员", "来电", "呼入", "进线", "接收", "收到", "收",
            ]
        ),
        (
            .agent,
            [
                "agent", "staff", "support", "operator", "employee", "admin", "teammate", "representative",
                "rep",
                "seller", "merchant", "outbound", "outgoing", "out", "sent", "human agent",
                "客服", "坐席", "座席", "人工", "人工客服", "客服人员", "员工", "商家", "卖家", "店员", "顾问", "导购", "外呼",
                "呼出", "发送", "发出", "发",
            ]
        ),
        (
            .bot,
            [
                "bot", "chatbot", "robot", "automation", "automated", "auto", "autoreply", "autoresponder",
                "virtual agent", "workflow", "ai", "机器人", "智能客服", "自动回复",
            ]
        ),
        (.system, ["system", "event", "activity", "notification", "系统", "系统消息", "系统提示"]),
    ]

    private static let byWord: [String: Side] = {
        var found: [String: Side] = [:]
        for entry in words { for word in entry.words { found[folded(word)] = entry.side } }
        return found
    }()

    init?(word: String) {
        guard let side = Self.byWord[Self.folded(word)] else { return nil }
        self = side
    }

    /// What yes means in a column of this name: `inbound`, `is_agent`, `IsSender` of a chat's export.
    static func ofYes(_ column: String) -> Side? {
        switch folded(column) {
        case "inbound", "isinbound", "incoming", "isincoming", "iscustomer", "fromcustomer": .customer
        case "outbound", "isoutbound", "outgoing", "isoutgoing", "isagent", "fromagent", "isstaff",
            "issender",
            "fromme", "isfromme":
            .agent
        default: nil
        }
    }

    private static let yes: Set = ["true", "yes", "y", "t", "1", "是"]
    private static let no: Set = ["false", "no", "n", "f", "0", "否"]

    /// Who wrote, where the column's name is a question and the word its answer.
    init?(answer word: String, to column: String) {
        guard let meant = Self.ofYes(column) else { return nil }
        let word = Self.folded(word)
        if Self.yes.contains(word) {
            self = meant
        } else if Self.no.contains(word) {
            self = meant == .customer ? .agent : .customer
        } else {
            return nil
        }
    }

    static func folded(_ word: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in word.lowercased().unicodeScalars where !" _-\u{3000}".unicodeScalars.contains(scalar) {
            folded.append(scalar)
        }
        return String(folded)
    }
}

/// The side of each row, and how its words were read.
struct Sides {
    /// One place a value of the column, in the order of values.
    struct Level {
        var value: String
        var side: Side
        var rows: Int
    }

    /// Of each row; the raw place of ``Side`` in ``order``.
    var codes: [UInt8]
    var levels: [Level]

    static let order: [Side] = [.customer, .agent, .bot, .system]
    static func code(_ side: Side) -> UInt8 { UInt8(order.firstIndex(of: side) ?? 0) }

    /// Reads a column of few words.
    /// - Throws: `side.unmapped`: how many values and rows are not known, never the values.
    init(
        of column: Column, named name: String, given: NamedValues<Side>, work: Work
    ) throws(Diagnostic) {
        let grouping = try Grouping(sortedBy: [column], count: column.count, work: work)
        var (levels, codes): ([Level], [UInt8]) = ([], [])
        var unknown: (values: Int, rows: Int, first: Int?) = (0, 0, nil)
        // A column of names or of texts is no side: nothing is gained by reading all of it.
        let limit = 200
        for group in 0..<min(grouping.groupCount, limit) {
            let row = Int(grouping.firstRows[group])
            let word = column.text(at: row)
            let rows = Int(grouping.sizes[group])
            let given = given.entries.first { Side.folded($0.name) == Side.folded(word) }?.value
            guard let side = given ?? Side(word: word) ?? Side(answer: word, to: name) else {
                unknown = (unknown.values + 1, unknown.rows + rows, min(unknown.first ?? row, row))
                continue
            }
            levels.append(Level(value: word, side: side, rows: rows))
            codes.append(Self.code(side))
        }
        if unknown.values > 0 || grouping.groupCount > limit {
            let values =
                grouping.groupCount > limit
                ? "more than \(limit)" : "\(unknown.values) of \(grouping.groupCount)"
            throw Diagnostic(
                "side.unmapped",
                "\(values) values of `\(name)` say neither customer nor agent "
                    + "(\(Wording.count(unknown.rows, "row")), the first is row \((unknown.first ?? 0) + 1))",
                subject: .parameter("side"),
                help: [
                    column.type == .bool
                        ? "`sides={\"true\": \"customer\", \"false\": \"agent\"}`, or the other way round"
                        : Diagnostic.Help(
                            "`… | summarize n=count() by \(name.asColumnName)` shows them; `sides={\"…\": \"customer\", \"…\": \"agent\"}` "
                                + "says what they mean, also `bot` and `system`")
                ])
        }
        self.levels = levels
        let groups = grouping.groups.span
        self.codes = groups.indices.map { codes[Int(groups[$0])] }
    }

    /// Reads senders: `ours` holds our addresses, or the domains of them; all others are customers.
    /// - Throws: `side.unmapped` where no sender is ours.
    init(senders column: Column, named name: String, ours: [String], work: Work) throws(Diagnostic) {
        let grouping = try Grouping(by: [column], count: column.count, work: work)
        let ours = ours.map { Address($0).folded }
        var (customers, agents) = (0, 0)
        let codes = (0..<grouping.groupCount).map { group -> UInt8 in
            let address = Address(column.text(at: Int(grouping.firstRows[group])))
            let rows = Int(grouping.sizes[group])
            if ours.contains(where: address.belongs(to:)) {
                agents += rows
                return Self.code(.agent)
            }
            customers += rows
            return Self.code(.customer)
        }
        guard agents > 0 else {
            throw Diagnostic(
                "side.unmapped", "no sender in `\(name)` is one of `ours`; expected at least one",
                subject: .parameter("ours"),
                help: ["`ours=[\"shop.example\"]` takes domains and whole addresses"])
        }
        levels = [
            Level(value: "one of `ours`", side: .agent, rows: agents),
            Level(value: "any other sender", side: .customer, rows: customers),
        ]
        let groups = grouping.groups.span
        self.codes = groups.indices.map { codes[Int(groups[$0])] }
    }
}

/// A mail address, out of `Mei Tan <mei@shop.example>` too.
struct Address {
    let folded: String

    init(_ text: String) {
        var address = text[...]
        if let open = text.lastIndex(of: "<"), let close = text[open...].firstIndex(of: ">") {
            address = text[text.index(after: open)..<close]
        }
        var plain = String(address.filter { $0 != " " && $0 != "\t" && $0 != "\"" }).lowercased()
        if plain.hasPrefix("@") { plain.removeFirst() }
        folded = plain
    }

    /// Whether it is the address `other`, or one at the domain `other` or below it.
    func belongs(to other: String) -> Bool {
        if other.isEmpty { return false }
        return folded == other || folded.hasSuffix("@\(other)")
            || folded.contains("@") && folded.hasSuffix(".\(other)")
    }
}
