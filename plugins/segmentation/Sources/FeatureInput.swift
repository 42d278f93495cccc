import RapportNumerics
import RapportPluginKit

/// What a clustering measures rows by: the parameters that all clusterings share.
struct FeatureInput: ParameterGroup {
    @InputSet(
        "What rows are measured by; where none is named: recency, frequency and monetary value, else all measures.",
        types: [.number, .text, .bool], optional: true, aliases: ["columns"])
    var features: [String]
    @Parameter(
        "How columns come to one scale: auto takes the logarithm of one that leans to the right, and standardizes."
    )
    var scale = FeatureScale.auto
    @Parameter("Text columns become one column of 0 and 1 a value.") var encode = false

    /// The columns, told from the schema alone; `others` have another part in the analysis.
    /// - Throws: `role.missing`, `role.ambiguous`, `column.type`.
    func choice(
        in schema: Schema, for analysis: String, others: [String?]
    ) throws(Diagnostic) -> FeatureChoice {
        try FeatureChoice(
            named: features, in: schema, isEncoding: encode, analysis: analysis, others: others)
    }

    func matrix(
        of table: Table, _ choice: FeatureChoice, work: Work
    ) throws(Diagnostic) -> FeatureMatrix {
        try FeatureMatrix(table, choice.columns, scale: scale, work: work)
    }
}

/// How the columns of a clustering are brought to a common scale.
enum FeatureScale: String, Choice {
    /// Of each column: `log1p` where its values are 0 or more and lean to the right (skewness above 1), else
    /// `standard`.
    case auto
    case standard, minmax, robust, log1p
    case yeoJohnson = "yeo_johnson"
    case none

    func method(for values: [Double]) -> Scaler.Method {
        switch self {
        case .auto:
            values.allSatisfy { $0 >= 0 } && Moments(values).skewness > 1 ? .log1pStandard : .standard
        case .standard: .standard
        case .minmax: .minmax
        case .robust: .robust
        case .log1p: .log1pStandard
        case .yeoJohnson: .yeoJohnson
        case .none: .none
        }
    }
}
