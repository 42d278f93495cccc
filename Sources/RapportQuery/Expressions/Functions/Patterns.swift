import RapportDiagnostics
import RapportTable

extension Function {
    /// Regular expressions, by PCRE2; `contains` and `replace` take text as it is.
    static let patterns: [Function] = [
        Function(
            "matches", "matches(text, pattern)",
            "Whether a regular expression matches somewhere in the text; `^` and `$` are its ends.",
            takes: 2...2,
            examples: [
                .init(#"matches("order 4711", '\d{4}')"#, gives: "true"),
                .init(#"matches("北京市", '^\w{3}$')"#, gives: "true"),
            ],
            rule: { site throws(Diagnostic) in
                site.result(.bool, [try site.text(0), try site.pattern(1).0])
            },
            kernel: { call throws(Diagnostic) in
                guard let pattern = try call.pattern(1) else {
                    return .repeating(.missing, type: .bool, count: call.rows)
                }
                if let plain = pattern.plain, !plain.isEmpty {
                    return try TextKernels.found(
                        .anywhere, call.operands[0], call.operands[1], rows: call.rows, work: call.work)
                }
                return try PatternKernels.matches(pattern, call.column(0), work: call.work)
            }),
        Function(
            "extract", "extract(text, pattern, group)",
            "What the first match of a regular expression holds: a group by number or name, by itself the first; "
                + "0, or a pattern without groups, gives the whole match.",
            takes: 2...3,
            examples: [
                .init(#"extract("order 4711 of May", '\d+')"#, gives: #""4711""#),
                .init(#"extract("a=1, b=2", '(\w)=(\d)', 2)"#, gives: #""1""#),
                .init(#"extract("a=1", '(?<key>\w)=', "key")"#, gives: #""a""#),
                .init(#"extract("none", '\d+')"#, gives: "missing"),
            ],
            rule: { site throws(Diagnostic) in
                let text = try site.text(0)
                let (pattern, compiled) = try site.pattern(1)
                var arguments = [text, pattern]
                if site.arguments.count > 2 { arguments.append(try site.group(2, of: compiled)) }
                return site.result(.text, arguments)
            },
            kernel: { call throws(Diagnostic) in
                guard let pattern = try call.pattern(1) else {
                    return .repeating(.missing, type: .text, count: call.rows)
                }
                return try PatternKernels.extract(
                    pattern, group: try call.group(2, of: pattern), call.column(0), work: call.work)
            }),
        Function(
            "extract_all", "extract_all(text, pattern, group)",
            "What every match of a regular expression holds, as a list; the group as of `extract`.",
            takes: 2...3,
            examples: [
                .init(#"extract_all("a1, b22", '\d+')"#, gives: #"["1", "22"]"#),
                .init(#"extract_all("none", '\d+')"#, gives: "[]"),
            ],
            rule: { site throws(Diagnostic) in
                let text = try site.text(0)
                let (pattern, compiled) = try site.pattern(1)
                var arguments = [text, pattern]
                if site.arguments.count > 2 { arguments.append(try site.group(2, of: compiled)) }
                return site.result(ValueType(.list(of: .text)), arguments)
            },
            kernel: { call throws(Diagnostic) in
                guard let pattern = try call.pattern(1) else {
                    return .repeating(.missing, type: .list(of: .text), count: call.rows)
                }
                return try PatternKernels.extractAll(
                    pattern, group: try call.group(2, of: pattern), call.column(0), work: call.work)
            }),
    ]
}

extension CallSite {
    /// A regular expression that stands in the line, or is a parameter.
    func pattern(_ place: Int) throws(Diagnostic) -> (BoundExpression, Pattern) {
        let (bound, text) = try constantText(place, "a regular expression")
        do throws(Pattern.Flaw) {
            return (bound, try Pattern(text))
        } catch {
            throw Diagnostic(
                "function.pattern", "the regular expression does not read: \(error.message)",
                at: span(of: place, at: error.offset, in: text),
                help: ["`contains(text, part)` takes a part as it is; before a sign that means itself a `\\`"]
            )
        }
    }

    /// A group of the pattern, by number or name.
    func group(_ place: Int, of pattern: Pattern) throws(Diagnostic) -> BoundExpression {
        let draft = arguments[place]
        if let name = draft.textLiteral, let bound = draft.typed {
            if pattern.group(named: name) != nil { return bound }
            throw Diagnostic(
                "function.group", "the pattern has no group named `\(name)`", at: draft.span,
                help: ["`(?<\(name)>…)` names one"])
        }
        let bound = try constantInt(place, in: 0...65_535)
        guard case .int(let number)? = draft.literal, number <= Int64(pattern.groupCount) else {
            let groups = pattern.groupCount == 1 ? "1 group" : "\(pattern.groupCount) groups"
            throw Diagnostic(
                "function.group", "the pattern has \(groups), found \(draft.text)", at: draft.span,
                help: ["`(…)` makes a group, 0 is the whole match"])
        }
        return bound
    }
}

extension KernelCall {
    /// Nil where the parameter is missing.
    func pattern(_ place: Int) throws(Diagnostic) -> Pattern? {
        guard let text = text(place) else { return nil }
        do throws(Pattern.Flaw) {
            return try Pattern(text)
        } catch {
            throw Diagnostic("function.pattern", "the regular expression does not read: \(error.message)")
        }
    }

    /// The group that is asked for; by itself the first, or the whole match of a pattern without one.
    func group(_ place: Int, of pattern: Pattern) throws(Diagnostic) -> Int {
        switch scalar(place) {
        case nil: return min(1, pattern.groupCount)
        case .int(let number)? where number >= 0 && number <= Int64(pattern.groupCount): return Int(number)
        case .text(let name)?:
            if let group = pattern.group(named: name) { return group }
        default: break
        }
        // A parameter may have another pattern than when the line was checked.
        throw Diagnostic("function.group", "the pattern has no such group")
    }
}
