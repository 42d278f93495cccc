import RapportContract

/// The lines of a specification that a chart has room for.
struct ReferenceLines {
    private(set) var shown: [ChartSpecification.Reference] = []
    /// What is said of those for which it has none.
    private(set) var notes: [String] = []

    /// Lines on one axis beside the values on it.
    ///
    /// An axis grows for them to twice its length at most: values squashed against its end would say nothing.
    init(
        _ references: [ChartSpecification.Reference], on axis: ChartSpecification.Reference.Axis,
        beside values: [Double], _ words: ChartWords
    ) {
        guard let least = values.min(), let most = values.max() else { return }
        let room = max(most - least, most.magnitude)
        for each in references where each.axis == axis && each.value.isFinite {
            if each.value < least - room || each.value > most + room {
                notes.append(words.beyond(each.label.visible, NumberStyle.single(each.value)))
            } else {
                shown.append(each)
            }
        }
    }

    /// None, on an axis without numbers.
    init() {}

    var values: [Double] { shown.map(\.value) }

    func placed(isUpright: Bool, _ position: (Double) -> Double) -> [Scene.Reference] {
        shown.map {
            Scene.Reference(position: position($0.value), isUpright: isUpright, label: $0.label.visible)
        }
    }
}
