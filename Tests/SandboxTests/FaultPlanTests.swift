import Sandbox
import Testing

@Suite struct `A fault plan` {
  @Test func `keeps the default of what is not named`() throws {
    #expect(try FaultPlan(parsing: "") == FaultPlan())
    #expect(FaultPlan().kinds == FaultKind.allCases)
    var plan = FaultPlan()
    plan.rate = 1
    #expect(try FaultPlan(parsing: "rate=1") == plan)
  }

  @Test func `reads every word, over lines and remarks`() throws {
    let plan = try FaultPlan(
      parsing: """
        seed=7 rate=0.25   # a quarter
        kinds=unavailable,latency latency=0.5-2
        # nothing here
        retry_after=900 burst=5
        """)
    #expect(plan.seed == 7)
    #expect(plan.rate == 0.25)
    #expect(plan.kinds == [.latency, .unavailable])
    #expect(plan.latency == 0.5...2)
    #expect(plan.retryAfter == 900)
    #expect(plan.burst == 5)
  }

  @Test func `reads one latency as always that long`() throws {
    #expect(try FaultPlan(parsing: "latency=3").latency == 3...3)
    #expect(try FaultPlan(parsing: "kinds=all").kinds == FaultKind.allCases)
  }

  @Test(arguments: [
    ("rate", #""rate" must be name=value, such as rate=0.2"#),
    ("rate=1.1", #"rate must be a number from 0 to 1; it is "1.1""#),
    ("rate=nan", #"rate must be a number from 0 to 1; it is "nan""#),
    ("rate=-0.1", #"rate must be a number from 0 to 1; it is "-0.1""#),
    ("seed=-1", #"seed must be a whole number from 0; it is "-1""#),
    ("burst=0", #"burst must be a whole number from 1 to 1000; it is "0""#),
    ("burst=1001", #"burst must be a whole number from 1 to 1000; it is "1001""#),
    ("retry_after=86401", #"retry_after must be a whole number from 0 to 86400; it is "86401""#),
    ("rate=0 rate=1", "rate is given twice: keep one"),
    (
      "tempo=1", #"there is no "tempo"; use seed, rate, kinds, latency, retry_after or burst"#
    ),
  ])
  func `is refused with a sentence that says what to change`(text: String, problem: String) {
    #expect(throws: FaultPlanProblems(problems: [problem])) { try FaultPlan(parsing: text) }
  }

  @Test(arguments: ["2-1", "-1", "1-2-3", "", "601", "soon", "nan"])
  func `is refused with a latency that is no range`(value: String) throws {
    let problems = #expect(throws: FaultPlanProblems.self) {
      try FaultPlan(parsing: "latency=\(value)")
    }
    #expect(problems?.description.hasPrefix("latency must be seconds such as 0.5 or 0.1-2") == true)
  }

  @Test(arguments: ["", ",", "weather", "latency,weather"])
  func `names the kinds when one is unknown`(value: String) throws {
    let problems = #expect(throws: FaultPlanProblems.self) {
      try FaultPlan(parsing: "kinds=\(value)")
    }
    let sentence = problems?.description ?? ""
    for kind in FaultKind.allCases { #expect(sentence.contains(kind.rawValue)) }
    #expect(sentence.hasSuffix(value.count > 1 ? "weather is not one" : "none is named"))
  }

  @Test func `tells every problem at once`() {
    let problems = #expect(throws: FaultPlanProblems.self) {
      try FaultPlan(parsing: "rate=2 burst=x kinds=y")
    }
    #expect(problems?.problems.count == 3)
  }
}
