extension Nodes {
    static let details = """
        A network is its edges: a table with `source` and `target`, or made of rows with `edges=`: `referrals` (who \
        brought whom), `members` (of one company or team), `replies` and `mentions` (in a log of messages), \
        `purchases` (of the same goods). Edges between the same two are merged; a weight says how close they are \
        (`weight_kind=strength`), so that paths take 1/weight as their length, or how far apart.

        **Read it.** `betweenness`: through whom the ways between others lead; losing them tears the network. \
        `pagerank`: to whom those point who are pointed to. `harmonic`: who reaches everybody soon. `core_number`: \
        who lies in the dense middle. `constraint_`: low where contacts do not know each other, which is freedom to \
        broker. `eigenvector`, `katz`, `hub` and `authority` are other ways to count importance by the neighbours'. \
        `ranks` has all of them one below the other, `correlations` says which tell the same story.

        **Direction.** `meaning=mention`: the source speaks of the target, and rank goes to the target. \
        `meaning=referral`: the source brought the target, and rank goes to the source: the edges are turned for the \
        count. Both make the network directed.

        **Large networks.** Betweenness, closeness and harmonic take time that grows with nodes times edges. Above 5 \
        billion the progress says how long, and `k=1000` estimates betweenness from a thousand nodes, with the error \
        that it makes at the most. `measures=["degree", "pagerank"]` leaves the slow ones out.

        **Do not trust it** where edges are missing for a reason (only those who complain write), where an account \
        of your own ties everybody together (`exclude=`), or for places that differ little: `rank_stability` says \
        how the first twenty fare where a tenth of the edges is not known. A place in a network is no judgement of a \
        person.
        """
}
