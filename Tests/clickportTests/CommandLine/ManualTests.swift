import Foundation
import TestSupport
import Testing

@testable import clickport

/// The manual page, and what it says of the environment.
@Suite(.timeLimit(.minutes(5))) struct `The manual` {
  private static let program = ["/usr/bin/groff", "/usr/local/bin/groff"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private func page() throws -> String {
    try ManualPage(of: Clickport.program, environment: EnvironmentVariable.all()).text
  }

  @Test func `has its sections, every command and every option`() throws {
    let page = try page()
    let sections = page.split(separator: "\n").filter { $0.hasPrefix(".SH ") }.map {
      $0.dropFirst(4)
    }
    #expect(
      sections == [
        "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "ENVIRONMENT", "EXIT STATUS", "FILES",
        "EXAMPLES",
      ])
    for command in Clickport.program.shownCommands {
      let name = command.description.name
      #expect(page.contains("\n.SS clickport \(name)\n"))
      for argument in try command.declared() where argument.kind != .word {
        let option = argument.name.split(separator: "-").joined(separator: #"\-"#)
        #expect(page.contains(#"\-\-"# + option), "\(argument.name)")
      }
    }
    #expect(page.utf8.count == page.unicodeScalars.count)
  }

  @Test func `is the same whenever it is made`() async throws {
    let outcome = try await ServerProcess.run(["man"])
    #expect(outcome.status == 0)
    #expect(outcome.lines.joined(separator: "\n") + "\n" == (try page()))
  }

  @Test(.enabled(if: program != nil, "there is no groff"))
  func `is without a fault to groff`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).1")
    try page().write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.program))
    process.arguments = ["-ww", "-z", "-man", "-Tutf8", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let said = String(
      decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(said == "")
    #expect(process.terminationStatus == 0)
  }
}

/// The table of variables, held against the sources that read them.
@Suite struct `Variables that are read` {
  /// The names of variables that stand in the sources.
  private func namesInSources() throws -> Set<String> {
    var names: Set<String> = []
    let folder = Repository.file("Sources")
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    for case let file as URL in files where file.pathExtension == "swift" {
      if file.lastPathComponent == "EnvironmentVariable.swift" { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /(?:getenv|variable|setting)\("([A-Z][A-Z_]+)"\)/) {
        names.insert(String(match.1))
      }
      for match in text.matches(of: /"(CLICKPORT_[A-Z_]*[A-Z])"/) { names.insert(String(match.1)) }
      guard file.lastPathComponent == "ServeConfiguration.swift" else { continue }
      for match in text.matches(of: /(?:names|flag|choice)\("([A-Z_]+)"[,)]/) {
        names.insert("CLICKPORT_\(match.1)")
      }
    }
    return names
  }

  @Test func `are all told of, and no other`() throws {
    let own = Set(EnvironmentVariable.own.map(\.name))
    let system = EnvironmentVariable.system.map(\.name).joined(separator: ",")
    let told = own.union(
      system.split { $0 == "," || $0 == " " }.map { String($0) })
    let read = try namesInSources()
    #expect(read.subtracting(told) == [])
    #expect(own.subtracting(read) == [])
  }

  @Test func `are in the documents`() throws {
    let page = try String(
      contentsOf: Repository.file("docs/command-line.md"), encoding: .utf8)
    for variable in EnvironmentVariable.own + EnvironmentVariable.system {
      for name in variable.name.split(separator: ", ") {
        #expect(page.contains("`\(name)`"), "\(name)")
      }
    }
    for command in Clickport.program.shownCommands {
      #expect(page.contains("`clickport \(command.description.name)"))
    }
  }
}
