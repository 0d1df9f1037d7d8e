"""Each kind, used: in a clean system, or as a system of its own."""
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import tarfile

import cleanroot
from making import archives, executables, image
from making.debian import revision

from . import services, sessions
from .packages import none, unpack_all
from .report import Skipped, same

CHANGE = ["call", "create_rotator", "rotator_slug=packaged", "rotator_mode=random",
          "random_repeat_clicks=same_url", "backup_url=https://example.com/", "--sandbox"]


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
