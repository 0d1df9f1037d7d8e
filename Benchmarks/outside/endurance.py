"""64 calls of 1000 rows in flight for a long while: broken lines, lost answers, memory."""
import json
import os
import subprocess
import sys
import time

import servers

# Growth of resident memory from the first to the last sample that counts as flat.
FLAT = 1.1


def run(lab, clickport, seconds):
    """-> the exit status: 0 when no line broke, no call was lost and memory stayed flat"""
    found = os.path.join(lab.path, "long.json")
    driver = subprocess.Popen(command(lab, clickport, seconds, found),
                              env={**lab.environment, **servers.environment(lab)})
    samples, lost = watch(driver, seconds)
    if lost or driver.returncode:
        print("FAILED: calls were never answered, or the server closed its output")
        return 1
    with open(found) as file:
        loop = json.load(file)["pipe"]["1000"]
    # The last second may end before it is looked at.
    at = sorted({max(s for s in samples if s <= second) for second in range(5, seconds + 1, 10)})
    print(f"{loop['calls']} calls of 1000 rows in {seconds} s, {loop['calls_per_s']:.0f} a second")
    print(f"broken lines: {loop['odd_lines']}; unanswered calls: 0")
    print("memory:", ", ".join(f"{samples[s] / 1024:.1f} MiB at {s} s" for s in at))
    flat = bool(at) and samples[at[-1]] <= samples[at[0]] * FLAT
    print("memory is", "flat" if flat else "NOT flat")
    return 0 if flat and not loop["odd_lines"] else 1


def command(lab, clickport, seconds, found):
    driver = os.path.join(lab.bench, "driver", "mcpbench.py")
    return [sys.executable, driver, "--name", "clickport", "--rows", "1000",
            "--seconds", str(seconds), "--skip", "cold,seq,eof", "--foreign-limit", "1",
            "--quiet-wait", "0", "--tries", "1", "--upstream-pid", lab.upstream_pid,
            "--json", found, "--", clickport, "serve", "--manifest", servers.loop_overlay(lab)]


def watch(driver, seconds):
    """resident KiB of the server under load at each second of it, and whether the driver hung

    The driver starts a server to try it out and another to measure: the last one counts, and its
    load begins a second after it was first seen.
    """
    begin, watched, samples, seen = time.monotonic(), None, {}, 0.0
    while driver.poll() is None:
        if time.monotonic() > begin + seconds + 60:
            driver.kill()
            driver.wait()
            return samples, True
        for process in children(driver.pid):
            if process != watched:
                watched, samples, seen = process, {}, time.monotonic()
            second = int(time.monotonic() - seen) - 1
            samples[second] = resident(process) or samples.get(second - 1, 0)
        time.sleep(0.5)
    return samples, False


def children(process):
    try:
        with open(f"/proc/{process}/task/{process}/children") as file:
            return file.read().split()
    except OSError:
        return []


def resident(process):
    """KiB"""
    try:
        with open(f"/proc/{process}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    except (OSError, IndexError):
        return 0
