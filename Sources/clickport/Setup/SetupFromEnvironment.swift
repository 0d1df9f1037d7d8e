import Host
import Providers
import Tools

/// Keeps the keys that variables and their files hold, without a question.
struct SetupFromEnvironment {
  let store: KeyStore
  let environment: Environment
  /// How long each key is tried before it is kept; nil where none is.
  let trial: Duration?
  private(set) var keptCount = 0
  private(set) var refusedCount = 0

  init(_ store: KeyStore, _ environment: Environment, trial: Duration?) {
    self.store = store
    self.environment = environment
    self.trial = trial
  }

  mutating func keep(for service: ProviderDescriptor) async throws {
    let ways = ServiceAccessWays(of: service)
    if let key = ways.key, isSet(key) {
      try await keep([key], of: service, in: environment)
    }
    // The key would be asked with, where there is one too.
    if ways.signIn.contains(where: isSet) {
      let hidden = [ways.key?.variable].compactMap(\.self)
      try await keep(ways.signIn, of: service, in: environment.replacing([:], hiding: hidden))
    }
    for other in ways.others where isSet(other) {
      try await keep([other], of: service, in: environment, isChecked: false)
    }
  }

  /// Whether its variable, or the file that names, holds something. What is kept already stays.
  private func isSet(_ wanted: WantedSecret) -> Bool {
    environment.keySource(wanted.variable).map { $0 != .kept } ?? false
  }

  /// Keeps what belongs together, all of it or nothing.
  private mutating func keep(
    _ wanted: [WantedSecret], of service: ProviderDescriptor, in environment: Environment,
    isChecked: Bool = true
  ) async throws {
    let names = wanted.map(\.variable).joined(separator: " and ")
    var secrets: [(variable: String, secret: String)] = []
    for one in wanted {
      do throws(MissingCredential) {
        let secret = try environment.secret(one.variable, one.kind).credential.secret
        secrets.append((one.variable, secret))
      } catch {
        return refuse(service, "\(one.variable) \(error.reason).")
      }
    }
    var remark = ""
    if let trial, isChecked {
      let verdict = await KeyVerdict(asking: service, in: environment, within: trial)
      guard case .accepted = verdict else {
        let hint =
          if case .unknown = verdict { " --no-check keeps it all the same." } else { "" }
        return refuse(service, "\(names) isn't kept. \(verdict.sentence)\(hint)")
      }
      remark = " \(verdict.sentence)"
    }
    for (variable, secret) in secrets {
      do throws(KeyStoreFailure) {
        try store.keep(secret, as: variable)
      } catch {
        throw SetupFailure(error)
      }
      keptCount += 1
    }
    Terminal.printLine("\(service.id): \(names) kept.\(remark)")
  }

  private mutating func refuse(_ service: ProviderDescriptor, _ sentence: String) {
    refusedCount += 1
    Terminal.printRemark("\(service.id): \(sentence)")
  }
}
