"""Drives a built clickport with the MCP client library of this Python environment.

Prints PASS, FAIL or SKIP for each check. What the server doesn't offer is skipped; with
`--require-all` it fails. Exits with 1 when a check failed.
"""

import argparse
import asyncio
import json
import pathlib
import sys
import tempfile

import peers
from harness import NotOffered, Recording, Report, SERVE, ask, expect

TOOLSETS = ["--toolsets", "default,rotators"]
ROTATOR = 128445
REPORT = {"project_id": 29583, "refresh": True}


def offered_features(command):
    """The names of the capabilities and tools the server has, asked without any library."""
    found, listed = ask(command, ("server/discover", {}), ("tools/list", {}))
    return {*found["capabilities"], *(tool["name"] for tool in listed["tools"])}


def answer(result):
    """What a tool has answered, out of its text."""
    return json.loads(result["content"][0]["text"])


def accepted(schema):
    """An answer that says yes to whatever a form asks."""
    content = {}
    for name, field in schema.get("properties", {}).items():
        choices = field.get("enum") or [choice["const"] for choice in field.get("oneOf", [])]
        plain = {"boolean": True, "integer": 1, "number": 1}.get(field.get("type"), "yes")
        content[name] = choices[0] if choices else plain
    return content


class Conversation:
    """The checks of one client over one connection each."""

    def __init__(self, is_modern, client, server, features, folder):
        self.is_modern = is_modern
        self.client = client
        self.server = server
        self.features = features
        self.recording = Recording(folder)
        self.questions = []

    def connect(self, action="decline"):
        """A fresh server; its questions get this answer."""

        def elicit(params):
            self.questions.append(params)
            if action != "accept":
                return {"action": action}
            return {"action": action, "content": accepted(params.get("requestedSchema", {}))}

        self.questions = []
        return self.client.connect(self.recording.command(*self.server), elicit)

    def need(self, feature):
        if feature not in self.features:
            raise NotOffered(feature)

    # Tools

    async def connects(self):
        async with self.connect() as connection:
            expected = "2026-07-28" if self.is_modern else "2025-11-25"
            version = connection.protocol_version
            expect(version == expected, f"speaks {version} instead of {expected}")

    async def lists_tools(self):
        async with self.connect() as connection:
            names = [tool["name"] for tool in await connection.tools()]
            expect("get_clicks" in names and "get_project_stats" in names, f"tools are {names}")

    async def calls_by_alias(self):
        async with self.connect() as connection:
            await connection.tools()
            arguments = {"from": "2026-03-01", "to": "2026-03-31", "per_page": "3"}
            result = await connection.call("get_clicks", arguments)
            expect(not result.get("isError"), result)
            rows = answer(result)["data"]
            expect(len(rows) == 3 and rows[0]["click_date"] == "2026-03-31", rows)

    async def reads_an_error(self):
        async with self.connect() as connection:
            await connection.tools()
            result = await connection.call("get_clicks", {"from": "2026-02-30", "to": "2026-03-31"})
            expect(result["isError"] is True, result)
            error = answer(result)
            expect(error["code"] == "invalid_arguments", error)
            expect([problem["argument"] for problem in error["problems"]] == ["from"], error)

    async def receives_progress(self):
        async with self.connect() as connection:
            steps = []

            async def progress(value, total, message):
                steps.append(value)

            result = await connection.call("get_project_stats", REPORT, progress)
            expect(not result.get("isError"), result)
            expect(steps and steps == sorted(set(steps)), f"progress was {steps}")

    async def cancels(self):
        async with self.connect() as connection:
            started = asyncio.Event()

            async def progress(value, total, message):
                started.set()

            call = asyncio.create_task(connection.call("get_project_stats", REPORT, progress))
            await started.wait()
            await connection.withdraw(call)
            await asyncio.gather(call, return_exceptions=True)
            # Takes as long as the first would have gone on: an answer to that would be there.
            result = await connection.call("get_project_stats", REPORT)
            expect(not result.get("isError"), result)
        cancellations = [m for m in self.recording.written("in") if m.get("method") == "notifications/cancelled"]
        expect(len(cancellations) == 1, f"cancelled {len(cancellations)} times")
        identifier = cancellations[0]["params"]["requestId"]
        answers = [m for m in self.recording.written("out") if m.get("id") == identifier]
        expect(answers == [], f"answered all the same: {answers}")

    async def pings(self):
        async with self.connect() as connection:
            expect(await connection.ping() == {}, "no empty answer")

    # Resources

    async def lists_resources(self):
        self.need("resources")
        async with self.connect() as connection:
            uris = [resource["uri"] for resource in await connection.resources()]
            expect({"clickport://tools", "clickport://errors"} <= set(uris), f"resources are {uris}")

    async def reads_resources(self):
        self.need("resources")
        async with self.connect() as connection:
            for uri, word in [
                ("clickport://tools", "get_clicks"),
                ("clickport://tools/get_clicks", "start_date"),
                ("clickport://errors", "invalid_arguments"),
            ]:
                contents = await connection.read(uri)
                expect(contents[0]["uri"] == uri, contents[0]["uri"])
                expect(word in contents[0]["text"], f"{uri} has no {word}")

    async def completes_a_template(self):
        self.need("resources")
        self.need("completions")
        async with self.connect() as connection:
            template = "clickport://tools/{name}"
            templates = [template["uriTemplate"] for template in await connection.templates()]
            expect(template in templates, f"templates are {templates}")
            reference = {"type": "ref/resource", "uri": template}
            values = await connection.complete(reference, "name", "list_pr")
            expect(values == ["list_projects"], f"completed to {values}")

    # Prompts

    async def lists_prompts(self):
        self.need("prompts")
        async with self.connect() as connection:
            names = [prompt["name"] for prompt in await connection.prompts()]
            expect("weekly_click_report" in names, f"prompts are {names}")

    def example(self, prompt):
        """Values for all of a prompt's arguments."""
        examples = {"date": "2026-04-12", "day": "2026-04-12", "week": "2026-W15", "id": "1"}
        values = {}
        for argument in prompt.get("arguments", []):
            kind = next((kind for kind in examples if kind in argument["name"]), "date")
            values[argument["name"]] = examples[kind]
        return values

    async def gets_a_prompt(self):
        self.need("prompts")
        async with self.connect() as connection:
            prompts = {prompt["name"]: prompt for prompt in await connection.prompts()}
            arguments = self.example(prompts["weekly_click_report"])
            messages = await connection.prompt("weekly_click_report", arguments)
            text = json.dumps(messages)
            expect(messages[0]["role"] == "user" and "get_clicks" in text, text)
            for value in arguments.values():
                expect(value in text, f"{value} is not in {text}")

    async def completes_a_prompt(self):
        self.need("prompts")
        self.need("completions")
        async with self.connect() as connection:
            counts = {}
            for prompt in await connection.prompts():
                for argument in prompt.get("arguments", []):
                    reference = {"type": "ref/prompt", "name": prompt["name"]}
                    values = await connection.complete(reference, argument["name"], "")
                    counts[f"{prompt['name']}.{argument['name']}"] = len(values)
            expect(any(counts.values()), f"nothing completes: {counts}")

    # Elicitation

    async def rotators(self, connection):
        result = await connection.call("list_rotators", {"limit": 100})
        return json.dumps(answer(result))

    async def delete(self, action, is_deleted):
        self.need("delete_rotator")
        async with self.connect(action) as connection:
            expect(str(ROTATOR) in await self.rotators(connection), "the rotator was never there")
            result = await connection.call("delete_rotator", {"rotator_id": ROTATOR})
            expect(len(self.questions) == 1, f"asked {len(self.questions)} times")
            question = self.questions[0]["message"]
            expect(str(ROTATOR) in question or "rotator" in question.lower(), question)
            expect(bool(result.get("isError")) != is_deleted, result)
            remains = str(ROTATOR) in await self.rotators(connection)
            expect(remains != is_deleted, "is still there" if remains else "is gone")

    async def accepts(self):
        await self.delete("accept", is_deleted=True)

    async def declines(self):
        await self.delete("decline", is_deleted=False)

    def checks(self):
        """What is checked, in order."""
        checks = [
            ("connects in its revision", self.connects),
            ("lists the tools", self.lists_tools),
            ("calls a tool by aliases", self.calls_by_alias),
            ("reads a structured error", self.reads_an_error),
            ("receives progress", self.receives_progress),
            ("cancels a running call", self.cancels),
            ("lists resources", self.lists_resources),
            ("reads resources", self.reads_resources),
            ("completes a resource template", self.completes_a_template),
            ("lists prompts", self.lists_prompts),
            ("gets a prompt", self.gets_a_prompt),
            ("completes a prompt's argument", self.completes_a_prompt),
            ("accepts a deletion", self.accepts),
            ("declines a deletion", self.declines),
        ]
        return checks if self.is_modern else checks + [("pings", self.pings)]


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", help="the built clickport")
    parser.add_argument("--require-all", action="store_true", help="fail for what isn't offered")
    options = parser.parse_args()
    server = [str(pathlib.Path(options.binary).resolve()), *SERVE, *TOOLSETS]
    features = offered_features(server)
    report = Report(options.require_all)
    for peer, is_modern, client in peers.all_peers():
        with tempfile.TemporaryDirectory() as folder:
            conversation = Conversation(is_modern, client, server, features, folder)
            for what, body in conversation.checks():
                await report.check(peer, what, body)
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
