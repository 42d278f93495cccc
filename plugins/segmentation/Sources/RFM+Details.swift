extension RFM {
    static let details = """
        Recency is whole days from a customer's last purchase to the snapshot, frequency the number of orders, \
        monetary what was paid. Each is cut into scores from 1 to `n_bins`; 5 is the best, also of recency. Two \
        or three scores make a segment.

        **Read it** from `segments`: how many customers, which part of the revenue, and how long ago the median \
        customer bought. `output` has the customers to act on. `diagnostics` shows whether the scores tell them \
        apart: where most bought once, several F scores are empty.

        **Scores.** `quantile` cuts between customers at type-7 quantiles; equal customers have equal scores, so \
        some scores may be empty. `ntile` is SQL's (ties split by id), `rank_first` the common pandas recipe (ties \
        split by the order of rows): both give equal customers different scores. `custom` takes `thresholds`. \
        `cuts=run …` scores with the limits of an earlier run: quantiles of another month are another yardstick, \
        and a customer may change segment without doing anything.

        **Names.** `rf_grid` is the map of R and F found in most public code, `r_rfm` the example of R's package \
        rfm (first rule that holds, else Others), `cn8` the eight cells of Chinese practice: 重要 where monetary \
        is at or above the mean; then 价值 (recent and often), 发展 (recent, seldom), 保持 (often, not lately), \
        挽留 (neither), each by the mean of the values, not by scores. With other than five scores \
        the first two scale a score s to ceil(5·s/n_bins). A CSV file with the columns r, f, m, segment names \
        groups of your own: a cell is a score, a range `3-5`, or `*`.

        **Do not trust it** for customers with a contract, for a table that begins in the middle of their \
        history, or to compare two months without `cuts`. It says nothing about the future: for that there are \
        models of purchase.
        """
}
