internal import Exchange
internal import HTTPTypes
internal import JSON
internal import Tools

extension Provider {
  /// What a request is let in with, as it is now. A token is asked for where none is known.
  func key(
    _ choice: ProviderDescriptor.KeyChoice, _ effect: Effect, by deadline: Deadline,
    noting footprint: CallFootprint
  ) async throws(ToolError) -> RequestKey {
    let wanted: ProviderDescriptor.Authentication? =
      switch choice {
      case .service: descriptor.authentication
      case .none: nil
      case .other(let other): other
      }
    guard let wanted else { return RequestKey(noneBeside: access?.key) }
    switch try access(by: wanted, effect) {
    case .key(let key): return RequestKey(key, by: wanted)
    case .signIn(let signIn, let values):
      do throws(ToolError) {
        let token = try await tokens.token(of: name(for: values.first), by: deadline) {
          () throws(ToolError) in
          try await self.token(for: values, by: signIn, deadline, footprint)
        }
        return RequestKey(token: token, of: values, by: signIn)
      } catch {
        var error = error
        error.outcome = effect == .read ? nil : .notSent
        throw error
      }
    }
  }

  private func access(
    by authentication: ProviderDescriptor.Authentication, _ effect: Effect
  ) throws(ToolError) -> ServiceAccess {
    do throws(MissingAccess) {
      return try environment.access(by: authentication)
    } catch {
      let isKey = error.variable == authentication.variable
      let other = authentication.signIn.map { "; or set \($0.variables)" } ?? ""
      let kind = authentication.place == .basic ? "user:password" : "a key"
      throw failure(
        .missingCredentials,
        "\(error.variable) \(error.reason). Set it in the host's configuration of this server"
          + (isKey ? " to \(kind) of \(descriptor.title)\(other)" : "")
          + ", or run clickport setup on this machine, then call again."
          + (isKey ? descriptor.keyHelp.map { " \($0)" } ?? "" : ""),
        effect, .notSent)
    }
  }

  /// Asks the service for a token.
  private func token(
    for values: [Credential], by signIn: ProviderDescriptor.SignIn, _ deadline: Deadline,
    _ footprint: CallFootprint
  ) async throws(ToolError) -> TokenStore.Token {
    let members = zip(signIn.body, values).map { ($0.name, JSONValue.string($1.secret)) }
    let path = signIn.request.path.map(\.description).joined()
    let parts = RequestParts(
      method: HTTPRequest.Method(signIn.request.method), path: path, query: "",
      content: .json(.object(JSONObject(members))))
    let key = RequestKey(for: values, by: signIn)
    do throws(ToolError) {
      let answer = try await send(parts, with: key, .read, by: deadline, noting: footprint)
      let object = JSONValue.object(try await answer.read())
      let token = signIn.token.lazy.compactMap { $0.value(in: object)?.string }.first ?? ""
      guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw failure(
          .badAnswer, "\(descriptor.title) gave no token for \(signIn.variables).", .read, .unknown,
          status: answer.status)
      }
      let end = signIn.expires.lazy.compactMap { $0.value(in: object)?.string }.first
      return TokenStore.Token(text: token, end: answer.end(of: end, at: deadline.now))
    } catch {
      var error = error
      // What is too short to be told from other text may stand in the service's words.
      if values.dropFirst().contains(where: { $0.secret.utf8.count < Redaction.shortest }) {
        error = failure(
          error.code, "\(descriptor.title) gave no token for \(signIn.variables).", .read, .unknown,
          status: error.status)
      }
      if [.notFound, .rejected, .badAnswer].contains(error.code) {
        error.message +=
          " This was \(signIn.request), which should give a token; an overlay's auth.token can name "
          + "another request."
      }
      throw error.concealing(key.redaction)
    }
  }
}

extension UnreadResponse {
  /// When a token ends that the service says is good until then, by our clock: a little earlier.
  /// What has ended by the service's own clock already was misread.
  fileprivate func end(of text: String?, at now: Duration) -> Duration? {
    guard let end = text.flatMap({ Timestamp(parsing: $0) }) else { return nil }
    let date = response.response.head.headerFields[.date].flatMap(Timestamp.init(httpDate:))
    let seconds = end.secondsSince1970 - (date?.secondsSince1970 ?? Int(now.components.seconds))
    return seconds > 0 ? now + .seconds(seconds - min(seconds / 2, Self.margin)) : nil
  }

  /// How many seconds before its end a token isn't used any more.
  private static let margin = 30
}
