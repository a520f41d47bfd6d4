"""What the tests of inspecting share: one look at a file, as kinds and texts."""

import io
import zipfile

from l10n.inspecting import inspect_file
from l10n.inspecting.eye import Eye


def look(data, name="file", **own):
    """Each trace of a file as (kind, text)."""
    data = data.encode() if isinstance(data, str) else data
    return [(t.kind.value, t.text) for t in inspect_file(data, name=name, eye=Eye(own)).traces]


def of_kind(kind, data, name="file"):
    return [text for found, text in look(data, name) if found == kind]


def zipped(files, *, comment=b"", date=(1980, 1, 1, 0, 0, 0)):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, date), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
