internal import CCurl
package import Exchange
internal import HTTPTypes
internal import Loop
internal import Platform
package import Providers
internal import Synchronization

/// The real network: libcurl, opened when a service is first called, on the loop of the process.
///
/// Proxies are taken from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, certificates that
/// are trusted from `SSL_CERT_FILE` and `SSL_CERT_DIR`, where they are set.
package struct NetworkTransport: HTTPTransport {
  private let proxies: ProxySettings
  private let settings: CurlSettings
  /// The library to open instead of the system's.
  private let library: String?
  private let transfers: CurlTransfers

  package init(environment: Environment = .process) {
    self.init(environment: environment, transfers: .shared)
  }

  init(environment: Environment, transfers: CurlTransfers) {
    proxies = ProxySettings(environment)
    settings = CurlSettings(environment)
    library = environment.variable("CLICKPORT_LIBCURL")
    self.transfers = transfers
  }

  /// What calls will be refused for until the environment is another, in a clause each.
  package var problems: [String] { proxies.problems }

  /// The proxy that requests to an address go through; nil where none does, or the variables can't be
  /// understood.
  package func proxy(to base: BaseURL) -> ProxyInUse? {
    let head = HTTPRequest(
      method: .get, scheme: base.scheme, authority: base.authority, path: "/")
    let proxy = (try? proxies.proxy(for: head)) ?? nil
    return proxy.map { ProxyInUse(variable: $0.variable, address: $0.address) }
  }

  /// libcurl's version and that of its TLS library; throws what to install where there is none.
  package func libraryVersion() throws(LibraryFailure) -> String {
    try CurlLibrary.open(library)
    let security = ccurl_security().map { " with \(String(cString: $0))" } ?? ""
    return "libcurl \(String(cString: ccurl_version()))\(security)"
  }

  package func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    var settings = settings
    settings.proxy = try proxies.proxy(for: request.head)
    do throws(LibraryFailure) {
      try CurlLibrary.open(library)
    } catch {
      throw .misconfigured(reason: "\(error.reason): \(error.remedy)", at: .library)
    }
    return try await transfers.outcome(of: request, settings).get()
  }
}

/// A proxy, as it may be shown.
package struct ProxyInUse: Equatable, Sendable {
  /// The variable that names it.
  package let variable: String
  /// Host and port, without the user and the password.
  package let address: String

  package init(variable: String, address: String) {
    self.variable = variable
    self.address = address
  }
}

/// Why a library of the system's can't be used.
package struct LibraryFailure: Error, Equatable {
  /// A clause.
  package let reason: String
  /// What to install.
  package let remedy: String

  package init(reason: String, remedy: String) {
    self.reason = reason
    self.remedy = remedy
  }
}

/// What requests have in common whose handles needn't be prepared anew for each of them.
struct CurlRoute: Equatable {
  let isPlain: Bool
  let settings: CurlSettings
}

/// How a request is to be sent.
struct CurlSettings: Equatable, Sendable {
  var proxy: Proxy?
  let certificateFile: String?
  let certificateDirectory: String?

  init(_ environment: Environment) {
    certificateFile = environment.setting("SSL_CERT_FILE")
    certificateDirectory = environment.setting("SSL_CERT_DIR")
  }
}

/// libcurl, as the system has it.
enum CurlLibrary {
  private static let isOpen = Mutex(false)

  #if canImport(Darwin)
  private static let names = ["libcurl.4.dylib", "/usr/lib/libcurl.4.dylib"]
  #else
  // Debian builds it over two TLS libraries.
  private static let names = ["libcurl.so.4", "libcurl-gnutls.so.4"]
  #endif

  /// Opens it, unless that has been done. A failure isn't remembered: what is mended works.
  static func open(_ name: String?) throws(LibraryFailure) {
    let failure = isOpen.withLock { isOpen -> String? in
      guard !isOpen else { return nil }
      // A TLS library writes to a connection that the service has closed: an error, not the end.
      signal(SIGPIPE, SIG_IGN)
      var failure: String?
      for name in name.map({ [$0] }) ?? Self.names {
        guard let reason = ccurl_open(name) else {
          isOpen = true
          return nil
        }
        failure = failure ?? String(cString: reason)
      }
      return failure
    }
    guard let failure else { return }
    throw LibraryFailure(
      reason: failure,
      remedy: "install libcurl (Debian: libcurl4, Fedora: libcurl, Alpine: libcurl), "
        + "or name its file in CLICKPORT_LIBCURL")
  }
}
