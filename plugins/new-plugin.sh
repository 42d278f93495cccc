#!/usr/bin/env bash
# Makes a plugin with one small working analysis: `make new-plugin NAME=loyalty`, or
# `bash plugins/new-plugin.sh loyalty`. Writes plugins/<name>/, one word in Package.swift, and an import and
# a line in BundledPlugins; writes nothing where anything is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    echo "new-plugin: $1" >&2
    exit 2
}

name=${1:-}
[ $# -le 1 ] || fail "takes one name, found $#"
[ -n "$name" ] || fail "needs a name: make new-plugin NAME=loyalty"
[[ $name =~ ^[a-z][a-z0-9]{1,30}$ ]] ||
    fail "the name is one word of 2 to 31 lower-case letters and digits that begins with a letter; found \`$name\`"
case $name in
as | break | case | catch | class | continue | default | defer | deinit | do | else | enum | extension | fallthrough | false | \
    for | func | guard | if | import | in | init | inout | internal | is | let | nil | operator | precedencegroup | private | \
    protocol | public | repeat | rethrows | return | self | static | struct | subscript | super | switch | throw | throws | \
    true | try | typealias | var | where | while)
    fail "\`$name\` is a word of Swift, and could not name the manifest" ;;
and | by | from | missing | not | on | or | over | sort | to)
    fail "\`$name\` is a word of the pipeline language, and could not begin the name of an analysis" ;;
esac
folder=plugins/$name
module=${name^}Plugin
manifest=Package.swift
bundled=Sources/BundledPlugins/BundledPlugins.swift
[ ! -e "$folder" ] || fail "there is a plugin \`$name\` already: $folder"
[ ! -e "Sources/$module" ] || fail "there is a target \`$module\` already"
grep -q '^let plugins = \[' $manifest || fail "$manifest has no \`let plugins = [\`"
[ -f $bundled ] || fail "$bundled is missing"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/plugin/Sources" "$work/plugin/Tests"

# One word in the list of the manifest; one import and one line in BundledPlugins: each where the alphabet has it.
NAME=$name perl -0pe '
    sub sorted { join ", ", sort map { "\"$_\"" } $ENV{NAME}, $_[0] =~ /"(\w+)"/g }
    s/^(let plugins = \[)([^\]]*)\]/$1 . sorted($2) . "]"/me' $manifest >"$work/Package.swift"
NAME=$name MODULE=$module perl -0pe '
    sub lines { join "", sort @_ }
    s/((?:^internal import \w+Plugin\n)+)/lines(split(m{(?<=\n)}, $1), "internal import $ENV{MODULE}\n")/me;
    s{^(public let bundledPlugins: \[PluginManifest\] = \[\n)([^\]]*)\]}{
        my ($head, $old) = ($1, $2);
        $head . lines(map { "    $_,\n" } $ENV{NAME}, $old =~ /\w+/g) . "]"
    }me' $bundled >"$work/BundledPlugins.swift"
grep -q "^let plugins = \[.*\"$name\"" "$work/Package.swift" || fail "cannot add the word to $manifest"
grep -q "^internal import $module\$" "$work/BundledPlugins.swift" && grep -q "^    $name,\$" "$work/BundledPlugins.swift" ||
    fail "cannot add the import and the line to $bundled"

fill() { sed -e "s/@NAME@/$name/g" -e "s/@MODULE@/$module/g" >"$work/plugin/$1"; }

fill "Sources/$module.swift" <<'SWIFT'
public import RapportPluginKit

/// All that the program knows of this plugin.
public let @NAME@ = PluginManifest(
    "@NAME@", "Tell what part each category holds.",
    [
        Shares.self
    ])
SWIFT

fill Sources/Shares.swift <<'SWIFT'
import RapportPluginKit

/// Sums a measure by category, and tells what part of the whole each one holds.
struct Shares: Analysis {
    static let name = "@NAME@.shares"
    static let version = 1
    static let summary = "Tell what part of a measure each category holds."
    static let details = """
        The measure is summed by category, and each sum divided by the sum of all. `concentration` is the
        sum of the squared shares (Herfindahl and Hirschman): 1 where one category holds everything, 1/n
        where n hold the same.
        """
    static let references = ["Hirschman, The Paternity of an Index, American Economic Review 54, 1964"]
    static let outputs = [
        Signature.Output(
            "output", "One row a category, the largest first.",
            [
                Field("category", .text, kind: .category, meaning: "As in the input; of its type."),
                Field("rows", .int, kind: .measure, meaning: "Rows of the category."),
                Field("amount", .float, kind: .measure, meaning: "Their sum."),
                Field("share", .float, kind: .measure, meaning: "Of the sum of all categories."),
                Field("cumulative", .float, kind: .measure, meaning: "Of this and all larger ones."),
            ])
    ]
    static let metrics = [
        Signature.MetricDescription("categories", "How many there are."),
        Signature.MetricDescription("top_share", "What the `top` largest hold together."),
        Signature.MetricDescription("concentration", "The sum of the squared shares."),
    ]

    @Input("What splits the rows.", "label") var category: String
    @Input("What is summed; never below 0.", "amount", types: [.number]) var amount: String
    @Parameter("How many of the largest count for `top_share`.", in: 1...1_000) var top = 3

    /// The category keeps the type that it has in the input.
    private func outputSchema(_ input: Schema) -> Schema {
        var fields = Self.outputs[0].fields
        if let type = input[category]?.type { fields[0].type = type }
        return Schema(fields)
    }

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        guard category != amount else {
            throw Diagnostic(
                "parameter.conflict", "`category` and `amount` are both column `\(amount)`",
                subject: .parameter("category"), help: ["name another column: `category=…`"])
        }
        return Outline(declared: Self.outputs, output: outputSchema(inputs.piped))
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let (table, work) = (inputs.piped, context.work)
        let amounts = try table.optionalNumbers(in: amount)
        try refuseNegative(amounts)
        let used = amounts.count { $0 != nil }
        guard used > 0 else {
            throw Diagnostic(
                "column.all-missing", "column `\(amount)` is missing in all \(Wording.count(table.count)) rows",
                subject: .column(amount), help: ["name another column: `amount=…`"])
        }

        let categories = try table.column(category)
        let grouping = try Grouping(by: [categories], count: table.count, work: work)
        let sums = try grouping.aggregate(.sum, of: .floats(amounts), work: work).column
        let names = try categories.gathered(at: grouping.firstRows, work: work)
        // Equal sums stand in the order of their names: the same at every run.
        let order = try sortOrder(
            [SortKey(sums, descending: true), SortKey(names)], count: grouping.groupCount, work: work)
        let largest = (0..<order.count).map { place -> Double in
            if case .float(let sum) = sums[Int(order[place])] { sum } else { 0 }
        }
        let total = largest.reduce(0, +)
        guard total > 0, total.isFinite else {
            throw Diagnostic(
                "column.range", "column `\(amount)` sums to \(total > 0 ? "more than a number holds" : "0"); "
                    + "expected a total that has parts",
                subject: .column(amount), help: ["name another column: `amount=…`"])
        }

        let shares = largest.map { $0 / total }
        var held = 0.0
        let cumulative = largest.map { sum in
            held += sum
            return held / total
        }
        let output = Table(
            outputSchema(table.schema),
            [
                try names.gathered(at: order, work: work),
                .ints(present: (0..<order.count).map { Int(grouping.sizes[Int(order[$0])]) }),
                .floats(largest), .floats(shares), .floats(cumulative),
            ])
        var outcome = Outcome(
            output, charts: [ChartSpecification(.bar, title: "Share of \(amount)", x: "category", y: "share")],
            caveats: [], rows: Outcome.RowCount(input: table.count, used: used))
        let topShare = cumulative[min(top, cumulative.count) - 1]
        outcome.metrics = [
            Outcome.Metric("categories", Double(largest.count)), Outcome.Metric("top_share", topShare),
            Outcome.Metric("concentration", shares.reduce(0) { $0 + $1 * $1 }),
        ]
        outcome.findings = [finding(shares, topShare)]
        outcome.caveats = [caveat(rows: table.count, used: used)]
        return outcome
    }

    /// A part of a whole has no meaning where some of it is owed.
    private func refuseNegative(_ amounts: [Double?]) throws(Diagnostic) {
        guard let row = amounts.firstIndex(where: { ($0 ?? 0) < 0 }) else { return }
        let count = amounts.count { ($0 ?? 0) < 0 }
        throw Diagnostic(
            "column.range",
            "column `\(amount)` is below 0 in \(Wording.count(count, "row")), the first is row \(row + 1); "
                + "expected 0 or more",
            subject: .column(amount), help: ["`… | where \(amount.asColumnName) >= 0` before it leaves them out"])
    }

    private func finding(_ shares: [Double], _ topShare: Double) -> Outcome.Finding {
        let top = min(top, shares.count)
        return Outcome.Finding(
            "shares.top",
            "The largest of \(Wording.count(shares.count, "category", "categories")) holds "
                + "\(Wording.percent(shares[0])) of \(amount), the \(Wording.count(top)) largest "
                + "\(Wording.percent(topShare)).",
            values: [
                Outcome.NamedValue("largest", .float(shares[0])), Outcome.NamedValue("top", .int(Int64(top))),
                Outcome.NamedValue("top_share", .float(topShare)),
            ])
    }

    private func caveat(rows: Int, used: Int) -> Outcome.Caveat {
        let missing = rows - used
        let text =
            missing == 0
            ? "No row was dropped." : "\(Wording.count(missing, "row")) without \(amount), in no share."
        return Outcome.Caveat("rows.dropped", count: missing, text)
    }

    static let examples = [
        Example(
            "Three categories: tea holds three quarters.", run: "given | @NAME@.shares top=2",
            given: """
                category,amount
                tea,50
                pot,20
                tea,25
                cup,5
                """,
            gives: """
                category,rows,amount,share,cumulative
                tea,2,75,0.75,0.75
                pot,1,20,0.2,0.95
                cup,1,5,0.05,1
                """)
    ]
}
SWIFT

fill Tests/ContractTests.swift <<'SWIFT'
import @MODULE@
import RapportPluginKit
import RapportTestKit
import Testing

/// Holds every analysis of the manifest to what each one owes; a new one needs no line here.
@Suite struct ContractTests {
    @Test("keeps the contract", arguments: @NAME@.stages.map(\.signature.name), ContractCheck.allCases)
    func keeps(_ name: String, _ check: ContractCheck) async throws {
        let stage = try #require(@NAME@.stage(name))
        for violation in await ContractSuite(stage, among: @NAME@.stages).violations(of: check) {
            Issue.record("\(violation)")
        }
    }
}
SWIFT

fill Tests/SharesTests.swift <<'SWIFT'
import @MODULE@
import RapportPluginKit
import RapportTestKit
import Testing

/// Holds the shares to numbers worked out by hand.
@Suite struct SharesTests {
    private let stage: any Stage

    init() throws { stage = try #require(@NAME@.stage("shares")) }

    /// Columns are found by role, as at the prompt.
    private func shares(
        _ categories: [String?], _ amounts: [Double?], top: Int64 = 3, width: Int = 1
    ) async throws -> Outcome {
        let table = Table(["category": .texts(categories), "amount": .floats(amounts)])
        return try await stage.outcome(of: table, ["top": .int(top)], width: width)
    }

    @Test func `sums, shares and what the largest hold`() async throws {
        let outcome = try await shares(["tea", "pot", "tea", "cup"], [50, 20, 25, 5], top: 2)
        let expected = Table([
            "category": .texts(["tea", "pot", "cup"]), "rows": .ints([2, 1, 1]), "amount": .floats([75, 20, 5]),
            "share": .floats([0.75, 0.2, 0.05]), "cumulative": .floats([0.75, 0.95, 1]),
        ])
        #expect(outcome.output.schema.names == expected.schema.names)
        for name in expected.schema.names {
            let (found, wanted) = (try #require(outcome.output[name]), try #require(expected[name]))
            #expect(found.isIdentical(to: wanted), "\(name)")
        }
        #expect(outcome.metrics.map(\.name) == ["categories", "top_share", "concentration"])
        #expect(outcome.metrics[1].value == 0.95)
        let concentration = try #require(outcome.metrics[2].value)
        #expect(abs(concentration - (0.5625 + 0.04 + 0.0025)) < 1e-12)
        #expect(outcome.findings.first?.text.contains("75%") == true)
    }

    @Test func `equal sums stand in the order of their names, a missing category last`() async throws {
        let outcome = try await shares([nil, "b", "a"], [1, 1, 1])
        let category = try #require(outcome.output["category"])
        #expect(category.isIdentical(to: .texts(["a", "b", nil])))
    }

    @Test func `rows without an amount are counted, and hold nothing`() async throws {
        let outcome = try await shares(["a", "b", "b"], [1, nil, 3])
        #expect(outcome.rows == Outcome.RowCount(input: 3, used: 2))
        #expect(outcome.caveats.first?.code == "rows.dropped")
        #expect(outcome.caveats.first?.count == 1)
        let share = try #require(outcome.output["share"])
        #expect(share.isIdentical(to: .floats([0.75, 0.25])))
    }

    @Test func `the same bytes on any number of threads`() async throws {
        let categories = (0..<5_000).map { "c\($0 % 97)" }
        let amounts = (0..<5_000).map { Double($0 % 13) / 7 }
        let one = try await shares(categories, amounts, width: 1)
        let two = try await shares(categories, amounts, width: 2)
        #expect(one.output.isIdentical(to: two.output))
    }

    @Test(arguments: [
        ([1, -2, -3], "column.range", "2 rows, the first is row 2"), ([0, 0, 0], "column.range", "sums to 0"),
        ([nil, nil, nil], "column.all-missing", "all 3 rows"),
    ] as [([Double?], String, String)])
    func `amounts that have no shares are refused`(amounts: [Double?], code: String, words: String) async throws {
        let error = await #expect(throws: Diagnostic.self) { try await shares(["a", "b", "c"], amounts) }
        #expect(error?.code.name == code)
        #expect(error?.message.contains(words) == true)
    }
}
SWIFT

fill README.md <<'MARKDOWN'
# @NAME@

**What part of a measure does each category hold?** `@NAME@.shares` sums the measure by category, and tells the share of
each, the largest first, and how much the largest hold together.

## How to read it
`share` adds to 1 over all categories; `cumulative` says how much a category and all larger ones hold. `concentration` is near
1 where one category holds nearly everything, near 1/n where n hold the same.

## When not to trust it
- Amounts below 0 (refunds) have no share: the analysis refuses them. Net them first, or leave them out.
- Rows without an amount count for nothing; a caveat says how many there are.

## Method
The sum of squared shares is the index of Herfindahl and Hirschman (Hirschman, *The Paternity of an Index*, American Economic
Review 54, 1964).

## Example
```rapport
[{category: "tea", amount: 50}, {category: "pot", amount: 20}, {category: "tea", amount: 25}, {category: "cup", amount: 5}]
| @NAME@.shares top=2
```
```output
fitted: pooled
Findings
  • The largest of 3 categories holds 75% of amount, the 2 largest 95%.

Caveats
  • No row was dropped.
  • fitted: pooled

category  rows  amount  share  cumulative
text       int   float  float       float
─────────────────────────────────────────
tea          2      75   0.75        0.75
pot          1      20   0.20        0.95
cup          1       5   0.05        1.00
```
MARKDOWN

cp .swift-format "$work/"
swift format format --in-place --recursive "$work"
mv "$work/plugin" "$folder"
cp "$work/Package.swift" $manifest
cp "$work/BundledPlugins.swift" $bundled

echo "made $folder, with the analysis \`$name.shares\`; added \`$name\` to $manifest and $bundled"
echo "next:"
while IFS='|' read -r what why; do printf '    %-44s%s\n' "$what" "$why"; done <<TEXT
make test-plugin NAME=$name|compiles it, and runs its tests
$folder/Sources/Shares.swift|the analysis: its parameters, \`check\`, \`run\`
$folder/README.md|what it answers, and when not to trust it; tests replay it
make accept docs|writes what the page prints, and the reference
make repl|and there: help $name.shares
TEXT
