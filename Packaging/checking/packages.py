"""The folder that is checked, and what is inside its packages."""
import json
import os
import re
import subprocess
import tarfile
import zipfile

from making import image
from making.product import Product


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

    def manifest(self):
        """the bundle's"""
        with zipfile.ZipFile(os.path.join(self.folder, self.one(r"clickport-.*\.mcpb"))) as opened:
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


def unpack_all(opened, place):
    """as it is: newer Pythons would leave out what they don't trust"""
    if hasattr(tarfile, "fully_trusted_filter"):
        opened.extractall(place, numeric_owner=True, filter="fully_trusted")
    else:
        opened.extractall(place, numeric_owner=True)


def none(wrong):
    assert not wrong, "; ".join(wrong)
