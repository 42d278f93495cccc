/// "but": what stands before it counts half, what stands behind it half as much again.
///
/// The source walks over the list while it changes it, and looks each value up by its first equal: of equal values an
/// earlier one is changed, and a value that was changed is found again. Neutral words stay neutral either way, so only
/// the others are walked over.
enum ButRule {
    /// The first "but"; nil where there is none.
    static func place(in tokens: [VADER.Token], _ vocabulary: VADERVocabulary) -> Int? {
        tokens.firstIndex { $0.entry >= 0 && vocabulary.entries[Int($0.entry)].word == .but }
    }

    static func apply(to valences: inout [(token: Int, value: Double)], but: Int) {
        if valences.count <= 64 {
            for place in valences.indices {
                let value = valences[place].value
                let first = valences.firstIndex { $0.value == value } ?? place
                change(&valences[first], but)
            }
        } else {
            applyToMany(&valences, but)
        }
    }

    /// The same, with the first place to look at of each value: the plain search takes n² steps.
    private static func applyToMany(_ valences: inout [(token: Int, value: Double)], _ but: Int) {
        var cursors: [Double: Int] = [:]
        for place in valences.indices {
            let value = valences[place].value
            var first = cursors[value] ?? 0
            while valences[first].value != value { first += 1 }
            cursors[value] = first
            change(&valences[first], but)
            let changed = valences[first].value
            if let cursor = cursors[changed] { cursors[changed] = min(cursor, first) }
        }
    }

    private static func change(_ valence: inout (token: Int, value: Double), _ but: Int) {
        if valence.token < but {
            valence.value *= 0.5
        } else if valence.token > but {
            valence.value *= 1.5
        }
    }
}
