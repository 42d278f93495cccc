/// Every verb, in the order of help.
///
/// A new verb is a file and a line here; a test sees to it that none is forgotten.
enum VerbCatalog {
    static let all: [any Verb.Type] = [
        Where.self,
        Select.self,
        Drop.self,
        Rename.self,
        Derive.self,
        Cast.self,
        Recode.self,
        Fill.self,
        Window.self,
        Join.self,
        Union.self,
        Pivot.self,
        Unpivot.self,
        Explode.self,
        Distinct.self,
        Sort.self,
        Take.self,
        Sample.self,
        Summarize.self,
        Count.self,
        Describe.self,
        Roles.self,
        Mask.self,
        Expect.self,
        Chart.self,
        Save.self,
        As.self,
    ]

    private static let byName: [String: any Verb.Type] = {
        var found: [String: any Verb.Type] = [:]
        for verb in all {
            for name in [verb.description.name] + verb.description.aliases { found[name] = verb }
        }
        return found
    }()

    static func verb(named name: String) -> (any Verb.Type)? { byName[name] }
    static var names: [String] { all.map { $0.description.name } }
}

/// What each verb says of itself.
public var verbDescriptions: [VerbDescription] { VerbCatalog.all.map { $0.description } }
