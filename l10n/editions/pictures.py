"""Pictures of an article made fit for an edition: turned upright, small, and bare of all that a camera wrote.

Only what a reader sees goes over: the points are drawn into a new picture, and that is saved. The same picture gives
the same bytes with the same Pillow. What is in the points themselves (faces, signs, the noise of a sensor) stays.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..edition import Edition, EditionBlock
from ..errors import EditionError
from ..model import BlockKind
from ..picture import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES, MOST_SIDE = 60_000, 800
_MOST_READ, _MOST_PIXELS = 50_000_000, 50_000_000
_QUALITIES = (80, 70, 60, 50, 40, 30)
_SHRINK = 0.8
_SMALLEST = 64
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]", re.I)
_REMEDY = 'put the picture there, take it out of the article, or set edition.pictures = "none"'


def with_pictures(edition: Edition, folder: Path, *, colour: bool) -> Edition:
    """Return the edition with its local pictures, looked for from *folder* on (`articles/`) and never outside it.

    EditionError for a picture that is not there, is none, or is too large. Those of the web are left out.
    """
    pictures = {}
    for address in _addresses(edition):
        if address not in pictures and not _ELSEWHERE.match(address):
            pictures[address] = _read(folder, address, edition.slug, colour)
    return replace(edition, pictures=pictures)


def _addresses(edition: Edition) -> Iterator[str]:
    if edition.lead_picture:
        yield edition.lead_picture
    todo: list[EditionBlock] = list(edition.blocks)
    while todo:
        block = todo.pop(0)
        todo[:0] = block.children
        if block.kind is BlockKind.FIGURE and block.literal:
            yield block.literal


def _read(folder: Path, address: str, slug: str, colour: bool) -> Picture:
    root = folder.resolve()
    path = (root / unquote(address.partition("?")[0].partition("#")[0])).resolve()
    if not path.is_relative_to(root):
        raise EditionError(f"the picture {address} lies outside {folder.name}/", article=slug, remedy=_REMEDY)
    name = path.relative_to(root.parent).as_posix()
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_READ + 1)
    except (OSError, ValueError) as error:
        raise EditionError(f"{name}: there is no such picture", article=slug, remedy=_REMEDY) from error
    return make_picture(data, name=name, article=slug, colour=colour)


@lru_cache(maxsize=16)
def make_picture(data: bytes, *, name: str, article: str = "", colour: bool = False) -> Picture:
    """Return the picture *data* as an edition carries it. EditionError where it cannot be one."""
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        remedy = "pip install 'diglot[pictures]', or set edition.pictures = \"none\""
        raise EditionError("pictures need Pillow", article=article, remedy=remedy) from error
    too_large = EditionError(
        f"{name}: the picture is larger than is opened",
        article=article,
        remedy="make it smaller first, with any program for pictures",
    )
    if len(data) > _MOST_READ:
        raise too_large
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            found = Image.open(io.BytesIO(data), formats=_FORMATS)
        with found:
            found.draft("RGB" if colour else "L", (2 * MOST_SIDE, 2 * MOST_SIDE))  # a large JPEG is read small
            if found.width * found.height > _MOST_PIXELS:
                raise too_large
            return _smallest_of(_bare(found, colour), name, article)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise too_large from error
    except UnidentifiedImageError as error:
        said = f"{name}: this is no JPEG, PNG, WebP or GIF"
        raise EditionError(said, article=article, remedy=_REMEDY) from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError) as error:
        raise EditionError(f"{name}: this picture is damaged", article=article, remedy=_REMEDY) from error


def _bare(found: Image, colour: bool) -> Image:
    """Return a new picture of what a viewer shows: upright, on white, no larger than fits, without anything beside."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(found)
    seen = upright.convert("RGBA") if upright.has_transparency_data else upright.convert("RGB")
    seen.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", seen.size, "white")
    bare.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    return bare if colour else bare.convert("L")


def _smallest_of(picture: Image, name: str, article: str) -> Picture:
    """Return it saved as well as the budget allows."""
    from PIL import Image

    while True:
        for quality in _QUALITIES:
            buffer = io.BytesIO()
            picture.save(buffer, "JPEG", quality=quality, optimize=True)
            if buffer.tell() <= MOST_BYTES:
                return Picture(buffer.getvalue(), *picture.size)
        size = (int(picture.width * _SHRINK), int(picture.height * _SHRINK))
        if max(size) < _SMALLEST:
            raise EditionError(f"{name}: does not fit into {MOST_BYTES:,} bytes", article=article, remedy=_REMEDY)
        picture = picture.resize(size, Image.Resampling.LANCZOS)
