"""A container image without a daemon: an OCI layout with the binary, what it is loaded with or opens,
and nothing that starts anything else."""
import io
import json
import os
import subprocess
import tarfile
import time
import urllib.request

from . import archives
from .archives import executable, folder, link, sha256
from .executables import Library, NotUnderstood
from .product import LICENCE, REPOSITORY, Failed

# What is opened by name, and what the C library opens of its own accord.
OPENED = ["libcurl.so.4", "libsqlite3.so.0", "libgcc_s.so.1"]
PACKAGES = ["libcurl4", "libsqlite3-0", "libgcc-s1", "ca-certificates", "tzdata", "base-files"]
RELEASE = "bookworm"
USER = 65532
MACHINES = {
    "x86_64": ("amd64", "x86_64-linux-gnu", "usr/lib64"),
    "aarch64": ("arm64", "aarch64-linux-gnu", "usr/lib"),
}
SOURCES = f"""\
deb [signed-by=KEYRING] http://deb.debian.org/debian {RELEASE} main
deb [signed-by=KEYRING] http://deb.debian.org/debian {RELEASE}-updates main
deb [signed-by=KEYRING] http://deb.debian.org/debian-security {RELEASE}-security main
"""
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


class Unavailable(Exception):
    """why Debian's packages can't be had here"""


# Debian's packages.

class Archive:
    """Debian's packages, through apt with lists and a cache of our own; needs no right of root"""

    def __init__(self, architecture):
        self.architecture = architecture
        self.place = os.path.join(REPOSITORY, ".build-packages", "debian-" + architecture)
        self.cache = os.path.join(self.place, "archives")
        for name in ("lists/partial", "archives/partial", "nothing/partial"):
            os.makedirs(os.path.join(self.place, name), exist_ok=True)

    def apt(self, *arguments, cache="archives"):
        settings = {
            "Dir::State": self.place, "Dir::State::status": os.path.join(self.place, "status"),
            "Dir::State::lists": os.path.join(self.place, "lists"), "Dir::Cache": self.place,
            "Dir::Cache::archives": os.path.join(self.place, cache),
            "Dir::Etc::sourcelist": os.path.join(self.place, "sources"),
            "Dir::Etc::sourceparts": "-", "Dir::Etc::main": "-", "Dir::Etc::parts": "-",
            "Dir::Etc::preferences": "-", "Dir::Etc::preferencesparts": "-",
            "APT::Architecture": self.architecture, "APT::Architectures::": self.architecture,
            "APT::Install-Recommends": "false", "APT::Sandbox::User": "", "Acquire::Retries": "3",
            "Acquire::Languages": "none", "Debug::NoLocking": "true"}
        command = ["apt-get", "-qq", "-y"]
        for name, value in settings.items():
            command += ["-o", f"{name}={value}"]
        try:
            done = subprocess.run([*command, *arguments], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, timeout=240)
        except FileNotFoundError as missing:
            raise Unavailable("there is no apt-get on this machine") from missing
        except subprocess.TimeoutExpired as late:
            raise Unavailable("Debian's archive doesn't answer in four minutes") from late
        if done.returncode != 0:
            raise Unavailable("apt-get fails: " + " ".join(done.stderr.split())[:300])
        return done.stdout

    def newest(self):
        """what the archive has today, downloaded -> [{"package", "version", "url", "sha256"}]"""
        if not os.path.exists(KEYRING):
            raise Unavailable(f"there is no {KEYRING}: install debian-archive-keyring")
        archives.write(os.path.join(self.place, "status"), b"")
        archives.write(os.path.join(self.place, "sources"),
                       SOURCES.replace("KEYRING", KEYRING).encode())
        self.apt("update")
        # What is in the cache has no address.
        listed = self.apt("install", "--print-uris", *PACKAGES, cache="nothing")
        self.apt("install", "--download-only", *PACKAGES)
        found = []
        for line in listed.splitlines():
            url, name = line.split()[:2]
            content = self.cached(name)
            package, version, _ = name.removesuffix(".deb").split("_")
            found.append({"package": package, "version": version.replace("%3a", ":"),
                          "url": url.strip("'"), "sha256": sha256(content)})
        return sorted(found, key=lambda each: each["package"])

    def cached(self, name):
        with open(os.path.join(self.cache, name), "rb") as file:
            return file.read()

    def content(self, wanted):
        """a package of a record, from the cache or from where it was"""
        version = wanted["version"].replace(":", "%3a")
        for architecture in (self.architecture, "all"):
            name = f"{wanted['package']}_{version}_{architecture}.deb"
            if os.path.exists(os.path.join(self.cache, name)):
                content = self.cached(name)
                if sha256(content) == wanted["sha256"]:
                    return content
        try:
            with urllib.request.urlopen(wanted["url"], timeout=60) as answer:
                content = answer.read()
        except OSError as failure:
            raise Unavailable(f"{wanted['url']}: {failure}; snapshot.debian.org keeps what "
                              "Debian's archive no longer has") from failure
        if sha256(content) != wanted["sha256"]:
            raise Failed(f"{wanted['url']} isn't the package that was recorded: "
                         f"its SHA-256 is {sha256(content)}, not {wanted['sha256']}")
        return content


def members(content):
    """the members of a Debian package: {name: content}"""
    found, place = {}, 8
    while place + 60 <= len(content):
        name = content[place:place + 16].decode().strip().rstrip("/")
        size = int(content[place + 48:place + 58])
        found[name] = content[place + 60:place + 60 + size]
        place += 60 + size + size % 2
    return found


def unpacked(content, part):
    """the files of data or control of a package: {path: TarInfo}, and the archive to read them"""
    for name, archive in members(content).items():
        if name.startswith(part + ".tar"):
            opened = tarfile.open(fileobj=io.BytesIO(archive))
            return {member.name.removeprefix("./"): member for member in opened}, opened
    raise Failed(f"a Debian package has no {part}")


# The root file system.

class Root:
    """what of Debian's packages goes into the image"""

    def __init__(self, machine):
        _, self.triple, self.loader = MACHINES[machine]
        self.libraries = {}
        self.certificates = {}
        self.files = {}
        self.status = {}
        self.copyrights = {}

    def add(self, package, content):
        files, archive = unpacked(content, "data")
        for path, member in files.items():
            if not member.isfile():
                if member.issym() and path.startswith("usr/share/zoneinfo/"):
                    self.files[path] = link(member.linkname)
                elif member.islnk() and path.startswith("usr/share/zoneinfo/"):
                    original = files[member.linkname.removeprefix("./")]
                    self.keep(path, archive.extractfile(original).read())
                continue
            if path.startswith("usr/share/ca-certificates/") and path.endswith(".crt"):
                self.certificates[path] = archive.extractfile(member).read()
            elif path == f"usr/share/doc/{package}/copyright":
                self.copyrights[package] = archive.extractfile(member).read()
            elif ".so." in path and "/lib/" in "/" + path and member.size > 4:
                self.libraries.setdefault(os.path.basename(path), []).append(
                    (package, archive.extractfile(member).read()))
            elif path.startswith("usr/share/zoneinfo/"):
                self.keep(path, archive.extractfile(member).read())
            elif path == "usr/lib/os-release" or path.startswith("usr/share/common-licenses/"):
                self.keep(path, archive.extractfile(member).read())
        control, archive = unpacked(content, "control")
        self.status[package] = archive.extractfile(control["control"]).read()

    def keep(self, path, content):
        self.files[path] = content

    def named(self):
        """by the name that others ask for: {soname: (package, content)}"""
        found = {}
        for name, versions in sorted(self.libraries.items()):
            for package, content in versions:
                try:
                    library = Library(content)
                except NotUnderstood:
                    continue
                found.setdefault(library.name or name, (package, content))
        return found

    def closure(self, binary):
        """all libraries that the binary is loaded with or opens, and theirs"""
        named, wanted, taken = self.named(), list(OPENED), {}
        wanted += Library(binary).needed
        while wanted:
            name = wanted.pop()
            if name in taken:
                continue
            if name not in named:
                raise Failed(f"{name} is in none of the packages {', '.join(sorted(self.status))}")
            taken[name] = named[name]
            wanted += Library(named[name][1]).needed
        return taken


def base_layer(product, root, record):
    """all but the binary -> {path: Entry}"""
    files = dict(root.files)
    packages = {"base-files", "ca-certificates", "tzdata"}
    for name, (package, content) in root.closure(product.stripped).items():
        packages.add(package)
        place = root.loader if name.startswith("ld-linux") else f"usr/lib/{root.triple}"
        files[f"{place}/{name}"] = executable(content) if name.startswith("ld-linux") else content
    # A bundle, as update-ca-certificates makes it.
    files["etc/ssl/certs/ca-certificates.crt"] = b"".join(
        content if content.endswith(b"\n") else content + b"\n"
        for _, content in sorted(root.certificates.items()))
    files["usr/lib/ssl/cert.pem"] = link("/etc/ssl/certs/ca-certificates.crt")
    files["usr/lib/ssl/certs"] = link("/etc/ssl/certs")
    for package in packages:
        # Where those who look for known vulnerabilities look.
        files[f"var/lib/dpkg/status.d/{package}"] = root.status[package]
        if package in root.copyrights:
            files[f"usr/share/doc/{package}/copyright"] = root.copyrights[package]
    record[:] = [each for each in record if each["package"] in packages]
    files.update({
        "lib": link("usr/lib"), "lib64": link("usr/lib64"), "bin": link("usr/bin"),
        "usr/lib64": folder(), "usr/bin": folder(), "proc": folder(), "sys": folder(),
        "dev": folder(), "tmp": folder(0o1777), "home/nonroot": folder(0o700, USER),
        "etc/os-release": link("../usr/lib/os-release"),
        "etc/passwd": "root:x:0:0:root:/root:/sbin/nologin\n"
                      f"nonroot:x:{USER}:{USER}:nonroot:/home/nonroot:/sbin/nologin\n",
        "etc/group": f"root:x:0:\nnonroot:x:{USER}:\n",
        "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
        "etc/hosts": "127.0.0.1 localhost\n::1 localhost\n",
    })
    return files


def own_layer(product, documents):
    return {"usr/bin/clickport": executable(product.stripped),
            **{"usr/share/doc/clickport/" + name: text for name, text in documents.items()}}


# The layout.

def compact(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def described(kind, content, **more):
    return {"mediaType": f"application/vnd.oci.image.{kind}", "size": len(content),
            "digest": "sha256:" + sha256(content), **more}


def layout(product, layers, architecture):
    """{path: content} of an OCI layout of these layers"""
    blobs = {}

    def blob(kind, content, **more):
        found = described(kind, content, **more)
        blobs["blobs/sha256/" + found["digest"][7:]] = content
        return found

    written = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(product.time))
    labels = {
        "io.modelcontextprotocol.server.name": product.publisher["registry_name"],
        "org.opencontainers.image.title": product.title,
        "org.opencontainers.image.description": product.description,
        "org.opencontainers.image.version": product.version,
        "org.opencontainers.image.licenses": LICENCE,
        "org.opencontainers.image.source": product.publisher["repository"],
        "org.opencontainers.image.url": product.publisher["homepage"],
        "org.opencontainers.image.created": written,
    }
    tars = [(words, archives.tar(files, product.time)) for words, files in layers]
    config = {
        "created": written, "architecture": architecture, "os": "linux",
        "config": {
            "User": f"{USER}:{USER}", "WorkingDir": "/home/nonroot",
            "Env": ["PATH=/usr/bin", "HOME=/home/nonroot"],
            "Entrypoint": ["/usr/bin/clickport"], "Cmd": ["serve"], "Labels": labels},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + sha256(tar) for _, tar in tars]},
        "history": [{"created": written, "created_by": "Packaging/build", "comment": words}
                    for words, _ in tars]}
    manifest = {
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": blob("config.v1+json", compact(config)),
        "layers": [blob("layer.v1.tar+gzip", archives.gzipped(tar)) for _, tar in tars],
        "annotations": labels}
    index = {
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [blob("manifest.v1+json", compact(manifest),
                           platform={"architecture": architecture, "os": "linux"},
                           annotations={"org.opencontainers.image.ref.name": product.version})]}
    return {"oci-layout": compact({"imageLayoutVersion": "1.0.0"}), "index.json": compact(index),
            **blobs}


def build(product, documents, recorded=None):
    """-> (the image as a tar, the record of Debian's packages that are in it)"""
    if product.system != "linux" or product.machine not in MACHINES:
        raise Unavailable(f"an image is for Linux, and the binary is for {product.place}")
    architecture = MACHINES[product.machine][0]
    archive, root = Archive(architecture), Root(product.machine)
    record = list(recorded) if recorded is not None else archive.newest()
    for each in record:
        root.add(each["package"], archive.content(each))
    base = base_layer(product, root, record)
    listing = json.dumps(record, indent=2) + "\n"
    layers = [(f"libraries, certificates and time zones of Debian {RELEASE}", base),
              (f"clickport {product.version}",
               own_layer(product, {**documents, "image-packages.json": listing}))]
    return archives.tar(layout(product, layers, architecture), product.time), listing
