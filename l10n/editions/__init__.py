"""The formats that readers download: one file each, a pure function from `Edition` to bytes."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from ..errors import EditionError

if TYPE_CHECKING:
    from ..ports import EditionWriter

FORMATS = {
    **{"html": "html", "epub": "epub", "markdown": "markdown", "text": "text"},
    **{"docx": "docx", "pdf": "pdf", "pdf-phone": "pdf_phone"},
    **{"messages": "messages", "json": "model_json"},
}
"""Name of a format -> module in this folder; each module holds a `writer`."""


def writer_for(name: str) -> EditionWriter:
    """Return the writer of the format called *name*. EditionError names the nearest one."""
    if name not in FORMATS:
        import difflib

        nearest = next(iter(difflib.get_close_matches(name, FORMATS, n=1, cutoff=0.5)), "")
        meant = f"did you mean {nearest}? " if nearest else ""
        raise EditionError(
            f"there is no format {name!r}", format=name, remedy=f"{meant}There are: {', '.join(FORMATS)}"
        )
    writer: EditionWriter = importlib.import_module(f".{FORMATS[name]}", __name__).writer
    return writer
