"""Plugin folders: Claude Code's, in a marketplace of its own, and the portable Agent Plugin 1.0."""
import json

from .archives import executable
from .bundle import option
from .documents import licences
from .product import LICENCE

# Hosts put the plugin's and this name before each tool's, and a model allows 64 characters.
SERVER = "mcp"
SKILLS = ("monthly-report", "losing-url", "idle-and-odd")
AGENT_PLUGINS = "https://agent-plugins.org/schemas/1.0.0/"


def text(value):
    return json.dumps(value, indent=2) + "\n"


def about(product):
    publisher = product.publisher
    return {"name": "clickport", "version": product.version, "description": product.description,
            "author": {"name": publisher["author"], "url": publisher["author_url"]},
            "homepage": publisher["homepage"], "repository": publisher["repository"],
            "license": LICENCE, "keywords": ["marketing", "clicks", "links", "reports"]}


def common(product):
    """{path: content} of both"""
    skills = {f"skills/{name}/SKILL.md": product.filled(f"skills/{name}.md") for name in SKILLS}
    return {**skills, **licences(product), "bin/clickport": executable(product.stripped)}


def claude_code(product):
    own = {
        **common(product),
        ".claude-plugin/plugin.json": text({
            **about(product), "displayName": product.title,
            "userConfig": {each.key: option(each) for each in product.settings}}),
        ".mcp.json": text({"mcpServers": {SERVER: {
            "command": "${CLAUDE_PLUGIN_ROOT}/bin/clickport", "args": ["serve"],
            "env": {each.variable: each.reference for each in product.settings}}}}),
        "README.md": product.filled("claude-code.md"),
    }
    market = {
        "name": "clickport", "owner": {"name": product.publisher["author"]},
        "metadata": {"description": product.description, "version": product.version},
        "plugins": [{"name": "clickport", "source": "./clickport", "category": "productivity",
                     "description": product.description, "version": product.version,
                     "homepage": product.publisher["homepage"]}]}
    return {".claude-plugin/marketplace.json": text(market),
            **{"clickport/" + path: content for path, content in own.items()}}


def agent_plugin(product):
    """no settings exist there: keys come from `clickport setup`, or the host's environment"""
    return {
        **common(product),
        "plugin.json": text({"$schema": AGENT_PLUGINS + "plugin.schema.json", **about(product)}),
        "mcp.json": text({"$schema": AGENT_PLUGINS + "mcp.schema.json", "mcpServers": {
            SERVER: {"type": "stdio", "command": "./bin/clickport", "args": ["serve"]}}}),
        "README.md": product.filled("agent-plugin.md"),
    }
