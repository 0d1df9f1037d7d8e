"""server.json, which the registry of MCP servers takes: schema 2025-12-11."""
import json

from .archives import sha256


def variable(setting):
    said = {"name": setting.variable, "description": f"{setting.title}. {setting.description}",
            "isRequired": False, "isSecret": setting.secret,
            "format": {"boolean": "boolean", "directory": "filepath"}.get(setting.kind, "string")}
    if setting.default is not None:
        said["default"] = str(setting.default).lower()
    return said


def entry(product, bundles):
    """of all bundles {file name: content}: those of this machine, and those brought from others"""
    stdio = {"type": "stdio"}
    packages = [{"registryType": "mcpb", "identifier": product.download(name),
                 "version": product.version, "fileSha256": sha256(content), "transport": stdio,
                 "environmentVariables": [variable(each) for each in product.settings]}
                for name, content in sorted(bundles.items())]
    packages.append({
        "registryType": "oci", "identifier": f"{product.publisher['image']}:{product.version}",
        "runtimeHint": "docker", "transport": stdio,
        # A folder of the machine isn't one of the container.
        "environmentVariables": [variable(each) for each in product.settings
                                 if each.kind != "directory"]})
    return {
        "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
        "name": product.publisher["registry_name"], "title": product.title,
        "description": product.description, "version": product.version,
        "repository": {"url": product.publisher["repository"], "source": "github"},
        "websiteUrl": product.publisher["homepage"], "packages": packages}


def build(product, bundles):
    return (json.dumps(entry(product, bundles), indent=2) + "\n").encode()
