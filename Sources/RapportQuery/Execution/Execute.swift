internal import RapportDiagnostics
internal import RapportTable
public import RapportWork

/// Runs a plan that ``bind(_:catalog:settings:work:)`` gave.
///
/// Only the columns that are used are read; filters and `take` right behind a file are done while it is
/// read. Where a file turns out to hold other types than its sample said, the line is bound again with
/// them. `now` is the wall clock, microseconds since 1970-01-01T00:00 UTC, for the record alone.
public func execute(
    _ plan: Plan, catalog: any Catalog, settings: QuerySettings, work: Work,
    now: @escaping @Sendable () -> Int64 = { 0 }
) async -> Execution {
    await execute(plan, catalog: catalog, settings: settings, work: work, optimised: true, now: now)
}

/// Without `optimised` everything is read and nothing pushed: what the optimised run must equal.
func execute(
    _ plan: Plan, catalog: any Catalog, settings: QuerySettings, work: Work, optimised: Bool,
    now: @escaping @Sendable () -> Int64 = { 0 }
) async -> Execution {
    var plan = plan
    let catalog = StatementCatalog(catalog)
    var learnt: [LearntSource: Schema] = [:]
    // Each round knows the types of one file more; a source that never agrees with itself is a fault.
    for _ in 0...Executor.rounds {
        var executor = Executor(
            plan: plan, catalog: catalog, settings: settings, work: work, optimised: optimised, now: now)
        do throws(Diagnostic) {
            try await executor.run()
        } catch {
            executor.execution.failure = error
            executor.execution.table = nil
            executor.execution.bindings = []
            executor.execution.outputs = []
            return executor.execution
        }
        guard let (source, schema) = executor.learnt else { return executor.execution }
        learnt[source] = schema
        guard let syntax = plan.syntax.value else {
            executor.execution.failure = .internalError("a plan without its line cannot be bound again")
            return executor.execution
        }
        do throws(Diagnostic) {
            plan = try await bind(
                syntax, catalog: catalog, settings: settings, work: work, learnt: learnt)
        } catch {
            executor.execution.failure = error
            return executor.execution
        }
    }
    var failed = Execution(plan: plan)
    failed.failure = Diagnostic(
        "source.changed", "the file changes while it is read", help: ["run the line again when it is still"])
    return failed
}
