extension KMeansAnalysis {
    static let details = """
        Rows are points, one coordinate a column; k-means puts `n_clusters` centres among them so that the squared \
        distances of rows to the nearest centre are small. Clusters are numbered from 1, the largest first.

        **Read it** from `clusters`: `description` says in which columns a cluster differs most from the mean of all. \
        `centers` has the numbers behind it. `silhouette` of a row tells whether it lies amid its cluster (1), \
        between two (0) or nearer another (below 0); `distance_to_center` finds the untypical ones.

        **How many.** `n_clusters=auto` takes the number from 2 to 10 with the highest mean silhouette, and the \
        smaller one of nearly equal ones. The gap statistic stands beside it in `k_curve`: where it takes one, there \
        are no clusters, and the groups cut through one cloud. `stability_ari` is the agreement with refits on \
        bootstrap samples; below 0.6 another sample of customers would give other groups, and a caveat says so.

        **Columns** come to one scale first, else the one with the largest numbers would decide. `scale=auto` takes \
        the logarithm log(1 + x) of a column of 0 and more that leans to the right (skewness above 1), and then \
        standardizes; `standard`, `minmax`, `robust` (median and middle half), `log1p`, `yeo_johnson` (the power \
        that makes a column most like a bell, also with values below 0) and `none` do that to all. \
        Ids and flags are no measures and are left out; numbers that look like codes are asked for. With \
        `encode=true` a text column is taken in as one column of 0 and 1 a value.

        **Agreement.** With the same columns, `scale`, `n_clusters`, `n_init` and seed the clusters are those of \
        scikit-learn's KMeans (1.9): the same starts, the same rows in the same groups; `raw_label` is its label. \
        Every distance is looked at in single precision first, and in double where that cannot tell; \
        `algorithm=hamerly` leaves out distances that cannot matter instead. All give the same clusters.

        **Next month**: `new | segmentation.assign model=run 12` gives other rows the clusters of this run, with the \
        same scales, and says how far the rows have drifted.

        **Do not trust it** where the caveats call the clusters weak or unstable, for columns that are codes, or as \
        a proof that groups exist: k-means always finds as many as it is told to. It looks for round groups of \
        similar width; `segmentation.hdbscan` finds others, and says who belongs to none.
        """
}
