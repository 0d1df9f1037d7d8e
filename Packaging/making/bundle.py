"""The .mcpb, one for each platform: https://github.com/modelcontextprotocol/mcpb, manifest 0.3."""
import json

from . import archives, icon
from .archives import executable
from .documents import licences
from .product import LICENCE

SYSTEMS = {"linux": "linux", "macos": "darwin"}


def option(setting):
    """how hosts ask for a setting; also in Claude Code's plugins"""
    asked = {"type": setting.kind, "title": setting.title, "description": setting.description,
             "required": False}
    if setting.secret:
        asked["sensitive"] = True
    if setting.default is not None:
        asked["default"] = setting.default
    return asked


def manifest(product):
    publisher = product.publisher
    said = {
        "$schema": "https://raw.githubusercontent.com/anthropics/mcpb/main/schemas/"
                   "mcpb-manifest-v0.3.schema.json",
        "manifest_version": "0.3", "name": "clickport", "display_name": product.title,
        "version": product.version, "description": product.description,
        "long_description": product.filled("long-description.md"),
        "author": {"name": publisher["author"], "url": publisher["author_url"]},
        "repository": {"type": "git", "url": publisher["repository"]},
        "homepage": publisher["homepage"], "license": LICENCE,
        "keywords": ["marketing", "clicks", "links", "affiliate", "reports"],
        "icon": "icon.png", "icons": [{"src": "icon.png", "size": f"{icon.SIZE}x{icon.SIZE}"}],
        "server": {
            "type": "binary", "entry_point": "bin/clickport",
            "mcp_config": {
                "command": "${__dirname}/bin/clickport", "args": ["serve"],
                "env": {each.variable: each.reference for each in product.settings}}},
        "user_config": {each.key: option(each) for each in product.settings},
        # Without keys. With some, services that have none are left out.
        "tools": [{"name": name, "description": text} for name, text in product.tools],
        "tools_generated": True,
        "prompts_generated": True,
        "compatibility": {"platforms": [SYSTEMS[product.system]]},
    }
    if publisher["privacy_policies"]:
        said["privacy_policies"] = publisher["privacy_policies"]
    return said


def build(product):
    return archives.zipped({
        "manifest.json": json.dumps(manifest(product), indent=2) + "\n",
        "icon.png": icon.png(), "bin/clickport": executable(product.stripped),
        **licences(product)}, product.time)
