"""Bytes of an original into text that is safe to keep."""

from __future__ import annotations

from ..errors import ArticleError
from .markdown import refuse_control_characters


def decode(data: bytes, *, path: str) -> str:
    """Return the text of *data*, with LF line ends and without a byte order mark.

    ArticleError for text that is empty, not UTF-8, or holds control characters.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"the text is not UTF-8 (byte 0x{data[error.start]:02x} has no meaning there)",
            path=path,
            line=data.count(b"\n", 0, error.start) + 1,
            remedy="save it as UTF-8 in your editor, or try: iconv -f WINDOWS-1252 -t UTF-8 OLD.txt > NEW.txt",
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ArticleError("there is no text in it", path=path, remedy="check that this is the right file")
    refuse_control_characters(text, path=path)
    return text
