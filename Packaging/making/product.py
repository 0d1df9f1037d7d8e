"""What all packages say, from one place: the binary, the manifest, publisher.json."""
import functools
import json
import os
import re
import shutil
import subprocess
import tempfile

from . import executables

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PACKAGING = os.path.join(REPOSITORY, "Packaging")
# Where neither git nor $SOURCE_DATE_EPOCH knows a date.
SOME_DATE = 1767225600
LICENCE = "Apache-2.0"


class Failed(Exception):
    """what is wrong, and what to do"""


def read(path, mode="r"):
    with open(os.path.join(REPOSITORY, path), mode) as file:
        return file.read()


def template(name):
    return read(os.path.join("Packaging", "templates", name))


class Setting:
    """a variable of the server that a host may ask its user for"""

    def __init__(self, variable, title, description, kind="string", secret=False, default=None):
        self.variable = variable
        self.title = title
        self.description = description
        self.kind = kind
        self.secret = secret
        self.default = default

    @property
    def key(self):
        """what hosts call it among their settings"""
        return self.variable.removeprefix("CLICKPORT_").lower()

    @property
    def reference(self):
        return "${user_config.%s}" % self.key


class Product:
    def __init__(self, binary):
        self.binary = os.path.abspath(binary)
        with open(self.binary, "rb") as file:
            self.built = file.read()
        try:
            self.system, self.machine = executables.platform(self.built)
        except executables.NotUnderstood as wrong:
            raise Failed(f"{binary} can't be packaged: {wrong}") from wrong
        self.publisher = json.loads(read("Packaging/publisher.json"))
        self.manifest = json.loads(read("tools-manifest.json"))
        self.time = source_time()

    # What the binary says.

    def ask(self, *arguments):
        """what it prints, in an environment where nothing is chosen"""
        with tempfile.TemporaryDirectory() as home:
            done = subprocess.run(
                [self.binary, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, timeout=60,
                env={"PATH": os.environ.get("PATH", ""), "HOME": home, "LC_ALL": "C", "TZ": "UTC"})
        if done.returncode != 0:
            raise Failed(f"{self.binary} {' '.join(arguments)} exits with {done.returncode}: "
                         + done.stderr.decode(errors="replace").strip()[:400])
        return done.stdout.decode()

    @functools.cached_property
    def version(self):
        said = self.ask("--version").strip()
        if not re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?", said):
            raise Failed(f"{self.binary} --version must print a version such as 1.2.3; "
                         f"it prints {said[:80]!r}")
        return said

    @functools.cached_property
    def description(self):
        """the first sentence of the help, without its full stop"""
        said = self.ask("--help")
        found = re.search(r"^OVERVIEW: (.*?)\n\n", said, re.MULTILINE | re.DOTALL)
        if not found:
            raise Failed(f"{self.binary} --help must begin with OVERVIEW and a sentence")
        return " ".join(found[1].split()).rstrip(".")

    @functools.cached_property
    def tools(self):
        """those that a host without keys is shown: [(name, description)]"""
        return [(tool["name"], tool.get("description", ""))
                for tool in json.loads(self.ask("tools", "--json"))]

    @functools.cached_property
    def every_tool(self):
        return [tool["name"] for tool in
                json.loads(self.ask("tools", "--toolsets", "all", "--json"))]

    @functools.cached_property
    def manual(self):
        return self.ask("man")

    @functools.cached_property
    def completions(self):
        return {shell: self.ask("completions", shell) for shell in ("bash", "zsh", "fish")}

    # What the manifest says.

    @functools.cached_property
    def keys(self):
        """the variables of all services that hold a secret, or what belongs to one"""
        found = []
        for provider in self.manifest["providers"]:
            title, auth = provider["title"], provider["auth"]
            where = " ".join(filter(None, (provider.get("key_help"), provider.get("requires"))))
            token = auth.get("token", {}).get("body", {})
            other = f" Or fill in {' and '.join(token)}." if token else ""
            found.append(Setting(auth["env"], f"{title}: API key",
                                 sentence(where) + f"Empty: {title} isn't used.{other}",
                                 secret=True))
            for part, variable in token.items():
                found.append(Setting(variable, f"{title}: {part}",
                                     "In the place of the API key, with the other of the two.",
                                     secret=True))
            for name, key in provider.get("keys", {}).items():
                found.append(Setting(key["env"], f"{title}: {name} key",
                                     f"Only for {self.users(provider, name)}.", secret=True))
        return found

    def users(self, provider, name):
        """the tools that send a second key"""
        tools = [tool["name"] for tool in provider["tools"] if tool.get("key") == name]
        if not tools:
            raise Failed(f"no tool of {provider['id']} sends its key {name}")
        return ", ".join(tools)

    @functools.cached_property
    def settings(self):
        """all that a host may ask for; none is required"""
        return self.keys + [
            Setting("CLICKPORT_READ_ONLY", "Read only", "Offer no tool that changes anything.",
                    kind="boolean", default=False),
            Setting("CLICKPORT_ALLOW_DIR", "Folder to send from",
                    "Tools that send files may read them from this folder. Empty: none.",
                    kind="directory"),
            Setting("CLICKPORT_SAVE_DIR", "Folder to save into",
                    "query_rows may save rows as files below this folder. Empty: nowhere.",
                    kind="directory"),
        ]

    def learn(self):
        """asks all there is to ask, once"""
        return (self.version, self.description, self.tools, self.manual, self.completions,
                self.settings, self.stripped)

    # What is shipped.

    @functools.cached_property
    def stripped(self):
        """the binary without the names that only a debugger reads"""
        tool = shutil.which("strip") or shutil.which("llvm-strip")
        if tool is None:
            raise Failed("there is no strip on this machine: install binutils")
        with tempfile.TemporaryDirectory() as place:
            copy = os.path.join(place, "clickport")
            shutil.copyfile(self.binary, copy)
            done = subprocess.run([tool, copy] if self.system == "linux" else [tool, "-x", copy],
                                  stderr=subprocess.PIPE, text=True)
            if done.returncode != 0:
                raise Failed(f"{tool} fails on {self.binary}: {done.stderr.strip()[:400]}")
            with open(copy, "rb") as file:
                return file.read()

    @property
    def place(self):
        """which machines it is for, as file names have it"""
        return f"{self.system}-{self.machine}"

    def file(self, suffix):
        return f"clickport-{self.version}-{self.place}{suffix}"

    @property
    def title(self):
        return "Clickport"

    @property
    def services(self):
        return [provider["title"] for provider in self.manifest["providers"]]

    def download(self, name):
        return f"{self.publisher['downloads']}/v{self.version}/{name}"

    def filled(self, name):
        """a template with what is known written into it"""
        known = {
            "version": self.version, "title": self.title, "description": self.description,
            "services": listed(self.services), "homepage": self.publisher["homepage"],
            "repository": self.publisher["repository"], "place": self.place,
            "maintainer": self.publisher["maintainer"], "author": self.publisher["author"],
            "licence": LICENCE, "keys": "\n".join(
                f"| `{key.variable}` | {key.title}. {key.description} |" for key in self.keys),
        }

        def value(match):
            if match[1] not in known:
                raise Failed(f"Packaging/templates/{name} asks for {match[0]}, which nothing tells")
            return known[match[1]]
        return re.sub(r"@([a-z_]+)@", value, template(name))


def sentence(text):
    return text.rstrip(". ") + ". " if text else ""


def listed(names):
    """a, b and c"""
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def source_time():
    """seconds since 1970: $SOURCE_DATE_EPOCH, else when the last commit was made"""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        if not given.isdigit():
            raise Failed(f"SOURCE_DATE_EPOCH must be seconds since 1970; it is {given!r}")
        return int(given)
    done = subprocess.run(["git", "-C", REPOSITORY, "log", "-1", "--format=%ct"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = done.stdout.strip()
    return int(said) if done.returncode == 0 and said.isdigit() else SOME_DATE
