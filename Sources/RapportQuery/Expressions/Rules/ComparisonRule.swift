import RapportDiagnostics
import RapportLanguage
import RapportTable

/// Types of `== != < <= > >= in`.
///
/// What a reader could mistake is refused with the form that says what was meant: text against a number, a
/// date in quotes, a whole day against a time of day, a month against 12.
enum ComparisonRule {
    static func binary(_ site: CallSite) throws(Diagnostic) -> Draft {
        let (left, right) = (site.arguments[0], site.arguments[1])
        let isEquality = site.name == "==" || site.name == "!="
        try refuseMissing(site)
        if case .list = right.value, left.type?.element == nil {
            throw Diagnostic(
                "type.list", "`\(site.name)` takes one value, found a list", at: right.span,
                help: [
                    .init(
                        "`\(left.text) in \(right.text)`",
                        edit: .init(site.span, "\(left.text) in \(right.text)"))
                ])
        }
        if left.textLiteral != nil, right.textLiteral != nil { throw constants(site) }
        let (a, b) = try pair(left, right, isEquality: isEquality, site)
        if a.type.type.element != nil, !isEquality {
            throw Diagnostic(
                "type.compare", "`\(site.name)` has no meaning for lists", at: site.span,
                help: ["`==`, `!=`, or `length(\(left.text))`"])
        }
        if a.type.type == .bool, !isEquality {
            throw Diagnostic(
                "type.compare", "`\(site.name)` has no meaning for true and false", at: site.span,
                help: ["`==`, `!=`, or the condition alone"])
        }
        return site.result(.bool, [a, b])
    }

    static func membership(_ site: CallSite) throws(Diagnostic) -> Draft {
        let (left, right) = (site.arguments[0], site.arguments[1])
        if right.type?.element != nil, let contains = Function.named("contains") {
            var turned = site
            turned.arguments = [right, left]
            return Draft(
                BoundExpression(.call(contains.name, try turned.listAndElement()), .bool, at: site.span),
                site.syntax)
        }
        guard case .list(let elements) = right.value else {
            throw Diagnostic(
                "type.list", "`in` takes a list, found \(right.phrase)", at: right.span,
                help: [.init("`[\(right.text)]`", edit: .init(right.span, "[\(right.text)]"))])
        }
        if left.isMissing { throw missing(site, found: left, tested: nil) }
        if left.textLiteral != nil { throw constants(site) }
        var members: [BoundExpression] = []
        var tested = try left.settled()
        for element in elements {
            if element.isMissing { throw missing(site, found: element, tested: left) }
            let (a, b) = try pair(left, element, isEquality: true, site)
            guard b.isConstant else {
                throw Diagnostic(
                    "type.constant", "a list in `in` holds values, found an expression over rows",
                    at: element.span, help: ["`\(left.text) == \(element.text)`, joined by `or`"])
            }
            tested = a
            members.append(b)
        }
        let list = BoundExpression(.list(members), tested.type, at: right.span)
        return site.result(.bool, [tested, list])
    }

    /// Both sides with types that the kernel compares.
    private static func pair(
        _ left: Draft, _ right: Draft, isEquality: Bool, _ site: CallSite
    ) throws(Diagnostic) -> (BoundExpression, BoundExpression) {
        for (side, other) in [(left, right), (right, left)] {
            if let period = side.period, period.exactMicroseconds == nil,
                other.type == .duration || other.period != nil
            {
                throw .noFixedLength(side)
            }
        }
        let (a, b) = (try left.settled(), try right.settled())
        if a.type.type == b.type.type { return (a, b) }
        switch (a.type.type, b.type.type) {
        case (.int, .float), (.float, .int): return (a, b)
        case (.date, .datetime), (.datetime, .date):
            if isEquality { throw wholeDay(left, right, site) }
            return (a, b)
        case (.datetime(let first), .datetime(let second)):
            if (first == nil) == (second == nil) { return (a, b) }
            // What stands in the line without a zone is the wall clock of the column's.
            if b.isConstant, second == nil { return (a, b.converted(to: a.type.type)) }
            if a.isConstant, first == nil { return (a.converted(to: b.type.type), b) }
            throw zones(left, right, site)
        default: throw refusal(left, right, site)
        }
    }

    // MARK: - Refusals

    private static func refuseMissing(_ site: CallSite) throws(Diagnostic) {
        let (left, right) = (site.arguments[0], site.arguments[1])
        if right.isMissing { throw missing(site, found: right, tested: left) }
        if left.isMissing { throw missing(site, found: left, tested: right) }
    }

    private static func missing(_ site: CallSite, found: Draft, tested: Draft?) -> Diagnostic {
        var span = found.span
        if site.name != "in" { span = found.span.union(site.operatorSpan) }
        let message = "nothing equals missing, so no row would stay"
        guard let tested else {
            return Diagnostic("type.compare-missing", message, at: span, help: ["`missing(x)`"])
        }
        if site.name == "in" {
            return Diagnostic(
                "type.compare-missing", message, at: span,
                help: ["`missing(\(tested.text)) or \(tested.text) in […]`"])
        }
        let test = "\(site.name == "!=" ? "present" : "missing")(\(tested.text))"
        return Diagnostic(
            "type.compare-missing", message, at: span,
            help: [.init("`\(test)`", edit: .init(site.span, test))])
    }

    private static func constants(_ site: CallSite) -> Diagnostic {
        let columns = site.arguments.filter { $0.textLiteral.map { site.scope.schema[$0] != nil } ?? false }
        var help = Diagnostic.Help("a column stands without quotes")
        if let text = columns.first?.textLiteral, let span = columns.first?.span {
            let name = Name(text, span: span).printed
            let whole = site.arguments.map { $0.span == span ? name : $0.text }
            help = .init("`\(whole[0]) \(site.name) \(whole[1])`", edit: .init(span, name))
        }
        return Diagnostic(
            "type.constant", "two texts are compared, no column", at: site.span, help: [help])
    }

    private static func wholeDay(_ left: Draft, _ right: Draft, _ site: CallSite) -> Diagnostic {
        let (time, day) = left.type == .date ? (right, left) : (left, right)
        let exact = "date(\(time.text))"
        return Diagnostic(
            "type.compare", "`\(time.text)` has a time of day, `\(day.text)` is a whole day", at: day.span,
            help: [
                .init(
                    site.name == "in" ? "`\(exact) in …`" : "`\(exact) \(site.name) \(day.text)`",
                    edit: .init(time.span, exact))
            ])
    }

    private static func zones(_ left: Draft, _ right: Draft, _ site: CallSite) -> Diagnostic {
        let (with, without) = left.type == .datetime(zone: nil) ? (right, left) : (left, right)
        return Diagnostic(
            "type.compare", "`\(with.text)` has a time zone, `\(without.text)` has none", at: right.span,
            help: ["`roles zone=\"…\"` states the zone of a column; a time without offset takes the column's"]
        )
    }

    private static func refusal(_ left: Draft, _ right: Draft, _ site: CallSite) -> Diagnostic {
        // The side that stands in the line is the one to change.
        let (known, found) = left.isLiteral && !right.isLiteral ? (right, left) : (left, right)
        let isText = known.type == .text
        let statement =
            found.textLiteral != nil
            ? "found text"
            : found.isLiteral && known.typed?.type.grain != nil
                ? "found \(found.phrase)" : "`\(found.text)` is \(found.phrase)"
        let subject =
            known.type == .text && known.textLiteral != nil ? "a text" : "`\(known.text)` is \(known.phrase)"
        return Diagnostic(
            "type.compare",
            isText && known.textLiteral != nil ? "found text, \(statement)" : "\(subject), \(statement)",
            at: found.span, help: help(known, found, site))
    }

    private static func help(_ known: Draft, _ found: Draft, _ site: CallSite) -> [Diagnostic.Help] {
        func replacing(_ text: String, _ more: String = "") -> [Diagnostic.Help] {
            [.init("`\(text)`\(more)", edit: .init(found.span, text))]
        }
        guard let type = known.type else { return [] }
        if let grain = known.typed?.type.grain, grain != .day, let number = found.literal?.number {
            return periodHelp(known, grain, number, site)
        }
        if let text = found.textLiteral {
            switch type {
            case .text: break
            case .duration: return ["a duration such as `90d`"]
            case .bool where text != "true" && text != "false":
                return ["the condition alone: `\(known.text)`"]
            default:
                let kind: ColumnType = type == .int ? .float : type
                guard Scalar(text: text, type: kind) != nil, let bare = bareForm(text, kind) else {
                    let example = type.isTime ? "a date such as `2025-01-31`" : "a number such as `500`"
                    return [.init(example)]
                }
                return replacing(bare)
            }
        }
        switch (type, found.type) {
        case (.text, .int?) where found.isLiteral:
            return replacing("\"\(found.text)\"", "; ids keep their zeros")
        case (.text, _) where found.isLiteral: return replacing("\"\(found.text)\"")
        case (.text, let other?) where other.isNumber:
            return [.init("`number(\(known.text))`", edit: .init(known.span, "number(\(known.text))"))]
        case (let other, .text?) where other.isNumber:
            return [.init("`number(\(found.text))`", edit: .init(found.span, "number(\(found.text))"))]
        case (.duration, .int?) where found.isLiteral: return replacing("\(found.text)d", " for days")
        case (.bool, .int?) where found.isLiteral:
            let test = (found.literal == .int(0)) == (site.name == "==") ? "not \(known.text)" : known.text
            return [.init("`\(test)`", edit: .init(site.span, test))]
        default: return []
        }
    }

    /// `2025-01-31` of `"2025-01-31"`: what the text says, as the language writes it.
    private static func bareForm(_ text: String, _ type: ColumnType) -> String? {
        switch Scalar(text: text, type: type) {
        case .date(let day)?: Scalar.date(day).text()
        case .datetime?: text.contains(" ") ? text.replacing(" ", with: "T") : text
        case .float(let value)?:
            Int64(exactly: value).map { String($0) }
                ?? Expression(.literal(.float(value)), SourceSpan(0..<0)).printed
        case .bool?: text
        default: nil
        }
    }

    private static func periodHelp(
        _ known: Draft, _ grain: Grain, _ number: Double, _ site: CallSite
    ) -> [Diagnostic.Help] {
        if grain == .month {
            var operand = known.text
            if case .call(let call) = known.syntax.form, call.name.text == "month",
                let inner = call.arguments.first?.value
            {
                operand = inner.printed
            }
            let test = "month_number(\(operand))"
            let text =
                site.name == "in" ? "\(test) in …" : "\(test) \(site.name) \(site.other(than: known).text)"
            return [.init("`\(text)`", edit: .init(known.span, test))]
        }
        let sample = Scalar.date(grain.start(of: 14_945)).text()
        return ["a \(grain.rawValue) is its first day: `\(known.text) \(site.name) \(sample)`"]
    }
}

extension CallSite {
    fileprivate func other(than draft: Draft) -> Draft {
        arguments.first { $0.span != draft.span } ?? draft
    }
}
