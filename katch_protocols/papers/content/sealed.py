"""Packages of office programs with the same bytes every time."""

import io
import zipfile

__all__ = ["FIRST", "sealed"]

FIRST = (1980, 1, 1, 0, 0, 0)
"""The first instant that a ZIP file can tell; no clock is read."""


def sealed(package: bytes) -> bytes:
    """Return a package whose parts all bear the same instant, in the same order."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            info = zipfile.ZipInfo(name, FIRST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(name))
    return out.getvalue()
