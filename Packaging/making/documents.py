"""What people read: the tarball and the Debian package carry the same."""
import os

from .licences import third_parties
from .product import REPOSITORY, read


def documents(product):
    """the README and all that it leads to: {path: content}"""
    found = {name: read(name) for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md",
                                           "tools-manifest.schema.json", "policy.schema.json")}
    for top in ("docs", "examples"):
        for place, folders, names in os.walk(os.path.join(REPOSITORY, top)):
            folders[:] = sorted(name for name in folders if name[0] != "." and name != "__pycache__")
            for name in sorted(names):
                path = os.path.relpath(os.path.join(place, name), REPOSITORY)
                if name[0] != ".":
                    found[path] = read(path, "rb")
    return found


def licences(product):
    return {"LICENSE": read("LICENSE"), "THIRD-PARTY.txt": third_parties(product)}


def shared(product):
    """below a prefix such as /usr: what shells and man look for"""
    return {
        "share/man/man1/clickport.1": product.manual,
        "share/bash-completion/completions/clickport": product.completions["bash"],
        "share/zsh/site-functions/_clickport": product.completions["zsh"],
        "share/fish/vendor_completions.d/clickport.fish": product.completions["fish"],
    }
