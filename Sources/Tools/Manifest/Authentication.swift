package import JSON

extension ProviderDescriptor {
  /// Where a key goes and where it comes from.
  package struct Authentication: Sendable {
    package let place: Place
    /// The environment variable that holds the key; with `_FILE` behind, a file's path.
    package let variable: String
    /// Read when no key is set.
    private let deferredSignIn: Deferred<SignIn?>?

    /// What of a request carries a key.
    package enum Place: Equatable, Sendable {
      /// `prefix` stands before the key, such as `Bearer `.
      case header(String, prefix: String)
      /// A parameter of the query.
      case query(String)
      /// The scheme of RFC 7617: the key is a user's name, a colon and a password.
      case basic
    }

    init(place: Place, variable: String, signIn: Deferred<SignIn?>?) {
      self.place = place
      self.variable = variable
      deferredSignIn = signIn
    }

    /// How a token is had in the key's stead; nil where there is no such way.
    package var signIn: SignIn? { deferredSignIn?.value }
  }

  /// A request that gives a token to whom it knows, for as long as no key is set.
  package struct SignIn: Sendable {
    package let request: RequestTemplate
    /// The members of its body, and the variables that hold their values; the first says who it is.
    package let body: [(name: String, variable: String)]
    /// Where the answer has the token, and until when that is good.
    package let token: [JSONPointer]
    package let expires: [JSONPointer]
    /// Where the token goes.
    package let header: String
    package let prefix: String

    /// The variables that must be set, as a sentence names them.
    package var variables: String { body.map(\.variable).joined(separator: " and ") }
  }

  /// Whose key a tool's requests carry.
  package enum KeyChoice: Sendable {
    case service
    case none
    case other(Authentication)

    /// What is to be said of it where it isn't the service's: the variable, or that there is none.
    var json: JSONValue? {
      switch self {
      case .service: nil
      case .none: .string(Self.noneWord)
      case .other(let other): .string(other.variable)
      }
    }

    /// What stands for `none` in the manifest.
    fileprivate static let noneWord = "none"
  }
}

extension ProviderDescriptor.Authentication {
  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["header", "prefix", "query", "scheme", "env", "token"])
    let signIn = cursor.child("token").map { token in
      Deferred { ProviderDescriptor.SignIn(reading: token) }
    }
    if !cursor.isProven { _ = signIn?.value }
    let variable = cursor.requiredString("env")
    guard let place = Place(reading: cursor), let variable else { return nil }
    self.init(place: place, variable: variable, signIn: signIn)
  }

  /// A provider's further keys, by name.
  static func others(of provider: ManifestCursor) -> [String: Self] {
    let keys = provider.children("keys").map { name, key in
      if !key.isProven,
        !ProviderDescriptor.isIdentifier(name) || name == ProviderDescriptor.KeyChoice.noneWord
      {
        key.report("a key's name must be lower-case letters, digits and _, at most 40, not none")
      }
      return (name, Self(reading: key))
    }
    return Dictionary(keys) { first, _ in first }.compactMapValues(\.self)
  }
}

extension ProviderDescriptor.Authentication.Place {
  fileprivate init?(reading cursor: ManifestCursor) {
    let object = cursor.object
    let isQuery = object.contains("query")
    guard isQuery || object.contains("scheme") else {
      guard let header = cursor.fieldName("header") else { return nil }
      self = .header(header, prefix: cursor.string("prefix") ?? "")
      return
    }
    if ["header", "prefix", isQuery ? "scheme" : "query"].contains(where: object.contains) {
      cursor.report("a key goes into one place: header (perhaps with prefix), query or scheme")
    }
    if isQuery {
      guard let name = cursor.requiredString("query") else { return nil }
      self = .query(name)
    } else {
      guard cursor.choice("scheme", Scheme.self) != nil else { return nil }
      self = .basic
    }
  }

  /// The schemes of HTTP that need more than a prefix.
  private enum Scheme: String, CaseIterable {
    case basic
  }
}

extension ProviderDescriptor.SignIn {
  fileprivate init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["request", "body", "at", "expires", "header", "prefix", "confidence"])
    _ = cursor.choice("confidence", ToolDescriptor.Confidence.self)
    let request = cursor.template("request")
    if let request, !request.requiredArguments.isEmpty || !request.optionalArguments.isEmpty {
      cursor.report(at: "request", "must be a path without arguments")
    }
    let body = cursor.child("body")
    if body?.object.isEmpty ?? true, !cursor.isProven {
      cursor.report("body must name the members of the request and the variables they come from")
    }
    let token = cursor.pointers("at")
    if token.isEmpty { _ = cursor.isPresent("at", "a pointer to the token in the answer") }
    guard let request, let body, let header = cursor.fieldName("header") else { return nil }
    self.request = request
    self.body = body.object.keys.compactMap { name in body.string(name).map { (name, $0) } }
    self.token = token
    expires = cursor.pointers("expires")
    self.header = header
    prefix = cursor.string("prefix") ?? ""
  }
}

extension ProviderDescriptor.KeyChoice {
  /// Reads a tool's `key`.
  init(reading cursor: ManifestCursor, among keys: [String: ProviderDescriptor.Authentication]) {
    guard let name = cursor.string("key") else {
      self = .service
      return
    }
    if name == Self.noneWord {
      self = .none
    } else if let key = keys[name] {
      self = .other(key)
    } else {
      let hint = meantHint(name, among: [Self.noneWord] + keys.keys.sorted()) ?? ""
      cursor.report(at: "key", "the service has no key \"\(name)\"\(hint)")
      self = .service
    }
  }
}

extension ManifestCursor {
  /// A required name of a header field.
  fileprivate func fieldName(_ key: String) -> String? {
    let name = requiredString(key)
    if let name, !isProven, !ProviderDescriptor.isFieldName(name) {
      report(at: key, "\"\(name)\" can't be the name of a header field")
    }
    return name
  }
}
