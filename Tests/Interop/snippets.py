"""Runs the snippets of docs/frameworks.md whose packages this Python environment has.

A section installs packages, shows a program, and what it prints. `clickport` on the PATH is the
binary, with the sandbox in the place of the services. Prints PASS or FAIL for each.
"""

import argparse
import asyncio
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from harness import LIMIT, Report, SERVE, expect, installed

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs" / "frameworks.md"
SECTION = re.compile(
    r"^## (?P<title>.+?)$(?:(?!^## ).)*?"
    r"^```sh\npip install (?P<packages>.+?)\n```$(?:(?!^## ).)*?"
    r"^```python\n(?P<program>.+?)^```$(?:(?!^## ).)*?"
    r"^```text\n(?P<output>.+?)^```$",
    re.MULTILINE | re.DOTALL,
)
# A user's command, with what only a test adds.
SHIM = """#!/bin/sh
[ $# -gt 0 ] || set -- serve
exec '{binary}' "$@" {sandbox}
"""
SILENT = {
    "AGNO_TELEMETRY": "false",
    "CREWAI_DISABLE_TELEMETRY": "true",
    "CREWAI_TRACING_ENABLED": "false",
    "OTEL_SDK_DISABLED": "true",
}


def environment(binary, folder):
    """What the programs find around them."""
    shim = pathlib.Path(folder, "clickport")
    shim.write_text(SHIM.format(binary=binary, sandbox=" ".join(SERVE[1:])))
    shim.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    keys = {"HIENERGY_API_KEY": "key-of-the-sandbox", "OPENAI_API_KEY": "none"}
    return os.environ | SILENT | keys | {"PATH": path, "HOME": folder}


async def run(section, binary):
    """Runs a section's program, and compares what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-"], input=section["program"], text=True, cwd=folder,
            env=environment(binary, folder), timeout=LIMIT, capture_output=True,
        )
    expect(done.returncode == 0, done.stderr[-2000:])
    expect(done.stdout.endswith(section["output"]), f"it prints {done.stdout[:2000]}")


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", help="the built clickport")
    binary = str(pathlib.Path(parser.parse_args().binary).resolve())
    report = Report()
    text = DOCUMENT.read_text()
    sections = [section.groupdict() for section in SECTION.finditer(text)]
    programs = text.count("```python")
    expect(len(sections) == programs, f"{programs - len(sections)} snippets lack a part")
    for section in sections:
        packages = re.findall(r"(?:^|[ '])([A-Za-z0-9._-]+)", section["packages"])
        if all(map(installed, packages)):
            version = installed(packages[0])
            row = next(line for line in text.splitlines() if f"| [{section['title']}](" in line)
            expect(f"| {version} |" in row, f"the table names another version than {version}")
            title = f"{packages[0]} {version}"
            await report.check(title, "its snippet runs", lambda: run(section, binary))
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
