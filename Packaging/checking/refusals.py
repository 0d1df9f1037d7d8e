"""The rules, by what they must refuse."""
import copy

from making.plugins import SERVER

from . import rules


def negative(report, packages):
    good = packages.json("server.json")

    def server(change):
        made = copy.deepcopy(good)
        change(made)
        return rules.server(made)

    cases = {
        "a name without a slash": lambda made: made.update(name="clickport"),
        "a name with two slashes": lambda made: made.update(name="io.github.a/b/c"),
        "no name": lambda made: made.pop("name"),
        "a description of 101 characters": lambda made: made.update(description="x" * 101),
        "the version latest": lambda made: made["packages"][0].update(version="latest"),
        "the version ^1.0.0": lambda made: made["packages"][0].update(version="^1.0.0"),
        "a server's version 1.x": lambda made: made.update(version="1.x"),
        "an mcpb without fileSha256": lambda made: made["packages"][0].pop("fileSha256"),
        "a hash in upper case": lambda made: made["packages"][0].update(fileSha256="A" * 64),
        "an mcpb from elsewhere": lambda made: made["packages"][0].update(
            identifier="https://example.com/clickport.mcpb"),
        "an image with a version": lambda made: made["packages"][-1].update(version="1.0.0"),
        "a positional argument of nothing": lambda made: made["packages"][0].update(
            packageArguments=[{"type": "positional"}]),
        "stdio with a url": lambda made: made["packages"][0]["transport"].update(
            url="https://example.com"),
        "an icon over http": lambda made: made.update(icons=[{"src": "http://example.com/i.png"}]),
        "_meta of somebody else": lambda made: made.update(_meta={"com.example/other": {}}),
    }
    for what, change in cases.items():
        with report.check(f"refused in server.json: {what}"):
            assert server(change), "it passes"
    good_bundle = packages.manifest()

    def changed(change):
        made = copy.deepcopy(good_bundle)
        change(made)
        return rules.bundle(made)

    for what, change in {
            "a key nobody knows": lambda made: made.update(secrets={}),
            "another manifest_version": lambda made: made.update(manifest_version="0.2"),
            "no author": lambda made: made.pop("author"),
            "an unknown platform": lambda made: made["compatibility"].update(platforms=["macos"]),
            "a setting used and not asked for": lambda made: made["user_config"].popitem(),
            "a setting without a title": lambda made: next(
                iter(made["user_config"].values())).pop("title"),
            "a secret with a default": lambda made: next(
                iter(made["user_config"].values())).update(default="x")}.items():
        with report.check(f"refused in the .mcpb: {what}"):
            assert changed(change), "it passes"
    servers = packages.json("agent-plugin/mcp.json")

    def plugin(change):
        made, other = packages.json("agent-plugin/plugin.json"), copy.deepcopy(servers)
        change(made, other["mcpServers"][SERVER])
        return rules.agent_plugin(made, other, ["bin/clickport"])

    for what, change in {
            "a name in upper case": lambda made, _: made.update(name="Clickport"),
            "a key nobody knows": lambda made, _: made.update(hooks={}),
            "a command that is expanded": lambda _, entry: entry.update(
                command="${PLUGIN_ROOT}/bin/clickport"),
            "a command that isn't there": lambda _, entry: entry.update(command="./bin/other"),
            "a variable of the host's": lambda _, entry: entry.update(env={"KEY": "${KEY}"}),
            "the plugin's root set": lambda _, entry: entry.update(env={"PLUGIN_ROOT": "/"}),
    }.items():
        with report.check(f"refused in the Agent Plugin: {what}"):
            assert plugin(change), "it passes"
