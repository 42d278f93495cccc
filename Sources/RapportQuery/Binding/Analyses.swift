internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage

/// Finds an analysis by its full name, an alias, or the last part of its name while that is unambiguous.
struct Analyses {
    let stages: [any RapportContract.Stage]

    init(_ stages: [any RapportContract.Stage]) { self.stages = stages }

    enum Found {
        case one(any RapportContract.Stage)
        case several([String])
        case none

        var isFound: Bool { if case .none = self { false } else { true } }
    }

    func find(_ word: String) -> Found {
        if let exact = stages.first(where: {
            $0.signature.name == word || $0.signature.aliases.contains(word)
        }) {
            return .one(exact)
        }
        let found = stages.filter { Self.lastPart($0.signature.name) == word }
        switch found.count {
        case 0: return .none
        case 1: return .one(found[0])
        default: return .several(found.map(\.signature.name).sorted())
        }
    }

    /// What may be typed, for near misses: full names, aliases and unambiguous last parts.
    var words: [String] {
        stages.flatMap { [$0.signature.name] + $0.signature.aliases + [Self.lastPart($0.signature.name)] }
    }

    private static func lastPart(_ name: String) -> String {
        name.split(separator: ".").last.map(String.init) ?? name
    }
}
