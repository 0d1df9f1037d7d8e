import Benchmark
import BenchmarkCases

/// Every case with the benchmark package: how long it takes, and how many instructions, where the
/// platform counts them.
let benchmarks: @Sendable () -> Void = {
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock, .instructions, .throughput], warmupIterations: 2,
    maxDuration: .seconds(2))
  for known in BenchmarkCase.all {
    Benchmark(known.name, configuration: configuration) { benchmark in
      let run = try known.prepare()
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { blackHole(try await run()) }
      benchmark.stopMeasurement()
    }
  }
}
