"""What the checks of client libraries and of agent frameworks share."""

import asyncio
import importlib.metadata
import json
import pathlib
import subprocess
import sys
import traceback

LIMIT = 60
SERVE = ["serve", "--sandbox", "--sandbox-time", "2026-04-15T12:00:00Z"]
# Both directions are written down, before they are passed on: what a library hides shows there.
RELAY = """
in=$1; out=$2; shift 2
{ tee /dev/fd/3 >>"$in"; } 3>&1 | "$@" | { tee /dev/fd/3 >>"$out"; } 3>&1
"""


class NotOffered(Exception):
    """The server doesn't have what a check is about."""


class Report:
    """Prints each check's outcome and counts."""

    def __init__(self, require_all=False):
        self.require_all = require_all
        self.failed = 0

    async def check(self, peer, what, body):
        """Runs one check within the time limit."""
        try:
            await asyncio.wait_for(body(), LIMIT)
        except NotOffered as reason:
            self.failed += self.require_all
            outcome = "FAIL" if self.require_all else "SKIP"
            print(f"{outcome} {peer}: {what}: {reason} is not offered")
        except Exception as error:  # Whatever a library throws is a failed check.
            self.failed += 1
            error = innermost(error)
            print(f"FAIL {peer}: {what}: {type(error).__name__}: {error}")
            traceback.print_exception(error)
        else:
            print(f"PASS {peer}: {what}")
        sys.stdout.flush()


class Recording:
    """A folder that holds what went over the wire of the last server that was started in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def command(self, *server):
        """The command that starts the server, and forgets what was written before."""
        for direction in ("in", "out"):
            (self.folder / direction).write_bytes(b"")
        paths = [str(self.folder / direction) for direction in ("in", "out")]
        return ["/bin/sh", "-c", RELAY, "relay", *paths, *server]

    def written(self, direction):
        """The messages so far; all of them once the connection has ended."""
        lines = (self.folder / direction).read_text().splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]


def installed(package):
    """The version of a package in this environment; None when it isn't there."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def expect(condition, message):
    if not condition:
        raise AssertionError(message)


def innermost(error):
    """What a library's task groups have wrapped."""
    while len(inner := getattr(error, "exceptions", ())) == 1:
        error = inner[0]
    return error


def ask(command, *requests):
    """The results of requests, (method, parameters), that no library had its hands in."""
    meta = {
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
        }
    }
    lines = [
        json.dumps({"jsonrpc": "2.0", "id": id, "method": method, "params": params | meta})
        for id, (method, params) in enumerate(requests)
    ]
    done = subprocess.run(
        command, input="\n".join(lines), text=True, timeout=LIMIT, check=True, capture_output=True,
    )
    answers = {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
    return [answers[id]["result"] for id in range(len(requests))]
