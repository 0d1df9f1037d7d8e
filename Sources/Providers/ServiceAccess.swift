internal import JSON
package import Tools

/// What a service lets requests in with.
package enum ServiceAccess: Sendable {
  case key(Credential)
  /// No key is set, but who gets a token: the values of the request's body.
  case signIn(ProviderDescriptor.SignIn, [Credential])

  package var key: Credential? {
    if case .key(let key) = self { key } else { nil }
  }

  /// What tells accounts apart.
  package var account: Credential? {
    switch self {
    case .key(let key): key
    case .signIn(_, let values): values.first
    }
  }
}

/// Why nothing lets requests in.
package struct MissingAccess: Error {
  /// What is to be set.
  package let variable: String
  /// A clause that follows its name.
  package let reason: String
}

extension Environment {
  /// What is set for a service: its key, which counts first, or what a token is had for.
  package func access(
    by authentication: ProviderDescriptor.Authentication
  ) throws(MissingAccess) -> ServiceAccess {
    do throws(MissingCredential) {
      return .key(try credential(authentication.variable, isLogin: authentication.place == .basic))
    } catch {
      if let (signIn, values) = try signIn(insteadOf: authentication) {
        return .signIn(signIn, values)
      }
      throw MissingAccess(variable: authentication.variable, reason: error.reason)
    }
  }

  /// What a token is had for where the key can't be used; nil where the key is what counts.
  private func signIn(
    insteadOf key: ProviderDescriptor.Authentication
  ) throws(MissingAccess) -> (ProviderDescriptor.SignIn, [Credential])? {
    guard let signIn = key.signIn else { return nil }
    let given = signIn.body.count { isSet($0.variable) }
    // A wrong key is told of, unless all that replaces it is there.
    guard given == signIn.body.count || given > 0 && !isSet(key.variable) else { return nil }
    var values: [Credential] = []
    for (_, variable) in signIn.body { values.append(try secret(variable)) }
    return (signIn, values)
  }

  /// Whether something was set for a variable, be it right or not.
  private func isSet(_ name: String) -> Bool {
    if [name, name + "_FILE"].contains(where: { variable($0)?.isEmpty == false }) { return true }
    return keySource(name) != nil
  }

  /// A name or a password.
  private func secret(_ name: String) throws(MissingAccess) -> Credential {
    do throws(MissingCredential) {
      return try secret(name, .word).credential
    } catch {
      throw MissingAccess(variable: name, reason: error.reason)
    }
  }

  /// What there is of a service's key, or of what stands in for it.
  package func keyState(of authentication: ProviderDescriptor.Authentication) -> KeyState {
    let key = keyState(authentication.variable, isLogin: authentication.place == .basic)
    if case .set = key { return key }
    do throws(MissingAccess) {
      guard let (signIn, values) = try signIn(insteadOf: authentication) else { return key }
      return .token(for: signIn.variables, values.last ?? Credential(secret: ""))
    } catch {
      return .unusable(
        reason: "\(error.variable) \(error.reason)", given: Credential(secret: ""))
    }
  }

  /// Where a service's key comes from, or what stands in for it; nil where nothing was given.
  func keySource(of authentication: ProviderDescriptor.Authentication) -> KeySource? {
    if let source = keySource(authentication.variable) { return source }
    return authentication.signIn?.body.reversed().lazy.compactMap { keySource($0.variable) }.first
  }
}

/// What one request is let in with.
struct RequestKey: Sendable {
  /// The header field that carries it; nil where none does.
  private(set) var field: (name: String, value: String)?
  /// The parameter of the query that carries it; nil where none does.
  private var parameter: (name: String, value: String)?
  /// What the account is named by.
  private(set) var account: Credential?
  /// Keeps out of results and errors what is to be shown to nobody.
  let redaction: Redaction
  /// What it is, in a sentence; nil where it is nothing.
  private(set) var words: String?
  /// The token that it is, if it is one: another can be had.
  private(set) var token: String?

  /// Nothing. A key that the request doesn't carry is kept out all the same.
  init(noneBeside key: Credential?) {
    redaction = Redaction(key)
  }

  init(_ key: Credential, by authentication: ProviderDescriptor.Authentication) {
    switch authentication.place {
    case .header(let name, let prefix):
      field = (name, prefix + key.secret)
      redaction = Redaction(key)
    case .query(let name):
      parameter = (name, key.secret)
      redaction = Redaction(key)
    case .basic:
      let coded = Base64Text(encoding: Array(key.secret.utf8)).text
      field = ("Authorization", "Basic " + coded)
      let parts = key.secret.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      // Some services take a key for the user and no password.
      let secret = parts.last.flatMap { $0.isEmpty ? parts.first : $0 } ?? ""
      let texts = [key.secret, coded.prefix { $0 != "=" }.description, String(secret)]
      redaction = Redaction(texts.map(Credential.init))
    }
    account = key
    words = "the key in \(authentication.variable)"
  }

  /// What a token is had for, in the body of the request for one.
  init(for values: [Credential], by signIn: ProviderDescriptor.SignIn) {
    account = values.first
    // Who it is stands in answers for good reasons.
    redaction = Redaction(of: values.dropFirst().map(\.secret))
    words = "what \(signIn.variables) hold"
  }

  init(token: String, of values: [Credential], by signIn: ProviderDescriptor.SignIn) {
    field = (signIn.header, signIn.prefix + token)
    account = values.first
    redaction = Redaction(of: [token] + values.dropFirst().map(\.secret))
    words = "the token for \(signIn.variables)"
    self.token = token
  }
}

extension RequestKey {
  /// A path and its query with the key in that, once, where that is its place.
  func added(to target: String) -> String {
    guard let parameter else { return target }
    let plain = removed(from: target)
    return plain + (plain.contains("?") ? "&" : "?") + PercentCoding.encode([parameter])
  }

  /// A path and its query without the key in its place.
  func removed(from target: String) -> String {
    guard let parameter, let mark = target.firstIndex(of: "?") else { return target }
    let pairs = target[mark...].dropFirst().split(separator: "&", omittingEmptySubsequences: false)
    let name = PercentCoding.escape(parameter.name)
    let others = pairs.filter { pair in
      let written = pair.prefix { $0 != "=" }
      return written != name && PercentCoding.decode(written) != parameter.name
    }
    return target[..<mark] + (others.isEmpty ? "" : "?" + others.joined(separator: "&"))
  }
}
