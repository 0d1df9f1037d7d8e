"""A host, as far as starting goes: it starts a server and asks what it offers."""
import json
import subprocess
import threading

MODERN = {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
          "io.modelcontextprotocol/clientCapabilities": {}}
CLIENT = {"protocolVersion": "2025-11-25", "capabilities": {},
          "clientInfo": {"name": "Packaging/check", "version": "1"}}
LIMIT = 60


def modern(method, **params):
    return method, {**params, "_meta": MODERN}


class Server:
    """a running server; each question is answered before the next is asked"""

    def __init__(self, argv, env, cwd=None, begin=None):
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=env, cwd=cwd, preexec_fn=begin)
        self.asked = 0
        # A server that hangs is ended, and its question fails.
        self.watch = threading.Timer(LIMIT, self.process.kill)
        self.watch.start()

    def tell(self, method, **params):
        self.send({"jsonrpc": "2.0", "method": method, **({"params": params} if params else {})})

    def send(self, message):
        try:
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise AssertionError("the server ended: "
                                 + self.process.stderr.read().decode()[-600:]) from None

    def ask(self, method, params):
        self.asked += 1
        self.send({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params})
        while True:
            line = self.process.stdout.readline()
            assert line, "the server ended: " + self.process.stderr.read().decode()[-600:]
            answer = json.loads(line)
            if answer.get("id") == self.asked:
                assert "result" in answer, f"{method}: {answer.get('error')}"
                return answer["result"]

    def end(self):
        try:
            self.process.stdin.close()
            self.process.wait(LIMIT)
        except (subprocess.TimeoutExpired, OSError):
            self.process.kill()
            self.process.wait()
        self.watch.cancel()
        for stream in (self.process.stdout, self.process.stderr):
            stream.close()


def offered(argv, env, call=None, **options):
    """both ways in -> (how the server names itself, its tools' names, what a call answers)"""
    server = Server(argv, env, **options)
    try:
        found = server.ask(*modern("server/discover"))
        assert "2026-07-28" in found["supportedVersions"], found["supportedVersions"]
        listed = [tool["name"] for tool in server.ask(*modern("tools/list"))["tools"]]
        answer = server.ask(*modern("tools/call", **call)) if call else None
    finally:
        server.end()
    server = Server(argv, env, **options)
    try:
        session = server.ask("initialize", CLIENT)
        server.tell("notifications/initialized")
        again = [tool["name"] for tool in server.ask("tools/list", {})["tools"]]
    finally:
        server.end()
    assert again == listed, "a session lists other tools than a request without one"
    return session["serverInfo"], listed, answer
