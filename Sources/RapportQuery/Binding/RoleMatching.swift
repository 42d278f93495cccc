internal import RapportContract
internal import RapportTable

/// Which columns can fill a role, and how sure that is.
struct RoleMatching {
    let schema: Schema

    enum Match: Equatable {
        /// Stated by `roles`, or one exact alias.
        case found(String, StageRun.Mapping.Origin)
        /// Stated by `roles`, but of a type that will not do.
        case wrongType(String)
        /// Several are as good.
        case ambiguous([String])
        /// Nothing certain; columns whose names hold an alias, to offer.
        case none(weak: [String])
    }

    /// The column for the first of the requirement's roles that finds one; what is stated comes first.
    func match(_ requirement: ColumnRequirement) -> Match {
        for role in requirement.roles {
            let stated = schema.fields.filter { $0.role == role }
            if stated.count == 1 {
                let (name, fits) = (stated[0].name, requirement.accepts(stated[0].type))
                return fits ? .found(name, .role) : .wrongType(name)
            }
            if stated.count > 1 { return .ambiguous(stated.map(\.name)) }
        }
        var weak: [String] = []
        for role in requirement.roles {
            // A column that is stated to be something else is not guessed to be this.
            let free = schema.fields.filter {
                $0.role == nil && requirement.accepts($0.type) && !Self.isNeverTaken($0, role)
            }
            if let closest = RoleAliases.closest(free, to: role) {
                let names = closest.fields.map(\.name)
                if names.count > 1 { return .ambiguous(names) }
                return .found(names[0], closest.rule == .alias ? .alias : .name)
            }
            let hinted = free.filter { Self.holdsAlias($0.name, of: role) && Self.canMean($0, role) }
            // Of what was written the sentences, where labels have the word too.
            let texts = hinted.filter { $0.kind == .text }
            let likely = requirement.types == [.text] && !texts.isEmpty ? texts : hinted
            for field in likely where !weak.contains(field.name) { weak.append(field.name) }
        }
        return .none(weak: weak)
    }

    /// The column of the amount, stated or by an exact, unique alias.
    var measure: String? {
        guard case .found(let name, _) = match(ColumnRequirement(roles: ["amount"])),
            schema[name]?.type.isNumber ?? false
        else { return nil }
        return name
    }

    // MARK: - Names

    /// Whether a word of the name is said of times.
    static func speaksOfTime(_ name: String) -> Bool {
        let words: Set = [
            "time", "date", "timestamp", "datetime", "ts", "created", "sent", "updated", "epoch",
        ]
        return tokens(of: name).contains(where: words.contains)
            || ["时间", "日期", "时刻", "时间戳"].contains { name.hasSuffix($0) }
    }

    /// Whether an alias is a token of the name, or several in a row, or a Chinese alias a part of it.
    static func holdsAlias(_ name: String, of role: Role) -> Bool {
        guard let entry = RoleAliases.table.first(where: { $0.role == role }) else { return false }
        let (tokens, folded) = (tokens(of: name), RoleAliases.folded(name))
        return (entry.aliases + hints(of: role)).contains { alias in
            if alias.unicodeScalars.contains(where: { $0.value > 0x2E80 }) {
                return folded.contains(RoleAliases.folded(alias))
            }
            let parts = alias.split(separator: "_").map(String.init)
            guard parts.count <= tokens.count else { return false }
            return (0...(tokens.count - parts.count)).contains { start in
                Array(tokens[start..<(start + parts.count)]) == parts
            }
        }
    }

    /// Words of questions, which are long names: "How likely is it that you would recommend us?".
    private static func hints(of role: Role) -> [String] {
        role == "rating" ? ["satisfied", "recommend", "满意", "推荐"] : []
    }

    /// Parts between `_ - .` and blanks, and where small letters turn to capitals: `InvoiceDate` has two.
    static func tokens(of name: String) -> [String] {
        var tokens: [String] = [], current = "", wasLower = false
        for character in name {
            let breaks = "_-. ".contains(character)
            if breaks || (character.isUppercase && wasLower) {
                if !current.isEmpty { tokens.append(current.lowercased()) }
                current = ""
            }
            if !breaks { current.append(character) }
            wasLower = character.isLowercase || character.isNumber
        }
        if !current.isEmpty { tokens.append(current.lowercased()) }
        return tokens
    }

    private static let neverAmounts: Set<String> = [
        "discount", "discounts", "refund", "refunds", "tax", "taxes", "vat", "freight", "shipping", "price",
    ]
    private static let neverAmountsChinese = ["优惠", "退款", "税", "运费", "单价", "原价", "折扣"]

    /// Discounts, refunds, taxes, freight, prices and ids are no amounts, whatever else they are called.
    static func isNeverTaken(_ field: Field, _ role: Role) -> Bool {
        guard role == "amount" else { return false }
        return field.kind == .id || !neverAmounts.isDisjoint(with: tokens(of: field.name))
            || neverAmountsChinese.contains { field.name.contains($0) }
    }

    private static let things: Set<Role> = [
        "customer", "order", "conversation", "agent", "source", "target", "message", "sender", "recipient",
        "membership", "item",
    ]
    private static let attributes: Set<String> = [
        "type", "kind", "gender", "sex", "age", "segment", "status", "state", "level", "tier", "class",
        "category", "count", "rating", "score", "satisfaction", "income", "since", "country", "city",
        "region",
        "value", "interactions",
    ]
    private static let attributesChinese = [
        "类型", "类别", "分类", "等级", "级别", "性别", "年龄", "状态", "数", "数量", "满意度", "城市", "地区", "来源", "标签", "日期", "时间",
    ]

    /// Whether a column whose name holds the role's word can be offered for it: `Customer Type` and `Dt_Customer` say
    /// something of customers, and are none.
    static func canMean(_ field: Field, _ role: Role) -> Bool {
        if role == "rating" { return field.kind != .id && tokens(of: field.name).last != "group" }
        guard things.contains(role) else { return true }
        if field.type.isTime || field.type == .bool || field.kind == .flag { return false }
        if let last = tokens(of: field.name).last, attributes.contains(last) { return false }
        return !attributesChinese.contains { field.name.hasSuffix($0) }
    }

    /// Whether a column that no name speaks for can fill the role at all, by its type and kind.
    static func isPlausible(_ field: Field, _ role: Role) -> Bool {
        switch role {
        case "side":
            field.kind == .category || field.kind == .flag || field.type == .bool || field.kind == nil
        case _ where things.contains(role):
            !field.type.isTime && field.type != .bool && field.kind != .flag && field.type != .float
        case "rating": field.kind != .id && field.kind != .text
        case "text", "message_text": field.kind != .id && field.kind != .flag
        default: true
        }
    }

    // MARK: - A price beside a quantity

    private static let quantityWords: Set<String> = ["quantity", "qty", "units", "pieces"]

    /// `Quantity * UnitPrice`, where both are there and are numbers: what an amount is made of.
    var amountExpression: String? {
        let numbers = schema.fields.filter(\.type.isNumber).map(\.name)
        func only(_ fits: (String) -> Bool) -> String? {
            let found = numbers.filter(fits)
            return found.count == 1 ? found[0] : nil
        }
        let quantity = only { name in
            !Self.quantityWords.isDisjoint(with: Self.tokens(of: name)) || name.contains("数量")
                || name.contains("件数")
        }
        let price = only { Self.tokens(of: $0).contains("price") || $0.contains("单价") || $0.contains("价格") }
        guard let quantity, let price else { return nil }
        return "\(LanguageText.name(quantity)) * \(LanguageText.name(price))"
    }
}
