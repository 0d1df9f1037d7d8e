import JSON
import Tables

/// Answers drawn in the terminal.
enum PlotText {
  static let help: ArgumentHelp = "Draw the figures: lines over time, bars of anything else."

  /// Prints the figures of an answer as a plot; false where it has none, or its rows are text.
  static func show(_ answer: JSONObject, rows: JSONPointer?) -> Bool {
    guard let plot = TextPlot(answer, rows: rows, width: Terminal.width) else { return false }
    Terminal.printLines(plot.lines)
    return true
  }
}
