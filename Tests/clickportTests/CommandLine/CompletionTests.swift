import Foundation
import TestSupport
import Testing
import Tools

@testable import clickport

/// What a shell is told that can be typed next.
@Suite struct `What can be typed next` {
  private func values(_ words: String...) throws -> [String] {
    guard case .values(let candidates) = answer(words) else { return ["not values"] }
    return candidates.map(\.value)
  }

  private func answer(_ words: [String]) -> Completion.Answer {
    Completion(words, of: Clickport.program) { overlays in
      try? ManifestFiles(overlays: overlays).read()
    }.answer
  }

  @Test func `is the commands first`() throws {
    let all = try values("")
    #expect(Set(all).isSuperset(of: ["serve", "call", "tools", "audit", "help"]))
    #expect(!all.contains("complete"))
    #expect(try values("au") == ["audit"])
    #expect(try values("audit", "") == ["verify"])
    #expect(try values("help", "imp") == ["import"])
    #expect(try values("nothing", "") == [])
  }

  @Test func `is options, but none twice that stands once`() throws {
    #expect(try values("query", "--gr") == ["--group-by"])
    #expect(try values("query", "--group-by", "a", "--gr") == ["--group-by"])
    #expect(try values("query", "--limit", "1", "--lim") == [])
    #expect(try values("--sand").contains("--sandbox"))
    #expect(try values("call", "--", "--li") == [])
  }

  @Test func `is what an option can be`() throws {
    #expect(try values("tools", "--schema-dialect", "") == ["standard", "openai-strict"])
    #expect(try values("tools", "--schema-dialect=o") == ["--schema-dialect=openai-strict"])
    #expect(try values("ledger", "--state", "un") == ["unknown"])
    #expect(try values("tools", "--toolsets", "clicks,sco") == ["clicks,scores"])
    #expect(try values("tools", "--providers=klik,hi") == ["--providers=klik,hienergy"])
    #expect(try values("completions", "") == ["bash", "zsh", "fish"])
    #expect(try values("setup", "--service", "hi") == ["hienergy"])
    #expect(try values("doctor", "--service", "hi") == ["hienergy"])
    #expect(try values("drift", "--tool", "get_click") == ["get_clicks", "get_clickstream"])
    #expect(try values("install", "claude-c") == ["claude-code"])
    #expect(try values("keys", "set", "KLIK_A") == ["KLIK_API_KEY"])
    #expect(try values("keys", "set", "CLICKMEDIAS_P") == ["CLICKMEDIAS_PASSWORD"])
    #expect(try values("keys", "remove", "kli") == ["klik"])
    #expect(answer(["call", "--policy", ""]) == .files)
    #expect(answer(["call", "--state-dir", ""]) == .directories)
    #expect(answer(["import", "openapi", ""]) == .files)
  }

  @Test func `is tools, their arguments and what these can be`() throws {
    #expect(try values("call", "get_click") == ["get_clicks", "get_clickstream"])
    #expect(try values("query", "send_m") == [])
    #expect(try values("tools", "send_m").contains("send_message"))
    #expect(try values("call", "get_clicks", "start") == ["start_date="])
    #expect(try values("call", "get_clicks", "").prefix(2) == ["start_date=", "end_date="])
    #expect(try !values("call", "get_clicks", "from=2026-03-01", "").contains("start_date="))
    #expect(try values("call", "get_clicks", "range=last_q") == ["range=last_quarter"])
    #expect(
      try values("call", "create_rotator", "rotator_mode=f") == ["rotator_mode=fulfillment"])
    #expect(try values("call", "nothing", "") == [])
  }

  @Test func `is from the overlays that were named`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "completion-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "overlay.json").path
    try #"{"providers": [{"id": "klik", "title": "Somewhere"}]}"#.write(
      toFile: file, atomically: true, encoding: .utf8)
    guard case .values(let candidates) = answer(["tools", "--manifest", file, "--providers", "kl"])
    else { return #expect(Bool(false)) }
    #expect(candidates == [Completion.Candidate(value: "klik", meaning: "Somewhere")])
    // One that is wrong gives nothing, and says nothing.
    #expect(try values("tools", "--manifest", folder.path, "--providers", "kl") == [])
  }

  @Test func `is told by a command that never fails`() async throws {
    let outcome = try await ServerProcess.run(["complete", "--", "call", "get_clicks", "star"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.lines.first == "values")
    #expect(outcome.lines.last?.hasPrefix("start_date=\t(required) ") == true)
    let nothing = try await ServerProcess.run(["complete"])
    #expect(nothing.lines.first == "values")
  }
}

/// The shells' own sides, tried in the shells that this machine has.
@Suite(.timeLimit(.minutes(5))) struct `Shells` {
  private static func path(of program: String) -> String? {
    ["/bin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + program }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// What a program writes.
  private func output(_ program: String, _ arguments: [String]) throws -> (text: String, ok: Bool) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus == 0)
  }

  /// What bash would offer, where the line is divided as bash divides it.
  private func bash(_ line: String, words: [String]) throws -> [String] {
    let bash = try #require(Self.path(of: "bash"))
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let script = """
      \(CompletionScript.bash.text(of: "clickport"))
      COMP_WORDS=('\(ServerProcess.binary.path)' \(quoted))
      COMP_CWORD=\(words.count)
      COMP_LINE="${COMP_WORDS[0]} "'\(line)'
      COMP_POINT=${#COMP_LINE}
      COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
      _clickport
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let outcome = try output(bash, ["--norc", "--noprofile", "-c", script])
    #expect(outcome.ok)
    return outcome.text.split(separator: "\n").map(String.init)
  }

  @Test(.enabled(if: path(of: "bash") != nil, "there is no bash"))
  func `complete in bash`() throws {
    #expect(try bash("too", words: ["too"]) == ["tools"])
    #expect(try bash("call trigger_c", words: ["call", "trigger_c"]) == ["trigger_crawl"])
    #expect(
      try bash("call get_clicks start_d", words: ["call", "get_clicks", "start_d"])
        == ["start_date="])
    // Bash has = among what divides words, and wants only what is behind it.
    #expect(
      try bash(
        "call get_clicks range=last_q", words: ["call", "get_clicks", "range", "=", "last_q"])
        == ["last_quarter"])
    #expect(
      try bash("call get_clicks range=", words: ["call", "get_clicks", "range", "="])
        .contains("last_quarter"))
    #expect(
      try bash("tools --schema-dialect=o", words: ["tools", "--schema-dialect", "=", "o"])
        == ["openai-strict"])
    #expect(
      try bash("tools --toolsets clicks,sc", words: ["tools", "--toolsets", "clicks,sc"])
        == ["clicks,scores"])
    #expect(
      try bash("call --policy /usr/sha", words: ["call", "--policy", "/usr/sha"]) == ["/usr/share"])
    #expect(try bash("", words: [""]).contains("serve"))
  }

  @Test(.enabled(if: path(of: "zsh") != nil, "there is no zsh"))
  func `read zsh's script`() throws {
    let zsh = try #require(Self.path(of: "zsh"))
    #expect(
      try output(zsh, ["-fnc", CompletionScript.zsh.text(of: "clickport")]) == ("", true))
  }

  @Test(.enabled(if: path(of: "fish") != nil, "there is no fish"))
  func `complete in fish`() throws {
    let fish = try #require(Self.path(of: "fish"))
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "fish-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = folder.appending(path: "clickport.fish").path
    try CompletionScript.fish.text(of: "clickport").write(
      toFile: script, atomically: true, encoding: .utf8)
    let binary = ServerProcess.binary.path
    func offered(_ line: String) throws -> [String] {
      let outcome = try output(
        "/usr/bin/env",
        [
          "-i", "HOME=\(folder.path)", "PATH=/usr/bin:/bin", fish, "-N", "-c",
          "source \(script); complete -C '\(binary) \(line)'",
        ])
      return outcome.text.split(separator: "\n").map {
        String($0.prefix { $0 != "\t" })
      }
    }
    #expect(try output(fish, ["-N", "-n", script]) == ("", true))
    #expect(try offered("call trigger_c") == ["trigger_crawl"])
    #expect(try offered("call get_clicks range=last_q") == ["range=last_quarter"])
    #expect(try offered("tools --schema-dialect=o") == ["--schema-dialect=openai-strict"])
  }
}
