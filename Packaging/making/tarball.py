"""The tarball: unpack it, put bin on the PATH."""
from . import archives
from .archives import executable
from .documents import documents, licences, shared


def build(product):
    files = {**documents(product), **licences(product), **shared(product),
             "INSTALL.md": product.filled("INSTALL.md"),
             "bin/clickport": executable(product.stripped)}
    root = f"clickport-{product.version}-{product.place}/"
    return archives.gzipped(archives.tar(files, product.time, root))
