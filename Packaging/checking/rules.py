"""The schemas of others, and what their texts demand beyond them -> the sentences of what is wrong."""
import json
import os
import re
import subprocess
import sys
import venv

from making.product import PACKAGING, REPOSITORY

from .report import Skipped

LIBRARY = "jsonschema==4.26.0"
ENVIRONMENT = os.path.join(REPOSITORY, ".build-packages", "python")


def library():
    """the module jsonschema, from an environment of our own where Python hasn't it"""
    try:
        import jsonschema
        return jsonschema
    except ImportError:
        pass
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = os.path.join(ENVIRONMENT, "lib", version, "site-packages")
    mark = os.path.join(packages, "jsonschema")
    if not os.path.isdir(mark):
        try:
            venv.create(ENVIRONMENT, with_pip=True, clear=True)
            subprocess.run([os.path.join(ENVIRONMENT, "bin", "python"), "-m", "pip", "install",
                            "--quiet", "--disable-pip-version-check", LIBRARY], check=True,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=180)
        except (subprocess.SubprocessError, OSError) as failure:
            raise Skipped(f"{LIBRARY} can't be installed: {failure}") from failure
    if packages not in sys.path:
        sys.path.append(packages)
    import jsonschema
    return jsonschema


def against(schema, value):
    """what a schema of Packaging/schemas refuses"""
    with open(os.path.join(PACKAGING, "schemas", schema + ".schema.json")) as file:
        held = json.load(file)
    jsonschema = library()
    kind = jsonschema.validators.validator_for(held)
    return [f"{'/'.join(map(str, error.absolute_path)) or 'it'}: {error.message[:200]}"
            for error in kind(held).iter_errors(value)]


RANGE = re.compile(r"^(latest|[\^~<>=*].*|.*\.[x*]|.* - .*|.*\|\|.*)$")
META = "io.modelcontextprotocol.registry/publisher-provided"
IMAGES = re.compile(r"^(docker\.io|ghcr\.io|[a-z0-9.-]+\.pkg\.dev|[a-z0-9.-]+\.azurecr\.io"
                    r"|mcr\.microsoft\.com)/[a-z0-9._/-]+(:[A-Za-z0-9._-]+|@sha256:[a-f0-9]{64})$")


def server(value):
    """what the official registry refuses of a server.json"""
    wrong = against("registry-server.2025-12-11", value)
    if RANGE.match(value.get("version", "")):
        wrong.append(f"version: {value['version']} is a range, not a version")
    for address in [value.get("websiteUrl", "https://")] + [
            icon.get("src", "") for icon in value.get("icons", [])]:
        if not address.startswith("https://"):
            wrong.append(f"{address} isn't https")
    meta = value.get("_meta", {})
    if set(meta) - {META}:
        wrong.append(f"_meta: only {META} is kept")
    if len(json.dumps(meta)) > 4096:
        wrong.append("_meta: more than 4096 bytes")
    for place, package in enumerate(value.get("packages", [])):
        wrong += [f"packages/{place}: {each}" for each in registered(package)]
    return wrong


def registered(package):
    kind, name = package.get("registryType"), package.get("identifier", "")
    if RANGE.match(package.get("version", "")):
        yield f"{package['version']} is a range, not a version"
    if package.get("transport", {}).get("type") == "stdio" and "url" in package["transport"]:
        yield "stdio has no url"
    if kind == "mcpb":
        if "fileSha256" not in package:
            yield "an mcpb wants fileSha256"
        if "mcp" not in name or not re.match(
                r"https://(github|gitlab)\.com/[^/]+/[^/]+/(-/)?releases/", name):
            yield f"{name} is no asset of a release with mcp in its address"
    if kind == "oci":
        if not IMAGES.match(name):
            yield f"{name} is no image of a registry that is known"
        if set(package) & {"version", "registryBaseUrl"}:
            yield "an oci has neither version nor registryBaseUrl"
    for argument in package.get("runtimeArguments", []) + package.get("packageArguments", []):
        if argument.get("type") == "positional" and not (
                argument.get("value") or argument.get("valueHint")):
            yield "a positional argument wants value or valueHint"
        if argument.get("type") == "named" and argument.get("value", "").startswith(
                argument.get("name", "") + " "):
            yield f"the value of {argument['name']} begins with its name"


def bundle(value):
    """what a host may refuse of a manifest 0.3"""
    wrong = against("mcpb-manifest-v0.3", value)
    if value.get("manifest_version") != "0.3":
        wrong.append("manifest_version: 0.3 is wanted by text")
    configuration = value.get("server", {}).get("mcp_config", {})
    texts = [configuration.get("command", ""), *configuration.get("args", []),
             *configuration.get("env", {}).values()]
    used = {name for text in texts for name in re.findall(r"\$\{user_config\.(\w+)\}", text)}
    options = value.get("user_config", {})
    for name in sorted(used - set(options)):
        wrong.append(f"user_config: {name} is used and not asked for")
    for name in sorted(set(options) - used):
        wrong.append(f"user_config: {name} is asked for and not used")
    return wrong + asked(options)


def asked(options):
    """what a host refuses of the settings it is to ask for"""
    wrong = []
    known = {"type", "title", "description", "required", "default", "multiple", "sensitive", "min",
             "max"}
    for name, option in options.items():
        if set(option) - known:
            wrong.append(f"{name}: {', '.join(sorted(set(option) - known))} isn't known")
        for field in ("type", "title", "description"):
            if not option.get(field):
                wrong.append(f"{name}: {field} is missing")
        if option.get("sensitive") and "default" in option:
            wrong.append(f"{name}: a secret has a default")
    return wrong


def claude_plugin(manifest, servers):
    """what Claude Code's documentation says of plugin.json and .mcp.json"""
    wrong = asked(manifest.get("userConfig", {}))
    known = {"name", "version", "description", "author", "homepage", "repository", "license",
             "keywords", "skills", "commands", "agents", "hooks", "mcpServers", "lspServers",
             "outputStyles", "userConfig", "displayName"}
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", manifest.get("name", "")):
        wrong.append("name: kebab case is wanted")
    wrong += [f"{key} isn't known" for key in sorted(set(manifest) - known)]
    for name, entry in servers.get("mcpServers", servers).items():
        if entry.get("type") == "streamable-http" or "url" in entry and "type" not in entry:
            wrong.append(f"{name}: type must be http, sse or ws")
        if set(entry) - {"type", "command", "args", "env", "url", "headers"}:
            wrong.append(f"{name}: a field isn't known")
        for text in [entry.get("command", ""), *entry.get("args", []),
                     *entry.get("env", {}).values()]:
            for setting in re.findall(r"\$\{user_config\.(\w+)\}", text):
                if setting not in manifest.get("userConfig", {}):
                    wrong.append(f"{name}: {setting} is used and not asked for")
    return wrong


def market(value, folders):
    wrong = [f"{field} is missing" for field in ("name", "owner", "plugins") if field not in value]
    for plugin in value.get("plugins", []):
        source = plugin.get("source")
        if not isinstance(source, str) or not source.startswith("./") or ".." in source:
            wrong.append(f"source: {source!r} isn't a folder below")
        elif source[2:] not in folders:
            wrong.append(f"source: there is no {source}")
    return wrong


def agent_plugin(manifest, servers, names):
    """beyond the two schemas: a command is one name or lies in the plugin"""
    wrong = against("agent-plugin.1.0.0", manifest) + against("agent-plugin-mcp.1.0.0", servers)
    for name, entry in servers.get("mcpServers", {}).items():
        command = entry.get("command", "")
        if "$" in command or " " in command or "/" in command and not command.startswith("./"):
            wrong.append(f"{name}: {command!r} is neither a name nor ./ and a path")
        elif command.startswith("./") and command[2:] not in names:
            wrong.append(f"{name}: there is no {command}")
        for text in [*entry.get("args", []), *entry.get("env", {}).values()]:
            for reference in re.findall(r"\$\{(\w+)", text):
                if reference not in ("PLUGIN_ROOT", "PLUGIN_DATA"):
                    wrong.append(f"{name}: ${{{reference}}} is expanded by no host")
    return wrong


def skill(folder, text):
    """the Agent Skills format"""
    match = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if not match:
        return ["there is no front matter"]
    fields = dict(line.split(": ", 1) for line in match[1].splitlines())
    wrong = []
    if fields.get("name") != folder or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", folder):
        wrong.append(f"name must be {folder}, in kebab case")
    if not 1 <= len(fields.get("description", "")) <= 1024:
        wrong.append("description must have 1 to 1024 characters")
    if set(fields) - {"name", "description", "license", "compatibility", "metadata", "allowed-tools"}:
        wrong.append("a field isn't known")
    return wrong
