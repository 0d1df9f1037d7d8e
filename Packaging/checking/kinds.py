"""Each kind against its rules, and started as its host would."""
import json
import os
import re
import shutil
import subprocess

from making import archives, executables
from making.plugins import SERVER

from . import rules, services, sessions
from .packages import none
from .report import Skipped, same

# Variables of the server that packages don't ask for: choices of an operator.
OPERATORS = {
    "CLICKPORT_TOOLSETS", "CLICKPORT_TOOLS", "CLICKPORT_EXCLUDE_TOOLS", "CLICKPORT_PROVIDERS",
    "CLICKPORT_API_WRITES", "CLICKPORT_OUTPUT_SCHEMAS", "CLICKPORT_SCHEMA_DIALECT",
    "CLICKPORT_STRUCTURED", "CLICKPORT_TIME_ZONE", "CLICKPORT_SANDBOX_STATE",
    "CLICKPORT_DEFAULT_COUNTRY", "CLICKPORT_DRIFT", "CLICKPORT_MANIFEST"}
NAME_LIMIT = 64


def registry(report, packages):
    said = packages.json("server.json")
    with report.check("server.json is what the registry takes"):
        none(rules.server(said))
    with report.check("server.json has the hash of each bundle"):
        bundles = [each for each in said["packages"] if each["registryType"] == "mcpb"]
        assert bundles, "there is no mcpb"
        for each in bundles:
            name = each["identifier"].rsplit("/", 1)[1]
            same(name, each["fileSha256"], archives.sha256(packages.read(name)))
    with report.check("server.json asks for what the server reads, secrets as secrets"):
        known = {each.variable: each for each in packages.product.settings}
        for each in said["packages"]:
            for variable in each["environmentVariables"]:
                setting = known.get(variable["name"])
                assert setting, f"nothing reads {variable['name']}"
                same(f"isSecret of {variable['name']}", variable["isSecret"], setting.secret)
                assert not (setting.secret and set(variable) & {"default", "value", "placeholder"})
        same("what it asks for", {each["name"] for each in bundles[0]["environmentVariables"]},
             set(known))


def bundle(report, packages):
    said = packages.manifest()
    name = packages.one(r"clickport-.*\.mcpb")
    with report.check("the .mcpb's manifest is what hosts take"):
        none(rules.bundle(said))
    with report.check("the .mcpb is for one platform, and its name has the processor"):
        same("platforms", len(said["compatibility"]["platforms"]), 1)
        assert executables.platform(packages.product.built)[1] in name, name
    with report.check("the .mcpb's tools are those of tools/list"):
        _, listed, _ = sessions.offered([packages.binary, "serve"], packages.environment())
        same("its tools", [tool["name"] for tool in said["tools"]], listed)
        same("tools_generated", said["tools_generated"], True)
    place = packages.unzip(name, "mcpb")
    started(report, packages, "the .mcpb", "__dirname", place, said["server"]["mcp_config"],
            said["user_config"])


def started(report, packages, what, variable, place, configuration, options):
    """the server of a package, with all that its host may make of its settings"""
    product = packages.product
    command = configuration["command"].replace("${%s}" % variable, place)
    argv = [command, *configuration["args"]]
    folder = os.path.join(packages.scratch, "shared folder")
    os.makedirs(folder, exist_ok=True)

    def environment(values):
        """as the host expands it: what has no value stays as it is"""
        return packages.environment(**{
            name: re.sub(r"\$\{user_config\.(\w+)\}",
                         lambda match: values.get(match[1], match[0]), text)
            for name, text in configuration["env"].items()})

    def filled(read_only):
        values = {"boolean": read_only, "directory": folder, "string": services.KEY}
        return {name: values[option["type"]] for name, option in options.items()}

    secrets = [f"{name} has a default" for name, option in options.items()
               if option.get("sensitive") and "default" in option]
    with report.check(f"{what}: settings are none the server doesn't read, and all it does"):
        same("its variables", set(configuration["env"]),
             {setting.variable for setting in product.settings})
        same("its secrets", {name for name, option in options.items() if option.get("sensitive")},
             {setting.key for setting in product.settings if setting.secret})
        none(secrets)
    _, by_default, _ = sessions.offered([packages.binary, "serve"], packages.environment())
    reading = [tool["name"] for tool in json.loads(product.ask("tools", "--json", "--read-only"))]
    call = {"name": "get_clicks", "arguments": {"range": "last_week"}}
    for case, values, wanted, code in [
            ("with all settings filled in", filled("false"), by_default, None),
            ("read only", filled("true"), reading, None),
            ("with settings that stay ${user_config.…}", {}, by_default, "missing_credentials"),
            ("with empty settings", dict.fromkeys(options, ""), by_default, "missing_credentials"),
            ("with no setting at all", None, by_default, "missing_credentials")]:
        with report.check(f"{what}, started {case}: answers server/discover, initialize, tools/list"):
            given = packages.environment() if values is None else environment(values)
            named, listed, answer = sessions.offered(argv, given, call=call if code else None)
            same("its version", named["version"], product.version)
            same("its tools", listed, wanted)
            if code:
                assert answer.get("isError"), f"a call without a key answers {answer}"
                same("the error", json.loads(answer["content"][0]["text"])["code"], code)


def claude_code(report, packages):
    place = packages.unzip(packages.one(r".*-claude-code\.zip"), "claude-code")
    plugin = os.path.join(place, "clickport")
    said = packages.json("claude-code/clickport/.claude-plugin/plugin.json")
    servers = packages.json("claude-code/clickport/.mcp.json")
    with report.check("Claude Code's plugin keeps its documented rules"):
        none(rules.claude_plugin(said, servers))
    with report.check("Claude Code's marketplace leads to it"):
        none(rules.market(packages.json("claude-code/.claude-plugin/marketplace.json"),
                          os.listdir(place)))
    with report.check(f"tool names fit {NAME_LIMIT} characters behind the plugin's prefix"):
        none([f"{name} has {len(name)}" for name in (
            f"mcp__plugin_{said['name']}_{SERVER}__{tool}"
            for tool in packages.product.every_tool) if len(name) > NAME_LIMIT])
    with report.check("claude plugin validate"):
        if not shutil.which("claude"):
            raise Skipped("there is no claude on this machine")
        done = subprocess.run(["claude", "plugin", "validate", plugin], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    started(report, packages, "Claude Code's plugin", "CLAUDE_PLUGIN_ROOT", plugin,
            servers["mcpServers"][SERVER], said["userConfig"])


def agent_plugin(report, packages):
    place = packages.unzip(packages.one(r".*-agent-plugin\.zip"), "agent-plugin")
    servers = packages.json("agent-plugin/mcp.json")
    names = [os.path.relpath(os.path.join(top, name), place)
             for top, _, found in os.walk(place) for name in found]
    with report.check("the Agent Plugin is what its schemas and text say"):
        none(rules.agent_plugin(packages.json("agent-plugin/plugin.json"), servers, names))
    with report.check("the Agent Plugin, started in its folder: answers, and says what it lacks"):
        entry = servers["mcpServers"][SERVER]
        given = packages.environment(PLUGIN_ROOT=place, PLUGIN_DATA=packages.scratch)
        named, listed, answer = sessions.offered(
            [entry["command"], *entry["args"]], given, cwd=place,
            call={"name": "get_clicks", "arguments": {"range": "last_week"}})
        same("its version", named["version"], packages.product.version)
        same("the error", json.loads(answer["content"][0]["text"])["code"], "missing_credentials")


def skills(report, packages):
    """each skill's own calls are made, in the sandbox"""
    top = os.path.join(packages.folder, "claude-code", "clickport", "skills")
    for name in sorted(os.listdir(top)):
        text = open(os.path.join(top, name, "SKILL.md")).read()
        with report.check(f"skill {name}: its format, and every tool it names"):
            none(rules.skill(name, text))
            same("the Agent Plugin's", packages.read(f"agent-plugin/skills/{name}/SKILL.md").decode(),
                 text)
            known = set(packages.product.every_tool)
            named = {word for word in re.findall(r"`([a-z]+_[a-z_]+)`", text)}
            none([f"there is no tool {word}" for word in sorted(named - known - {"last_month"})])
        with report.check(f"skill {name}: its calls answer"):
            calls = re.findall(r"`(\w+)` with `(\{[^`]*\})`", text)
            assert calls, "it calls nothing"
            for tool, arguments in calls:
                done = packages.run("call", tool, "--json", " ".join(arguments.split()), "--sandbox")
                assert done.returncode == 0, f"{tool}: {done.stdout[:300]}{done.stderr[:300]}"


def formula(report, packages):
    text = packages.read("clickport.rb").decode()
    with report.check("the formula has the address and sum of each tarball"):
        product = packages.product
        assert product.download(packages.tarball) in text, "the address is missing"
        assert archives.sha256(packages.read(packages.tarball)) in text, "the sum is another"
    with report.check("the formula is Ruby"):
        if not shutil.which("ruby"):
            raise Skipped("there is no ruby on this machine")
        done = subprocess.run(["ruby", "-c", os.path.join(packages.folder, "clickport.rb")],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def settings(report, packages):
    product = packages.product
    looked = packages.run("check")
    before = looked.stdout
    with report.check("the server reads every variable that packages ask for"):
        assert looked.returncode == 0, looked.stdout + looked.stderr
        pair = [key for key in product.keys if f"{key.variable} is not set" not in before]
        for key in product.keys:
            given = {each.variable: services.KEY for each in (pair if key in pair else [key])}
            assert packages.run("check", **given).stdout != before, f"{key.variable} changes nothing"
        wrong = {"CLICKPORT_READ_ONLY": "perhaps", "CLICKPORT_ALLOW_DIR": "/nowhere/at/all",
                 "CLICKPORT_SAVE_DIR": "/nowhere/at/all"}
        same("what is tried", set(wrong), {each.variable for each in product.settings
                                           if each not in product.keys})
        for variable, value in wrong.items():
            same(f"the exit code with {variable}={value}",
                 packages.run("serve", **{variable: value}).returncode, 64)
    with report.check("packages ask for every variable the server reads, but for an operator's"):
        named = set(re.findall(r"CLICKPORT_[A-Z_]+", packages.run("serve", "--help").stdout))
        missing = set(re.findall(r"(\w+) is not set", before))
        same("what is left over", (named | missing) - OPERATORS
             - {each.variable for each in product.settings}, set())
