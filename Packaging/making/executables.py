"""What an executable or a library says of itself: for which machine it is, what it needs."""
import struct

MACHINES = {62: "x86_64", 183: "aarch64"}
MACH_MACHINES = {0x01000007: "x86_64", 0x0100000C: "arm64"}


class NotUnderstood(Exception):
    pass


def platform(content):
    """-> (system, machine), such as ("linux", "x86_64")"""
    if content[:4] == b"\x7fELF":
        machine = struct.unpack_from("<H", content, 18)[0]
        if machine in MACHINES:
            return "linux", MACHINES[machine]
    elif content[:4] == b"\xcf\xfa\xed\xfe":
        machine = struct.unpack_from("<I", content, 4)[0]
        if machine in MACH_MACHINES:
            return "macos", MACH_MACHINES[machine]
    elif content[:4] == b"\xca\xfe\xba\xbe":
        return "macos", "universal"
    raise NotUnderstood("it is an executable neither of Linux (x86_64, aarch64) nor of macOS")


class Library:
    """the dynamic part of a 64-bit ELF file"""

    def __init__(self, content):
        if content[:6] != b"\x7fELF\x02\x01":
            raise NotUnderstood("it is no 64-bit ELF file")
        self.content = content
        at, size, count = (struct.unpack_from("<Q", content, 32)[0],
                           *struct.unpack_from("<HH", content, 54))
        headers = [struct.unpack_from("<IIQQQQQQ", content, at + size * index)
                   for index in range(count)]
        self.loaded = [(address, offset, length) for kind, _, offset, address, _, length, _, _
                       in headers if kind == 1]
        dynamic = [(offset, length) for kind, _, offset, _, _, length, _, _ in headers if kind == 2]
        self.tags = []
        if dynamic:
            offset, length = dynamic[0]
            for place in range(offset, offset + length, 16):
                tag, value = struct.unpack_from("<qQ", content, place)
                if tag == 0:
                    break
                self.tags.append((tag, value))
        self.interpreter = next((self.text(offset) for kind, _, offset, *_ in headers if kind == 3),
                                None)

    def place(self, address):
        for start, offset, length in self.loaded:
            if start <= address < start + length:
                return address - start + offset
        raise NotUnderstood(f"nothing is loaded at {address:#x}")

    def text(self, place):
        return self.content[place:self.content.index(b"\0", place)].decode()

    def values(self, wanted):
        return [value for tag, value in self.tags if tag == wanted]

    @property
    def names(self):
        return self.place(self.values(5)[0])

    @property
    def needed(self):
        """the names of the libraries it is loaded with"""
        return [self.text(self.names + value) for value in self.values(1)]

    @property
    def name(self):
        """what others call it by; None for a program"""
        return next((self.text(self.names + value) for value in self.values(14)), None)

    @property
    def versions(self):
        """the versions of others' symbols it asks for: {"libc.so.6": ["GLIBC_2.17", …]}"""
        found = {}
        for address in self.values(0x6FFFFFFE):
            place = self.place(address)
            while True:
                _, count, file, first, following = struct.unpack_from("<HHIII", self.content, place)
                versions = found.setdefault(self.text(self.names + file), [])
                entry = place + first
                for _ in range(count):
                    _, _, _, name, after = struct.unpack_from("<IHHII", self.content, entry)
                    versions.append(self.text(self.names + name))
                    entry += after
                if following == 0:
                    break
                place += following
        return found


# Symbols of these names stand for a feature of the loader, and came with these versions.
FEATURES = {"GLIBC_ABI_DT_RELR": (2, 36)}


def libc_version(content):
    """the oldest C library it starts with, as text"""
    asked = [(2, 2)]
    for version in Library(content).versions.get("libc.so.6", []):
        if version in FEATURES:
            asked.append(FEATURES[version])
        elif version.startswith("GLIBC_2."):
            asked.append(tuple(int(part) for part in version[6:].split(".")))
    return ".".join(map(str, max(asked)))
