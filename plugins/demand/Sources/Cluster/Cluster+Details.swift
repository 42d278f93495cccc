extension Cluster {
    static let details = """
        Texts become words (Chinese is cut by a dictionary), words become weights: high where a text uses them and few \
        others do (TF-IDF). Texts whose words agree come together: `spherical` by the angle between them, `kmeans` by \
        their distance, `nmf` by parts that add up to them. `n_clusters=auto` tries 2 to 15 and takes the number whose \
        groups lie furthest apart (silhouette, by cosine). `lsa=100` first brings words into that many directions (latent \
        semantic analysis), so that words used beside the same words count alike, `refund` and `reimburse`; with few \
        messages take fewer.

        **Read it** from `clusters`: a group's name is its three strongest words (c-TF-IDF) that a tenth of its \
        messages have, its example the message nearest to its center. Read the example before the name. `trend` is a \
        test of Mann and Kendall over whole periods, `sen_slope` the messages more each period. `terms` has the words, \
        `periods` the shares over time, `k_curve` how other numbers of groups did.

        **Rows without a group** stay in the table and say why in `reason`; what a shop or form puts where nobody wrote \
        (此用户没有填写评价, [deleted]) and answers that there is nothing to say (无, N/A) are among them. Texts that say the same count once when \
        groups are made, and as often as they were sent in sizes and shares. The order of rows changes nothing.

        **Privacy.** `example` is the one column with a customer's words. It is private: masked in reports and files, \
        and not kept in the workspace; `example_row` says where it stands. Addresses, telephone numbers and (unless \
        `numbers=true`) numbers never become words.

        **Next month.** `demand.assign model=run …` puts new messages into the same groups and says how far they have \
        drifted; a new `demand.cluster` makes new ones, with other names.

        **Do not trust it** where the silhouette is near 0 or `stability` is low: borders are chance then. Each \
        language makes groups of its own. Answers of agents and thanks make groups too: leave them out with a `where`.
        """
}
