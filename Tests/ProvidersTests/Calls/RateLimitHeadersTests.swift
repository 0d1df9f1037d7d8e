import Exchange
import JSON
import Providers
import Testing

@Suite struct `Advice about further calls` {
  static let date = "Sun, 06 Nov 1994 08:49:37 GMT"
  static let instant = 784_111_777

  @Test(arguments: [
    ("900", 900), ("0", 0), ("Sun, 06 Nov 1994 08:51:37 GMT", 120), (date, 0),
    ("Sun, 06 Nov 1994 08:49:36 GMT", nil), ("-1", nil), ("soon", nil), ("1.5", 1.5), ("", nil),
    ("0.25", 0.25), ("1.", nil), (".5", nil), ("1.5.5", nil), ("1e3", nil), ("0x10", nil),
    ("nan", nil), ("inf", nil), ("+5", nil), ("1994-11-06T08:51:37Z", 120),
    ("86401", 86_400), ("99999999999999999999", 86_400), ("1784111777", 86_400),
    ("Sun, 06 Nov 2094 08:49:37 GMT", 86_400),
  ])
  func `D16: reads Retry-After, up to a day`(text: String, seconds: Double?) {
    let advice = headers(
      of: ProviderResponse(503, "", ["Retry-After": text, "Date": Self.date]))
    #expect(advice.retryAfter == seconds.map { .seconds($0) })
    #expect(advice.penalty == nil)
  }

  @Test(arguments: ["X-RateLimit-", "x-ratelimit-", "X-Rate-Limit-", "RateLimit-", "ratelimit-"])
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
    // Without it, ours has to do; and if that isn't known either, the instant says nothing.
    let now = Duration.seconds(1_784_111_752)
    #expect(headers(of: ProviderResponse(200, "", fields), at: now).penalty == .seconds(25))
    #expect(headers(of: ProviderResponse(200, "", fields)).penalty == nil)
  }

  /// Each with a service that has no calls left.
  @Test(arguments: [
    ("30", 30), ("0.5", 0.5), ("3600", 3600), ("3601", 3600), ("999999", 3600),
    ("1784111787", 10), ("1784111787.25", 11), ("1784111787000", 10), ("1784111787001", 11),
    ("1784198177", 3600), ("99999999999999", 3600), ("Wed, 15 Jul 2026 10:36:27 GMT", 10),
    ("2026-07-15T10:36:27Z", 10), ("1784111776", nil), ("in a while", nil), ("-5", nil),
  ])
  func `D16: reads when the count starts anew, which is never far away`(
    reset: String, seconds: Double?
  ) {
    let now = Duration.seconds(1_784_111_777)
    let fields = ["RateLimit-Remaining": "0", "RateLimit-Reset": reset]
    let advice = headers(of: ProviderResponse(200, "", fields), at: now)
    #expect(advice.penalty == seconds.map { .seconds($0) })
  }

  @Test func `D16: believes a long reset of a service that asks for it`() {
    let fields = [
      "RateLimit-Remaining": "0", "RateLimit-Reset": "40000", "Retry-After": "30000",
    ]
    #expect(headers(of: ProviderResponse(200, "", fields)).penalty == .seconds(30_000))
    #expect(headers(of: ProviderResponse(429, "", fields)).penalty == .seconds(30_000))
  }

  /// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
  @Test(arguments: [
    (#""default";r=0;t=30"#, 0, 30), (#""default"; r=50; t=30"#, 50, nil),
    (#""default";t=30;r=0"#, 0, 30), (#""burst";r=0;t=10, "daily";r=0;t=3000"#, 0, 3000),
    (#""burst";r=5;t=10, "daily";r=0;t=3000"#, 0, 3000), (#""default";r=0"#, 0, nil),
    ("limit=100, remaining=0, reset=10", 0, 10), ("limit=100, remaining=7, reset=10", 7, nil),
    ("limit=100,remaining=0,reset=99999", 0, 3600), (#""default";q=10;w=60"#, nil, nil),
    ("", nil, nil), ("nonsense", nil, nil), (#""x";r=-1;t=5"#, nil, nil),
  ])
  func `D16: reads the draft's one field`(text: String, remaining: Int?, seconds: Int?) {
    let advice = headers(of: ProviderResponse(200, "", ["RateLimit": text]))
    #expect(advice.remaining == remaining)
    #expect(advice.penalty == seconds.map { .seconds($0) })
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

  private func headers(
    of response: ProviderResponse, at now: Duration? = nil
  ) -> RateLimitHeaders {
    ClassifiedResponse(response, at: now).rateLimit
  }
}
