"""How a memory goes out to other tools and comes in from them: TMX files of any size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..errors import ArticleError, CatalogError, ConflictError
from .naming import Naming
from .remembering import Remembering

if TYPE_CHECKING:
    from ..exchange.tmx_stream import Unit
    from ..ports import Progress

_NAME = re.compile(r"[\w][\w.-]*")
_SHOWN_LANGUAGES = 8


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a TMX file brought: the file that is kept of it, how many units it has, how many texts for each target.

    *left_out* counts by reason, in words, what is not remembered; *changed* says whether anything is new.
    """

    path: Path
    units: int
    texts: Mapping[str, int]
    left_out: Mapping[str, int]
    changed: bool = True


@dataclass(frozen=True, slots=True)
class GivenOut:
    """A TMX file with all that is remembered in one locale; *warnings* are what its sender should know."""

    locale: str
    path: Path
    texts: int
    warnings: tuple[str, ...] = ()


class MemoryFiles(Naming, Remembering):
    """The side of a project whose memory is shared with other tools."""

    def import_memory(
        self,
        path: Path,
        *,
        name: str = "",
        replace: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> TakenIn:
        """Remember what another tool does, from a TMX file, and keep its texts as `memory/NAME.tmx`.

        CatalogError where it is none, or has no texts in the project's languages; ConflictError where another file has
        the name and *replace* is not given. Then nothing is kept.
        """
        from ..exchange.tmx_stream import open_tmx, prepare
        from ..stores.held import FOLDER

        kept = self.root / FOLDER / f"{_checked_name(name or path.stem.removesuffix('.tmx'))}.tmx"
        sieve = _Sieve(self.source_locale, self.target_locales)
        with open_tmx(path, max_bytes=self.config.number("limits.memory_bytes")) as file:
            chosen = _chosen(file, path, sieve, progress)
            with prepare(kept, chosen, source_locale=self.source_locale) as prepared:
                sieve.demand_texts(str(path))
                changed = not prepared.equals(kept)
                if changed and kept.exists() and not replace:
                    raise ConflictError(
                        f"memory/{kept.name} exists and differs; nothing was kept",
                        remedy="give the new one another name: --name NAME; to put it in the other's place: --replace",
                    )
                if changed and not dry_run:
                    prepared.keep()
        if changed and not dry_run:
            self.memory(progress=progress)
        return TakenIn(kept, sieve.units, dict(sieve.texts), dict(sieve.left_out), changed)

    def export_memory(
        self, locales: Sequence[str] = (), *, output: Path | None = None, own: bool = False, force: bool = False
    ) -> list[GivenOut]:
        """Write what is remembered, with *own* only what was approved here, as one TMX file for each locale.

        *output* is a file or a folder, `exports/` where it is None. ConflictError where another file would be replaced
        and *force* is not given.
        """
        wanted = self.locales(locales)
        output = output or self.root / "exports"
        is_file = output.suffix.lower() == ".tmx" and not output.is_dir()
        if is_file and len(wanted) > 1:
            raise ConflictError(f"{output} is one file, and several are written", remedy="name one locale: -l LOCALE")
        paths = [output if is_file else output / f"memory.{locale}.tmx" for locale in wanted]
        return [self._give_out(locale, path, own=own, force=force) for locale, path in zip(wanted, paths, strict=True)]

    def _give_out(self, locale: str, path: Path, *, own: bool, force: bool) -> GivenOut:
        from ..exchange.tmx_stream import prepare

        slugs: dict[str, bool] = {}
        names: dict[str, None] = {}
        with prepare(path, self._units(locale, slugs, names, own=own), source_locale=self.source_locale) as prepared:
            if path.exists() and not force and not prepared.equals(path):
                raise ConflictError(f"{path} exists and differs; it was left alone", remedy="to replace it: --force")
            prepared.keep()
        warnings = [] if prepared.count else ["nothing is approved yet: the file is empty"]
        warnings += [
            f"{slug} is offline: hand this file over in person, and send it through no network"
            for slug, is_offline in slugs.items()
            if is_offline
        ]
        warnings += [f"{name} is not to be published, and stands in this file" for name in names]
        return GivenOut(locale, path, prepared.count, tuple(warnings))

    def _units(self, locale: str, slugs: dict[str, bool], names: dict[str, None], *, own: bool) -> Iterator[Unit]:
        """Yield what is remembered in *locale*, file by file.

        *slugs* fills with whether each article is offline, *names* with what must not be published and was met.
        """
        from ..exchange.tmx_stream import Unit
        from ..glossary.unpublished import find_secrets

        secrets = self.secrets()
        for remembered in self._keeper.everything(own=own):
            if remembered.target_locale == locale:
                if remembered.slug not in slugs:
                    slugs[remembered.slug] = self._is_offline(remembered.slug)
                texts = {remembered.source_locale: remembered.source, locale: remembered.target}
                for tag, text in texts.items():
                    names.update((leak.name, None) for leak in find_secrets(text, secrets, locale=tag))
                yield Unit(texts, remembered.slug, remembered.context)

    def _is_offline(self, slug: str) -> bool:
        """Whether an article, active or archived, may be on no network; one that is gone goes by the project's word."""
        from ..workflow.articles import article_path

        for archived in (False, True):
            path = article_path(self.root, slug, archived=archived)
            if path.is_file():
                try:
                    return self.sensitivity(self.parsed(slug, path.read_bytes())) == "offline"
                except ArticleError:
                    return True  # nobody can tell
        return not slug.endswith(".tmx") and self.config.text("draft.sensitivity") == "offline"


class _Sieve:
    """Says which units of a file are worth keeping, and counts what becomes of them."""

    def __init__(self, source_locale: str, target_locales: Sequence[str]) -> None:
        self._source, self._targets = source_locale, tuple(target_locales)
        self.units = 0
        self.texts: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()

    def takes(self, unit: Unit) -> bool:
        from ..workflow.remember import remembered_of_texts, tag_for

        self.units += 1
        self._languages.update(unit.texts.keys())
        if unit.is_machines:
            self.left_out["made by a machine"] += 1
            return False
        pairs = remembered_of_texts(unit.texts, source_locale=self._source, target_locales=self._targets, file_name="")
        locales = [pair.target_locale for pair in pairs]
        self.texts.update(locales)
        if not locales:
            known = tag_for(self._source, unit.texts) and any(tag_for(t, unit.texts) for t in self._targets)
            self.left_out["the same in both languages" if known else "in other languages"] += 1
        return bool(locales)

    def demand_texts(self, path: str) -> None:
        """Raise CatalogError where nothing in the file is of use here."""
        if self.texts:
            return
        wanted = f"{self._source} and {' or '.join(self._targets) or 'a target'}"
        if self.left_out["in other languages"]:
            spelt = ", ".join(tag for tag, _ in self._languages.most_common(_SHOWN_LANGUAGES)) or "none"
            message, remedy = f"the file has no texts in {wanted}", f"its languages are: {spelt}"
        else:
            reasons = ", ".join(f"{count} {reason}" for reason, count in self.left_out.items())
            message, remedy = f"there is nothing to remember in the file: {reasons or 'it is empty'}", ""
        raise CatalogError(message, path=path, remedy=remedy)


def _chosen(file: BinaryIO, path: Path, sieve: _Sieve, progress: Progress | None) -> Iterator[Unit]:
    """Yield the units of a file that are worth keeping."""
    from ..exchange.tmx_stream import read_units

    size = path.stat().st_size
    for unit in read_units(file, path=str(path)):
        if progress and sieve.units % 1000 == 0:
            progress(file.tell(), size)
        if sieve.takes(unit):
            yield unit


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise CatalogError(f"{name!r} cannot name a file of the memory", remedy="use letters and digits: --name NAME")
    return name
