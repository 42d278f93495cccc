import RapportPluginKit

extension HierarchicalTables {
    static let declared = [
        Signature.Output(
            "output", "The rows as they came, with their group.",
            [
                Field("cluster", .int, kind: .category, meaning: "from 1, the largest first"),
                Field(
                    "distance_to_center", .float, kind: .measure,
                    meaning: "in the scaled columns: far rows are no typical ones"),
                Field(
                    "silhouette", .float, kind: .measure,
                    meaning:
                        "1 amid its group, 0 between two, below 0 nearer another; missing where there is one "
                        + "group"),
            ]),
        Signature.Output(
            "clusters", "One row a group: how large, how apart, what sets it apart and who is in it.",
            [
                Field("cluster", .int, kind: .category), Field("n", .int, kind: .measure, meaning: "rows"),
                Field("share", .float, kind: .measure, meaning: "of all rows"),
                Field("silhouette", .float, kind: .measure, meaning: "the mean of its rows"),
                Field("height", .float, kind: .measure, meaning: "of its last merge; 0 of one row alone"),
                Field("description", .text, kind: .text, meaning: "the columns in which it differs most"),
                Field("members", .text, kind: .text, meaning: "the first ten by the order of the tree"),
            ]),
        Signature.Output(
            "merges", "One row a merge, the nearest first: the tree, as scipy's linkage has it.",
            [
                Field("step", .int, kind: .id, meaning: "from 1"),
                Field(
                    "first", .int, kind: .id,
                    meaning: "below the number of rows: a leaf, counted from 0 as ids sort; else what merge "
                        + "`first` less rows, plus 1, made"),
                Field("second", .int, kind: .id),
                Field("height", .float, kind: .measure, meaning: "how far apart"),
                Field("size", .int, kind: .measure, meaning: "rows of both"),
                Field("groups", .int, kind: .measure, meaning: "groups that are left"),
                Field("first_name", .text, kind: .text, meaning: "the account, or one of the group"),
                Field("second_name", .text, kind: .text, meaning: "the account, or one of the group"),
            ]),
        Signature.Output(
            "leaves", "One row a row of the table, in the order in which a drawing of the tree has them.",
            [
                Field("place", .int, kind: .id, meaning: "from 1"),
                Field("name", .text, kind: .id, meaning: "the account"),
                Field("cluster", .int, kind: .category),
                Field(
                    "height_to_next", .float, kind: .measure,
                    meaning: "at which it and the next one are joined; missing of the last"),
            ]),
        Clusters.centerOutput("group", among: "all rows"),
        Signature.Output(
            "k_curve", "One row a number of groups, up to 30: at which height the tree has them.",
            [
                Field("k", .int, kind: .category, meaning: "groups"),
                Field("height", .float, kind: .measure, meaning: "of the merge that leaves so many"),
                Field("silhouette", .float, kind: .measure, meaning: "mean, where it was tried"),
                Field("is_chosen", .bool, kind: .flag),
            ]),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("n_clusters", "Groups."),
        .init("silhouette", "Mean silhouette.", direction: .higher),
        .init(
            "cophenetic_correlation", "Of the distances of rows and the heights at which they are joined.",
            direction: .higher),
        .init("cut_height", "Height of the tree up to which rows are one group."),
        .init("size", "Rows, by group."), .init("share", "Part of the rows, by group."),
    ]
}
