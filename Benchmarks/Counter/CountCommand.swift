import BenchmarkCases

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// `clickport-count CASE N` runs a case N times, for a profiler to look at. `--list` prints every
/// case, and how many runs of it make a steady count.
@main
struct CountCommand {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments == ["--list"] {
      for known in BenchmarkCase.all { print(known.name, known.runs) }
      return
    }
    guard arguments.count == 2, let name = arguments.first,
      let runs = arguments.last.flatMap({ Int($0) }),
      let chosen = BenchmarkCase.all.first(where: { $0.name == name })
    else {
      print("usage: clickport-count CASE N | --list")
      exit(EX_USAGE)
    }
    let run = try chosen.prepare()
    var sum = 0
    for _ in 0..<runs { sum &+= try await run() }
    print(name, runs, sum)
  }
}
