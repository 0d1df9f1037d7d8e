"""What is the same in all packages."""
import os
import re
import stat
import zipfile

from making import archives, licences
from making.product import read as read_repository

from .packages import binaries, contents, none
from .report import same

SECRET = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}"
                    rb"|sk-[A-Za-z0-9-]{32,}|xox[bap]-[0-9A-Za-z-]{20,}")


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
            "the .mcpb": packages.manifest()["version"],
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
