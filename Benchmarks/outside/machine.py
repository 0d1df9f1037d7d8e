"""What was measured, and on what."""
import os
import platform
import re
import subprocess
import time

from lab import REPOSITORY


def git(*arguments):
    return subprocess.run(["git", "-C", REPOSITORY, *arguments], check=True,
                          stdout=subprocess.PIPE, text=True).stdout.strip()


def first(pattern, path):
    with open(path) as file:
        found = re.search(pattern, file.read(), re.M)
    return found.group(1) if found else None


def kind():
    """the kind of machine, without a name"""
    memory = int(first(r"^MemTotal:\s+(\d+)", "/proc/meminfo") or 0)
    return {"cpu": first(r"^model name\s*:\s*(.*)$", "/proc/cpuinfo") or platform.machine(),
            "cores": os.cpu_count(), "memory_mib": memory // 1024,
            "kernel": platform.release()}


def subject(clickport):
    """which clickport it was: `dirty` when something uncommitted may be in it"""
    return {"date": time.strftime("%Y-%m-%d", time.gmtime()),
            "commit": git("rev-parse", "--short", "HEAD"),
            "dirty": bool(git("status", "--porcelain", "--", "Sources", "Package.swift",
                              "tools-manifest.json")),
            "binary_mib": round(os.path.getsize(clickport) / 2**20, 1)}
