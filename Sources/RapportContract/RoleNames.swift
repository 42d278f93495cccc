public import RapportTable

/// How a column comes to fill a role by its name, the surest first.
public enum RoleNameRule: Int, Sendable, Hashable, CaseIterable {
    /// One of ``RoleAliases/table``.
    case alias
    /// What another program calls it: `Created time`, `assigned_to`, `处理人`.
    case otherWord
    /// Of a case that is closed after it was resolved, or has an urgency beside its priority: the second best.
    case secondBest
    /// One of these with the record's name in front (`Ticket Status`, 评论内容), a word for ids behind (`Referrer ID`,
    /// 推荐人编号), or a remark in brackets (`Started at (UTC)`).
    case composed
}

extension RoleAliases {
    /// Of the fields those that fill `role` by the surest rule that any keeps.
    ///
    /// A rule that two fields keep is no answer: it is the analyst who chooses.
    public static func closest(_ fields: [Field], to role: Role) -> (fields: [Field], rule: RoleNameRule)? {
        for rule in RoleNameRule.allCases {
            let found = fields.filter { keeps($0.name, rule, role) }
            if !found.isEmpty { return (found, rule) }
        }
        return nil
    }

    /// Whether the name fills `role` by any rule.
    public static func isName(_ name: String, of role: Role) -> Bool {
        RoleNameRule.allCases.contains { keeps(name, $0, role) }
    }

    static func keeps(_ name: String, _ rule: RoleNameRule, _ role: Role) -> Bool {
        switch rule {
        case .alias: isAlias(name, of: role)
        case .otherWord: others[role]?.contains(folded(name)) ?? false
        case .secondBest: seconds[role]?.contains(folded(name)) ?? false
        case .composed: isComposed(name, role)
        }
    }

    private static func isWord(_ word: String, of role: Role) -> Bool {
        isAlias(word, of: role) || others[role]?.contains(word) ?? false
            || seconds[role]?.contains(word) ?? false
    }

    private static func isComposed(_ name: String, _ role: Role) -> Bool {
        let plain = withoutRemark(name)
        let word = folded(plain)
        if plain != name, isWord(word, of: role) { return true }
        if ofRecords.contains(role) {
            for record in records where word.hasPrefix(record) {
                if isWord(String(word.dropFirst(record.count)), of: role) { return true }
            }
        }
        if ofThings.contains(role) {
            for ending in idEndings where word.hasSuffix(ending) {
                if isWord(String(word.dropLast(ending.count)), of: role) { return true }
            }
        }
        return false
    }

    /// `Started at (UTC)` without what stands in brackets behind it.
    private static func withoutRemark(_ name: String) -> String {
        for (open, close) in [("(", ")"), ("（", "）"), ("[", "]")] as [(Character, Character)]
        where name.last == close {
            guard let start = name.lastIndex(of: open), start > name.startIndex else { continue }
            return String(name[..<start])
        }
        return name
    }

    /// Roles that say something of a record, whose name may stand in front.
    private static let ofRecords: Set<Role> = [
        "time", "text", "message_text", "rating", "created_at", "resolved_at", "first_response_at",
        "priority", "status", "channel", "team", "agent", "label",
    ]
    private static let records = [
        "ticket", "case", "issue", "incident", "conversation", "review", "complaint",
        "request", "message", "chat", "call", "survey", "tweet", "comment",
        "工单", "会话", "评论", "评价", "消息", "留言", "反馈", "投诉", "问题", "通话", "咨询",
    ]

    /// Roles that a thing or a person fills, who has an id.
    private static let ofThings: Set<Role> = [
        "customer", "source", "target", "conversation", "order", "agent", "message", "reply_to", "item",
        "membership", "sender", "recipient", "team",
    ]
    private static let idEndings = [
        "id", "number", "no", "num", "key", "code", "编号", "号码", "账号", "单号", "号", "工号",
    ]

    private static let others = sets(otherWords)
    private static let seconds = sets([
        (
            "resolved_at",
            [
                "closed_at", "closed", "closed_time", "closed_on", "closed_date", "close_time", "close_date",
                "date_closed", "last_closed_at", "关闭时间", "关闭日期", "关单时间",
            ]
        ),
        ("priority", ["urgency", "severity", "紧急程度", "严重程度"]),
        ("time", ["paid_at", "payment_time", "付款时间", "支付时间"]),
    ])

    private static func sets(_ table: [(role: Role, words: [String])]) -> [Role: Set<String>] {
        Dictionary(table.map { ($0.role, Set($0.words.map(folded))) }, uniquingKeysWith: { $0.union($1) })
    }
}
