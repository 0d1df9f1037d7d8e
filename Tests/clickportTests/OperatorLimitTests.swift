import Foundation
import JSON
import TestSupport
import Testing

/// `--policy`, `--allow-dir` and `--save-dir`, as an operator sets them.
@Suite(.timeLimit(.minutes(10)))
struct OperatorLimitTests {
  private static let picture = "iVBORw0KGgoAAAAN"

  private func send(
    _ options: [String] = [], image: String? = nil, to number: String = "4915123456789"
  ) async throws -> JSONValue {
    let outcome = try await ServerProcess.run(
      ["call", "send_message", "to=\(number)", "message=Hello."]
        + (image.map { ["image=\($0)"] } ?? []) + options + ["--sandbox"])
    return try JSONValue(parsing: #require(outcome.lines.first, "\(outcome.errors)"))
  }

  private func policy(_ text: String) throws -> URL {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file
  }

  @Test func `hold messages back from others`() async throws {
    let file = try policy(#"{"recipients": ["+49*"]}"#)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(try await send(["--policy", file.path])["success"] == true)
    let refused = try await send(["--policy", file.path], to: "919999999999")
    #expect(refused["code"] == "forbidden")
    #expect(refused["outcome"] == "not_sent")
  }

  @Test func `hold for what a tool does for each item`() async throws {
    let file = try policy(#"{"per_hour": {"create_rotator_url": 1}}"#)
    defer { try? FileManager.default.removeItem(at: file) }
    let call = [
      "call", "create_rotator", "slug=spring-sale", "mode=fulfillment", "--sandbox",
      "backup_url=https://example.com/", #"urls=["https://a.example/", "https://b.example/"]"#,
    ]
    for (options, code) in [
      (["--policy", file.path], "rate_limited"),
      (["--exclude-tools", "create_rotator_url"], "invalid_arguments"),
    ] {
      let outcome = try await ServerProcess.run(call + options)
      let refused = try JSONValue(parsing: #require(outcome.lines.first, "\(outcome.errors)"))
      #expect(refused["code"] == .string(code))
      #expect(refused["outcome"] == "not_sent")
      #expect(refused.description.contains("create_rotator_url"))
    }
  }

  @Test(arguments: [("2026-04-15T23:00:00Z", false), ("2026-04-15T08:00:00Z", true)])
  func `follow the sandbox's clock`(time: String, isSent: Bool) async throws {
    let file = try policy(
      #"{"quiet_hours": {"from": "21:00", "to": "08:00", "utc_offset": "+00:00"}}"#)
    defer { try? FileManager.default.removeItem(at: file) }
    let client = try ToolClient([
      "serve", "--policy", file.path, "--sandbox", "--sandbox-time", time,
    ])
    let message: JSONObject = ["to": "4915123456789", "message": "Hello."]
    let outcome = try #require(await client.call("send_message", message))
    #expect(outcome.isError == !isSent)
    let record = try #require(await client.call("list_effects", [:]))
    let times = record.answer["effects"]?.array?.map { $0["started_at"]?.string }
    #expect(times == (isSent ? [time] : []))
    #expect(await client.finish() == 0)
  }

  @Test(arguments: ["check", "serve"])
  func `that are wrong stop the start, with every problem`(command: String) async throws {
    let file = try policy(#"{"recipients": ["Ann"], "per_hour": {"send": 0, "*": 1}, "x": 1}"#)
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try await ServerProcess.run([command, "--policy", file.path])
    #expect(outcome.status == 1)
    #expect(outcome.lines.isEmpty)
    for place in ["/x", "/recipients/0", "/per_hour/send"] {
      #expect(outcome.errors.contains("\(file.path): \(place): "), "\(outcome.errors)")
    }
    #expect(outcome.errors.hasSuffix("4 problems; nothing was started.\n"))
  }

  @Test(arguments: ["/no-such-file.json", "/dev/null"])
  func `that can't be read stop the start`(path: String) async throws {
    let outcome = try await ServerProcess.run(["check", "--policy", path])
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("\(path): (root): "))
  }

  @Test func `are checked with the manifest`() async throws {
    let file = Repository.file("examples/policy.json").path
    let outcome = try await ServerProcess.run(["check", "--policy", file])
    #expect(outcome.status == 0)
    #expect(outcome.lines.contains("The policy \(file) is right."))
  }

  @Test func `let files be read from a directory, and from no other`() async throws {
    let tree = try FileTree()
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    try Data(png).write(to: URL(filePath: tree.path("in/real.png")))
    let options = ["--allow-dir", tree.path("in")]
    #expect(try await send(options, image: tree.path("in/real.png"))["success"] == true)
    for image in ["in/a.png", "in/escape", "out/secret"].map(tree.path) {
      let refused = try await send(options, image: image)
      #expect(refused["code"] == "invalid_arguments")
      #expect(refused["outcome"] == "not_sent")
      #expect(refused["problems"]?.array?.map { $0["argument"] } == ["image"])
    }
    // What may be written may not be read for that.
    for options in [[], ["--save-dir", tree.path("in")]] {
      let unread = try await send(options, image: tree.path("in/real.png"))
      #expect(
        unread["problems"]?.array?.first?["problem"] == "is a path, and this server reads no files")
    }
    #expect(try await send(image: Self.picture)["success"] == true)
  }

  @Test(
    arguments: ["--allow-dir", "--save-dir"], ["/", "/proc", "/no-such-directory-here"])
  func `refuse a directory that can't be meant`(option: String, path: String) async throws {
    let outcome = try await ServerProcess.run(["serve", "--sandbox", option, path])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("\(option): "))
  }
}
