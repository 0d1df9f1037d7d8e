import Host

/// What this program is, and what it finds of the libraries it stands on.
struct BuildExamination: Sendable {
  let version: String
  let platform: String
  let isDebug: Bool
  /// libcurl with its TLS library, or why there is none and what to install.
  let network: Result<String, LibraryFailure>
  let database: Result<String, LibraryFailure>

  static func ofThisProcess(_ transport: NetworkTransport) -> BuildExamination {
    #if DEBUG
    let isDebug = true
    #else
    let isDebug = false
    #endif
    return BuildExamination(
      version: Clickport.version, platform: ThisMachine.platform, isDebug: isDebug,
      network: Result { () throws(LibraryFailure) in try transport.libraryVersion() },
      database: Result { () throws(LibraryFailure) in try StateInspection.libraryVersion() })
  }

  var findings: [Finding] {
    let kind = isDebug ? "debug build" : "release build"
    let found = [network, database].compactMap { try? $0.get() }.joined(separator: ", ")
    let text = "clickport \(version) for \(platform), \(kind)" + (found.isEmpty ? "" : "; \(found)")
    return [Finding(.build, "clickport", .ok, text)]
      + [("libcurl", network), ("SQLite", database)].compactMap { name, library in
        guard case .failure(let failure) = library else { return nil }
        return Finding(.build, name, .failed, failure.reason, fix: failure.remedy)
      }
  }
}
