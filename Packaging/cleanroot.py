"""Clean Debian systems to try things in: no Swift, no compiler, nothing of this machine's.

    with cleanroot.root() as clean:                       # or root(["libcurl4"]): installed as well
        clean.put("/opt/clickport.tar.gz", content)
        done = clean.run(["tar", "-xzf", "/opt/clickport.tar.gz", "-C", "/opt"])
        done = clean.run(["clickport", "demo"], user="tester", env={"LC_ALL": "C.UTF-8"})

It takes the rights of root, debootstrap and Debian's archive; `reason()` says what is missing. The
system is made once, below .build-packages, and copied for each use.
"""
import contextlib
import os
import shutil
import stat
import subprocess
import tempfile

REPOSITORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PLACE = os.path.join(REPOSITORY, ".build-packages", "roots")
RELEASE = "bookworm"
MIRROR = "http://deb.debian.org/debian"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# A person's account in every root.
TESTER, TESTER_ID = "tester", 1000


class Unavailable(Exception):
    """why there is no clean system here"""


def reason():
    """why none can be made; None where one can"""
    if os.name != "posix" or os.uname().sysname != "Linux":
        return "this isn't Linux"
    if os.geteuid() != 0:
        return "only root can make a root file system"
    if shutil.which("debootstrap", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin") is None:
        return "there is no debootstrap: apt-get install debootstrap"
    return None


def enter(path, user, group):
    """what a child does before it becomes another program"""
    def change():
        os.chroot(path)
        os.chdir("/")
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
        os.umask(0o022)
    return change


def run_in(path, argv, user=0, group=None, env=None, input=b"", timeout=120, cwd=None):
    """runs a program with this folder as its root, and nothing of our environment"""
    change = enter(path, user, user if group is None else group)

    def begin():
        change()
        if cwd:
            os.chdir(cwd)
    return subprocess.run(
        argv, input=input, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout,
        env={"PATH": PATH, "LC_ALL": "C.UTF-8", **(env or {})}, preexec_fn=begin, cwd="/")


# What every system has in /dev: {name: (major, minor)}.
DEVICES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9)}


@contextlib.contextmanager
def kernel(path):
    """gives a root file system what the kernel brings to every other: /proc, and a few of /dev"""
    for name, (major, minor) in DEVICES.items():
        place = os.path.join(path, "dev", name)
        if not os.path.exists(place):
            try:
                os.mknod(place, 0o666 | stat.S_IFCHR, os.makedev(major, minor))
                os.chmod(place, 0o666)
            except OSError as failure:
                raise Unavailable(f"no devices can be made here: {failure}") from failure
    # Programs look for their arguments there.
    done = subprocess.run(["mount", "-t", "proc", "proc", os.path.join(path, "proc")],
                          stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Unavailable(f"/proc can't be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", os.path.join(path, "proc")], check=True)


class Root:
    def __init__(self, path):
        self.path = path

    def place(self, path):
        return os.path.join(self.path, path.lstrip("/"))

    def put(self, path, content, mode=0o644, owner=0):
        place = self.place(path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        os.chmod(place, mode)
        os.chown(place, owner, owner)

    def has(self, path):
        return os.path.lexists(self.place(path))

    def read(self, path):
        with open(self.place(path), "rb") as file:
            return file.read()

    def run(self, argv, user="root", env=None, input=b"", timeout=120, cwd=None):
        """-> a finished process, with what it wrote as bytes"""
        number = TESTER_ID if user == TESTER else 0
        home = f"/home/{TESTER}" if number else "/root"
        return run_in(self.path, argv, user=number, input=input, timeout=timeout, cwd=cwd,
                      env={"HOME": home, "USER": user, "LOGNAME": user, **(env or {})})

    def must(self, argv, **options):
        """run, or Unavailable with what it said"""
        done = self.run(argv, **options)
        if done.returncode != 0:
            raise Unavailable(f"{' '.join(argv)} exits with {done.returncode}: "
                              + (done.stderr or done.stdout).decode(errors="replace").strip()[-400:])
        return done

    def install(self, packages):
        """by apt-get, from Debian's archive or from files that lie in the root"""
        proxies = {name: value for name, value in os.environ.items()
                   if name.lower() in ("http_proxy", "https_proxy", "no_proxy")}
        return self.must(["apt-get", "install", "-qy", "--no-install-recommends", *packages],
                         env={"DEBIAN_FRONTEND": "noninteractive", **proxies}, timeout=300)


def base(release=RELEASE):
    """the path of the system that all are copied from, made unless it is there"""
    missing = reason()
    if missing:
        raise Unavailable(missing)
    made = os.path.join(PLACE, release)
    if os.path.exists(os.path.join(made, "etc/debian_version")):
        return made
    os.makedirs(PLACE, exist_ok=True)
    unfinished = made + ".unfinished"
    discard(unfinished)
    command = ["debootstrap", "--variant=minbase", release, unfinished, MIRROR]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              env={**os.environ, "PATH": os.environ.get("PATH", "") + ":" + PATH},
                              timeout=420)
    except subprocess.TimeoutExpired as late:
        raise Unavailable("debootstrap isn't done in seven minutes") from late
    if done.returncode != 0:
        raise Unavailable("debootstrap fails: " + " ".join(done.stdout.split())[-300:])
    root = Root(unfinished)
    shutil.copyfile("/etc/resolv.conf", root.place("/etc/resolv.conf"))
    root.put("/etc/apt/sources.list", "".join(
        f"deb {address} {suite} main\n" for address, suite in (
            (MIRROR, release), (MIRROR, release + "-updates"),
            (MIRROR + "-security", release + "-security"))))
    # Services that a package brings aren't started; its documents are kept.
    root.put("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755)
    root.must(["apt-get", "update", "-qq"])
    root.must(["useradd", "--create-home", "--uid", str(TESTER_ID), TESTER])
    os.rename(unfinished, made)
    return made


def discard(path):
    """removes a root, unless something is mounted in it: that would be the machine's own"""
    if not os.path.exists(path):
        return
    with open("/proc/self/mounts") as file:
        mounted = [line.split()[1] for line in file]
    inside = [place for place in mounted if place.startswith(os.path.realpath(path) + "/")]
    for place in sorted(inside, reverse=True):
        subprocess.run(["umount", place], check=True)
    shutil.rmtree(path)


def copied(path, release):
    """a new system at this path"""
    subprocess.run(["cp", "--archive", "--reflink=auto", base(release), path], check=True)
    return path


@contextlib.contextmanager
def root(packages=(), release=RELEASE):
    """a new system, removed at the end"""
    missing = reason()
    if missing:
        raise Unavailable(missing)
    os.makedirs(PLACE, exist_ok=True)
    path = tempfile.mkdtemp(prefix="use-", dir=PLACE)
    os.chmod(path, 0o755)
    try:
        with kernel(copied(os.path.join(path, "root"), release)):
            made = Root(os.path.join(path, "root"))
            if packages:
                made.install(packages)
            yield made
    finally:
        discard(path)
