/// A canvas of Braille characters, two dots wide and four high each, or of stars where those do not show.
struct DotCanvas {
    let width: Int
    let height: Int
    private let unicode: Bool
    private var dots: [UInt8]
    /// The last series that drew in a cell.
    private(set) var owners: [Int?]
    /// Letters over the dots.
    private var letters: [Character?]

    init(width: Int, height: Int, unicode: Bool) {
        (self.width, self.height, self.unicode) = (width, height, unicode)
        dots = Array(repeating: 0, count: width * height)
        owners = Array(repeating: nil, count: width * height)
        letters = Array(repeating: nil, count: width * height)
    }

    private func cell(_ point: Scene.Point) -> (column: Int, row: Int, bit: UInt8) {
        let x = min(max(Int(point.x * Double(width * 2 - 1) + 0.5), 0), width * 2 - 1)
        let y = min(max(Int((1 - point.y) * Double(height * 4 - 1) + 0.5), 0), height * 4 - 1)
        // Braille counts its dots down the left column, then the right, with the fourth row added later.
        let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
        return (x / 2, y / 4, bits[y % 4][x % 2])
    }

    mutating func dot(_ point: Scene.Point, series: Int) {
        let place = cell(point)
        dots[place.row * width + place.column] |= place.bit
        owners[place.row * width + place.column] = series
    }

    mutating func line(from start: Scene.Point, to end: Scene.Point, series: Int) {
        let across = (end.x - start.x).magnitude * Double(width * 2)
        let down = (end.y - start.y).magnitude * Double(height * 4)
        let steps = max(Int(max(across, down).rounded(.up)), 1)
        for step in 0...steps {
            let part = Double(step) / Double(steps)
            dot(
                Scene.Point(x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part),
                series: series)
        }
    }

    /// A letter from end to end of the canvas, where nothing is drawn.
    mutating func rule(_ letter: Character, at position: Double, isUpright: Bool) {
        let place = cell(Scene.Point(x: isUpright ? position : 0, y: isUpright ? 0 : position))
        for step in 0..<(isUpright ? height : width) {
            let index = isUpright ? step * width + place.column : place.row * width + step
            if dots[index] == 0, letters[index] == nil { letters[index] = letter }
        }
    }

    mutating func letter(_ letter: Character, at point: Scene.Point, series: Int) {
        let place = cell(point)
        letters[place.row * width + place.column] = letter
        owners[place.row * width + place.column] = series
    }

    func character(row: Int, column: Int) -> Character {
        let index = row * width + column
        if let letter = letters[index] { return letter }
        if dots[index] == 0 { return " " }
        guard unicode, let scalar = Unicode.Scalar(0x2800 + UInt32(dots[index])) else { return "." }
        return Character(scalar)
    }
}
