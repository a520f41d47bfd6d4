"""What a target is, what counts as a finding, and the catalog that samples are made of."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from fuzz_mutators import Mutator

from l10n.errors import DiglotError
from l10n.model import Catalog, CatalogKey, Entry
from l10n.ports import Parcel

KEY = CatalogKey("flood", "my")


ROOT = Path(__file__).resolve().parent.parent


class WrongError(AssertionError):
    """A promise was broken without a crash."""


def demand(holds: bool, promise: str) -> None:
    """Raise WrongError where a promise does not hold."""
    if not holds:
        raise WrongError(promise)


@dataclass(frozen=True, slots=True)
class Target:
    """What is run, files it is begun with, and what changes them, None for the fuzzer's own way with bytes."""

    run: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]
    mutate: Mutator | None = None


def sample_catalog() -> Catalog:
    first = Entry("The river", context="headline", note="Headline", references=("articles/a.md",)).approved("မြစ်")
    linked = Entry('See "[reported][1]".', comments=("Why?", 'diglot: also "x"'))
    entries = (
        first,
        linked.drafted("[ပြော][1]", origin="engine=apertium", flags=("markup-lost",)),
        Entry("Two\nlines\t").approved("တစ်\nနှစ်").outdated("Two\nold lines"),
        Entry("Empty"),
    )
    return Catalog("flood", "my", entries, (Entry("Gone").reviewed("x").outdated("Was"),))


def sample_parcel() -> Parcel:
    return Parcel(sample_catalog(), "en", "sealed", title="The river")


def finding_of(run: Callable[[bytes], object], data: bytes) -> str:
    """Return what goes wrong with *data*: "" where it is read, or refused with a remedy."""
    try:
        run(data)
    except DiglotError as error:
        return "" if error.remedy else f"no remedy: {error.message}"
    except WrongError as error:
        return f"wrong: {error}"
    except Exception as error:  # a crash is what this program looks for
        last = [f for f in traceback.extract_tb(error.__traceback__) if "l10n" in f.filename][-1:]
        where = f"{Path(last[0].filename).name}:{last[0].name}" if last else ""
        return f"{type(error).__name__} in {where}"
    return ""
