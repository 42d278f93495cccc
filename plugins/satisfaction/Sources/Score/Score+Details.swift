extension Score {
    static let details = """
        A customer's score has up to three **parts**, each from 0 to 1: what they answered in surveys (each scale \
        from its worst to its best answer), the tone of what they wrote ((compound + 1) / 2, of their own texts \
        only), and how they were served (efficiency score / 100). Rows count less with age: half after `half_life` \
        days. A part is the weighted mean of the customer's own rows mixed with `prior_strength` answers of the \
        mean of all, so that one angry answer does not make a 0. The score is 100 times the mean of the parts that \
        a customer has, by `weights`.

        **Read it** from the label, with the confidence beside it: Σw / (Σw + prior), 0.33 for one fresh answer, \
        0.2 for one that is a half-life old. Below `min_confidence` the label is `not enough evidence`. Who said \
        nothing has no score: not the mean. `driver` names the part that pulls the score away from the mean, \
        `reason` what is missing. `previous_score` is what the same sum gave `compare_days` before.

        **How firm it is.** `sensitivity` changes each weight by half and says how much of the order stays \
        (Kendall's tau; 1 is all). `survey_sentiment_spearman` says whether survey and tone agree; below 0.2 the \
        tone adds noise. With `customers=` that says who left, `churn_auc` says how often one who left scored lower \
        than one who stayed.

        **Tables.** Surveys come through the bar; `texts=` takes a table that `sentiment.score` made, \
        `conversations=` one of `efficiency.score`, `customers=` the list of all, with a segment. One joined table \
        with all columns works too. Columns are found by role; `roles` states them where a table is made.

        **Do not trust it** as a fact about a person: it is a sum of this program's own definition, no outside \
        standard exists, and it shows what those said who said something. Compare segments and months, and read \
        what the customer wrote before calling them.
        """
}
