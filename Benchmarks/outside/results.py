"""From what the driver left in files to the tables and the committed record."""
import glob
import json
import os

import curves
import machine
from goals import EOF_UNIT, FLOOR, HELD, LOOPS, PLAIN, compare


def read(folder, rounds):
    """{server: [what mcpbench found, a round each]}"""
    runs = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.r*.json"))):
        name, number = os.path.basename(path)[:-len(".json")].rsplit(".r", 1)
        runs.setdefault(name, [{}] * rounds)
        with open(path) as file:
            runs[name][int(number) - 1] = json.load(file)
    return runs


def report(runs, clickport, folder, extra):
    """prints the tables, writes the record -> the exit status: 1 when something wasn't measured"""
    record = {**machine.subject(clickport), "machine": machine.kind(), "options": extra,
              "rounds": len(runs.get(FLOOR, [])), "measures": [compare(m, runs) for m in HELD],
              "growth": curves.growth(runs), "tools": curves.tools(runs),
              "disturbed": disturbed(runs)}
    show(record)
    os.makedirs(folder, exist_ok=True)
    suffix = "-dirty" if record["dirty"] else ""
    path = os.path.join(folder, f"{record['date']}-{record['commit']}{suffix}.json")
    with open(path, "w") as file:
        json.dump(rounded(record), file, indent=1, ensure_ascii=False)
        file.write("\n")
    print(f"written: {path}")
    missing = [n for n in (FLOOR, PLAIN, LOOPS) if not all(runs.get(n) or [{}])]
    if missing:
        print("NOT MEASURED in some round:", ", ".join(missing))
    return 1 if missing else 0


def disturbed(runs):
    """the largest share of the machine that anything else took during a kept measurement"""
    shares = [found["foreign"] for rounds in runs.values() for run in rounds
              for part in run.values() if isinstance(part, dict)
              for found in (part, *part.values()) if isinstance(found, dict) and "foreign" in found]
    return max(shares, default=0)


def show(record):
    print(f"\nclickport {record['commit']}{' (dirty)' if record['dirty'] else ''}, "
          f"{record['machine']['cpu']}, {record['machine']['cores']} cores, "
          f"{record['rounds']} rounds\n")
    compared(record)
    table(["measure", "floor", "clickport", "ratio", "goal", ""],
          [[l["measure"], amount(l["floor"], l["unit"]), amount(l["clickport"], l["unit"]),
            ratio(l["ratio"]), l["goal"], verdict(l["met"])] for l in record["measures"]])
    table(["rows", "floor p50", "clickport p50", "ratio", "floor µs a row", "clickport µs a row"],
          [[f"{l['rows']:,}", amount(l["floor"], "ms"), amount(l["clickport"], "ms"),
            ratio(l["ratio"]), number(l["floor_us_per_row"]), number(l["clickport_us_per_row"])]
           for l in record["growth"]])
    print("growth with rows:", {True: "linear", False: "A STEP", None: "not measured"}[
        curves.is_linear(record["growth"])])
    tools = record["tools"]
    starts = ", ".join(f"{count}: {ms:.1f} ms" for count, ms in tools["first_ms"].items())
    print(f"extra tools in the manifest → first answer: {starts}; "
          f"{number(tools['us_per_tool'])} µs a tool, goal {tools['goal']} {verdict(tools['met'])}")
    print(f"anything else took at most {record['disturbed']:.1%} of the machine\n")


def compared(record):
    """floor and clickport in the columns that other servers are compared in"""
    by = {line["measure"]: line for line in record["measures"]}
    columns = ["spawn → first answer", "spawn → tools/list", "1 row, one at a time, p50",
               "1,000 rows, one at a time, p50", "64 in flight, 1 row",
               "64 in flight, 1,000 rows", "memory idle", "memory peak", "answered at EOF"]
    table(["server"] + columns,
          [[who] + [amount(by[c][who], by[c]["unit"]) for c in columns]
           for who in ("floor", "clickport")])


def table(head, lines):
    widths = [max(len(line[i]) for line in [head, *lines]) for i in range(len(head))]
    def put(cells):
        first, *others = zip(cells, widths)
        print("| " + " | ".join([first[0].ljust(first[1]), *(c.rjust(w) for c, w in others)]) + " |")

    put(head)
    print("|" + "|".join("-" * (w + 1) + (":" if i else "-") for i, w in enumerate(widths)) + "|")
    for line in lines:
        put(line)
    print()


def number(value):
    if value is None:
        return "-"
    digits = 3 if abs(value) < 0.1 else 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f}"


def amount(value, unit):
    if value is None:
        return "-"
    return f"{value:.0f} {unit}" if unit == EOF_UNIT else f"{number(value)} {unit}"


def ratio(value):
    return "-" if value is None else f"{value:.2f}"


def verdict(met):
    return {True: "met", False: "MISSED", None: ""}[met]


def rounded(value):
    """floats to four digits, at any depth"""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list) else value
