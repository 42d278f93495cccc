import RapportContract
import RapportDiagnostics
import RapportTable

/// What the templates see: each struct's properties are the names in the template of its name.
///
/// A name that is nil here is looked for further out, so names of things that nest (a chart and its table)
/// differ.
enum View {
    struct Page {
        var language: String
        var title: String
        var subtitle: String?
        var date: String?
        var css: Markup
        var blocks: [Piece]
    }

    /// One block: the template's name, and what it shows.
    struct Piece {
        var template: String
        var content: Any
    }

    struct Heading {
        var text: Markup
        var isSecond: Bool
        var isThird: Bool
        var isFourth: Bool
    }

    struct Text { var markup: Markup }

    struct Statements {
        var label: String
        var kind: String
        var statements: [Statement]
    }
    struct Statement {
        var markup: Markup
        var mark: String?
    }

    struct Metrics {
        var label: String
        var metrics: [Metric]
    }
    struct Metric {
        var name: String
        var group: String?
        var amount: String
        var unit: String?
        var small: String?
    }

    struct Facts {
        var factsCaption: String?
        var facts: [Fact]
    }
    struct Fact {
        var name: String
        var value: String
    }

    struct Table {
        var tableCaption: String?
        var regionName: String
        var heads: [Head]
        var lines: [Line]
        var tableFooter: String?
        var empty: String?
    }
    struct Head {
        var columnName: String
        var side: String
        var columnUnit: String?
        var columnMeaning: String?
    }
    struct Line { var cells: [Cell] }
    struct Cell {
        var side: String
        var cell: String?
        var missingWord: String?
    }

    struct Chart {
        var figureTitle: String?
        var svg: Markup
        var figureNotes: [Text]
        var dataLabel: String
        var data: Table
    }

    struct Provenance {
        var label: String
        var of: String
        var facts: [Fact]
        var recipeLabel: String
        var recipe: Markup
        var inputsLabel: String?
        var inputs: [Input]
        var parametersLabel: String?
        var parameters: [Parameter]
    }
    struct Input {
        var name: String
        var rows: String
        var digest: String
    }
    struct Parameter {
        var name: String
        var value: String
        var standard: String?
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
