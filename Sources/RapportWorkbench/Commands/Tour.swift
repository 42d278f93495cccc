internal import RapportDiagnostics
internal import RapportReport

/// A walk through the language in a few steps, on a table that is typed in: it needs no file.
struct TourCommand: Command {
    let name = "tour"
    let usage = "tour"
    let summary = "Shows the language step by step; each `tour` takes the next step."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        try call.expectNothing()
        let number = bench.tourSteps % Self.steps.count
        bench.tourSteps = number + 1
        let step = Self.steps[number]
        var response = call.response([
            .paragraph("Step \(number + 1) of \(Self.steps.count). \(step.text)"), .code(step.line),
        ])
        for each in await bench.run(step.line) {
            response.blocks += each.blocks
            response.notes += each.notes
            // The error of a step is what the step is about; the tour goes on.
            if let failure = each.failure { response.blocks.append(.error(failure, source: each.source)) }
        }
        let isLast = number + 1 == Self.steps.count
        response.blocks.append(
            .paragraph(isLast ? "That is the way of a line. `help` lists the rest." : "Next: `tour`"))
        return response
    }

    struct Step {
        var text: String
        var line: String
    }

    static let steps = [
        Step(
            text: "A line binds a table to a name. This one is typed in; `load \"file.csv\"` reads a file.",
            line: """
                visits = [
                  {customer: "Ana", day: 2026-01-05, channel: "web", amount: 40.5},
                  {customer: "Ana", day: 2026-02-11, channel: "web", amount: 12.0},
                  {customer: "王芳", day: 2026-01-17, channel: "wechat", amount: 88.0},
                  {customer: "王芳", day: 2026-03-02, channel: "shop", amount: missing},
                  {customer: "Ben", day: 2026-02-20, channel: "web", amount: 31.0},
                  {customer: "Ben", day: 2026-03-08, channel: "shop", amount: 9.5}]
                """),
        Step(
            text:
                "A line begins with a table and goes on through verbs, joined by |. What it shows is bound to `it`.",
            line: "visits | where amount > 20 | sort -amount"),
        Step(
            text:
                "Groups: a period function gives the period's first day, so no two Januaries add up. What was "
                + "missing is said.",
            line: "visits | summarize visits=count(), mean(amount) by month(day)"),
        Step(
            text:
                "What is wrong is an error that says where and what to do, never a number. `fix` would run this "
                + "line as the help mends it.",
            line: "visits | sort -amuont"),
        Step(
            text: "Rows can see the rows around them.",
            line: "visits | window by customer sort day: gap=day - lag(day), so_far=cum_sum(amount)"),
        Step(
            text:
                "Roles say what columns are for; analyses find them by role. `analyses` lists what there is to run.",
            line: "visits = visits | roles customer=customer time=day amount=amount unit=\"CNY\""),
        Step(
            text: "Every table knows how it was made; `undo` takes back a binding.",
            line: "lineage visits"),
    ]
}
