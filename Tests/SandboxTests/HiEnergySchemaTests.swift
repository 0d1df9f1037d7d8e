import JSON
import Sandbox
import Testing

@Suite struct `Hi Energy's schema` {
  let client = SandboxClient()
  static let clicks = "/hienergy/api/v1/clicks?start_date=2026-03-01&end_date=2026-03-31"

  @Test func `is OpenAPI and wants a key`() {
    let answer = client.get("/hienergy/api/v1/schema")
    #expect(answer.status == 200)
    #expect(answer["/openapi"] == "3.0.3")
    #expect(answer["/paths/~1api~1v1~1clicks/get/operationId"] == "listClicks")
    #expect(client.with(key: "").get("/hienergy/api/v1/schema").status == 401)
  }

  @Test func `names the members that answers have`() {
    let schema = client.get("/hienergy/api/v1/schema")
    let answer = client.get(Self.clicks)
    for (name, pointer) in [("Click", "/data/0"), ("ClicksMeta", "/meta")] {
      let properties = schema["/components/schemas/\(name)/properties"]?.object?.keys
      #expect(properties == answer[pointer]?.object?.keys)
    }
  }

  @Test func `names only paths that are answered`() {
    let paths = client.get("/hienergy/api/v1/schema")["/paths"]?.object?.keys ?? []
    #expect(!paths.isEmpty)
    for path in paths {
      #expect(client.with(key: "").get("/hienergy" + path).status == 401)
    }
  }

  @Test func `requires the parameters that are refused when missing`() {
    let path = "/paths/~1api~1v1~1clicks/get/parameters"
    let required = client.get("/hienergy/api/v1/schema").rows(path)
      .filter { $0["required"] == true }.map { $0["name"] }
    #expect(required == ["start_date", "end_date"])
  }
}
