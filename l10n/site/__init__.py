"""The site that readers download from: every page of it a pure function of what was released.

It opens from a memory card: links are relative, nothing is loaded, no script runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..releases import Record
    from .layout import Inline, Site


def site_pages(site: Site, records: Sequence[Record], *, inline: Inline) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of every page of the site; the editions themselves and their checksums are none of them.

    *inline* turns inline Markdown into XHTML. The same records give the same bytes.
    """
    from .addresses import address_pages
    from .article import article_pages
    from .feeds import feed_pages
    from .lists import list_pages

    yield from list_pages(site, records)
    for record in records:
        yield from article_pages(site, record)
    yield from feed_pages(site, records, inline=inline)
    yield from address_pages(site, records)
