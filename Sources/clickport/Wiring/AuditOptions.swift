import ArgumentParser
import Host
import Logging
import Tools

/// Where calls with an effect are accounted for.
struct AuditOptions: UnsetOptions {
  @Option(
    help: ArgumentHelp(
      "Append every call that changes something to this file, in a chain of hashes.",
      discussion:
        "A call that can't be written there is not sent. clickport audit verify checks it.",
      valueName: "file"))
  var audit: String?

  static var unset: Self {
    var options = Self()
    options.audit = nil
    return options
  }

  func validate() throws {
    #if !Ledger
    guard audit == nil else {
      throw ValidationError("this build writes no audit; build without --disable-default-traits")
    }
    #endif
  }

  /// The account, where one is wanted; throws when the file can't be used.
  func log(_ logger: Logger) throws -> (any EffectAudit)? {
    #if Ledger
    guard let audit else { return nil }
    let file = AuditFile(path: audit)
    do throws(AuditFailure) {
      try file.check()
    } catch {
      throw ValidationError("--audit: \(error.reason)")
    }
    return AuditLog(file: file, logger: logger)
    #else
    return nil
    #endif
  }
}
