"""Is the site that was published whole, and is it from this journal? Looked at, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..checksums import NAME, journal_named
from ..errors import DiglotError
from .doctoring import Examined, Standing

if TYPE_CHECKING:
    from .workspace import Workspace

_OTHER = "its list of checksums names an end of the decisions' chain, {link}…, that the journal here does not have"
_KEEP = "keep both: put back the journal from a backup that has it, or look who changed the site's list"


def examine_site(project: Workspace, *, is_readable: bool = True) -> Iterator[Examined]:
    """Yield what is to be said of the site. Where the journal is not *is_readable*, nothing is compared with it."""
    if (project.root / ".diglot" / "publishing.json").exists():
        fix = "diglot doctor --fix"
        yield Examined("site", Standing.WRONG, "a publication was cut off, or runs just now", fix)
    try:
        link = journal_named((project.root / project.config.text("publish.folder") / NAME).read_bytes())
        known = link_known(project, link) if link and is_readable else None
    except FileNotFoundError:
        return
    except (DiglotError, OSError) as error:
        yield Examined("site", Standing.WRONG, str(error), getattr(error, "remedy", ""))
        return
    if known == (0, 0):
        yield Examined("site", Standing.WRONG, _OTHER.format(link=link[:16]), _KEEP)
    elif known:
        message = f"published when the chain had {known[0]:,} of its {known[1]:,} links"
        yield Examined("site", Standing.GOOD, message)


def link_known(project: Workspace, link: str) -> tuple[int, int] | None:
    """Return which link of how many it is in the journal here, (0, 0) for none; None where there is none to compare.

    StorageError.
    """
    from ..stores.chain_reading import head_in, number_of

    journal = project.journal_place
    if not link or not head_in(journal):
        return None
    return number_of(journal, link) or (0, 0)
