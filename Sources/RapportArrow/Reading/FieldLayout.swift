/// A field, and where its nodes and buffers stand in the lists of every batch.
///
/// A batch lists them without names: in the order of the schema, parents before their children.
struct FieldLayout: Sendable {
    let field: ArrowField
    let node: Int
    let buffer: Int
    /// Its place in the list of the view columns' counts.
    let variadic: Int
    let children: [FieldLayout]

    /// Counts what a batch has so far; buffers of views come on top, which each batch counts for itself.
    struct Counter {
        var nodes = 0
        var buffers = 0
        var variadic = 0
    }

    static func layouts(of fields: [ArrowField], isVersion5: Bool) -> ([FieldLayout], Counter) {
        var counter = Counter()
        let layouts = fields.map { FieldLayout($0, &counter, isVersion5: isVersion5) }
        return (layouts, counter)
    }

    private init(_ field: ArrowField, _ counter: inout Counter, isVersion5: Bool) {
        self.field = field
        (node, buffer, variadic) = (counter.nodes, counter.buffers, counter.variadic)
        counter.nodes += 1
        if field.dictionary != nil {
            // The places; the entries come in a batch of their own.
            counter.buffers += 2
            children = []
            return
        }
        switch field.type {
        case .null, .runEnds, .unknown: break
        case .structure, .fixedList: counter.buffers += 1
        case .text(.small), .text(.large), .binary(.small), .binary(.large), .listView: counter.buffers += 3
        case .text(.view), .binary(.view):
            counter.buffers += 2
            counter.variadic += 1
        case .union(let isDense): counter.buffers += (isDense ? 2 : 1) + (isVersion5 ? 0 : 1)
        default: counter.buffers += 2
        }
        var children: [FieldLayout] = []
        for child in field.children { children.append(FieldLayout(child, &counter, isVersion5: isVersion5)) }
        self.children = children
    }
}
