import Exchange
import JSON
import Providers
import Testing

@Suite struct `Advice about further calls` {
  static let date = "Sun, 06 Nov 1994 08:49:37 GMT"
  static let instant = 784_111_777

  @Test(arguments: [
    ("900", 900), ("0", 0), ("Sun, 06 Nov 1994 08:51:37 GMT", 120), (date, 0),
    ("Sun, 06 Nov 1994 08:49:36 GMT", nil), ("-1", nil), ("soon", nil), ("1.5", nil), ("", nil),
    ("99999999999999999999", nil),
  ])
  func `reads Retry-After`(text: String, seconds: Int?) {
    let advice = headers(
      of: ProviderResponse(503, "", ["Retry-After": text, "Date": Self.date]))
    #expect(advice.retryAfter == seconds.map { .seconds($0) })
    #expect(advice.penalty == nil)
  }

  @Test(arguments: ["X-RateLimit-", "x-ratelimit-", "X-Rate-Limit-"])
  func `reads both spellings of what is left`(prefix: String) {
    let advice = headers(
      of: ProviderResponse(200, "", [prefix + "Remaining": "0", prefix + "Reset": "30"]))
    #expect(advice.remaining == 0)
    #expect(advice.penalty == .seconds(30))
  }

  @Test func `compares instants with the service's own clock`() {
    let fields = ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": String(1_784_111_777)]
    let late = "Wed, 15 Jul 2026 10:36:07 GMT"
    let advice = headers(of: ProviderResponse(200, "", fields.merging(["Date": late]) { $1 }))
    #expect(advice.penalty == .seconds(10))
    #expect(headers(of: ProviderResponse(200, "", fields)).penalty == nil)
  }

  @Test func `means a penalty only when no call is left, or one was refused`() {
    let fields = ["X-RateLimit-Remaining": "3", "X-RateLimit-Reset": "30"]
    #expect(headers(of: ProviderResponse(200, "", fields)).penalty == nil)
    #expect(headers(of: ProviderResponse(429, "", fields)).penalty == .seconds(30))
    #expect(headers(of: ProviderResponse(429)).penalty == nil)
  }

  @Test func `reads dates as HTTP writes them`() {
    #expect(Timestamp(httpDate: Self.date)?.secondsSince1970 == Self.instant)
  }

  @Test(arguments: [
    "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 31 Feb 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "", "Sun, 06",
  ])
  func `reads no other dates`(text: String) {
    #expect(Timestamp(httpDate: text) == nil)
  }

  private func headers(of response: ProviderResponse) -> RateLimitHeaders {
    ClassifiedResponse(response).rateLimit
  }
}
