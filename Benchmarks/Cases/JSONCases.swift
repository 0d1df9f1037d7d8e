import JSON

extension BenchmarkCase {
  /// Reading and writing JSON.
  static var json: [BenchmarkCase] {
    [
      BenchmarkCase("json-parse-rows", runs: 4) {
        let bytes = Clicks.answer(rows: 1000).serialized()
        return { try JSONValue(parsing: bytes).object?.count ?? 0 }
      },
      BenchmarkCase("json-parse-manifest", runs: 2) {
        let bytes = BuiltInManifest.bytes
        return { try JSONValue(parsing: bytes).object?.count ?? 0 }
      },
      BenchmarkCase("json-write-rows", runs: 4) {
        let answer = Clicks.answer(rows: 1000)
        return { answer.serialized().count }
      },
    ]
  }
}
