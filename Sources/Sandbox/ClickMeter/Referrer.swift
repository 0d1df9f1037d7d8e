/// The page a visitor followed the link on.
struct Referrer: Sendable {
  let id: Int
  let name: String
  /// Empty where the address was typed in, or came in a mail.
  let url: String
  /// What was searched for; empty where nothing was.
  var keyword = ""

  static let none = Referrer(id: 0, name: "Direct", url: "")

  static let all = [
    none,
    Referrer(
      id: 1, name: "Google", url: "https://www.google.com/", keyword: "running shoes sale"),
    Referrer(id: 2, name: "Instagram", url: "https://l.instagram.com/"),
    Referrer(id: 3, name: "Facebook", url: "https://l.facebook.com/"),
    Referrer(id: 1, name: "Google", url: "https://www.google.com/", keyword: "trail jacket"),
    Referrer(id: 4, name: "Northpeak Blog", url: "https://blog.northpeak.example/gear"),
    Referrer(id: 5, name: "Bing", url: "https://www.bing.com/", keyword: "spring sale shoes"),
    Referrer(id: 1, name: "Google", url: "https://www.google.com/", keyword: "hiking boots test"),
    Referrer(id: 6, name: "YouTube", url: "https://www.youtube.com/"),
    Referrer(id: 7, name: "Reddit", url: "https://www.reddit.com/r/hiking"),
  ]
}
