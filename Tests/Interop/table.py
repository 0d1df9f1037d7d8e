"""Sums up what the checks have printed: tables and a count. Exits with 1 when a check failed.

    Tests/Interop/table.py LOG
"""

import collections
import pathlib
import re
import sys

LINE = re.compile(r"(PASS|FAIL|SKIP) ([^:]+): ((?:(?:default|all|with output schemas): )?[^:]+)")
SIGNS = {"PASS": "✓", "FAIL": "✗", "SKIP": "–"}


def main():
    found = [LINE.match(line) for line in pathlib.Path(sys.argv[1]).read_text().splitlines()]
    outcomes = [line.groups() for line in found if line]
    rows = collections.defaultdict(dict)
    for outcome, peer, what in outcomes:
        rows[what][peer] = SIGNS[outcome]
    # Client libraries and frameworks have checks of their own: a table for each set of peers.
    tables = collections.defaultdict(list)
    for what, cells in rows.items():
        tables[next(iter(cells)).partition(" ")[0] in ("mcp", "fastmcp")].append((what, cells))
    for table in tables.values():
        peers = list(dict.fromkeys(peer for _, cells in table for peer in cells))
        print()
        for number, peer in enumerate(peers, 1):
            print(f"{number:3} {peer}")
        width = max(len(what) for what, _ in table)
        print(" " * width, *(f"{number:3}" for number in range(1, len(peers) + 1)))
        for what, cells in table:
            print(what.ljust(width), *(f"{cells.get(peer, ''):>3}" for peer in peers))
    counts = collections.Counter(outcome for outcome, _, _ in outcomes)
    print(f"\n{counts['PASS']} passed, {counts['FAIL']} failed, {counts['SKIP']} skipped")
    return 1 if counts["FAIL"] else 0


if __name__ == "__main__":
    sys.exit(main())
