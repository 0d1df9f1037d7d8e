import Testing
import Tools

@Suite struct `A prompt's text` {
  @Test func `has places for arguments`() {
    let text = PromptText(parsing: "From {start} to {end}, from {start}.")
    #expect(text.arguments == ["start", "end", "start"])
    #expect(text.filled(with: ["start": "1", "end": "2"]) == "From 1 to 2, from 1.")
  }

  @Test(arguments: ["", "{", "}", "{}", "{A}", "{a b}", #"{"a": 1}"#, "{a", "a}", "{{"])
  func `keeps braces that hold no name`(text: String) {
    #expect(PromptText(parsing: text).arguments == [])
    #expect(PromptText(parsing: text).filled(with: ["a": "1", "A": "1"]) == text)
  }

  @Test func `does not look into the values`() {
    let text = PromptText(parsing: "{a}{b}")
    #expect(text.filled(with: ["a": "{b}", "b": "{a}"]) == "{b}{a}")
  }

  @Test func `finds a place behind an open brace`() {
    #expect(PromptText(parsing: "{{a}}").filled(with: ["a": "1"]) == "{1}")
  }
}
