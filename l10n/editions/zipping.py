"""Zip files whose bytes depend on nothing but their content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence


def zip_files(files: Sequence[tuple[str, bytes]], *, date: str) -> bytes:
    """Return a zip of *files* in their order, all dated *date* (ISO); a leading `mimetype` is stored.

    A zip knows no day before 1980: earlier ones become its first.
    """
    year, month, day = (int(part) for part in max(date, "1980-01-01").split("-"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=9)
    return buffer.getvalue()
