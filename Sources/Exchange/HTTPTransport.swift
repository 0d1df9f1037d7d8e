package import HTTPTypes
package import JSON

/// What carries a request to a provider: the network, the sandbox, or a test's double.
package protocol HTTPTransport: Sendable {
  /// Sends one request and reads its whole answer. Redirects are answers like any other.
  ///
  /// Honours cancellation and `request.timeLimit`, and refuses an answer past
  /// `request.maximumAnswer` bytes without reading on.
  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse
}

/// A request to a provider, whole: method, URL, header fields and body.
package struct ProviderRequest: Sendable {
  /// Scheme, authority and path with its query are always set.
  package var head: HTTPRequest
  package var body: [UInt8]
  /// How long the exchange may take, from connecting to the last byte of the answer.
  package var timeLimit: Duration
  /// The most bytes an answer's body may have.
  package var maximumAnswer: Int

  package init(
    head: HTTPRequest, body: [UInt8] = [], timeLimit: Duration = .seconds(30),
    maximumAnswer: Int = 32 << 20
  ) {
    self.head = head
    self.body = body
    self.timeLimit = timeLimit
    self.maximumAnswer = maximumAnswer
  }
}

/// It prints as its address, without query, header fields and body: one of the fields is the key.
extension ProviderRequest: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String {
    let path = (head.path ?? "").prefix { $0 != "?" }
    return "\(head.method) \(head.scheme ?? "")://\(head.authority ?? "")\(path)"
  }

  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A provider's answer, whole.
package struct ProviderResponse: Sendable {
  package var head: HTTPResponse
  package var body: [UInt8]

  package init(head: HTTPResponse, body: [UInt8] = []) {
    self.head = head
    self.body = body
  }
}

/// Why an exchange gave no answer. What matters above is whether the service may have acted.
package enum TransportError: Error, Equatable {
  /// No connection was made: the request never left. `reason` is a clause for people.
  case notConnected(reason: String, at: TransportLayer = .connection)
  /// No connection is made until somebody changes what `reason` names: the request never left.
  case misconfigured(reason: String, at: TransportLayer = .connection)
  /// The connection broke after the request began to leave; `isUnanswered` tells whether that was
  /// before the first line of an answer.
  case interrupted(reason: String, isUnanswered: Bool = false)
  /// The time limit passed; `wasSent` tells whether the request may have reached the service,
  /// `proxy` what it was to go through.
  case timedOut(wasSent: Bool, proxy: String? = nil)
  /// The answer is longer than the request allowed.
  case answerTooLarge(limit: Int)
  /// The calling task was cancelled.
  case cancelled
}

/// How far on the way to a service a connection came.
package enum TransportLayer: Sendable {
  /// There is nothing here to connect with.
  case library
  /// The proxy that is in between.
  case proxy
  /// The host's name, and what it stands for.
  case name
  case connection
  /// The certificate, and what is trusted.
  case security
}

extension Timestamp {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7), the one form that may be sent.
  package init?(httpDate text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 6, words[0].count == 4, words[0].last == ",", words[5] == "GMT",
      words[1].count == 2, words[3].count == 4, words[4].count == 8,
      let day = Int(words[1]), let year = Int(words[3]),
      let month = Self.months.firstIndex(of: String(words[2])),
      let date = CalendarDate(year: year, month: month + 1, day: day),
      let timestamp = Timestamp(parsing: "\(date)T\(words[4])Z")
    else { return nil }
    self = timestamp
  }
}
