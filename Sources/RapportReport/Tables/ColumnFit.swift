/// Which columns of a table go on the screen, and how wide each is.
struct ColumnFit {
    static let gap = 2

    /// Of the first columns; the others do not fit.
    var widths: [Int]

    /// One column's wish.
    struct Wish {
        /// Shows everything.
        var natural: Int
        /// Below this it is better left out.
        var minimum: Int
    }

    /// Keeps columns from the left while their minima fit, then spreads the room that is left, a column at a
    /// time, until each has its natural width.
    ///
    /// The first column is kept whatever it takes.
    init(_ wishes: [Wish], width: Int) {
        widths = []
        var used = 0
        for wish in wishes {
            let step = wish.minimum + (widths.isEmpty ? 0 : Self.gap)
            if !widths.isEmpty, used + step > width { break }
            widths.append(widths.isEmpty ? min(wish.minimum, width) : wish.minimum)
            used += step
        }
        var room = width - used
        var isGrowing = true
        while room > 0, isGrowing {
            isGrowing = false
            for index in widths.indices where room > 0 && widths[index] < wishes[index].natural {
                widths[index] += 1
                room -= 1
                isGrowing = true
            }
        }
    }

    var total: Int { widths.reduce(0, +) + Self.gap * max(widths.count - 1, 0) }
}
