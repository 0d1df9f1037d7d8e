"""All checks of a folder of packages, in order."""
import copy
import io
import json
import os
import re
import shutil
import stat
import subprocess
import tarfile
import zipfile

import cleanroot
from making import archives, executables, image, licences
from making.debian import revision
from making.plugins import SERVER
from making.product import Product
from making.product import read as read_repository

from . import rules, services, sessions
from .report import Skipped, same

# Variables of the server that packages don't ask for: choices of an operator.
OPERATORS = {
    "CLICKPORT_TOOLSETS", "CLICKPORT_TOOLS", "CLICKPORT_EXCLUDE_TOOLS", "CLICKPORT_PROVIDERS",
    "CLICKPORT_API_WRITES", "CLICKPORT_OUTPUT_SCHEMAS", "CLICKPORT_SCHEMA_DIALECT",
    "CLICKPORT_STRUCTURED", "CLICKPORT_TIME_ZONE", "CLICKPORT_SANDBOX_STATE",
    "CLICKPORT_DEFAULT_COUNTRY"}
NAME_LIMIT = 64
SECRET = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}"
                    rb"|sk-[A-Za-z0-9-]{32,}|xox[bap]-[0-9A-Za-z-]{20,}")
CHANGE = ["call", "create_rotator", "rotator_slug=packaged", "rotator_mode=random",
          "random_repeat_clicks=same_url", "backup_url=https://example.com/", "--sandbox"]


def check(report, folder, place, release):
    packages = Packages(folder, place)
    with report.check("every kind is there"):
        packages.find()
    if not packages.binary:
        return
    for part in (about, data, registry, bundle, claude_code, agent_plugin, skills, formula,
                 negative, settings, tarball, debian, container):
        part(report, packages)
    with report.check("publisher.json names who publishes"):
        named = "OWNER" not in json.dumps(packages.product.publisher) and (
            ".invalid" not in json.dumps(packages.product.publisher))
        if not named and not release:
            raise Skipped("it names nobody yet; --release refuses that")
        assert named, "it still has OWNER or .invalid in it"


class Packages:
    """the folder, and what is inside the packages"""

    def __init__(self, folder, place):
        self.folder, self.scratch = folder, place
        self.binary = None

    def one(self, pattern):
        found = sorted(name for name in os.listdir(self.folder) if re.fullmatch(pattern, name))
        machine = os.uname().machine
        mine = [name for name in found if machine in name or "amd64" in name] or found
        assert mine, f"there is no {pattern} in {self.folder}"
        return mine[0]

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def json(self, name):
        return json.loads(self.read(name))

    def find(self):
        self.tarball = self.one(r"clickport-.*\.tar\.gz")
        with tarfile.open(os.path.join(self.folder, self.tarball)) as opened:
            unpack_all(opened, os.path.join(self.scratch, "tarball"))
        self.unpacked = os.path.join(self.scratch, "tarball", self.tarball[:-len(".tar.gz")])
        self.binary = os.path.join(self.unpacked, "bin", "clickport")
        self.product = Product(self.binary)
        for pattern in (r"clickport_.*\.deb", r"clickport-.*\.mcpb", r"server\.json",
                        r"clickport\.rb", r".*-claude-code\.zip", r".*-agent-plugin\.zip",
                        "claude-code", "agent-plugin", "SHA256SUMS"):
            self.one(pattern)

    def unzip(self, name, into):
        """as a host does, with the modes that are in it"""
        place = os.path.join(self.scratch, into)
        with zipfile.ZipFile(os.path.join(self.folder, name)) as opened:
            for info in opened.infolist():
                path = opened.extract(info, place)
                os.chmod(path, info.external_attr >> 16 & 0o777)
        return place

    def environment(self, **more):
        """what a host gives a server of its own accord"""
        home = os.path.join(self.scratch, "home")
        os.makedirs(home, exist_ok=True)
        return {"PATH": os.environ.get("PATH", ""), "HOME": home, **more}

    def run(self, *arguments, **environment):
        return subprocess.run([self.binary, *arguments], env=self.environment(**environment),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=120)


def unpack_all(opened, place):
    """as it is: newer Pythons would leave out what they don't trust"""
    if hasattr(tarfile, "fully_trusted_filter"):
        opened.extractall(place, numeric_owner=True, filter="fully_trusted")
    else:
        opened.extractall(place, numeric_owner=True)


def none(wrong):
    assert not wrong, "; ".join(wrong)


# What is the same in all.

def about(report, packages):
    product = packages.product
    with report.check("SHA256SUMS has every file, with its sum"):
        listed = dict(reversed(line.split("  ", 1))
                      for line in packages.read("SHA256SUMS").decode().splitlines())
        files = {name: archives.sha256(packages.read(name)) for name in os.listdir(packages.folder)
                 if os.path.isfile(os.path.join(packages.folder, name)) and name != "SHA256SUMS"}
        same("SHA256SUMS", listed, files)
    with report.check("one version everywhere"):
        version = product.version
        none([f"{name} is of another version" for name in os.listdir(packages.folder)
              if re.search(r"\d\.\d", name) and version.replace("-", "~", 1) not in name
              and version not in name])
        said = {
            "the .mcpb": manifest(packages)["version"],
            "server.json": packages.json("server.json")["version"],
            "its packages": packages.json("server.json")["packages"][0]["version"],
            "the image's name": packages.json("server.json")["packages"][-1]["identifier"]
            .rsplit(":", 1)[1],
            "Claude Code's plugin":
                packages.json("claude-code/clickport/.claude-plugin/plugin.json")["version"],
            "its marketplace":
                packages.json("claude-code/.claude-plugin/marketplace.json")["plugins"][0]["version"],
            "the Agent Plugin": packages.json("agent-plugin/plugin.json")["version"],
            "the formula": re.search(r'version "(.*?)"', packages.read("clickport.rb").decode())[1],
        }
        for what, found in said.items():
            same(f"the version of {what}", found, version)
    with report.check("all carry the same stripped binary"):
        wanted = archives.sha256(product.built)
        none([f"{what} has another" for what, content in binaries(packages)
              if archives.sha256(content) != wanted])
    with report.check("nothing of a secret's shape is in any package"):
        none([f"{name} has {found[0]!r}" for name, content in contents(packages)
              for found in [SECRET.search(content)] if found])
    with report.check("the licences of all that is in the binary are there, and as they were given"):
        text = read_repository("Packaging/licences/swift-log-NOTICE.txt")
        third = open(os.path.join(packages.unpacked, "THIRD-PARTY.txt")).read()
        for component in ("Swift", "swift-log", "swift-http-types", "libdispatch", "libstdc++"):
            assert component in third, f"{component} is missing"
        assert text in third, "a notice was cut"
        for name in ("swift-log", "swift-http-types"):
            for build in sorted(os.listdir(licences.REPOSITORY)):
                origin = os.path.join(licences.REPOSITORY, build, "checkouts", name, "NOTICE.txt")
                if build.startswith(".build") and os.path.exists(origin):
                    same(f"Packaging/licences/{name}-NOTICE.txt",
                         licences.text(f"{name}-NOTICE.txt"), open(origin).read())


def manifest(packages):
    name = packages.one(r"clickport-.*\.mcpb")
    with zipfile.ZipFile(os.path.join(packages.folder, name)) as opened:
        return json.loads(opened.read("manifest.json"))


def contents(packages):
    """every file of every package, as (name, content)"""
    for name in sorted(os.listdir(packages.folder)):
        path = os.path.join(packages.folder, name)
        if name.endswith((".zip", ".mcpb")):
            with zipfile.ZipFile(path) as opened:
                for each in opened.namelist():
                    yield f"{name}/{each}", opened.read(each)
        elif name.endswith(".deb"):
            files, opened = image.unpacked(packages.read(name), "data")
            for each, member in files.items():
                if member.isfile():
                    yield f"{name}/{each}", opened.extractfile(member).read()
        elif name.endswith(".tar.gz"):
            with tarfile.open(path) as opened:
                for member in opened:
                    if member.isfile():
                        yield f"{name}/{member.name}", opened.extractfile(member).read()
        elif name.endswith((".json", ".rb")):
            yield name, packages.read(name)


def binaries(packages):
    return [(name, content) for name, content in contents(packages)
            if name.endswith("bin/clickport") and packages.product.place in name or
            name.endswith(".deb/usr/bin/clickport")]


def data(report, packages):
    with report.check("zips keep mode 0755 of the binary, and no other is executable"):
        for pattern in (r"clickport-.*\.mcpb", r".*-claude-code\.zip", r".*-agent-plugin\.zip"):
            with zipfile.ZipFile(os.path.join(packages.folder, packages.one(pattern))) as opened:
                for info in opened.infolist():
                    mode = info.external_attr >> 16
                    wanted = 0o755 if info.filename.endswith("bin/clickport") else 0o644
                    same(f"the mode of {info.filename}", oct(stat.S_IMODE(mode)), oct(wanted))
    with report.check("folders are what their zips hold"):
        for name in ("claude-code", "agent-plugin"):
            with zipfile.ZipFile(os.path.join(
                    packages.folder, packages.one(f".*-{name}\\.zip"))) as opened:
                for each in opened.namelist():
                    same(f"{name}/{each}", archives.sha256(packages.read(f"{name}/{each}")),
                         archives.sha256(opened.read(each)))
    with report.check("the README's links lead somewhere in the tarball"):
        text = open(os.path.join(packages.unpacked, "README.md")).read()
        links = {link for link in re.findall(r"\]\(([^)#\s]+)", text)
                 if not re.match(r"\w+:", link)}
        none([f"{link} isn't there" for link in sorted(links)
              if not os.path.exists(os.path.join(packages.unpacked, link))])


# Each kind, against its rules.

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
    said = manifest(packages)
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


# The rules, by what they must refuse.

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
    good_bundle = manifest(packages)

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


# What the server reads.

def settings(report, packages):
    product = packages.product
    before = packages.run("check").stdout
    with report.check("the server reads every variable that packages ask for"):
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


# Each kind, used.

def said(done):
    return (done.stdout + done.stderr).decode(errors="replace")


def works(packages, run):
    """the demo, a call that opens libcurl in clear and over TLS, and one that opens SQLite"""
    done = run(["clickport", "demo"])
    assert done.returncode == 0 and b"get_clicks" in done.stdout, f"demo: {said(done)[-600:]}"
    provider = next(each for each in packages.product.manifest["providers"]
                    if services.CALL[1] in {tool["name"] for tool in each["tools"]})
    with services.service() as address:
        done = run(["clickport", *services.CALL], env=services.environment(provider, address))
        assert done.returncode == 0 and b"is_connected" in done.stdout, f"a call: {said(done)[-600:]}"
    with services.certificate() as held:
        if held:
            with services.service(held) as address:
                done = run(["clickport", *services.CALL],
                           env=services.environment(provider, address))
                assert done.returncode == 5 and b"ertificate" in done.stdout, (
                    f"a service that isn't trusted: {said(done)[-600:]}")
    done = run(["clickport", *CHANGE, "--state-dir", "/tmp/state"])
    assert done.returncode == 0, f"a change: {said(done)[-600:]}"
    done = run(["clickport", "ledger", "--state-dir", "/tmp/state"])
    assert b"create_rotator" in done.stdout, f"the ledger: {said(done)[-600:]}"


def in_clean_root(report, what, body, packages=()):
    with report.check(what):
        if cleanroot.reason():
            raise Skipped(cleanroot.reason())
        try:
            with cleanroot.root(packages) as root:
                body(root)
        except cleanroot.Unavailable as failure:
            raise Skipped(str(failure)) from failure


def tarball(report, packages):
    with report.check("the tarball has what INSTALL.md speaks of, owned by root, with the commit's time"):
        with tarfile.open(os.path.join(packages.folder, packages.tarball)) as opened:
            members = {member.name.split("/", 1)[-1]: member for member in opened}
        for name in ("bin/clickport", "INSTALL.md", "README.md", "LICENSE", "THIRD-PARTY.txt",
                     "share/man/man1/clickport.1", "share/zsh/site-functions/_clickport",
                     "share/bash-completion/completions/clickport",
                     "share/fish/vendor_completions.d/clickport.fish", "examples/README.md"):
            assert name in members, f"there is no {name}"
        same("owners", {(member.uid, member.gid, member.uname) for member in members.values()},
             {(0, 0, "root")})
        same("times", len({member.mtime for member in members.values()}), 1)
        same("the binary's mode", members["bin/clickport"].mode, 0o755)
    completions(report, packages)

    def use(root):
        root.put("/opt/" + packages.tarball, packages.read(packages.tarball))
        root.must(["tar", "-xzf", "/opt/" + packages.tarball, "-C", "/opt"])
        place = "/opt/" + packages.tarball[:-len(".tar.gz")] + "/bin"

        def run(argv, env=None):
            return root.run(argv, user=cleanroot.TESTER,
                            env={**(env or {}), "PATH": f"{place}:{cleanroot.PATH}"})
        done = run(["clickport", "demo"])
        assert done.returncode == 0, f"without libcurl and SQLite: {said(done)[-600:]}"
        root.install(["libcurl4", "libsqlite3-0", "ca-certificates"])
        works(packages, run)
    in_clean_root(report, "the tarball, unpacked by a user in a clean root: demo, calls, ledger", use)


def completions(report, packages):
    share = os.path.join(packages.unpacked, "share")
    for shell, path in (("bash", "bash-completion/completions/clickport"),
                        ("zsh", "zsh/site-functions/_clickport"),
                        ("fish", "fish/vendor_completions.d/clickport.fish")):
        with report.check(f"the completions are what {shell} reads"):
            if not shutil.which(shell):
                raise Skipped(f"there is no {shell} on this machine")
            done = subprocess.run([shell, "-n", os.path.join(share, path)], capture_output=True,
                                  text=True)
            assert done.returncode == 0, done.stderr
    with report.check("the manual page is what mandoc takes"):
        if not shutil.which("mandoc"):
            raise Skipped("there is no mandoc on this machine")
        done = subprocess.run(["mandoc", "-T", "lint", "-W", "error",
                               os.path.join(share, "man/man1/clickport.1")],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def debian(report, packages):
    name = packages.one(r"clickport_.*\.deb")
    content = packages.read(name)
    with report.check("the .deb is for what the binary needs"):
        files, opened = image.unpacked(content, "control")
        control = opened.extractfile(files["control"]).read().decode()
        assert f"libc6 (>= {executables.libc_version(packages.product.built)})" in control, control
        assert f"Version: {revision(packages.product)}\n" in control, control
    with report.check("lintian finds nothing"):
        if not shutil.which("lintian"):
            raise Skipped("there is no lintian: apt-get install lintian")
        done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error,warning",
                               "--suppress-tags", "initial-upload-closes-no-bugs",
                               os.path.join(packages.folder, name)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def use(root):
        root.put("/tmp/" + name, content)
        # minbase leaves out what a person's system keeps.
        root.run(["rm", "-f", "/etc/dpkg/dpkg.cfg.d/docker"])
        before = listing(root)
        root.install(["/tmp/" + name, "ca-certificates"])
        same("the version that dpkg tells", root.must(
            ["dpkg-query", "-W", "-f", "${Version}", "clickport"]).stdout.decode(),
            revision(packages.product))
        for path in ("/usr/share/man/man1/clickport.1.gz", "/usr/share/doc/clickport/copyright",
                     "/usr/share/bash-completion/completions/clickport",
                     "/usr/share/zsh/vendor-completions/_clickport",
                     "/usr/share/fish/vendor_completions.d/clickport.fish"):
            assert root.has(path), f"there is no {path}"
        root.must(["dpkg", "--verify", "clickport"])
        done = root.must(["bash", "-c", "source /usr/share/bash-completion/completions/clickport "
                                        "&& complete -p clickport"])
        assert b"clickport" in done.stdout, f"bash completes nothing: {said(done)}"
        works(packages, lambda argv, env=None: root.run(argv, user=cleanroot.TESTER, env=env))
        root.must(["apt-get", "purge", "-qy", "clickport"])
        left = {path for path in listing(root) - before if "clickport" in path}
        same("what is left", left, set())
    in_clean_root(report, "the .deb, installed in a clean root: demo, calls, ledger, documents; "
                          "removed without a trace", use)


def listing(root):
    return {os.path.relpath(os.path.join(top, each), root.path)
            for top, folders, names in os.walk(os.path.join(root.path, "usr"))
            for each in folders + names}


def container(report, packages):
    try:
        name = packages.one(r"clickport-.*\.oci\.tar")
    except AssertionError:
        with report.check("the image"):
            raise Skipped("none was built") from None
        return
    path = os.path.join(packages.folder, name)
    with tarfile.open(path) as opened:
        files = {member.name: opened.extractfile(member).read()
                 for member in opened if member.isfile()}

    def blob(described):
        content = files["blobs/sha256/" + described["digest"][7:]]
        same("a blob's hash", archives.sha256(content), described["digest"][7:])
        same("a blob's size", len(content), described["size"])
        return content

    with report.check("the image: every blob is what its digest says, and none is left over"):
        index = json.loads(files["index.json"])
        said_by = json.loads(blob(index["manifests"][0]))
        config = json.loads(blob(said_by["config"]))
        layers = [blob(each) for each in said_by["layers"]]
        same("blobs", len([each for each in files if each.startswith("blobs/")]), 2 + len(layers))
        import gzip
        same("diff_ids", ["sha256:" + archives.sha256(gzip.decompress(each)) for each in layers],
             config["rootfs"]["diff_ids"])
    with report.check("the image: user, entry and label"):
        same("the user", config["config"]["User"], f"{image.USER}:{image.USER}")
        same("the label", config["config"]["Labels"]["io.modelcontextprotocol.server.name"],
             packages.json("server.json")["name"])
        assert config["config"]["Entrypoint"] == ["/usr/bin/clickport"]
    with report.check("the image: skopeo reads it"):
        if not shutil.which("skopeo"):
            raise Skipped("there is no skopeo: apt-get install skopeo")
        done = subprocess.run(["skopeo", "inspect", f"oci-archive:{path}"], capture_output=True,
                              text=True)
        assert done.returncode == 0, done.stderr
        same("its layers", json.loads(done.stdout)["Layers"],
             [each["digest"] for each in said_by["layers"]])
    with report.check("the image: the record tells of every package in it"):
        listed = {each["package"] for each in packages.json(
            packages.one(r"clickport-.*\.image-packages\.json"))}
        with tarfile.open(fileobj=io.BytesIO(layers[0])) as opened:
            names = opened.getnames()
        same("packages", {each.rsplit("/", 1)[1] for each in names
                          if each.startswith("var/lib/dpkg/status.d/")}, listed)
    with report.check("the image: nothing in it starts anything else, and nothing is set-uid"):
        with tarfile.open(fileobj=io.BytesIO(layers[0])) as base, tarfile.open(
                fileobj=io.BytesIO(layers[1])) as own:
            started_by = {member.name for layer in (base, own) for member in layer
                          if member.isfile() and member.mode & 0o111}
            none([f"{member.name} is set-uid" for layer in (base, own) for member in layer
                  if member.isfile() and member.mode & 0o6000])
        none([each for each in started_by
              if each != "usr/bin/clickport" and not re.search(r"/ld-linux[^/]*$", each)])
    with report.check("the image: umoci unpacks it, and its server runs in there as its user"):
        if os.geteuid() != 0:
            raise Skipped("only root can change the root folder")
        root = os.path.join(packages.scratch, "image")
        unpack(path, root, layers)
        user = image.USER
        environment = dict(each.split("=", 1) for each in config["config"]["Env"])

        def run(argv, env=None):
            return cleanroot.run_in(root, ["/usr/bin/" + argv[0], *argv[1:]], user=user,
                                    env={**environment, **(env or {})},
                                    cwd=config["config"]["WorkingDir"])
        try:
            with cleanroot.kernel(root):
                works(packages, run)
                named, listed, _ = sessions.offered(
                    [*config["config"]["Entrypoint"], *config["config"]["Cmd"]], environment,
                    begin=cleanroot.enter(root, user, user))
                same("its version", named["version"], packages.product.version)
                done = run(["clickport", "call", "list_effects", "--time-zone", "Europe/Berlin"])
                assert done.returncode == 0, f"a time zone: {said(done)[-400:]}"
        except cleanroot.Unavailable as failure:
            raise Skipped(str(failure)) from failure


def unpack(path, root, layers):
    """by umoci where it is there, by hand otherwise"""
    if shutil.which("umoci") and shutil.which("skopeo"):
        layout = root + "-layout"
        subprocess.run(["skopeo", "copy", "--quiet", f"oci-archive:{path}", f"oci:{layout}:try"],
                       check=True, capture_output=True)
        subprocess.run(["umoci", "unpack", "--image", f"{layout}:try", root + "-bundle"],
                       check=True, capture_output=True)
        os.rename(os.path.join(root + "-bundle", "rootfs"), root)
        return
    for layer in layers:
        with tarfile.open(fileobj=io.BytesIO(layer)) as opened:
            unpack_all(opened, root)
