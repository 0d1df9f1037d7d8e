import Testing
import Tools

@Suite struct `A text template` {
  @Test func `puts values in for names`() {
    let text = TextTemplate(parsing: "From {start} to {end}, from {start}.")
    #expect(text.names == ["start", "end", "start"])
    #expect(text.filled { $0 == "start" ? "1" : "2" } == "From 1 to 2, from 1.")
  }

  @Test(arguments: ["", "{", "}", "{}", "{A}", "{a b}", #"{"a": 1}"#, "{a", "a}", "{{"])
  func `keeps braces that hold no name`(text: String) {
    #expect(TextTemplate(parsing: text).names == [])
    #expect(TextTemplate(parsing: text).filled { _ in "1" } == text)
  }

  @Test func `does not look into the values`() {
    let text = TextTemplate(parsing: "{a}{b}")
    #expect(text.filled { $0 == "a" ? "{b}" : "{a}" } == "{b}{a}")
  }

  @Test func `takes what is said to be a name`() {
    let text = TextTemplate(parsing: "{A b}{}") { _ in true }
    #expect(text.names == ["A b", ""])
    #expect(TextTemplate(parsing: "{A b}{}") { !$0.isEmpty }.filled { _ in "1" } == "1{}")
  }

  @Test func `finds a name behind an open brace`() {
    #expect(TextTemplate(parsing: "{{a}}").filled { _ in "1" } == "{1}")
  }
}
