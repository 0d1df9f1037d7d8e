/// One thing that would make a website better visible.
struct Suggestion: Sendable {
  let title: String
  /// What to do; the pages follow.
  let action: String
  let priority: String

  static let statuses = ["pending", "approved", "deployed", "dismissed"]

  static let all = [
    Suggestion(
      title: "Optimize meta descriptions", action: "Update meta descriptions", priority: "high"),
    Suggestion(
      title: "Answer questions directly", action: "Put a short answer first", priority: "high"),
    Suggestion(
      title: "Mark up frequent questions", action: "Add FAQPage markup", priority: "high"),
    Suggestion(title: "Describe images", action: "Write alternative texts", priority: "medium"),
    Suggestion(
      title: "Repair internal links", action: "Replace links that lead nowhere",
      priority: "medium"),
    Suggestion(title: "Load faster", action: "Compress large images", priority: "medium"),
    Suggestion(title: "Name the authors", action: "Add author details", priority: "low"),
    Suggestion(title: "Shorten titles", action: "Cut titles to 60 characters", priority: "low"),
  ]
}
