public import RapportTable

/// The cells of a column as plain values: nil where one is missing or of another type, and in every row where there
/// is no such column.
extension Table {
    /// Ints as well.
    public func floats(_ name: String) -> [Double?] { cells(name).map(\.number) }

    public func ints(_ name: String) -> [Int?] {
        cells(name).map { if case .int(let value) = $0 { Int(value) } else { nil } }
    }

    public func texts(_ name: String) -> [String?] {
        cells(name).map { if case .text(let value) = $0 { value } else { nil } }
    }

    public func bools(_ name: String) -> [Bool?] {
        cells(name).map { if case .bool(let value) = $0 { value } else { nil } }
    }

    private func cells(_ name: String) -> [Scalar] {
        guard let column = self[name] else { return Array(repeating: .missing, count: count) }
        return (0..<count).map { column[$0] }
    }
}
