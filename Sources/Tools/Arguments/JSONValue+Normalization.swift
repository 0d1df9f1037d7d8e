internal import JSON

extension JSONValue {
  /// The value in the form that is sent, where it can be brought into it.
  func normalized(_ normalization: ArgumentDescriptor.Normalization?) -> JSONValue {
    switch normalization {
    case .e164?:
      phoneText.flatMap { try? PhoneNumber(parsing: $0) }.map { .string($0.digits) } ?? self
    case nil: self
    }
  }

  /// Why the value can't be brought into that form; nothing when it can, or is of another type.
  func fault(under normalization: ArgumentDescriptor.Normalization?) -> String? {
    switch normalization {
    case .e164?:
      guard let phoneText else { return nil }
      do throws(PhoneNumber.Fault) {
        _ = try PhoneNumber(parsing: phoneText)
        return nil
      } catch {
        return error.reason
      }
    case nil: return nil
    }
  }

  /// A number may come as one of JSON's.
  private var phoneText: String? { string ?? int.flatMap { $0 > 0 ? String($0) : nil } }
}
