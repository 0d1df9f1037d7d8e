import JSON

/// An entity whose whole may hold what the service knows elsewhere.
protocol WholeEntity: MeterEntity {
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue
}
