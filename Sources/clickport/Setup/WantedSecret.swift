import Providers
import Tools

/// Something that lets requests of a service in.
struct WantedSecret: Sendable {
  let variable: String
  let kind: SecretKind
  /// What it is, as a question begins.
  let words: String
  /// Whether it may be shown: who it is, not what only they know.
  var isShown = false
}

/// The ways into a service: one of them is enough, but for the keys of some tools.
struct ServiceAccessWays: Sendable {
  /// Its key; nil where it wants none.
  let key: WantedSecret?
  /// What a token is had for where there is no key; all of it is needed.
  let signIn: [WantedSecret]
  /// Keys that some of its tools want.
  let others: [WantedSecret]

  init(of service: ProviderDescriptor) {
    key = service.authentication.map { WantedSecret($0, "Key") }
    signIn = (service.authentication?.signIn?.body ?? []).enumerated().map { index, member in
      WantedSecret(
        variable: member.variable, kind: .word,
        words: member.name.prefix(1).uppercased() + member.name.dropFirst(), isShown: index == 0)
    }
    others = service.otherKeys.sorted { $0.key < $1.key }.map { name, authentication in
      WantedSecret(authentication, "Key \"\(name)\", which some tools want,")
    }
  }

  var all: [WantedSecret] { [key].compactMap(\.self) + signIn + others }
}

extension WantedSecret {
  fileprivate init(_ authentication: ProviderDescriptor.Authentication, _ words: String) {
    let isLogin = authentication.place == .basic
    self.init(
      variable: authentication.variable, kind: SecretKind(isLogin: isLogin),
      words: isLogin ? "User's name, a colon and the password" : words)
  }
}
