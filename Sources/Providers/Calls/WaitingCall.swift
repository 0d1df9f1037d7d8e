/// A call that waits while another one visits the store of allowances.
struct WaitingCall: Sendable {
  let deadline: Deadline
  let continuation: CheckedContinuation<LeasedAccount.Turn, Never>
}
