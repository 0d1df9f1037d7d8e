"""Drives a built clickport with the agent framework of this Python environment, without a model.

Prints PASS or FAIL for each check. Exits with 1 when a check failed.
"""

import argparse
import asyncio
import contextlib
import json
import pathlib
import re
import sys
import tempfile
from functools import partial

import adapters
import schemas
from harness import Recording, Report, SERVE, ask, expect, installed

SURFACES = {"default": [], "all": ["--toolsets", "all"]}
# Clients that know an answer's schema throw away what doesn't fit it.
SCHEMAS = ["--toolsets", "all", "--output-schemas"]
STRICT = ["--schema-dialect", "openai-strict"]
# Each request of the sandbox takes so long that a report takes longer than five seconds.
SLOW = ["--faults", "rate=1 kinds=latency latency=1.5-1.5"]
MARCH = {"range": "2026-03"}
DATAPOINT = {"datapoint_id": 12345974}


def listed(server):
    """All tools as the server publishes them, by name."""
    tools, page = [], {}
    while page is not None:
        [answer] = ask(server, ("tools/list", page))
        tools += answer["tools"]
        page = {"cursor": answer["nextCursor"]} if "nextCursor" in answer else None
    return {tool["name"]: tool for tool in tools}


def letters(text):
    """A text without what quoting changes."""
    return re.sub(r"[^A-Za-z]+", "", text)


def start(text):
    """The beginning of a text by which it is known again, however it is quoted."""
    return letters(re.match(r"[ -~]*", text)[0])[:80]


class Session:
    """A framework connected to a server, with its tools at hand."""

    def __init__(self, framework, told, recording):
        self.framework = framework
        self.told = told
        self.recording = recording

    def filled(self, name, given):
        """Arguments as a model would write them: in the types it was told, with all it must."""
        schema = self.told[name].schema
        known = schema["properties"]
        arguments = {key: schemas.blank(known[key]) for key in schema.get("required", [])}
        for key, value in given.items():
            kinds = schemas.types(node for path, node in schemas.nodes(schema) if path == (key,))
            is_text = isinstance(value, dict) and "object" not in kinds
            arguments[key] = json.dumps(value) if is_text else value
        return arguments

    async def call(self, name, given):
        """What a model is shown of a call."""
        return await self.framework.call(name, self.filled(name, given))

    async def nested(self, name, given):
        """What a model is shown of a call through `use_tool`."""
        [place] = self.told["use_tool"].schema["properties"].keys() - {"name"}
        return await self.call("use_tool", {"name": name, place: given})

    def sent(self):
        """The last call that the server got: the tool's name, its arguments."""
        calls = [m for m in self.recording.written("in") if m.get("method") == "tools/call"]
        if not calls:
            return None, {}
        name, arguments = calls[-1]["params"]["name"], calls[-1]["params"].get("arguments") or {}
        # Semantic Kernel says the whole call once more in an argument of this name, and the server
        # knows.
        echo = arguments.get("arguments")
        if isinstance(echo, dict) and echo.keys() == arguments.keys():
            return name, echo
        return name, arguments

    def answered(self):
        """The texts of the last answer, or what kind of content they are if they aren't texts."""
        answers = [m["result"] for m in self.recording.written("out") if "result" in m]
        return [block.get("text", block["type"]) for block in answers[-1].get("content", [])]


class Trial:
    """The checks of one framework with one dialect of schemas."""

    def __init__(self, adapter, binary, dialect, folder):
        self.adapter = adapter
        self.binary = binary
        self.dialect = dialect
        self.recording = Recording(folder)

    @contextlib.asynccontextmanager
    async def connect(self, *options, serve=SERVE):
        command = self.recording.command(self.binary, *serve, *self.dialect, *options)
        async with self.adapter().connect(command) as framework:
            told = await framework.tools(strict=bool(self.dialect))
            yield Session(framework, told, self.recording)

    # Listing

    async def lists_every_tool(self, surface):
        published = listed([self.binary, *SERVE, *self.dialect, *surface])
        async with self.connect(*surface) as session:
            missing = published.keys() - session.told.keys()
            expect(not missing, f"{len(missing)} of {len(published)} missing: {sorted(missing)}")
            strange = session.told.keys() - published.keys()
            expect(not strange, f"these are nobody's: {sorted(strange)}")
            for name, tool in session.told.items():
                expect(published[name]["description"] in tool.description, f"{name}: description")

    async def keeps_every_argument(self, surface):
        published = listed([self.binary, *SERVE, *self.dialect, *surface])
        async with self.connect(*surface) as session:
            problems = [
                f"{name}: {problem}"
                for name, tool in session.told.items()
                for problem in schemas.lost(published[name]["inputSchema"], tool.schema)
            ]
            expect(not problems, f"{len(problems)} times: {'; '.join(problems[:20])}")

    async def converts_strictly(self, surface):
        async with self.connect(*surface) as session:
            refused = [name for name, tool in session.told.items() if tool.strict is False]
            expect(not refused, f"not strict for the framework: {refused}")
            problems = [
                f"{name}: {problem}"
                for name, tool in session.told.items()
                for problem in schemas.not_strict(tool.schema)
            ]
            expect(not problems, f"{len(problems)} times: {'; '.join(problems[:20])}")

    async def passes_everything_on(self, surface):
        problems = []
        async with self.connect(*surface) as session:
            for name, tool in session.told.items():
                given = schemas.sample(tool.schema)
                shown = await session.framework.call(name, given)
                called, arguments = session.sent()
                if called != name:
                    problems.append(f"{name} was not called: {shown[:200]}")
                elif arguments != given:
                    problems.append(f"{name}: {given} became {arguments}")
                else:
                    text = session.answered()[0]
                    if start(text) not in letters(shown):
                        problems.append(f"{name}: {text[:100]} is shown as {shown[:200]}")
        expect(not problems, f"{len(problems)} times: {'; '.join(problems[:20])}")

    # Calling

    async def shows_an_answer_once(self):
        async with self.connect() as session:
            shown = await session.call("list_projects", {})
            count = shown.count("Bigfoot Surfboards")
            expect(count == 1, f"the answer is there {count} times: {shown[:300]}")

    async def shows_an_error(self):
        async with self.connect() as session:
            shown = await session.call("get_clicks", {"range": "2026-02-30"})
            for word in ("invalid_arguments", "2026-02-30", "is no range of days", "last_month"):
                expect(word in shown, f"{word} is not in {shown[:300]}")

    async def turns_the_page(self):
        async with self.connect() as session:
            for name, given, more in [
                ("get_clicks", MARCH, {"page": 2}),
                ("list_clients", {}, {"page": 2}),
                ("list_datapoints", {}, {"offset": 20}),
            ]:
                first = await session.call(name, given)
                second = await session.call(name, given | more)
                _, arguments = session.sent()
                expect(arguments.items() >= more.items(), f"{more} became {arguments}")
                expect("invalid_arguments" not in second, f"{name}: {second[:300]}")
                expect(first[:1000] != second[:1000], f"{name} shows the same again")

    async def calls_through_use_tool(self):
        async with self.connect() as session:
            shown = await session.nested("get_datapoint", DATAPOINT)
            expect("summer-catalog" in shown, shown[:300])
            shown = await session.nested("get_datapoint", {"datapoint": 1, "status": "x"})
            expect("invalid_arguments" in shown and "status" in shown, shown[:300])

    async def asks_about_rows(self):
        async with self.connect() as session:
            places = session.told["query_rows"].schema["properties"].keys()
            [place] = places & {"arguments", "tool_arguments"}
            given = {"tool": "get_clicks", place: {"publisher_id": 45}, "limit": 3} | MARCH
            shown = await session.call("query_rows", given | {"group_by": ["advertiser_name"]})
            expect("rows_total" in shown and "Alpha Store" in shown, shown[:300])
            blocks = session.answered()
            # A second block is refused, dropped or taken for a file by one or another.
            expect(len(blocks) == 1, f"the answer has {len(blocks)} blocks: {blocks[1:]}")

    async def sees_a_slow_report(self):
        async with self.connect(serve=[*SERVE, *SLOW]) as session:
            shown = await session.call("get_project_stats", {"project_id": 29583} | MARCH)
            expect("report_id" in shown, f"the report is lost: {shown[:300]}")
            identifier = int(re.search(r"report_id\W+(\d+)", shown)[1])
            for _ in range(3):
                if "unique_clicks" in shown:
                    break
                shown = await session.call("get_project_stats", {"report_id": identifier})
            expect("unique_clicks" in shown, f"the report never comes: {shown[:300]}")

    def checks(self):
        """What is checked, in order."""
        for name, options in SURFACES.items():
            yield f"{name}: lists every tool", partial(self.lists_every_tool, options)
            yield f"{name}: keeps every argument", partial(self.keeps_every_argument, options)
            if self.dialect:
                yield f"{name}: converts strictly", partial(self.converts_strictly, options)
            yield f"{name}: passes everything on", partial(self.passes_everything_on, options)
        if not self.dialect:
            yield "with output schemas: passes everything on", partial(
                self.passes_everything_on, SCHEMAS
            )
        yield "shows an answer once", self.shows_an_answer_once
        yield "shows an error", self.shows_an_error
        yield "turns the page", self.turns_the_page
        yield "calls through use_tool", self.calls_through_use_tool
        yield "asks about rows", self.asks_about_rows
        yield "sees a slow report", self.sees_a_slow_report


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", help="the built clickport")
    binary = str(pathlib.Path(parser.parse_args().binary).resolve())
    report = Report()
    for adapter in adapters.all_adapters():
        for dialect in adapter.dialects:
            title = f"{adapter.package} {installed(adapter.package)}"
            options = []
            if dialect == "openai-strict":
                title += " openai-strict"
                options = STRICT
            with tempfile.TemporaryDirectory() as folder:
                trial = Trial(adapter, binary, options, folder)
                for what, body in trial.checks():
                    await report.check(title, what, body)
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
