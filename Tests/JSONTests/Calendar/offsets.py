"""Writes offsets.txt: what Python's zoneinfo says of zones, for TimeZoneRulesTests.

    python3 Tests/JSONTests/Calendar/offsets.py > Tests/JSONTests/Calendar/offsets.txt

A line is a zone, its file in base64, and its offsets: the second from which one holds, a colon, and
seconds ahead of UTC. The files are made by zic in the slim form, which leaves more to the rule in the
footer.
"""
import base64
import pathlib
import subprocess
import tempfile
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONES = """Africa/Cairo Africa/Casablanca Africa/El_Aaiun Africa/Johannesburg Africa/Monrovia America/Asuncion
America/Caracas America/Chicago America/Havana America/Los_Angeles America/New_York America/Nuuk America/Phoenix
America/Santiago America/Sao_Paulo America/St_Johns America/Toronto Antarctica/Troll Asia/Amman Asia/Gaza Asia/Kathmandu
Asia/Kolkata Asia/Pyongyang Asia/Shanghai Asia/Tehran Asia/Tokyo Atlantic/Azores Australia/Adelaide Australia/Eucla
Australia/Lord_Howe Australia/Sydney EST5EDT Etc/GMT+12 Etc/UTC Europe/Berlin Europe/Dublin Europe/London
Europe/Moscow Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Fiji Pacific/Kiritimati
Pacific/Pago_Pago""".split()
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
FIRST = 0
LAST = int((datetime(2101, 1, 1, tzinfo=timezone.utc) - EPOCH).total_seconds())


def offset(zone, second):
    return int((EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset().total_seconds())


def changes(zone):
    """Every change, found by looking at each 12th hour and halving."""
    known = offset(zone, FIRST)
    yield FIRST, known
    for end in range(FIRST + 43200, LAST, 43200):
        now = offset(zone, end)
        if now == known:
            continue
        low, high = end - 43200, end
        while high - low > 1:
            middle = (low + high) // 2
            if offset(zone, middle) == known:
                low = middle
            else:
                high = middle
        known = now
        yield high, now


slim = pathlib.Path(tempfile.mkdtemp())
subprocess.run(["/usr/sbin/zic", "-b", "slim", "-d", slim, "/usr/share/zoneinfo/tzdata.zi"], check=True)
for name in ZONES:
    with open(slim / name, "rb") as opened:
        zone = ZoneInfo.from_file(opened)
    file = base64.b64encode((slim / name).read_bytes()).decode()
    print(name, file, " ".join(f"{second}:{offset}" for second, offset in changes(zone)))
