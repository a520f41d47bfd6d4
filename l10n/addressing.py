"""Which catalog a file that comes back belongs to: by what it says, by its name, else by the texts in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from pathlib import PurePath

from .errors import CatalogError
from .returning import settled


def locale_of_file(name: str, *, said: str, source_said: str, asked: str, source: str, targets: Sequence[str]) -> str:
    """Return the target locale of the file *name*, which says of itself *said* and *source_said* ("" for nothing).

    *asked* decides, if the file does not speak against it. CatalogError where the file is in another language than
    asked for, or than the project's, and where nothing tells.
    """
    known = {locale.lower(): locale for locale in targets}
    said = known.get(_tag(said), _tag(said))
    parts = [_tag(part) for part in PurePath(name).stem.split(".")[1:]]
    named = next((known[part] for part in parts if part in known), "")
    found = asked or (said if said in targets else _by_language(said, targets))
    if not found and not said:
        found = named or (targets[0] if len(targets) == 1 else "")
    if not found:
        what = f"the file is in {said!r}, which is no target here" if said else "the file does not say its language"
        raise CatalogError(what, path=name, remedy=f"name the target: -l {' or -l '.join(targets)}")
    is_sister = said in targets and said != found
    for one, ours, is_wrong in ((said, found, is_sister), (source_said, source, False)):
        if one and (is_wrong or _language(one) != _language(ours)):
            remedy = "Is it the right file? Nothing was changed."
            raise CatalogError(f"the file is in {one!r}, not in {ours!r}", path=name, remedy=remedy)
    return found


def slug_of_file(
    name: str, *, said: str, sources: Iterable[str], known: Set[str], sources_of: Callable[[str], Iterable[str]]
) -> str:
    """Return the article of the file *name*: the one it says, the one it is called after, or that it shares most with.

    *sources_of* gives the sources of an article's catalog; it is asked only where the file says nothing.
    CatalogError where nothing tells.
    """
    last = PurePath(name).name
    for candidate in (said, *(last[:at] for at, char in enumerate(last) if char == ".")):
        if candidate in known:
            return candidate
    texts = {settled(source) for source in sources}
    shared = {slug: sum(settled(source) in texts for source in sources_of(slug)) for slug in sorted(known)}
    most = max(shared.values(), default=0)
    best = [slug for slug, count in shared.items() if count == most]
    if most == 0 or len(best) > 1:
        remedy = "name the article it belongs to: --article SLUG"
        raise CatalogError("the file does not say which article it belongs to", path=name, remedy=remedy)
    return best[0]


def _by_language(said: str, targets: Sequence[str]) -> str:
    alike = [locale for locale in targets if said and _language(locale) == _language(said)]
    return alike[0] if len(alike) == 1 else ""


def _tag(text: str) -> str:
    return text.replace("_", "-").lower()


def _language(tag: str) -> str:
    return _tag(tag).partition("-")[0]
