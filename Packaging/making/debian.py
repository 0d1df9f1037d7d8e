"""The Debian package, written here: two archives of files in an ar."""
import hashlib
import textwrap
from email.utils import formatdate

from . import archives, executables
from .archives import executable, folder
from .documents import documents, shared
from .licences import text, within
from .product import LICENCE, Failed

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
DOCUMENTS = "usr/share/doc/clickport/"


def revision(product):
    """a version that Debian sorts before the next: 1.0.0-rc.1 -> 1.0.0~rc.1-1"""
    return product.version.replace("-", "~", 1) + "-1"


def name(product):
    return f"clickport_{revision(product)}_{ARCHITECTURES[product.machine]}.deb"


def indented(text):
    return "".join(f" {line}\n" if line.strip(" .") else " .\n" for line in text.strip().splitlines())


def folded(text):
    """paragraphs, whose lines fit a terminal"""
    return "\n.\n".join(textwrap.fill(part, 74) for part in text.strip().split("\n.\n"))


def copyright(product):
    """https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"""
    parts = ["Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
             f"Upstream-Name: clickport\nSource: {product.publisher['repository']}\n"
             "Comment:\n The binary also holds parts of these, linked in:\n"
             + indented("\n".join(
                 f"{each.name}: {each.what}.\nCopyright {each.copyright}.\n{each.terms}; "
                 f"{each.where}" for each in within(product))) +
             f"\nFiles: *\nCopyright: {product.publisher['author']}\nLicense: {LICENCE}\n"]
    kept = []
    for each in within(product):
        kept += [name for name in each.texts if name not in kept]
    for name in kept:
        parts.append(f"License: {name.removesuffix('.txt')}\n" + indented(text(name)))
    parts.append(f"License: {LICENCE}\n On Debian systems, its text stands in\n"
                 " /usr/share/common-licenses/Apache-2.0.\n")
    return "\n".join(parts)


def changelog(product):
    """what Debian's tools read; what changed stands in changelog.gz"""
    return (f"clickport ({revision(product)}) unstable; urgency=medium\n\n"
            f"  * Version {product.version}.\n\n"
            f" -- {product.publisher['maintainer']}  {formatdate(product.time)}\n")


def data(product):
    """{path: Entry}"""
    files = {"usr/" + path: content for path, content in shared(product).items()}
    manual = files.pop("usr/share/man/man1/clickport.1")
    files["usr/share/man/man1/clickport.1.gz"] = archives.gzipped(manual.encode())
    files["usr/share/zsh/vendor-completions/_clickport"] = (
        files.pop("usr/share/zsh/site-functions/_clickport"))
    found = documents(product)
    files[DOCUMENTS + "changelog.gz"] = archives.gzipped(found.pop("CHANGELOG.md").encode())
    files.update({DOCUMENTS + path: content for path, content in found.items()})
    files[DOCUMENTS + "changelog.Debian.gz"] = archives.gzipped(changelog(product).encode())
    files[DOCUMENTS + "copyright"] = copyright(product)
    # Where it is started by hand is where hosts find it.
    files["usr/bin/clickport"] = executable(product.stripped)
    return files


def control(product, files):
    size = sum(1 + (len(entry.content) + 1023) // 1024
               for entry in archives.entries(files).values())
    return (f"Package: clickport\nVersion: {revision(product)}\n"
            f"Architecture: {ARCHITECTURES[product.machine]}\n"
            f"Maintainer: {product.publisher['maintainer']}\nInstalled-Size: {size}\n"
            f"Depends: libc6 (>= {executables.libc_version(product.stripped)}),"
            " libcurl4 (>= 7.61) | libcurl4t64 | libcurl3-gnutls (>= 7.61)"
            " | libcurl3t64-gnutls, libsqlite3-0\n"
            "Recommends: ca-certificates, tzdata\nSection: utils\nPriority: optional\n"
            f"Homepage: {product.publisher['homepage']}\n"
            f"Description: {product.description[0].lower() + product.description[1:]}\n"
            + indented(folded(product.filled("debian-description"))))


def build(product):
    if product.system != "linux":
        raise Failed(f"a Debian package is for Linux, and the binary is for {product.place}")
    files = data(product)
    sums = "".join(f"{hashlib.md5(entry.content).hexdigest()}  {path}\n"
                   for path, entry in archives.entries(files).items())
    own = {"control": control(product, files), "md5sums": sums}
    return archives.ar({
        "debian-binary": b"2.0\n",
        "control.tar.xz": archives.xz(archives.tar({".": folder(), **{
            "./" + path: content for path, content in own.items()}}, product.time)),
        "data.tar.xz": archives.xz(archives.tar({".": folder(), **{
            "./" + path: content for path, content in files.items()}}, product.time)),
    }, product.time)
