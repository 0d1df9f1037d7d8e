// swift-tools-version: 6.2
import PackageDescription

/// House settings, the same for every Swift target.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// The settings of modules in which tests spend most of their time. With `CLICKPORT_OPTIMIZED`, which
/// CI sets, a debug build has them optimized too: that takes the build 1.3 times as long, and the
/// tests a third of their time.
let computing: [SwiftSetting] =
  Context.environment["CLICKPORT_OPTIMIZED"] == nil
  ? settings : settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")

/// A product that only builds with the `Server` trait need.
func server(_ product: String, _ package: String) -> Target.Dependency {
  .product(name: product, package: package, condition: .when(traits: ["Server"]))
}

let package = Package(
  name: "clickport",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "clickport", targets: ["clickport"])
  ],
  traits: [
    .trait(name: "Server", description: "Serving HTTP: the sandbox behind a port.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // Without its trait, which wants FoundationEssentials for URLs.
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // The C library of the system.
    .target(name: "Platform", swiftSettings: settings),
    // The interfaces of libcurl and SQLite; the libraries are opened when they are needed.
    .target(name: "CCurl"),
    .target(name: "CSQLite"),
    .target(name: "Loop", dependencies: ["Platform"], swiftSettings: settings),
    // Bytes looked at sixteen at a time.
    .target(name: "ByteBlocks"),
    .target(name: "JSON", dependencies: ["ByteBlocks"], swiftSettings: computing),
    .target(name: "JSONRPC", dependencies: ["JSON", logging], swiftSettings: settings),
    .target(
      name: "Stdio",
      dependencies: ["JSON", "JSONRPC", "Loop", "Platform", logging],
      swiftSettings: settings
    ),
    .target(name: "Tables", dependencies: ["JSON", "Platform"], swiftSettings: computing),
    .target(name: "MCP", dependencies: ["JSON", "JSONRPC"], swiftSettings: settings),
    .target(name: "Exchange", dependencies: ["JSON", httpTypes], swiftSettings: settings),
    .target(
      name: "Tools",
      dependencies: ["Exchange", "JSON", "JSONRPC", "Loop", "MCP", "Platform", "Tables"],
      swiftSettings: settings
    ),
    .target(
      name: "Providers",
      dependencies: ["Exchange", "JSON", "Loop", "MCP", "Tools", httpTypes, logging],
      swiftSettings: settings
    ),
    .target(
      name: "Analysis",
      dependencies: ["JSON", "MCP", "Providers", "Tables", "Tools"],
      swiftSettings: settings
    ),
    .target(name: "YAML", dependencies: ["JSON"], swiftSettings: settings),
    .target(name: "AgentHosts", dependencies: ["JSON", "YAML"], swiftSettings: settings),
    .target(
      name: "OpenAPIImport",
      dependencies: ["JSON", "Tools"],
      swiftSettings: settings
    ),
    .target(
      name: "Sandbox",
      dependencies: ["Exchange", "JSON", httpTypes],
      swiftSettings: computing
    ),
    .target(
      name: "Host",
      dependencies: [
        "CCurl", "CSQLite", "Exchange", "JSON", "Loop", "Platform", "Providers", "Tables", "Tools",
        httpTypes, logging,
      ],
      swiftSettings: settings
    ),
    .target(name: "EmbeddedManifest", exclude: ["chart.html", "manifest-table.txt"]),
    .target(name: "SystemAllocator"),
    .executableTarget(
      name: "clickport",
      dependencies: [
        "AgentHosts", "Analysis", "EmbeddedManifest", "Exchange", "Host", "JSON", "JSONRPC", "Loop",
        "MCP", "OpenAPIImport", "Platform", "Providers", "Sandbox", "Stdio", "SystemAllocator",
        "Tables", "Tools", "YAML", logging, httpTypes,
        server("Hummingbird", "hummingbird"),
        server("NIOCore", "swift-nio"),
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "SandboxTests",
      dependencies: ["Exchange", "JSON", "Sandbox", httpTypes],
      swiftSettings: settings
    ),
    .target(name: "TestParallelism", path: "Tests/TestParallelism"),
    .target(
      name: "TestSupport",
      dependencies: [
        "Analysis", "Exchange", "JSON", "JSONRPC", "MCP", "Tools", "Providers", "Sandbox",
        "TestParallelism", httpTypes,
      ],
      path: "Tests/TestSupport",
      exclude: ["Schemas"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "LoopTests",
      dependencies: ["Loop", "Platform", "TestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "JSONRPCTests",
      dependencies: ["JSON", "JSONRPC", "TestSupport", logging],
      swiftSettings: settings
    ),
    .testTarget(
      name: "StdioTests",
      dependencies: ["JSON", "JSONRPC", "Loop", "Stdio", "TestSupport", logging],
      swiftSettings: settings
    ),
    .testTarget(
      name: "MCPTests",
      dependencies: ["JSON", "JSONRPC", "MCP", "TestSupport", logging],
      swiftSettings: settings
    ),
    .testTarget(
      name: "clickportTests",
      dependencies: [
        "AgentHosts", "Analysis", "Exchange", "Host", "JSON", "JSONRPC", "Loop", "MCP", "Platform",
        "Providers",
        "Sandbox",
        "Tables", "TestSupport", "Tools", "clickport", httpTypes, logging,
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "EnduranceTests",
      dependencies: [
        "Analysis", "Exchange", "Host", "JSON", "Platform", "MCP", "Providers", "Sandbox",
        "TestSupport",
        "Tools", "clickport", httpTypes,
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ExamplesTests",
      dependencies: [
        "Exchange", "Host", "JSON", "MCP", "Sandbox", "TestSupport", "Tools", "clickport",
        httpTypes,
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "everything-server",
      dependencies: ["JSON", "JSONRPC", "Loop", "Stdio", "MCP", logging],
      path: "Tests/EverythingServer",
      swiftSettings: settings
    ),
    .testTarget(
      name: "ConformanceTests",
      dependencies: ["JSON", "MCP", "TestSupport", "everything-server", "clickport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "Analysis", "Exchange", "JSON", "JSONRPC", "Loop", "Stdio", "MCP", "Tools", "Providers",
        "Sandbox", "TestSupport", logging,
      ],
      exclude: ["messages.jsonl"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "JSONTests",
      dependencies: ["JSON", "TestSupport"],
      exclude: ["Calendar/offsets.py", "Calendar/offsets.txt"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "TablesTests",
      dependencies: ["JSON", "Tables", "TestSupport"],
      exclude: ["Statistics/generate.py", "Statistics/reference.json"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ToolsTests",
      dependencies: ["JSON", "JSONRPC", "MCP", "Tables", "Tools", "TestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "AgentHostsTests",
      dependencies: ["AgentHosts", "JSON", "TestSupport", "YAML"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "OpenAPIImportTests",
      dependencies: ["JSON", "MCP", "OpenAPIImport", "TestSupport", "Tools", "YAML", httpTypes],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ProvidersTests",
      dependencies: [
        "Analysis", "Exchange", "JSON", "JSONRPC", "MCP", "Tools", "Providers", "Sandbox",
        "TestSupport",
        httpTypes,
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "AnalysisTests",
      dependencies: [
        "Analysis", "Exchange", "JSON", "MCP", "Providers", "Sandbox", "Tables", "TestSupport",
        "Tools",
        httpTypes,
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "DocumentationTests",
      dependencies: ["JSON", "MCP", "Tools", "TestSupport"],
      swiftSettings: settings
    ),
  ]
)

// The benchmarks see what is `package`, so they are targets of this package; only who asks for them
// has them. `suite` adds those that need a package of their own.
if let asked = Context.environment["CLICKPORT_BENCHMARKS"] {
  package.targets += [
    .target(
      name: "BenchmarkCases",
      dependencies: [
        "Analysis", "Exchange", "JSON", "JSONRPC", "MCP", "Tools", "Providers", "Sandbox",
        "EmbeddedManifest",
        httpTypes,
      ],
      path: "Benchmarks/Cases",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "clickport-count",
      dependencies: ["BenchmarkCases"],
      path: "Benchmarks/Counter",
      swiftSettings: settings
    ),
  ]
  if asked == "suite" {
    package.dependencies.append(
      .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []))
    package.targets.append(
      .executableTarget(
        name: "clickport-suite",
        dependencies: ["BenchmarkCases", .product(name: "Benchmark", package: "benchmark")],
        path: "Benchmarks/Suite",
        swiftSettings: settings,
        plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
      ))
  }
}
