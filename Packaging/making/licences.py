"""Whose work is in the binary, and on what terms: found in the binary's own table of symbols."""
import functools
import os
import re
import shutil
import subprocess

from .product import REPOSITORY, Failed, read

APACHE = "Apache License 2.0"


class Component:
    """something of others that is linked in; `sign` is a pattern of a symbol that only it has"""

    def __init__(self, name, what, where, copyright, terms, short, sign, texts=()):
        self.name = name
        self.what = what
        self.where = where
        self.copyright = copyright
        self.terms = terms
        self.short = short
        self.sign = re.compile(sign)
        self.texts = texts


COMPONENTS = [
    Component("swift-log", "the log's interface", "https://github.com/apple/swift-log",
              "2018-2019 The SwiftLog Project", APACHE, "Apache-2.0", r"^\$s7Logging",
              ("swift-log-NOTICE.txt",)),
    Component("swift-http-types", "requests and responses as values",
              "https://github.com/apple/swift-http-types",
              "2023 The Swift HTTP Types Project", APACHE, "Apache-2.0", r"^\$s9HTTPTypes",
              ("swift-http-types-NOTICE.txt",)),
    Component("Swift", "the runtime and the standard library, with parts of LLVM",
              "https://www.swift.org", "2014-2026 Apple Inc. and the Swift project authors; "
              "of LLVM's parts: 2003-2026 the LLVM project's contributors",
              APACHE + " with Runtime Library Exception; LLVM's parts with LLVM Exceptions",
              "Apache-2.0 with exceptions", r"^swift_retain$",
              ("Swift-runtime-exception.txt", "LLVM-exception.txt")),
    Component("Unicode data", "tables of characters in Swift's standard library",
              "https://www.unicode.org", "1991-2026 Unicode, Inc.", "Unicode License",
              "Unicode", r"^_swift_stdlib_getNormData$", ("Unicode.txt",)),
    Component("libdispatch", "queues and signals, with its runtime of blocks",
              "https://github.com/swiftlang/swift-corelibs-libdispatch",
              "2008-2026 Apple Inc. and the Swift project authors",
              APACHE + " with Runtime Library Exception", "Apache-2.0 with exceptions",
              r"^dispatch_async_f$", ("Swift-runtime-exception.txt",)),
    Component("libstdc++ and libgcc", "what the runtime's C++ needs", "https://gcc.gnu.org",
              "1985-2022 Free Software Foundation, Inc.; of the containers: 1994 Hewlett-Packard "
              "Company, 1996 Silicon Graphics Computer Systems, Inc.",
              "GNU General Public License 3 or later, with the GCC Runtime Library Exception 3.1",
              "GPL-3+ with GCC exception", r"^_ZSt9terminatev$",
              ("GCC-runtime-exception.txt", "HP-and-SGI.txt")),
    Component("zlib", "compression", "https://zlib.net", "1995-2022 Jean-loup Gailly and Mark Adler",
              "zlib License", "Zlib", r"^inflateInit2?_$", ("zlib.txt",)),
]
# Swift modules that come with the language.
LANGUAGE = {"Swift", "_Concurrency", "_StringProcessing", "_RegexParser", "Synchronization", "Glibc",
            "Dispatch", "Distributed", "RegexBuilder", "Darwin", "_Builtin_float",
            "SwiftOnoneSupport", "_Volatile", "_SwiftConcurrencyShims", "SwiftShims"}
PACKAGES = {"Logging", "HTTPTypes"}
# Symbols of what has no entry above: found, the packages are not made.
FORBIDDEN = re.compile(r"^(SSL_new|curl_easy_init|sqlite3_open|xmlParseDoc|ucol_open.*|\$s10Foundation.*"
                       r"|\$s20FoundationEssentials.*|\$s7NIOCore.*|\$s11Hummingbird.*|lzma_code)$")


def symbols(binary):
    """those it defines; none of a binary that was stripped"""
    tool = shutil.which("nm") or shutil.which("llvm-nm")
    if tool is None:
        raise Failed("there is no nm on this machine: install binutils")
    done = subprocess.run([tool, binary], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    found = []
    for line in done.stdout.splitlines():
        fields = line.split()
        if len(fields) == 3 and fields[1] not in "Uw":
            found.append(fields[2].split("@")[0])
    return found


def modules(names):
    """the Swift modules that have a type in it: from the names of types' descriptors"""
    found = set()
    for name in names:
        match = re.match(r"_?\$s(\d+)(\w+)[VOC]Mn$", name)
        if match:
            found.add(match[2][:int(match[1])])
    return found


@functools.lru_cache(maxsize=None)
def within(product):
    """the components of the binary; all but zlib of one whose symbols are gone"""
    names = symbols(product.binary)
    if len(names) < 1000:
        return [component for component in COMPONENTS if component.name != "zlib"]
    strange = sorted({name for name in names if FORBIDDEN.match(name)})[:3]
    if strange:
        raise Failed(f"{product.binary} contains {', '.join(strange)}, of which "
                     "Packaging/making/licences.py doesn't know on what terms it is")
    own = set(os.listdir(os.path.join(REPOSITORY, "Sources")))
    foreign = modules(names) - own - LANGUAGE - PACKAGES
    if foreign:
        raise Failed(f"{product.binary} contains the modules {', '.join(sorted(foreign))}, of which "
                     "Packaging/making/licences.py doesn't know on what terms they are")
    return [component for component in COMPONENTS
            if any(component.sign.match(name) for name in names)]


def text(name):
    return read("Packaging/licences/" + name)


def third_parties(product):
    """all of it as one text"""
    parts = [f"clickport {product.version} is under the {APACHE}: see LICENSE.\n\n"
             "What others wrote and is part of the binary:\n"]
    named, wanted = [], []
    for component in within(product):
        named.append(f"{component.name}: {component.what}\n  {component.where}\n"
                     f"  Copyright {component.copyright}\n  {component.terms}\n")
        wanted += [name for name in component.texts if name not in wanted]
    parts += named
    parts.append("libcurl and SQLite are the machine's own, and opened when they are needed. The "
                 f"text of the {APACHE} stands in LICENSE, that of the GNU General Public License "
                 "at https://www.gnu.org/licenses/gpl-3.0.txt. The others:\n")
    for name in wanted:
        parts.append("-" * 80 + f"\n{name.removesuffix('.txt')}\n" + "-" * 80 + "\n\n" + text(name))
    return "\n".join(parts)
