"""What was checked: a line each, counted at the end."""
import contextlib
import traceback


class Skipped(Exception):
    """why something can't be checked here"""


class Report:
    def __init__(self):
        self.right, self.wrong, self.skipped = 0, 0, 0

    def say(self, outcome, what, why=""):
        print(f"{outcome:7} {what}" + (f": {why}" if why else ""), flush=True)

    @contextlib.contextmanager
    def check(self, what):
        """what its body asserts, and whether it ends"""
        try:
            yield
        except Skipped as reason:
            self.skipped += 1
            self.say("SKIPPED", what, reason)
        except AssertionError as failure:
            self.wrong += 1
            self.say("FAILED", what, str(failure)[:1500])
        except Exception as failure:  # a check that breaks off has failed, and others go on
            self.wrong += 1
            self.say("FAILED", what, f"{type(failure).__name__}: {failure}"[:1500])
            traceback.print_exc()
        else:
            self.right += 1
            self.say("ok", what)


def same(what, found, wanted):
    assert found == wanted, f"{what} is {short(found)}, not {short(wanted)}"


def short(value):
    text = repr(value)
    return text if len(text) <= 300 else text[:300] + "…"
