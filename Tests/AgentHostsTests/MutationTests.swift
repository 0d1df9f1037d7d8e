import AgentHosts
import TestSupport
import Testing

/// Files that somebody has broken.
@Suite struct MutationTests {
  /// Whatever it is, it is refused, or it has the entry then and can be given back.
  @Test(arguments: AgentHost.all) func `are refused, or edited right`(host: AgentHost) throws {
    for seed in 0..<10 {
      try Self.judge(host, seed: UInt64(seed)) { Issue.record("\(host.id), seed \(seed): \($0)") }
    }
  }

  static func judge(_ host: AgentHost, seed: UInt64, report: (String) -> Void) throws {
    var shapes = FileShapes(seed: seed)
    var random = SeededGenerator(seed: seed &+ 1_000_000)
    guard let file = shapes.file(of: host), !file.isEmpty else { return }
    let entry = ServerEntry(name: "clickport", command: "/bin/clickport", arguments: ["serve"])
    let signs = Array("{}[]\",:/*#'\\\n\r =-.|>&!ü\0".utf8)
    for _ in 0..<25 {
      var broken = file
      for _ in 0...random.index(below: 3) {
        let place = random.index(below: broken.count)
        switch random.index(below: 4) {
        case 0: broken.remove(at: place)
        case 1: broken.insert(signs[random.index(below: signs.count)], at: place)
        case 2: broken[place] = signs[random.index(below: signs.count)]
        default: broken.removeSubrange(place...)
        }
        if broken.isEmpty { break }
      }
      guard let edit = try? host.installing(entry, in: broken), let text = edit.text else {
        continue
      }
      if try !host.entries(in: text).contains(entry) { report("has no entry") }
      let undone = try host.uninstalling("clickport", from: text, originals: [broken])
      if edit.effect == .added, undone.text != broken { report("was not given back") }
    }
  }
}
