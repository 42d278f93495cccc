// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is compiled with.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// `make` asks for it: algorithms are optimised even for debugging, as their tests would take ten times as long.
let algorithm: [SwiftSetting] =
    Context.environment["RAPPORT_OPTIMIZE_ALGORITHMS"] == nil
    ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The bundled plugins, by folder name.
///
/// A new plugin adds one word here and one line in BundledPlugins.
let plugins = [
    "centrality", "community", "demand", "efficiency", "satisfaction", "segmentation", "sentiment",
]

func pluginModule(_ folder: String) -> String {
    folder.prefix(1).uppercased() + folder.dropFirst() + "Plugin"
}

func library(
    _ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: house + settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], fixtures: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: fixtures, swiftSettings: house)
}

let package = Package(
    name: "rapport",
    products: [
        .executable(name: "rapport", targets: ["rapport"]),
        .library(name: "RapportPluginKit", targets: ["RapportPluginKit"]),
        .library(name: "RapportTestKit", targets: ["RapportTestKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        library("RapportDiagnostics"),
        library("RapportWork", ["RapportDiagnostics"]),
        library("RapportNumerics", ["RapportDiagnostics", "RapportWork"], settings: algorithm),
        .target(name: "CLexicons"),
        library(
            "RapportText", ["RapportDiagnostics", "RapportWork", "RapportNumerics", "CUnicode", "CLexicons"],
            settings: algorithm),
        library(
            "RapportGraph", ["RapportDiagnostics", "RapportWork", "RapportNumerics"], settings: algorithm),
        library("RapportLanguage", ["RapportDiagnostics"]),
        .target(
            name: "CUnicode", linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc")]),
        library(
            "RapportTable", ["RapportDiagnostics", "RapportWork", "RapportNumerics", "CUnicode"],
            settings: [.enableExperimentalFeature("Lifetimes")]),
        library("RapportContract", ["RapportDiagnostics", "RapportWork", "RapportTable"]),
        .systemLibrary(name: "CCompression"),
        .systemLibrary(name: "CZip"),
        .systemLibrary(name: "CExpat"),
        .systemLibrary(name: "CXlsxWriter"),
        library("RapportArrow", ["RapportDiagnostics", "RapportWork", "RapportTable", "CCompression"]),
        library(
            "RapportFormats",
            [
                "RapportDiagnostics", "RapportWork", "RapportTable", "RapportArrow", "CCompression", "CZip",
                "CExpat", "CXlsxWriter",
            ]),
        .systemLibrary(name: "CPCRE2"),
        library(
            "RapportQuery",
            [
                "RapportDiagnostics", "RapportWork", "RapportNumerics", "RapportText", "RapportTable",
                "RapportContract", "RapportLanguage", "CPCRE2",
            ], settings: [.enableExperimentalFeature("Lifetimes")]),
        library(
            "RapportPluginKit",
            [
                "RapportDiagnostics", "RapportWork", "RapportTable", "RapportContract", "RapportGraph",
            ]),
        library(
            "RapportStore",
            [
                "RapportDiagnostics", "RapportWork", "RapportTable", "RapportContract",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        library(
            "RapportReport",
            [
                "RapportDiagnostics", "RapportTable", "RapportContract",
                .product(name: "Mustache", package: "swift-mustache"),
            ]),
        library(
            "RapportWorkbench",
            [
                "RapportDiagnostics", "RapportWork", "RapportTable", "RapportContract", "RapportFormats",
                "RapportLanguage", "RapportQuery", "RapportStore", "RapportReport",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "Yams", package: "Yams"),
            ]),
        .target(name: "CLineEditor", linkerSettings: [.linkedLibrary("readline")]),
        library(
            "RapportShell",
            [
                "RapportDiagnostics", "RapportWork", "RapportTable", "RapportReport", "RapportWorkbench",
                "CLineEditor",
            ]),
        library(
            "RapportTestKit",
            [
                "RapportDiagnostics", "RapportWork", "RapportNumerics", "RapportTable", "RapportContract",
                "RapportFormats", "RapportLanguage", "RapportQuery", "RapportPluginKit",
            ]),
        library(
            "BundledPlugins",
            ["RapportContract", "RapportPluginKit"] + plugins.map { .target(name: pluginModule($0)) }),
        .executableTarget(
            name: "rapport",
            dependencies: [
                "RapportDiagnostics", "RapportWork", "RapportTable", "RapportContract", "RapportFormats",
                "RapportReport", "RapportStore", "RapportWorkbench", "RapportShell", "RapportPluginKit",
                "BundledPlugins",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: house),

        .target(name: "SharedFiles", path: "Tests/SharedFiles", swiftSettings: house),

        tests("ArchitectureTests", []),
        tests("RapportDiagnosticsTests", ["RapportDiagnostics"]),
        tests("RapportWorkTests", ["RapportWork", "RapportDiagnostics"]),
        tests(
            "RapportNumericsTests", ["RapportNumerics", "RapportWork", "RapportDiagnostics", "SharedFiles"]),
        tests(
            "RapportTextTests",
            ["RapportText", "RapportNumerics", "RapportWork", "RapportDiagnostics", "SharedFiles"]),
        tests("RapportGraphTests", ["RapportGraph", "RapportWork", "RapportDiagnostics", "SharedFiles"]),
        tests("RapportLanguageTests", ["RapportLanguage", "RapportDiagnostics"], fixtures: ["Corpus"]),
        tests("RapportTableTests", ["RapportTable", "RapportWork", "RapportDiagnostics", "RapportNumerics"]),
        tests(
            "RapportArrowTests", ["RapportArrow", "RapportTable", "RapportWork", "RapportDiagnostics"],
            fixtures: ["Golden", "golden.py", "peers.py"]),
        tests(
            "RapportFormatsTests",
            ["RapportFormats", "RapportTable", "RapportWork", "RapportDiagnostics", "SharedFiles"],
            fixtures: ["Corpus", "ExcelCorpus", "JSONCorpus", "ExcelBomb.py"]),
        tests(
            "RapportQueryTests",
            [
                "RapportQuery", "RapportLanguage", "RapportContract", "RapportTable", "RapportWork",
                "RapportDiagnostics",
            ]),
        tests(
            "RapportPluginKitTests",
            [
                "RapportPluginKit", "RapportContract", "RapportTable", "RapportWork", "RapportDiagnostics",
                "RapportGraph", "SharedFiles",
            ]),
        tests(
            "AuthorGuideTests",
            [
                "RapportPluginKit", "RapportTestKit", "RapportContract", "RapportTable", "RapportNumerics",
                "RapportWork", "RapportDiagnostics",
            ]),
        tests(
            "RapportStoreTests",
            [
                "RapportStore", "RapportContract", "RapportTable", "RapportWork", "RapportDiagnostics",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests(
            "RapportReportTests", ["RapportReport", "RapportContract", "RapportTable", "RapportDiagnostics"]),
        tests(
            "RapportWorkbenchTests",
            [
                "RapportWorkbench", "BundledPlugins", "RapportPluginKit", "RapportContract", "RapportTable",
                "RapportWork",
                "RapportDiagnostics", "RapportStore", "RapportReport", "RapportQuery",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests("RapportShellTests", ["RapportShell", "RapportWork"]),
        tests(
            "ContractTests",
            [
                "RapportTestKit", "BundledPlugins", "RapportContract", "RapportTable", "RapportWork",
                "RapportDiagnostics", "RapportQuery",
            ]),
        tests("ProgramTests", ["SharedFiles"], fixtures: ["Differential"]),
    ]
        + plugins.flatMap { folder -> [Target] in
            [
                .target(
                    name: pluginModule(folder),
                    dependencies: ["RapportPluginKit", "RapportNumerics", "RapportText", "RapportGraph"],
                    path: "plugins/\(folder)/Sources", swiftSettings: house),
                .testTarget(
                    name: pluginModule(folder) + "Tests",
                    dependencies: [
                        .target(name: pluginModule(folder)), "RapportTestKit", "RapportContract",
                        "RapportTable", "RapportWork", "RapportDiagnostics", "RapportPluginKit",
                        "RapportNumerics", "RapportText", "RapportGraph", "SharedFiles",
                    ],
                    path: "plugins/\(folder)/Tests", swiftSettings: house),
            ]
        },
    swiftLanguageModes: [.v6]
)

/// The targets of those names, and all that they are built on.
func withDependencies(_ names: [String], of package: Package) -> [Target] {
    var (found, next): (Set<String>, [String]) = ([], names)
    while let name = next.popLast() {
        guard found.insert(name).inserted, let target = package.targets.first(where: { $0.name == name })
        else { continue }
        for case .byNameItem(let name, _) in target.dependencies { next.append(name) }
        for case .targetItem(let name, _) in target.dependencies { next.append(name) }
    }
    return package.targets.filter { found.contains($0.name) }
}

// `Fuzz/run.sh` sets the variable: the fuzz targets and what they read with, compiled so that it is counted what
// each input reaches; nothing else, and no package to fetch.
if Context.environment["RAPPORT_FUZZ"] != nil {
    let sanitizers = "-sanitize=fuzzer,address"
    let fuzzed = ["RapportLanguage", "RapportFormats", "RapportQuery"]
    func fuzz(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
        .executableTarget(
            name: "Fuzz\(name)", dependencies: ["FuzzDriver", "RapportDiagnostics"] + dependencies,
            path: "Fuzz/\(name)", swiftSettings: house + [.unsafeFlags([sanitizers])],
            // The default linker fails on the sections that count.
            linkerSettings: [.unsafeFlags([sanitizers, "-use-ld=lld"])])
    }
    package.targets = withDependencies(fuzzed, of: package)
    for target in package.targets { target.swiftSettings?.append(.unsafeFlags([sanitizers])) }
    package.targets += [
        .target(name: "FuzzDriver", path: "Fuzz/Driver", swiftSettings: house),
        fuzz("Language", ["RapportLanguage"]),
        fuzz("Arrow", ["RapportArrow", "RapportTable", "RapportWork"]),
        fuzz("CSV", ["RapportFormats", "RapportTable", "RapportWork"]),
        fuzz("Excel", ["RapportFormats", "RapportTable", "RapportWork"]),
        fuzz("JSON", ["RapportFormats", "RapportTable", "RapportWork"]),
        fuzz(
            "Expressions",
            ["RapportQuery", "RapportLanguage", "RapportContract", "RapportTable", "RapportWork"]),
    ]
    (package.products, package.dependencies) = ([], [])
}
