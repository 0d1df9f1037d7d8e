import JSON

/// A call of a tool of `TortureShop`, and what the service must be sent.
///
/// Source: each literal is written down from OpenAPI 3.1 ("Style Examples", "Encoding Object"),
/// RFC 6570 section 3.2, RFC 7396 and RFC 7578 section 4, none from what is sent.
struct TortureCall {
  let tool: String
  /// In JSON.
  let arguments: String
  let line: String
  /// Nothing where there is no body.
  var type: String?
  /// `BOUNDARY` stands for what the type says.
  var body = ""
  /// Header fields, and what they hold.
  var fields: [String: String] = [:]

  /// Bytes that are no text.
  static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0xFF]
  static let pngText = "iVBORw0KGgoA/w=="

  static let ofQueries = [
    TortureCall(
      tool: "query_unions",
      arguments:
        #"{"id":"007","to":["a b","c&d"],"limit":1.50,"flag":false,"sort":"none","created":{"gt":5,"lt":9}}"#,
      line: "GET /query/unions?id=007&to=a%20b&to=c%26d&limit=1.50&flag=false&sort=none"
        + "&created%5Bgt%5D=5&created%5Blt%5D=9"),
    TortureCall(
      tool: "query_unions", arguments: #"{"id":7,"to":"x,y","created":3,"limit":null}"#,
      line: "GET /query/unions?id=7&to=x%2Cy&created=3"),
    TortureCall(
      tool: "query_lists",
      arguments: #"""
        {"multi":["blue","bl&ack","ü"],"csv":["a,b",1.50,true],"ssv":["blue","b,lack"],
         "psv":["blue","bl ack"],"expand":["a","b c"],"json":[1,20]}
        """#,
      line: "GET /query/lists?multi=blue&multi=bl%26ack&multi=%C3%BC&csv%5B%5D=a%2Cb,1.50,true"
        + "&ssv=blue%20b%2Clack&psv=blue%7Cbl%20ack&expand%5B%5D=a&expand%5B%5D=b%20c"
        + "&json=%5B1%2C20%5D"),
    TortureCall(
      tool: "query_objects",
      arguments: #"""
        {"filter":{"a":{"b":"x y","c":[1,2]},"d":true},"point":{"R":100,"G":200,"tags":["p","q"]},
         "color":{"R":100,"G":200},"space":{"R":100,"G":200},"pipe":{"R":100,"G":200},
         "where":{"a":[null,"é"]}}
        """#,
      line: "GET /query/objects?filter%5Ba%5D%5Bb%5D=x%20y&filter%5Ba%5D%5Bc%5D%5B%5D=1"
        + "&filter%5Ba%5D%5Bc%5D%5B%5D=2&filter%5Bd%5D=true&R=100&G=200&tags=p&tags=q"
        + "&color=R,100,G,200&space=R%20100%20G%20200&pipe=R%7C100%7CG%7C200"
        + "&where=%7B%22a%22%3A%5Bnull%2C%22%C3%A9%22%5D%7D"),
  ]

  static let ofPaths = [
    TortureCall(
      tool: "path_styles",
      arguments: #"""
        {"ids":["3","4,5","a/b"],"rgb":{"R":100,"G":200},"dot":["blue","black"],
         "dots":["blue","black"],"semi":["blue","black"],"semis":{"R":100,"G":"2;3"}}
        """#,
      line: "GET /path/3,4%2C5,a%2Fb/R=100,G=200/.blue,black/.blue.black/;semi=blue,black"
        + "/;R=100;G=2%3B3"),
    TortureCall(
      tool: "path_scalars",
      arguments:
        #"{"format":"tar.gz","user_name":42,"x_ids":[1,2,3],"x_color":{"R":100,"G":"a b"}}"#,
      line: "GET /files.tar.gz/of;userName=42",
      fields: ["X-Ids": "1,2,3", "X-Color": "R=100,G=a b"]),
  ]

  static let ofJSON = [
    TortureCall(
      tool: "send_email",
      arguments: #"""
        {"from":"a@b.example","to":"c@d.example","subject":"Hi","bcc":[],"price":1.50,
         "headers":{"X-A":"1"},"reply_to":null,"attachments":[{"filename":"a","size":null}],
         "extra":[1,{"b":null}]}
        """#,
      line: "POST /emails", type: "application/json",
      body: #"{"from":"a@b.example","to":"c@d.example","subject":"Hi","bcc":[],"price":1.50,"#
        + #""headers":{"X-A":"1"},"reply_to":null,"attachments":[{"filename":"a","size":null}],"#
        + #""extra":[1,{"b":null}]}"#),
    TortureCall(
      tool: "send_email",
      arguments: #"{"from":"a@b.example","to":["c@d.example"],"subject":"2","extra":"text"}"#,
      line: "POST /emails", type: "application/json",
      body: #"{"from":"a@b.example","to":["c@d.example"],"subject":"2","extra":"text"}"#),
    TortureCall(
      tool: "body_list", arguments: #"{"body":[1,2]}"#, line: "POST /bodies/list",
      type: "application/json", body: "[1,2]"),
    TortureCall(
      tool: "body_list", arguments: #"{"body":[]}"#, line: "POST /bodies/list",
      type: "application/json", body: "[]"),
    TortureCall(
      tool: "body_free", arguments: #"{"body":{"any":{"x":[null,1e2]},"":""}}"#,
      line: "POST /bodies/free", type: "application/json",
      body: #"{"any":{"x":[null,1e2]},"":""}"#),
    TortureCall(
      tool: "body_any", arguments: #"{"body":"plain"}"#, line: "PUT /bodies/any",
      type: "application/json", body: #""plain""#),
    TortureCall(
      tool: "body_choice", arguments: #"{"body":{"kind":"cat","lives":9}}"#,
      line: "POST /bodies/choice", type: "application/vnd.torture+json; v=2",
      body: #"{"kind":"cat","lives":9}"#),
    TortureCall(
      tool: "body_merge",
      arguments: #"{"title":null,"count":null,"author":{"given":"Ann","family":null},"tags":[]}"#,
      line: "PATCH /bodies/merge", type: "application/merge-patch+json",
      body: #"{"title":null,"count":null,"author":{"given":"Ann","family":null},"tags":[]}"#),
    TortureCall(
      tool: "body_patch", arguments: #"{"body":[{"op":"test","path":"/a","value":null}]}"#,
      line: "PATCH /bodies/patch", type: "application/json-patch+json",
      body: #"[{"op":"test","path":"/a","value":null}]"#),
  ]

  static let ofTexts = [
    TortureCall(
      tool: "body_text", arguments: #"{"body":"Grüße,\n\"you\""}"#, line: "POST /bodies/text",
      type: "text/plain", body: "Grüße,\n\"you\""),
    TortureCall(
      tool: "body_xml", arguments: #"{"body":"<a b=\"c\"/>"}"#, line: "POST /bodies/xml",
      type: "application/xml", body: #"<a b="c"/>"#),
    TortureCall(
      tool: "form_plain",
      arguments: #"""
        {"name":"a b&c","multi":["x","y"],"csv":["x,y","z"],"address":{"city":"Köln"},
         "metadata":{"k 1":"v"},"items":[{"price":"p1"},{"price":"p2"}]}
        """#,
      line: "POST /forms/plain", type: "application/x-www-form-urlencoded",
      body: "name=a%20b%26c&multi=x&multi=y&csv=x%2Cy,z"
        + "&address=%7B%22city%22%3A%22K%C3%B6ln%22%7D&metadata%5Bk%201%5D=v"
        + "&items%5B0%5D%5Bprice%5D=p1&items%5B1%5D%5Bprice%5D=p2"),
  ]

  /// What stands before and behind the bytes of `png`, which are no text: `PNG`.
  static let ofFiles = [
    TortureCall(
      tool: "body_octets", arguments: #"{"file":"\#(pngText)"}"#, line: "PUT /bodies/octets",
      type: "application/octet-stream", body: "PNG"),
    TortureCall(
      tool: "body_video", arguments: #"{"file":"FOLDER/r\u00e9sum\u00e9 \"1\".txt"}"#,
      line: "PUT /bodies/video", type: "video/quicktime", body: "PNG"),
    TortureCall(
      tool: "body_image", arguments: #"{"file":"\#(pngText)"}"#, line: "PUT /bodies/image",
      type: "image/png", body: "PNG"),
    TortureCall(
      tool: "form_parts",
      arguments: #"""
        {"title":"Grüße \"x\"","count":7,"labels":["a","b"],"meta":{"k":[1]},"notes":[{"n":1},{"n":2}],
         "table":"a,b","all":[1,2],"picture":"data:image/png;name=my%20picture.png;base64,\#(pngText)",
         "documents":["FOLDER/r\u00e9sum\u00e9 \"1\".txt","QQ=="],"photo":"\#(pngText)"}
        """#,
      line: "POST /forms/parts", type: "multipart/form-data; boundary=BOUNDARY",
      body: [
        "--BOUNDARY", #"Content-Disposition: form-data; name="title""#, "", #"Grüße "x""#,
        "--BOUNDARY", #"Content-Disposition: form-data; name="count""#, "", "7",
        "--BOUNDARY", #"Content-Disposition: form-data; name="labels""#, "", "a",
        "--BOUNDARY", #"Content-Disposition: form-data; name="labels""#, "", "b",
        "--BOUNDARY", #"Content-Disposition: form-data; name="meta""#,
        "Content-Type: application/json", "", #"{"k":[1]}"#,
        "--BOUNDARY", #"Content-Disposition: form-data; name="notes""#,
        "Content-Type: application/json", "", #"{"n":1}"#,
        "--BOUNDARY", #"Content-Disposition: form-data; name="notes""#,
        "Content-Type: application/json", "", #"{"n":2}"#,
        "--BOUNDARY", #"Content-Disposition: form-data; name="table""#, "Content-Type: text/csv",
        "", "a,b",
        "--BOUNDARY", #"Content-Disposition: form-data; name="all""#,
        "Content-Type: application/json", "", "[1,2]",
        "--BOUNDARY",
        #"Content-Disposition: form-data; name="picture"; filename="my picture.png""#,
        "Content-Type: image/png", "", "PNG",
        "--BOUNDARY",
        #"Content-Disposition: form-data; name="documents"; filename="résumé %221%22.txt""#,
        "Content-Type: application/octet-stream", "", "PNG",
        "--BOUNDARY", #"Content-Disposition: form-data; name="documents"; filename="documents""#,
        "Content-Type: application/octet-stream", "", "A",
        "--BOUNDARY", #"Content-Disposition: form-data; name="photo"; filename="photo""#,
        "Content-Type: image/png", "", "PNG", "--BOUNDARY--", "",
      ].joined(separator: "\r\n")),
  ]

  static let ofRest = [
    TortureCall(
      tool: "form_free", arguments: #"{"fields":{"a b":"1&2","c":"d"}}"#, line: "POST /forms/free",
      type: "application/x-www-form-urlencoded", body: "a%20b=1%262&c=d"),
    TortureCall(
      tool: "form_either", arguments: #"{"kind":"k","tags":["a"]}"#, line: "POST /forms/either",
      type: "multipart/form-data; boundary=BOUNDARY",
      body: [
        "--BOUNDARY", #"Content-Disposition: form-data; name="kind""#, "", "k",
        "--BOUNDARY", #"Content-Disposition: form-data; name="tags""#, "Content-Type: text/x-tag",
        "", "a", "--BOUNDARY--", "",
      ].joined(separator: "\r\n")),
    TortureCall(tool: "left_body", arguments: "{}", line: "POST /left/body"),
  ]

  /// Files where the schema names them in a roundabout way.
  static let ofHiddenFiles = [
    TortureCall(
      tool: "file_unions",
      arguments: #"""
        {"image":"\#(pngText)","source":"\#(pngText)","any":"QQ==","pages":["QQ==","\#(pngText)"],
         "data":"QQ==","text":"QQ=="}
        """#,
      line: "POST /files/unions", type: "multipart/form-data; boundary=BOUNDARY",
      body: [
        filePart("image", "PNG"), filePart("source", "PNG"), filePart("any", "A"),
        filePart("pages", "A"), filePart("pages", "PNG"), filePart("data", "A"),
        "--BOUNDARY", #"Content-Disposition: form-data; name="text""#, "", "QQ==",
        "--BOUNDARY--", "",
      ].joined(separator: "\r\n")),
    TortureCall(
      tool: "file_unions", arguments: #"{"image":["\#(pngText)","QQ=="]}"#,
      line: "POST /files/unions", type: "multipart/form-data; boundary=BOUNDARY",
      body: [filePart("image", "PNG"), filePart("image", "A"), "--BOUNDARY--", ""]
        .joined(separator: "\r\n")),
    TortureCall(
      tool: "file_built", arguments: #"{"file":"\#(pngText)"}"#,
      line: "POST /files/built", type: "multipart/form-data; boundary=BOUNDARY",
      body: [filePart("file", "PNG"), "--BOUNDARY--", ""].joined(separator: "\r\n")),
    TortureCall(
      tool: "file_star", arguments: #"{"file":"\#(pngText)"}"#, line: "PUT /files/star",
      type: "application/octet-stream", body: "PNG"),
    TortureCall(
      tool: "file_several", arguments: #"{"file":"\#(pngText)"}"#, line: "PUT /files/several",
      type: "image/png", body: "PNG"),
    TortureCall(
      tool: "file_mixed", arguments: #"{"file":"\#(pngText)"}"#, line: "PUT /files/mixed",
      type: "image/png", body: "PNG"),
    TortureCall(
      tool: "file_mixed", arguments: #"{"file":"QQ=="}"#, line: "PUT /files/mixed",
      type: "video/quicktime", body: "A"),
  ]

  private static func filePart(_ name: String, _ content: String) -> String {
    [
      "--BOUNDARY", #"Content-Disposition: form-data; name="\#(name)"; filename="\#(name)""#,
      "Content-Type: application/octet-stream", "", content,
    ].joined(separator: "\r\n")
  }

  /// What is a value because the schema says so, blank or null as it is.
  static let ofBlanks = [
    TortureCall(
      tool: "value_null",
      arguments:
        #"{"date":null,"due":null,"any":null,"name":null,"inner":{"date":null,"name":null}}"#,
      line: "PATCH /values/null", type: "application/json",
      body: #"{"date":null,"due":null,"any":null,"inner":{"date":null}}"#),
    TortureCall(
      tool: "body_any", arguments: #"{"body":null}"#, line: "PUT /bodies/any",
      type: "application/json", body: "null"),
    TortureCall(
      tool: "value_any", arguments: #"{"v":null}"#, line: "POST /values/any",
      type: "application/json", body: #"{"v":null}"#),
    TortureCall(
      tool: "value_blank",
      arguments:
        #"{"mode":"","any":"","note":"","format":{"sep":"","mode":"","note":""}}"#,
      line: "POST /values/blank", type: "application/json",
      body: #"{"mode":"","any":"","format":{"sep":"","mode":""}}"#),
    TortureCall(
      tool: "value_blank", arguments: #"{"mode":null,"any":[],"format":{"sep":" "}}"#,
      line: "POST /values/blank", type: "application/json",
      body: #"{"mode":null,"any":[],"format":{"sep":" "}}"#),
    TortureCall(
      tool: "value_patch",
      arguments: #"{"body":[{"op":"replace","path":"","value":"","from":""}]}"#,
      line: "PATCH /values/patch", type: "application/json-patch+json",
      body: #"[{"op":"replace","path":"","value":""}]"#),
    TortureCall(
      tool: "value_patch",
      arguments: #"{"body":[{"op":"add","path":"/a","value":{"b":"","c":null,"d":[]}}]}"#,
      line: "PATCH /values/patch", type: "application/json-patch+json",
      body: #"[{"op":"add","path":"/a","value":{"b":"","c":null,"d":[]}}]"#),
    TortureCall(
      tool: "value_form", arguments: #"{"metadata":"","name":""}"#, line: "POST /values/form",
      type: "application/x-www-form-urlencoded", body: "metadata="),
    TortureCall(
      tool: "value_merge", arguments: #"{"meta":{"k":null,"l":"v"}}"#,
      line: "PATCH /values/merge", type: "application/merge-patch+json",
      body: #"{"meta":{"k":null,"l":"v"}}"#),
    TortureCall(
      tool: "value_map", arguments: #"{"body":{"k":null}}"#, line: "PATCH /values/map",
      type: "application/merge-patch+json", body: #"{"k":null}"#),
    TortureCall(
      tool: "value_put", arguments: #"{"n":1}"#, line: "PUT /values/1", type: "application/json",
      body: "{}"),
    TortureCall(
      tool: "value_change", arguments: #"{"n":2,"force":true}"#,
      line: "PATCH /values/2?force=true", type: "application/json", body: "{}"),
  ]

  static let all =
    ofQueries + ofPaths + ofJSON + ofTexts + ofFiles + ofHiddenFiles + ofBlanks + ofRest

  /// What can't be written as its style wants it: the tool, the arguments, and which is refused.
  static let refused = [
    ("query_lists", #"{"ssv":["blue black"]}"#, "ssv"),
    ("query_lists", #"{"psv":["blue|black"]}"#, "psv"),
    ("query_lists", #"{"csv":[["blue"]]}"#, "csv"),
    ("query_objects", #"{"space":{"R":"1 2"}}"#, "space"),
    ("query_objects", #"{"pipe":{"R":{"G":1}}}"#, "pipe"),
    ("path_scalars", #"{"format":".","user_name":1}"#, "format"),
    ("path_scalars", #"{"format":"a","user_name":1,"x_color":{"R":"a,b"}}"#, "x_color"),
    ("query_objects", #"{"filter":{"a]":1}}"#, "filter"),
    ("body_merge", "{}", "title, count, author, tags"),
    ("value_change", #"{"n":1}"#, "title, force"),
    ("body_octets", #"{"file":"/etc/passwd"}"#, "file"),
    ("body_image", #"{"file":"QQ=="}"#, "file"), ("file_several", #"{"file":"QQ=="}"#, "file"),
    (
      "form_parts", #"{"title":"x","picture":"\#(pngText)","documents":["QQ==","?"]}"#,
      "documents/1"
    ),
  ]
}
