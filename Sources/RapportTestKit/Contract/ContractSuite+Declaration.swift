internal import RapportContract
internal import RapportTable

extension ContractSuite {
    func declaration() -> [String] {
        let signature = stage.signature
        var wrong: [String] = []
        func require(_ holds: Bool, _ text: @autoclosure () -> String) { if !holds { wrong.append(text()) } }

        let parts = signature.name.split(separator: ".", omittingEmptySubsequences: false)
        require(
            parts.count >= 2 && parts.allSatisfy { !$0.isEmpty },
            "`\(signature.name)` is no dotted name: a plugin, a dot, a noun or verb")
        require(signature.version >= 1, "version \(signature.version) is not 1 or more")
        require(
            signature.summary.isOneSentence,
            "the summary is not one sentence with a period: \(signature.summary)")
        require(!signature.examples.isEmpty, "there is no example: `static let examples = [Example(…)]`")
        require(signature.outputs.first?.name == "output", "the first output is not called `output`")
        var names: [String] = []
        for parameter in signature.parameters {
            require(!parameter.help.isEmpty, "`\(parameter.name)` has no help")
            require(
                parameter.name.unicodeScalars.allSatisfy {
                    $0 == "_" || $0.properties.isLowercase || ("0"..."9").contains($0)
                },
                "`\(parameter.name)` is not snake case")
            for name in [parameter.name] + parameter.aliases {
                require(!names.contains(name), "two parameters are called `\(name)`")
                names.append(name)
            }
        }
        require(
            Set(signature.outputs.map(\.name)).count == signature.outputs.count,
            "two outputs have the same name")
        require(
            Set(signature.metrics.map(\.name)).count == signature.metrics.count,
            "two metrics have the same name")
        for (index, parameter) in signature.parameters.enumerated() {
            guard let role = parameter.kind.solelyAskedRole else { continue }
            for other in signature.parameters[..<index] where other.kind.solelyAskedRole == role {
                wrong.append(
                    "`\(other.name)` and `\(parameter.name)` ask for the role `\(role)` alone: one column would be both"
                )
            }
        }
        for output in signature.outputs {
            for (index, field) in output.fields.enumerated()
            where output.fields[..<index].contains(where: { $0.name == field.name }) {
                wrong.append("the output `\(output.name)` declares two columns `\(field.name)`")
            }
            require(!output.fields.isEmpty, "the output `\(output.name)` declares no column")
            require(!output.summary.isEmpty, "the output `\(output.name)` has no summary")
        }
        for metric in signature.metrics {
            require(!metric.meaning.isEmpty, "the metric `\(metric.name)` has no meaning")
        }
        return wrong
    }

    func examples() async -> [String] {
        var found: [String] = []
        for example in stage.signature.examples {
            if let wrong = await ExampleRunner(stages).violation(of: example) { found.append(wrong) }
        }
        return found
    }
}

extension Signature.ParameterKind {
    /// The role of a column that must be there and has no other.
    fileprivate var solelyAskedRole: Role? {
        guard case .column(let requirement) = self, !requirement.isOptional, requirement.roles.count == 1
        else { return nil }
        return requirement.roles[0]
    }
}

extension String {
    /// Begins with a capital, ends with its only period.
    var isOneSentence: Bool {
        guard let first = unicodeScalars.first, last == "." else { return false }
        return !first.properties.isLowercase && !dropLast().contains(". ") && !contains("\n")
    }
}
