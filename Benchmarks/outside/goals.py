"""The measures that count, where the driver has them, and what each is held to."""
from dataclasses import dataclass
from statistics import median

FLOOR, PLAIN, LOOPS, ALL = "floor-http", "clickport", "clickport-loops", "clickport-all"


@dataclass(frozen=True)
class Measure:
    """one figure of ours and of the floor; the goal is a ratio of the two, or `bound` alone"""

    title: str
    unit: str
    path: tuple
    ours: str = LOOPS
    floor: str = FLOOR
    most: float = None  # ours / floor, at most
    least: float = None  # ours / floor, at least
    bound: float = None  # ours, at most, whatever the floor's
    scale: float = 1

    def of(self, runs):
        """the figure in each round, None where it was not measured"""
        return [self.found(run) for run in runs]

    def found(self, run):
        for key in self.path:
            if not isinstance(run, dict) or run.get(key) is None:
                return None
            run = run[key]
        return run * self.scale

    def held(self, ours, ratio):
        """True, False, or None where there is no goal"""
        if self.most is not None:
            return None if ratio is None else ratio <= self.most
        if self.least is not None:
            return None if ratio is None else ratio >= self.least
        return None if self.bound is None or ours is None else ours <= self.bound

    @property
    def goal(self):
        if self.most is not None:
            return f"≤ {self.most:g} × floor"
        if self.least is not None:
            return f"≥ {self.least:g} × floor"
        return "" if self.bound is None else f"≤ {self.bound:g} {self.unit}"


def one_at_a_time(rows, ours=LOOPS, floor=FLOOR, most=None):
    title = f"{rows:,} row{'s' if rows > 1 else ''}, one at a time, p50"
    return Measure(title, "ms", ("seq", str(rows), "p50_ms"), ours, floor, most)


def in_flight(rows, least=None):
    title = f"64 in flight, {rows:,} row{'s' if rows > 1 else ''}"
    return Measure(title, "calls/s", ("pipe", str(rows), "calls_per_s"), least=least)


def processor(way, rows):
    words = {"seq": "one at a time", "pipe": "64 in flight"}[way]
    title = f"CPU per 1,000 calls, {words}, {rows:,} row{'s' if rows > 1 else ''}"
    # In flight, the floor has nothing to do while it waits for the service; we have.
    return Measure(
        title, "s", (way, str(rows), "cpu_s_per_1000"), most=3 if way == "seq" else None)


MIB = 1 / 1024
EOF_UNIT = "of 64"
HELD = [
    Measure("spawn → first answer", "ms", ("cold", "first_ms"), PLAIN, most=3.5),
    Measure("spawn → tools/list", "ms", ("cold", "tools_list_ms"), PLAIN, most=3.5),
    Measure("--toolsets all: spawn → tools/list", "ms", ("cold", "tools_list_ms"), ALL, most=7),
    one_at_a_time(1, most=2.3), one_at_a_time(100, most=2.7), one_at_a_time(1000, most=1.6),
    in_flight(1, 1.2), in_flight(100), in_flight(1000, 1.1),
    *[processor(way, rows) for way in ("seq", "pipe") for rows in (1, 100, 1000)],
    Measure("memory idle", "MiB", ("idle", "hwm_kib"), PLAIN, bound=10, scale=MIB),
    Measure("memory peak", "MiB", ("peak", "hwm_kib"), bound=40, scale=MIB),
    Measure("answered at EOF", EOF_UNIT, ("eof", "answered")),
    Measure("end of input → exit, idle", "ms", ("cold", "exit_ms"), PLAIN),
    Measure("with overlay: spawn → first answer", "ms", ("cold", "first_ms")),
    Measure("with overlay: spawn → tools/list", "ms", ("cold", "tools_list_ms")),
]


def compare(measure, runs):
    """one line of the comparison; the ratio is the median of each round's"""
    ours = measure.of(runs.get(measure.ours, []))
    floor = measure.of(runs.get(measure.floor, []))
    ratios = [a / b for a, b in zip(ours, floor) if a is not None and b]
    line = {"measure": measure.title, "unit": measure.unit,
            "clickport": middle(ours), "floor": middle(floor),
            "ratio": middle(ratios), "goal": measure.goal,
            "rounds": {"clickport": ours, "floor": floor}}
    line["met"] = measure.held(line["clickport"], line["ratio"])
    return line


def middle(values):
    """the median of those that were measured"""
    known = [value for value in values if value is not None]
    return median(known) if known else None
