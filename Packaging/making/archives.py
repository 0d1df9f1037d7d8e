"""Archives whose bytes depend on nothing but what is put in: fixed order, owners, modes and times."""
import gzip
import hashlib
import io
import lzma
import os
import tarfile
import zipfile


class Entry:
    """one file, folder or link of a package: its path, content, mode"""

    def __init__(self, content=b"", mode=0o644, link=None, folder=False, owner=0):
        self.content = content.encode() if isinstance(content, str) else content
        self.mode = mode
        self.link = link
        self.folder = folder
        self.owner = owner


def executable(content):
    return Entry(content, 0o755)


def folder(mode=0o755, owner=0):
    return Entry(mode=mode, folder=True, owner=owner)


def link(target):
    return Entry(mode=0o777, link=target)


def entries(files):
    """{path: Entry, bytes or text} -> {path: Entry}, in order"""
    return {path: file if isinstance(file, Entry) else Entry(file)
            for path, file in sorted(files.items())}


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def gzipped(content, name=""):
    """without a time or a name"""
    held = io.BytesIO()
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=9, fileobj=held, mtime=0) as stream:
        stream.write(content)
    return held.getvalue()


def tar(files, time, prefix=""):
    """every folder on the way to a file has an entry of its own, before the file"""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.GNU_FORMAT) as archive:
        written = set()
        for path, entry in entries(files).items():
            for parent in parents(path):
                if parent not in written and parent not in files:
                    written.add(parent)
                    add(archive, prefix + parent, folder(), time)
            written.add(path)
            add(archive, prefix + path, entry, time)
    return held.getvalue()


def add(archive, path, entry, time):
    info = tarfile.TarInfo(path)
    info.mtime = time
    info.mode = entry.mode
    info.uid = info.gid = entry.owner
    info.uname = info.gname = "root" if entry.owner == 0 else ""
    if entry.folder:
        info.type = tarfile.DIRTYPE
    elif entry.link is not None:
        info.type = tarfile.SYMTYPE
        info.linkname = entry.link
    else:
        info.size = len(entry.content)
    archive.addfile(info, io.BytesIO(entry.content) if info.isreg() else None)


def parents(path):
    """a/b/c -> a, a/b"""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def xz(content):
    return lzma.compress(content, preset=6)


def ar(members, time):
    """{name: content}, in the order given -> an archive such as a Debian package"""
    held = io.BytesIO()
    held.write(b"!<arch>\n")
    for name, content in members.items():
        head = f"{name:<16}{time:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n"
        held.write(head.encode())
        held.write(content)
        held.write(b"\n" * (len(content) % 2))
    return held.getvalue()


def zipped(files, time):
    """with Unix modes, which unpackers follow"""
    import datetime
    # A zip counts from 1980, in steps of two seconds, and knows no zone.
    stamp = datetime.datetime.fromtimestamp(max(time, 315532800), datetime.timezone.utc)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, entry in entries(files).items():
            info = zipfile.ZipInfo(path, stamp.timetuple()[:6])
            info.create_system = 3
            info.external_attr = (0o100000 | entry.mode) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entry.content)
    return held.getvalue()


def write(path, content, mode=0o644):
    """whole, or not at all"""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    unfinished = path + ".unfinished"
    with open(unfinished, "wb") as file:
        file.write(content)
    os.chmod(unfinished, mode)
    os.replace(unfinished, path)


def write_folder(path, files):
    for name, entry in entries(files).items():
        write(os.path.join(path, name), entry.content, entry.mode)
