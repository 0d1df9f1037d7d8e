import Testing
import Tools

@Suite struct `Request templates` {
  @Test func `are a method, literals and arguments`() throws {
    let template = try RequestTemplate(parsing: "POST /clients/{id}/scores")
    #expect(template.method == .post)
    #expect(template.path == [.literal("/clients/"), .argument("id"), .literal("/scores")])
    #expect(template.requiredArguments == ["id"])
    #expect(template.optionalArguments == [])
  }

  @Test func `hold optional parts`() throws {
    let text = "GET /campaigns[/projects/{project_id}]/actions[/{model}]"
    let template = try RequestTemplate(parsing: text)
    #expect(
      template.path == [
        .literal("/campaigns"), .optional([.literal("/projects/"), .argument("project_id")]),
        .literal("/actions"), .optional([.literal("/"), .argument("model")]),
      ])
    #expect(template.requiredArguments == [])
    #expect(template.optionalArguments == ["project_id", "model"])
  }

  @Test(arguments: ["GET /", "PUT /a", "PATCH /a.b-c~d", "DELETE /{a}{b}", "GET [/{a}]"])
  func `are read`(text: String) throws {
    #expect(try RequestTemplate(parsing: text).method.rawValue == text.prefix { $0 != " " })
  }

  @Test(arguments: [
    ("", "must be a method"), ("GET", "must be a method"), ("/clicks", "must be a method"),
    ("get /clicks", "must be a method"), ("FETCH /clicks", "must be a method"),
    ("GET  /clicks", "must be a method"), ("GET /a b", "must be a method"),
    ("GET clicks", "must begin with /"), ("GET {a}", "must begin with /"),
    ("GET /a?b=1", #"can't hold "?""#), ("GET /a#b", ##"can't hold "#""##),
    ("GET /%2e", #"can't hold "%""#), ("GET /ä", #"can't hold "ä""#),
    ("GET /{a", "{ is never closed"), ("GET /a[/b", "[ is never closed"),
    ("GET /a}", "} closes nothing"), ("GET /a]", "] closes nothing"),
    ("GET /{}", "names no argument"), ("GET /{A}", "names no argument"),
    ("GET /a[/b[/c]]", "brackets can't hold brackets"), ("GET /a[/{b]}", "{ is never closed"),
  ])
  func `with a fault are refused with a clause that names it`(text: String, clause: String) {
    let fault = #expect(throws: RequestTemplate.Fault.self) {
      try RequestTemplate(parsing: text)
    }
    #expect(fault?.message.contains(clause) == true)
  }
}
