"""What the driver measures: the floor and clickport, each as several entries of its list."""
import json
import os

from lab import LARGEST, REPOSITORY

# Made-up tools that are laid over the built-in ones, for the cost of a tool at start.
EXTRA_TOOLS = (0, 500, 1000, 2000)

# With all keys, each tool is among those that can be called.
KEYS = ("HIENERGY", "CLICKMEDIAS", "CLICKMAGICK", "KLIK", "CLICKMETER")

ROWS = (1, 10, 100, 1000, LARGEST)

# A loop calls more often than the service allows, so its limits are off; penalties are heeded.
OVERLAY = {"manifest_version": 1, "providers": [{
    "id": "hienergy", "limits": None, "plans": None,
    "tools": [{"name": "get_clicks", "arguments": {"per_page": {"maximum": LARGEST}}}]}]}

# Parts of a measurement that mcpbench can leave out.
ONLY_COLD = ["--skip", "check,seq,pipe,exit,eof"]
ONLY_GROWTH = ["--skip", "cold,check,pipe,exit,eof", "--rows", ",".join(map(str, ROWS)),
               "--calls", "200"]


def environment(lab):
    """what clickport is told from outside; its state stays in the lab, and its answers go out as
    text and as a structure, as the floor's do"""
    return {"CLICKPORT_STRUCTURED": "always",
            "HIENERGY_BASE_URL": f"http://{lab.upstream}", "HIENERGY_API_KEY": "bench-key-0001",
            "XDG_STATE_HOME": os.path.join(lab.path, "state")}


def made_up_tools(count):
    """an overlay with so many more tools: the built-in ones over and over, under other names"""
    with open(os.path.join(REPOSITORY, "tools-manifest.json")) as file:
        providers = json.load(file)["providers"]
    tools = [(p["id"], tool) for p in providers for tool in p["tools"]]
    added = {p["id"]: [] for p in providers}
    for number in range(count):
        provider, tool = tools[number % len(tools)]
        copy = {key: value for key, value in tool.items() if key not in ("listed", "source")}
        added[provider].append({**copy, "name": f"{tool['name'][:30]}_{number}"})
    return {"manifest_version": 1,
            "providers": [{"id": id, "tools": tools} for id, tools in added.items()]}


def overlay(lab, name, content):
    """writes an overlay; its path"""
    path = os.path.join(lab.path, f"{name}.json")
    with open(path, "w") as file:
        json.dump(content, file)
    return path


def loop_overlay(lab):
    """the overlay that the loops are run with; its path"""
    return overlay(lab, "overlay", OVERLAY)


def write(lab, clickport):
    """the driver's list of servers; its path"""
    floor = [os.path.join(lab.path, "floor"), "http", lab.upstream]
    laid_over = [clickport, "serve", "--manifest", loop_overlay(lab)]
    entries = [
        {"name": "floor-http", "command": floor},
        {"name": "clickport", "command": [clickport], "options": ONLY_COLD},
        {"name": "clickport-all", "command": [clickport, "serve", "--toolsets", "all"],
         "options": ONLY_COLD},
        {"name": "clickport-loops", "command": laid_over},
        {"name": "floor-growth", "command": floor, "options": ONLY_GROWTH},
        {"name": "clickport-growth", "command": laid_over, "options": ONLY_GROWTH},
    ]
    for count in EXTRA_TOOLS:
        path = overlay(lab, f"tools-{count}", made_up_tools(count))
        entries.append({"name": f"clickport-tools-{count}", "options": ONLY_COLD,
                        "command": [clickport, "serve", "--manifest", path],
                        "env": {f"{key}_API_KEY": "bench-key-0001" for key in KEYS}})
    for entry in entries:
        if entry["name"].startswith("clickport"):
            entry["env"] = {**entry.get("env", {}), **environment(lab)}
    path = os.path.join(lab.path, "servers.json")
    with open(path, "w") as file:
        json.dump(entries, file, indent=1)
    return path
