import Foundation
import TestSupport

/// `openssl s_server` on a port of this machine, with a certificate of an authority of its own. It
/// is ended, and its files go, with this.
final class SecureService: Sendable {
  static let program = URL(filePath: "/usr/bin/openssl")
  static let isThere = FileManager.default.isExecutableFile(atPath: program.path)

  let port: Int
  private let folder: URL
  private let process: ServerProcess

  /// Answers each request with a page, or else prints what it is sent. The certificate is for that
  /// name, as a `subjectAltName`.
  init(answers: Bool, for name: String = "IP:127.0.0.1") async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "clickport-tls-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let certificate = folder.appending(path: "certificate.pem").path
    let key = folder.appending(path: "key.pem").path
    try await Self.certify(name, in: folder)
    process = try ServerProcess(
      ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key]
        + (answers ? ["-www"] : []),
      program: Self.program)
    var port: Int?
    while port == nil, let line = await process.nextLine() {
      guard line.hasPrefix("ACCEPT ") else { continue }
      port = line.split(separator: ":").last.flatMap { Int($0) }
    }
    guard let port else { throw POSIXError(.ECHILD) }
    self.port = port
  }

  /// Makes an authority, and has it sign a certificate.
  private static func certify(_ name: String, in folder: URL) async throws {
    func path(_ name: String) -> String { folder.appending(path: name).path }
    let settings = """
      [req]
      distinguished_name = name
      prompt = no
      [name]
      CN = A private authority
      [authority]
      basicConstraints = critical, CA:TRUE
      subjectKeyIdentifier = hash
      [service]
      subjectAltName = \(name)
      """
    try Data((settings + "\n").utf8).write(to: folder.appending(path: "settings"))
    let key = [
      "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-config",
      path("settings"),
    ]
    _ = try await run(
      ["req", "-x509"] + key + [
        "-extensions", "authority", "-keyout", path("authority.key"), "-out",
        path("authority.pem"), "-days", "2",
      ])
    _ = try await run(
      ["req"] + key + [
        "-subj", "/CN=test", "-keyout", path("key.pem"), "-out", path("request.pem"),
      ]
    )
    _ = try await run([
      "x509", "-req", "-in", path("request.pem"), "-CA", path("authority.pem"), "-CAkey",
      path("authority.key"), "-set_serial", "2", "-days", "2", "-extfile", path("settings"),
      "-extensions", "service", "-out", path("certificate.pem"),
    ])
  }

  deinit {
    process.signal(SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  var url: String { "https://127.0.0.1:\(port)" }

  /// The certificate of its authority.
  var authority: String { folder.appending(path: "authority.pem").path }

  /// The variables that have its certificate trusted, as a file.
  var trustedFile: [String: String] { ["SSL_CERT_FILE": authority] }

  /// The same, as a directory with a name that OpenSSL looks for.
  func trustedDirectory() async throws -> [String: String] {
    let hash = try await Self.run(["x509", "-in", authority, "-noout", "-hash"])
    let directory = folder.appending(path: "trusted")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: URL(filePath: authority), to: directory.appending(path: "\(hash.first ?? "").0"))
    return ["SSL_CERT_DIR": directory.path]
  }

  /// Ends it; what it has printed since it was ready.
  func printed() async -> [String] {
    process.signal(SIGKILL)
    var lines: [String] = []
    while let line = await process.nextLine() { lines.append(line) }
    _ = await process.exitStatus()
    return lines
  }

  private static func run(_ arguments: [String]) async throws -> [String] {
    let process = try ServerProcess(arguments, program: program)
    process.closeInput()
    var lines: [String] = []
    for await line in process.lines { lines.append(line) }
    guard await process.exitStatus() == 0 else { throw POSIXError(.ECHILD) }
    return lines
  }
}
