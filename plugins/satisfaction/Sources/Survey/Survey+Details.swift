extension Survey {
    static let details = """
        Each question is on a scale: **csat** 1 to 5 (satisfied is 4 or 5), **nps** 0 to 10 (promoters 9 and 10, \
        detractors up to 6; the score is promoters less detractors in points), **ces** 1 to 7 (easy is 5 or more), \
        **good** 0 or 1. The scale comes from `scale`, else from the column's name, else from the values; a caveat \
        says which. An answer outside its scale is an error, and so are two scales in one column.

        **Words.** Of a text the number in each answer counts (`5 - Excellent`, `Extremely likely - 10`, `4 stars`, \
        `★★★☆☆`, `五星`), else the word as a step of a known scale: from "very dissatisfied" to "very satisfied", from \
        `非常不满意` to `非常满意`, from "poor" to "excellent", `差评` `中评` `好评`, "bad" and "good" of a help desk. A caveat \
        lists what was taken for what. `N/A`, `(跳过)`, "offered" and their like are no answer. Any other word is an \
        error: `recode` says what it stands for.

        **Read it** from the interval, not from the value: two groups whose intervals overlap widely cannot be told \
        apart. `rank` orders groups by the lower end of the interval (or by the mean shrunk to the whole), so that \
        three happy answers do not beat three hundred. `comparisons` holds each group against the rest and each \
        period against the one before; `p_adjusted` allows for looking at many.

        **Intervals.** A share has Wilson's interval; `agresti_coull`, `beta` (Clopper and Pearson: never too narrow), \
        `jeffreys` and `normal` (the textbook's, of width 0 where all agree) are there to agree with other reports. \
        The net promoter score has the adjusted Wald interval (three answers added: ¾ promoter, ¾ detractor), around \
        the raw score: the best of six in Rocks' study. Shares are compared by the pooled z test, by Fisher's exact \
        test where fewer than 5 are expected, scores by z = (a - b) / √(se² + se²). With weights, counts are shares of \
        the effective number of answers, (Σw)²/Σw².

        **Who is silent.** Give the surveys that were sent: as rows without an answer (`unanswered=count`) or as a \
        table (`sent=`). Response rates then stand beside each value, and a caveat says where groups answer at \
        different rates. Without them nothing is known of those who did not answer.

        **Do not trust it** where few of those asked answered, where the survey goes only to some (after a solved \
        case, say), or to compare firms: scales, wording and moment differ. Customers who answer often count often; \
        `answers=latest` takes one answer of each.
        """
}
