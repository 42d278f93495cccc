import RapportPluginKit
import Testing

@Suite struct ColumnBuildingTests {
    @Test func `numbers without missing cells become columns as others do`() throws {
        let ints = Column.ints(present: (0..<5).lazy.map { $0 * $0 })
        #expect(Table(["x": ints]).isIdentical(to: Table(["x": .ints([0, 1, 4, 9, 16])])))
        let floats = Column.floats(present: [0.5, -0.0, 1e300])
        #expect(Table(["x": floats]).isIdentical(to: Table(["x": .floats([0.5, -0.0, 1e300])])))
        #expect(try Table(["x": floats]).numbers(in: "x") == [0.5, -0.0, 1e300])
    }

    @Test func `what is no finite number is missing`() {
        let column = Column.floats(present: [1, .nan, .infinity, 2])
        #expect(column.missingCount == 2)
        #expect(column[0] == .float(1) && column[3] == .float(2))
    }
}
