#!/usr/bin/env python3
"""Shows the chart page in headless Chromium, in a host of its own, and checks what it shows.

    Tests/Charts/check.py [--record]

Each answer in Tests/Charts/answers is drawn light and dark, 320 and 1,200 px wide; --record keeps the pictures in docs/charts. Ends
with a count, and with 1 when a check failed. host.html beside this file plays the host's part and
looks at the page; this script drives the browser over its DevTools pipe, and needs nothing but
Python and Chromium.
"""
import base64
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE = ROOT / "Sources/EmbeddedManifest/chart.html"
PICTURES = ROOT / "docs/charts"
LIMIT = 30 * 1024
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
# Nothing it could ask for would be found.
OPTIONS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-US",
    "--hide-scrollbars", "--force-color-profile=srgb", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9", "--remote-debugging-pipe",
]
# What a host with colours of its own would set.
VARIABLES = {
    "--color-text-primary": "#3d3929", "--color-text-secondary": "#5e5b50", "--color-background-primary": "#faf9f5",
    "--font-sans": "Georgia, serif",
}


class Browser:
    """One Chromium with one page, spoken to over the pipe of `--remote-debugging-pipe`."""

    def __init__(self, binary, folder):
        pipes = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for pair in (os.pipe(), os.pipe()) for end in pair]
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{pipes[0]} 4>&{pipes[3]}', "bash", binary, *OPTIONS,
             f"--user-data-dir={folder}/profile", "about:blank"],
            pass_fds=(pipes[0], pipes[3]), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(pipes[0])
        os.close(pipes[3])
        self.output, self.input = pipes[1], os.fdopen(pipes[2], "rb")
        self.next, self.rest, self.session, self.events = 0, b"", None, []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.ask(domain + ".enable")

    def ask(self, method, **params):
        self.next += 1
        message = {"id": self.next, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.next:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def read(self):
        while b"\0" not in self.rest:
            chunk = os.read(self.input.fileno(), 1 << 20)
            if not chunk:
                raise RuntimeError("the browser ended")
            self.rest += chunk
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def run(self, expression):
        answer = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", "a script failed"))
        return answer["result"].get("value")

    def press(self, key, text=None):
        extra = {"text": text} if text else {}
        code = {"Tab": 9, "Enter": 13}[key]
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, windowsVirtualKeyCode=code, **extra)
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=code)

    def open(self, url, width):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=600, deviceScaleFactor=1, mobile=False)
        self.ask("Page.navigate", url=url)
        while self.run("document.readyState + typeof host") != "completeobject":
            pass
        self.events.clear()

    def picture(self, width, height):
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png", clip=clip)["data"])

    def complaints(self):
        """Errors on the console, and requests that left the page."""
        wrong = []
        for event in self.events:
            method, params = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                wrong.append("exception: " + json.dumps(params["exceptionDetails"])[:400])
            elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
                wrong.append("console: " + json.dumps(params["args"])[:400])
            elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                if "escape its sandboxing" in params["entry"]["text"]:
                    continue  # Of the host: so are frames that hosts make, but for their other origin.
                wrong.append("log: " + params["entry"]["text"])
            elif method == "Network.requestWillBeSent":
                url = params["request"]["url"]
                if not url.startswith(("about:", "data:")):
                    wrong.append("request: " + url)
        return wrong

    def close(self):
        self.session = None
        try:
            self.ask("Browser.close")
        except (RuntimeError, OSError):
            pass
        self.process.wait(timeout=20)


def lint(page):
    """What a page without a network may not hold."""
    wrong = []
    if len(page.encode()) > LIMIT:
        wrong.append(f"it has {len(page.encode())} bytes, more than {LIMIT}")
    if not page.startswith("<!doctype html>"):
        wrong.append("it is no HTML5 document")
    banned = {
        r"https?://(?!www\.w3\.org/2000/svg)": "an address", r"\son\w+\s*=\s*[\"']": "a handler in an attribute",
        r"\beval\(|new Function": "eval", r"innerHTML|outerHTML|insertAdjacentHTML|document\.write": "HTML from text",
        r"localStorage|sessionStorage|indexedDB|\.cookie": "storage", r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon": "the network",
        r"<link|<base|@import|\bsrc=|url\(": "something from elsewhere", r"setInterval": "polling",
    }
    for pattern, what in banned.items():
        found = re.search(pattern, page)
        if found:
            wrong.append(f"it has {what}: {found.group(0)!r}")
    return wrong


class Showing:
    """The page with one answer."""

    def __init__(self, browser, page, case, theme, width, more=None):
        self.browser, self.width = browser, width
        context = {
            "theme": theme, "locale": "en-US", "timeZone": "UTC", "displayMode": "inline", "availableDisplayModes": ["inline"],
            "containerDimensions": {"maxHeight": 500, "width": width}, "platform": "web",
            "toolInfo": {"tool": {"name": case["tool"], "title": case.get("title", case["tool"]), "inputSchema": {"type": "object"}}},
        }
        context.update(more or {})
        browser.open((HERE / "host.html").as_uri(), width)
        started = browser.run(f"host.start({json.dumps(page)}, {json.dumps(context)}, {width})")
        if not started:
            raise RuntimeError("the page never said that it is there")
        self.notify("tool-input", {"arguments": case.get("arguments", {})})
        if "cancelled" in case:
            self.notify("tool-cancelled", {"reason": case["cancelled"]})
        else:
            self.notify("tool-result", case["result"])
        browser.run("host.settled()")

    def notify(self, name, params):
        self.browser.run(f"host.notify({json.dumps(name)}, {json.dumps(params)})")

    def look(self):
        return self.browser.run("host.look()")

    def height(self):
        return self.browser.run("host.size ? host.size.height : 0")

    def text(self):
        return self.browser.run("host.frame.contentDocument.querySelector('main').innerText")

    def count(self, selector):
        return self.browser.run(f"host.frame.contentDocument.querySelectorAll({json.dumps(selector)}).length")

    def picture(self):
        return self.browser.picture(self.width, self.height())

    def focused(self):
        return self.browser.run("(host.frame.contentDocument.activeElement || {}).id || ''")

    def turn_to_table(self):
        """By keyboard alone."""
        for _ in range(4):
            self.browser.press("Tab")
            if self.focused() == "toggle":
                break
        else:
            return ["Tab doesn't reach the button for the table"]
        self.browser.press("Enter", "\r")
        self.browser.run("host.settled()")
        wrong = self.look()
        if self.count("table tbody tr") == 0:
            wrong.append("Enter shows no table")
        if self.focused() != "toggle":
            wrong.append("the button loses the focus")
        return ["as a table, " + one for one in wrong]

    def end(self):
        wrong = []
        for method in ["ping", "ui/resource-teardown"]:
            answer = self.browser.run(f"host.ask({json.dumps(method)})")
            if not answer or answer.get("result") != {}:
                wrong.append(f"{method} was answered with {answer}")
        return wrong + self.browser.run("host.faults") + self.browser.complaints()


def check_all(browser, page, folder):
    """Yields a name and what is wrong with it."""
    for file in sorted((HERE / "answers").glob("*.json")):
        case = json.loads(file.read_text())
        for theme in ["light", "dark"]:
            for width in [320, 1200]:
                showing = Showing(browser, page, case, theme, width)
                wrong = showing.look()
                if showing.count("svg[role=img]") == 0:
                    wrong.append("there is no picture")
                for text in case.get("says", []):
                    if text not in showing.text():
                        wrong.append(f"it doesn't say {text!r}: {showing.text()!r}")
                name = f"{file.stem}-{theme}-{width}"
                (folder / f"{name}.png").write_bytes(showing.picture())
                wrong += showing.turn_to_table()
                if folder != PICTURES:
                    (folder / f"{name}-table.png").write_bytes(showing.picture())
                yield name, wrong + showing.end()
    for case in json.loads((HERE / "oddities.json").read_text()):
        more = dict(case.get("context", {}))
        if case.get("variables"):
            more["styles"] = {"variables": VARIABLES}
        showing = Showing(browser, page, case, "light", case.get("width", 320), more)
        wrong = showing.look()
        for text in case.get("says", []):
            if text not in showing.text():
                wrong.append(f"it doesn't say {text!r}: {showing.text()!r}")
        if folder != PICTURES:
            (folder / f"odd-{case['name'].replace(' ', '-')}.png").write_bytes(showing.picture())
        if case.get("picture", False) != (showing.count("svg[role=img]") > 0):
            wrong.append("a picture is there that shouldn't be, or isn't")
        showing.notify("host-context-changed", {"theme": "dark"})
        browser.run("document.body.style.background = '#1f1f1e'; host.settled()")
        if not case.get("variables"):
            wrong += ["after a change of theme, " + one for one in showing.look()]
        yield case["name"], wrong + showing.end()


def main():
    binary = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not binary:
        print("SKIPPED: there is no chromium; the chart page was not shown")
        return 0
    page, passed, failed, began = PAGE.read_text(), 0, 0, time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        folder = PICTURES if "--record" in sys.argv else Path(os.environ.get("CHARTS", place))
        folder.mkdir(parents=True, exist_ok=True)
        results = [("the page's text", lint(page))]
        browser = Browser(binary, place)
        try:
            for name, wrong in [*results, *check_all(browser, page, folder)]:
                passed, failed = passed + (not wrong), failed + bool(wrong)
                for one in dict.fromkeys(wrong):
                    print(f"{name}: {one}")
        finally:
            browser.close()
    print(f"chart page: {len(page.encode())} bytes, {time.monotonic() - began:.0f} s")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
