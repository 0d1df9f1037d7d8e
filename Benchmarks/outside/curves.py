"""How cost grows: of a call with its rows, of a start with the tools of the manifest."""
from statistics import linear_regression

from goals import compare, middle, one_at_a_time
from servers import EXTRA_TOOLS, ROWS

# A step: a row may cost this much more between two sizes than between the two before.
STEP = 1.5
TOOL_GOAL = 40.0  # µs


def growth(runs):
    """a line for each number of rows, and what a further row cost since the line before"""
    lines = []
    for rows in ROWS:
        line = compare(one_at_a_time(rows, "clickport-growth", "floor-growth"), runs)
        line["rows"] = rows
        for who in ("clickport", "floor"):
            line[f"{who}_us_per_row"] = further(lines, line, who)
        lines.append(line)
    return lines


def further(lines, line, who):
    """µs for each row more than the line before had"""
    if not lines or line[who] is None or lines[-1][who] is None:
        return None
    return (line[who] - lines[-1][who]) * 1000 / (line["rows"] - lines[-1]["rows"])


def is_linear(lines):
    """whether no further row is dearer than those before; below 1,000 rows that is noise"""
    costs = [line["clickport_us_per_row"] for line in lines if line["rows"] >= 1000]
    if None in costs or len(costs) < 2:
        return None
    return all(later <= earlier * STEP for earlier, later in zip(costs, costs[1:]))


def tools(runs):
    """start for each number of made-up tools, and µs a tool: slope of the medians"""
    starts = {}
    for count in EXTRA_TOOLS:
        found = [run.get("cold", {}).get("first_ms") for run in runs.get(f"clickport-tools-{count}", [])]
        if middle(found) is not None:
            starts[count] = middle(found)
    slope = None
    if len(starts) > 1:
        slope = linear_regression(list(starts), list(starts.values())).slope * 1000
    return {"first_ms": starts, "us_per_tool": slope, "goal": f"≤ {TOOL_GOAL:g} µs",
            "met": None if slope is None else slope <= TOOL_GOAL}
