internal import RapportTable

/// Which arrays become lists, decided by all that the file holds.
///
/// Under a key there must be arrays alone, beside nulls: then their elements give one list where all of them are
/// values, and a list for each key where all of them are objects. Otherwise an array stays JSON text.
struct JSONArrays {
    private let keys: KeyTree
    private let tallies: [JSONTally]

    init(_ census: JSONCensus) { (keys, tallies) = (census.keys, census.tallies) }

    private func hasObjects(_ node: Int) -> Bool {
        keys.nodes[node].firstChild != 0 || tallies[node].emptyObjects > 0
    }

    /// What the arrays whose elements are at `node` hold; nil where they stay text.
    private enum Shape { case values, objects }
    private func shape(_ elements: Int) -> Shape? {
        let node = keys.nodes[elements].parent
        guard !hasObjects(node), tallies[node].present == tallies[node].arrays else { return nil }
        let own = tallies[elements]
        if !hasObjects(elements) { return .values }
        guard own.present + own.noNumbers + own.coded == 0 else { return nil }
        return keys.inOrder.contains { isUnder($0, elements) && !tallies[$0].isEmpty } ? .objects : nil
    }

    private func isUnder(_ node: Int, _ elements: Int) -> Bool {
        node != elements && keys.elementsAbove(node) == elements
    }

    /// Whether the values at `node` are a column.
    func isColumn(_ node: Int) -> Bool {
        if let elements = keys.elementsAbove(node) {
            return shape(elements) == (node == elements ? .values : .objects)
        }
        let elements = keys.nodes[node].elements
        return elements == 0 || shape(elements) == nil
    }

    /// The arrays that the values at `node` are elements of.
    func arrays(above node: Int) -> JSONTally? {
        keys.elementsAbove(node).map { tallies[keys.nodes[$0].parent] }
    }
}
