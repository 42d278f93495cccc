/// How a text feels: three parts that add up to 1, and one number from -1 to 1.
public struct SentimentScore: Sendable, Hashable {
    public var negative: Double
    public var neutral: Double
    public var positive: Double
    /// From -1, as displeased as can be, to 1.
    public var compound: Double
    /// Words of the lexicon that were found.
    public var hits: Int

    public init(negative: Double, neutral: Double, positive: Double, compound: Double, hits: Int) {
        (self.negative, self.neutral, self.positive) = (negative, neutral, positive)
        (self.compound, self.hits) = (compound, hits)
    }

    /// Of a text without words.
    public static let none = SentimentScore(negative: 0, neutral: 0, positive: 0, compound: 0, hits: 0)

    public var feeling: Feeling { Feeling(compound: compound) }
}

/// What a score amounts to, with the limits that VADER's authors give.
public enum Feeling: String, Sendable, Hashable, CaseIterable {
    case positive, neutral, negative

    public init(compound: Double) {
        self = compound >= 0.05 ? .positive : compound <= -0.05 ? .negative : .neutral
    }
}

extension SentimentScore {
    /// The score of a text of `tokens` words, of which those that are not neutral have these valences.
    ///
    /// The valences are summed in the order of the text. `emphasis` is what exclamation and question marks add to the
    /// side that prevails.
    /// Source: vaderSentiment 3.3.2, `score_valence`; rounded as Python rounds.
    init(valences: some Sequence<Double>, tokens: Int, emphasis: Double, hits: Int) {
        guard tokens > 0 else {
            self = .none
            return
        }
        var (sum, positive, negative, count) = (0.0, 0.0, 0.0, 0)
        for valence in valences {
            sum += valence
            if valence > 0 {
                positive += valence + 1
            } else if valence < 0 {
                negative += valence - 1
            } else {
                continue
            }
            count += 1
        }
        if sum > 0 {
            sum += emphasis
        } else if sum < 0 {
            sum -= emphasis
        }
        if positive > abs(negative) {
            positive += emphasis
        } else if positive < abs(negative) {
            negative -= emphasis
        }
        let neutral = Double(tokens - count)
        let total = positive + abs(negative) + neutral
        self.init(
            negative: (abs(negative) / total).roundedAsDecimal(places: 3),
            neutral: (neutral / total).roundedAsDecimal(places: 3),
            positive: (positive / total).roundedAsDecimal(places: 3),
            compound: Self.compound(of: sum).roundedAsDecimal(places: 4), hits: hits)
    }

    /// The sum of valences, brought between -1 and 1.
    static func compound(of sum: Double) -> Double {
        min(max(sum / (sum * sum + 15).squareRoot(), -1), 1)
    }

    /// What marks add: up to four exclamation marks .292 each; two or three question marks .18 each, more .96.
    static func emphasis(exclamations: Int, questions: Int) -> Double {
        let shout = Double(min(exclamations, 4)) * 0.292
        let doubt = questions < 2 ? 0 : questions <= 3 ? Double(questions) * 0.18 : 0.96
        return shout + doubt
    }
}

extension Double {
    /// The nearest decimal of so many places, at a tie the even one, as Python's `round`: of the float's exact value.
    ///
    /// `places` is at most 15; the float at most 1 in size, or whole numbers would lose their last places.
    public func roundedAsDecimal(places: Int) -> Double {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let size = magnitude
        let below = (size * scale).rounded(.down)
        // One rounding only: the sign is that of the exact difference to the middle.
        let side = (-(below + 0.5)).addingProduct(size, scale)
        let isUp = side > 0 || (side == 0 && below.truncatingRemainder(dividingBy: 2) == 1)
        let rounded = (isUp ? below + 1 : below) / scale
        return self < 0 && rounded != 0 ? -rounded : rounded
    }
}
