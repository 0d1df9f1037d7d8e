import Benchmark
import BenchmarkCases

/// Every case with the benchmark package: how long it takes, and how many instructions, where the
/// platform counts them.
let benchmarks: @Sendable () -> Void = {
  for known in BenchmarkCase.all {
    Benchmark(known.name, configuration: configuration(of: known)) { benchmark, run in
      for _ in benchmark.scaledIterations { blackHole(try await run()) }
    } setup: {
      try known.prepare()
    }
  }
}

/// What takes microseconds is measured a thousand times over, so that the clock isn't.
private func configuration(of known: BenchmarkCase) -> Benchmark.Configuration {
  Benchmark.Configuration(
    metrics: [.wallClock, .instructions, .throughput], warmupIterations: 2,
    scalingFactor: known.runs >= 100 ? .kilo : .one, maxDuration: .seconds(2))
}
