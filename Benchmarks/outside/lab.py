"""A temporary folder with the driver, the compiled floor, and nginx as the upstream."""
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Rows of the bodies that the upstream has beside the driver's own, for the growth of a call.
LARGEST = 10_000


class Missing(Exception):
    """something that the measurement needs is not on this machine"""


def bench():
    """the folder with driver, floors and upstream; it is not part of this repository"""
    places = [os.environ.get("CLICKPORT_BENCH")]
    shared = os.environ.get("CLICKPORT_SHARED", os.path.join("..", "shared"))
    if shared:
        places.append(os.path.join(REPOSITORY, shared, "bench"))
    for place in filter(None, places):
        if os.path.exists(os.path.join(place, "driver", "suite.py")):
            return place
    raise Missing("the driver is missing: it is looked for in $CLICKPORT_BENCH and in "
                  "bench of $CLICKPORT_SHARED or ../shared "
                  "(driver/suite.py, floors/floor.c, upstream/up.sh)")


def need(program, advice):
    if not shutil.which(program):
        raise Missing(f"{program} is missing: {advice}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lab:
    """up between `with` and its end; then nothing of it is left"""

    def __init__(self):
        source = bench()
        need("cc", "install a C compiler")
        need("nginx", "apt-get install nginx-light libnginx-mod-http-echo")
        self.path = tempfile.mkdtemp(prefix="clickport-bench-")
        os.chmod(self.path, 0o755)  # nginx's worker is another user
        self.bench = os.path.join(self.path, "bench")
        shutil.copytree(source, self.bench)
        self.results = os.path.join(self.path, "results")
        self.port = free_port()
        self.environment = {**os.environ, "LAB": self.path, "UPSTREAM_PORT": str(self.port),
                            "MCPBENCH_CACHE": self.path}

    @property
    def upstream(self):
        return f"127.0.0.1:{self.port}"

    @property
    def upstream_pid(self):
        with open(os.path.join(self.path, "upstream", "nginx.pid")) as file:
            return file.read().strip()

    def __enter__(self):
        try:
            subprocess.run(["cc", "-O2", "-o", os.path.join(self.path, "floor"),
                            os.path.join(self.bench, "floors", "floor.c")], check=True)
            self.up("start")
            self.write_largest()
        except subprocess.CalledProcessError as error:
            self.__exit__()
            raise Missing(f"the lab could not be set up: {error}") from error
        return self

    def __exit__(self, *_):
        self.up("stop")
        shutil.rmtree(self.path, ignore_errors=True)

    def up(self, what):
        script = os.path.join(self.bench, "upstream", "up.sh")
        subprocess.run(["bash", script, what], env=self.environment, check=what == "start")

    def write_largest(self):
        """the body that the driver's generator doesn't write"""
        path = os.path.join(self.bench, "upstream", "gen.py")
        spec = importlib.util.spec_from_file_location("gen", path)
        generator = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(generator)
        with open(os.path.join(self.path, "upstream", "www", f"clicks-{LARGEST}.json"), "w") as file:
            file.write(generator.body(LARGEST))

    def driver(self, script, *arguments):
        """runs a script of the driver"""
        path = os.path.join(self.bench, "driver", script)
        subprocess.run([sys.executable, path, *arguments], env=self.environment, check=True)
