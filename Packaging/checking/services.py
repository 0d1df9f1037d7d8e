"""A service on this machine's loopback, for what opens libcurl."""
import contextlib
import http.server
import os
import shutil
import ssl
import subprocess
import tempfile
import threading

# What the call below is answered.
ANSWER = b'{"success": true, "data": {"is_connected": true}}'
CALL = ["call", "get_device_status"]
KEY = "a-key-for-trying-7301"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


class Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """a client that doesn't trust it hangs up"""


@contextlib.contextmanager
def service(certificate=None):
    """-> its address; over TLS with a file of certificate and key"""
    server = Quiet(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def certificate():
    """-> a file with a key and a certificate of 127.0.0.1 that nobody trusts; None without openssl"""
    if not shutil.which("openssl"):
        yield None
        return
    with tempfile.TemporaryDirectory() as place:
        key, signed, both = (os.path.join(place, name) for name in ("key", "signed", "both"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                        "-keyout", key, "-out", signed, "-subj", "/CN=127.0.0.1",
                        "-addext", "subjectAltName=IP:127.0.0.1"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(both, "wb") as file:
            for name in (key, signed):
                with open(name, "rb") as part:
                    file.write(part.read())
        yield both


def environment(provider, address):
    """the variables that send a service's calls there"""
    variable = provider["auth"]["env"]
    return {variable: KEY, variable.removesuffix("_API_KEY") + "_BASE_URL": address}
