import RapportNumerics
import RapportPluginKit

extension KMeansTables {
    static let declared = [
        Signature.Output(
            "output", "The rows as they came, with their cluster.",
            [
                Field("cluster", .int, kind: .category, meaning: "from 1, the largest first"),
                Field(
                    "distance_to_center", .float, kind: .measure,
                    meaning: "in the scaled columns: far rows are no typical ones"),
                Field(
                    "silhouette", .float, kind: .measure,
                    meaning:
                        "1 amid its cluster, 0 between two, below 0 nearer another; missing where there is "
                        + "one cluster, or where it was computed of a sample and the row is not of it"),
                Field(
                    "raw_label", .int, kind: .category,
                    meaning: "the cluster's number before they were put in order"),
            ]),
        Signature.Output(
            "clusters", "One row a cluster: how large, how apart, and what sets it apart.",
            [
                Field("cluster", .int, kind: .category), Field("n", .int, kind: .measure, meaning: "rows"),
                Field("share", .float, kind: .measure, meaning: "of all rows"),
                Field(
                    "silhouette", .float, kind: .measure,
                    meaning: "the mean of its rows; missing where there are none"),
                Field("mean_distance", .float, kind: .measure, meaning: "of its rows to its centre"),
                Field("description", .text, kind: .text, meaning: "the columns in which it differs most"),
            ]),
        Clusters.centerOutput("cluster", among: "all rows"),
        Signature.Output(
            "k_curve", "One row a number of clusters that was tried.",
            [
                Field("k", .int, kind: .category, meaning: "number of clusters"),
                Field(
                    "inertia", .float, kind: .measure, meaning: "squared distances to the centres, summed up"),
                Field("silhouette", .float, kind: .measure, meaning: "mean; higher is better"),
                Field("calinski_harabasz", .float, kind: .measure, meaning: "higher is better"),
                Field("davies_bouldin", .float, kind: .measure, meaning: "lower is better"),
                Field("gap", .float, kind: .measure, meaning: "how much tighter than rows without structure"),
                Field("gap_se", .float, kind: .measure, meaning: "the gap's standard error"),
                Field(
                    "stability_ari", .float, kind: .measure,
                    meaning: "agreement with refits on bootstrap samples: 1 is the same, 0 chance"),
                Field("is_chosen", .bool, kind: .flag),
            ]),
        Signature.Output(
            "plot", "At most 400 rows along the two directions of most spread (principal components).",
            [
                Field("row", .int, kind: .id, meaning: "of the table"), Field("pc1", .float, kind: .measure),
                Field("pc2", .float, kind: .measure), Field("cluster", .int, kind: .category),
            ]),
        Signature.Output(
            "silhouettes", "Quantiles of each cluster's silhouettes; no rows where there is one cluster.",
            [
                Field("cluster", .int, kind: .category),
                Field("percent", .int, kind: .measure, meaning: "of the cluster's rows are at or below"),
                Field("silhouette", .float, kind: .measure),
            ]),
        Signature.Output(
            "model", "What `segmentation.assign model=run …` gives other rows their clusters by.",
            ClusterModel.fields),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("n_clusters", "Clusters."),
        .init("silhouette", "Mean silhouette.", direction: .higher),
        .init("calinski_harabasz", "Spread between clusters over spread within.", direction: .higher),
        .init("davies_bouldin", "How alike each cluster is to the most alike other.", direction: .lower),
        .init("inertia", "Squared distances to the centres, summed up.", direction: .lower),
        .init("stability_ari", "Agreement with refits on bootstrap samples.", direction: .higher),
        .init("gap_clusters", "The number of clusters that the gap statistic takes."),
        .init("iterations", "Iterations of the start that was kept."),
        .init("size", "Rows, by cluster."), .init("share", "Part of the rows, by cluster."),
    ]

    var charts: [ChartSpecification] {
        var charts = [
            ChartSpecification(
                .scatter, title: "Rows by the two directions of most spread", table: "plot", x: "pc1",
                y: "pc2", split: "cluster", xLabel: components.axes.0,
                yLabel: components.axes.1),
            Clusters.centerChart("How each cluster differs from the mean, in deviations", "cluster"),
            ChartSpecification(
                .bar, title: "Rows by cluster", table: "clusters", x: "cluster", y: "n", yLabel: "rows"),
        ]
        if !search.silhouettes.isEmpty {
            charts.append(
                ChartSpecification(
                    .line, title: "Silhouettes within each cluster", table: "silhouettes", x: "percent",
                    y: "silhouette", split: "cluster", xLabel: "per cent of the cluster's rows"))
        }
        if search.candidates.count > 1 {
            charts.append(
                ChartSpecification(
                    .line, title: "Silhouette by number of clusters", table: "k_curve", x: "k",
                    y: "silhouette", xLabel: "clusters"))
        }
        return charts
    }
}
