import Foundation
import JSON
import TestSupport
import Testing

/// Everyday jobs, each as one example: how many calls and tokens it takes an agent.
struct JobTests {
  struct Job: CustomTestStringConvertible {
    let example: String
    /// The ids of the messages that do it, once and, where it ends in two ways, once more; what
    /// else there is shows what is beside it.
    let runs: [ClosedRange<Int>]
    /// What a run may take at most; a token is four bytes of an answer.
    let calls: Int
    let tokens: Int

    var testDescription: String { example }
  }

  private static let jobs = [
    Job(example: "job_01_losing_url", runs: [1...1], calls: 1, tokens: 600),
    Job(example: "job_02_week_against_week", runs: [1...1], calls: 1, tokens: 900),
    Job(example: "job_03_month_to_date", runs: [1...1], calls: 1, tokens: 600),
    Job(example: "job_04_clicks_by_month", runs: [1...1], calls: 1, tokens: 300),
    Job(example: "job_05_top_advertisers", runs: [1...1], calls: 1, tokens: 400),
    Job(example: "job_06_idle_links", runs: [1...1], calls: 1, tokens: 800),
    Job(example: "job_07_bots_by_source", runs: [1...1], calls: 1, tokens: 600),
    Job(example: "job_08_crawl_until_done", runs: [1...1], calls: 1, tokens: 300),
    Job(example: "job_09_worst_month", runs: [1...2], calls: 2, tokens: 900),
    Job(example: "job_10_message_once_a_day", runs: [1...1, 2...2], calls: 1, tokens: 200),
    Job(example: "job_11_rotator_with_urls", runs: [1...1], calls: 1, tokens: 300),
    Job(example: "job_12_pause_link", runs: [1...2], calls: 2, tokens: 300),
    Job(example: "job_13_delete_with_consent", runs: [1...2], calls: 2, tokens: 400),
    Job(example: "job_14_hits_as_csv", runs: [1...1], calls: 1, tokens: 300),
    Job(example: "job_15_reconcile", runs: [1...1], calls: 1, tokens: 900),
  ]

  private static func messages(_ file: String) throws -> [JSONValue] {
    try String(contentsOf: Repository.file("examples/\(file).jsonl"), encoding: .utf8)
      .split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  /// The results of an example's calls, as they were recorded; other tests hold them to that.
  private static func results(_ example: String) throws -> [JSONValue] {
    try messages(example + ".out").compactMap { $0["result"] }
  }

  /// What a model reads of a result: its text, which programs get once more, or the question.
  private static func text(of result: JSONValue) -> String {
    guard let blocks = result["content"]?.array else {
      return result["inputRequests"]?.description ?? ""
    }
    return blocks.compactMap { $0["text"]?.string }.joined()
  }

  private static func answer(in result: JSONValue) throws -> JSONValue {
    try JSONValue(parsing: text(of: result))
  }

  @Test(arguments: jobs) func `takes no more calls and tokens than it may`(job: Job) throws {
    let messages = try Self.messages(job.example + ".out")
    for run in job.runs {
      let results = messages.filter { $0["id"]?.int.map(run.contains) ?? false }
        .compactMap { $0["result"] }
      #expect(results.count == run.count)
      #expect(run.count <= job.calls)
      let bytes = results.map { Self.text(of: $0).utf8.count }.reduce(0, +)
      #expect(bytes <= 4 * job.tokens)
    }
  }

  @Test func `take no more than 8,000 tokens together`() throws {
    let bytes = try Self.jobs.flatMap { job in
      try Self.messages(job.example + ".out").compactMap { $0["result"] }
    }.map { Self.text(of: $0).utf8.count }.reduce(0, +)
    #expect(bytes <= 4 * 8000)
  }

  @Test func `each have a budget`() {
    let examples = ExamplesTests.examples.filter { $0.hasPrefix("job_") }
    #expect(examples == Self.jobs.map(\.example))
  }

  @Test func `messages a number once a day`() throws {
    let answers = try Self.results("job_10_message_once_a_day").map(Self.answer)
    try #require(answers.count == 4)
    #expect(answers[0]["success"] == true)
    #expect(answers[1]["code"] == "conflict")
    #expect(answers[1]["outcome"] == "not_sent")
    #expect(answers[1]["first"]?["state"] == "accepted")
    #expect(answers[2]["effects"]?.array?.count == 1)
  }

  @Test(arguments: [
    "job_01_losing_url", "job_02_week_against_week", "job_03_month_to_date",
    "job_04_clicks_by_month",
    "job_05_top_advertisers", "job_06_idle_links", "job_07_bots_by_source",
    "job_08_crawl_until_done", "job_09_worst_month", "job_11_rotator_with_urls",
    "job_12_pause_link", "job_14_hits_as_csv", "job_15_reconcile",
  ])
  func `does a job without an error`(example: String) throws {
    #expect(try Self.results(example).allSatisfy { $0["isError"] != true })
  }

  @Test func `deletes a rotator once a person has agreed`() throws {
    let results = try Self.results("job_13_delete_with_consent")
    try #require(results.count == 2)
    #expect(results[0]["resultType"] == "input_required")
    #expect(try Self.answer(in: results[1])["status"] == "OK")
  }
}
