"""Twenty catalogs, as Diglot writes them and as another tool writes them anew, cut at every byte: none is accepted."""

from __future__ import annotations

import random
import subprocess
from dataclasses import replace

import pytest
from tools import needs_tool

from l10n.errors import CatalogError
from l10n.model import Catalog, CatalogKey, Entry, State
from l10n.stores.po import parse_catalog
from l10n.stores.po_guard import decode
from l10n.stores.po_strict import parse_canonical
from l10n.stores.po_writer import serialize_catalog

KEY = CatalogKey("flood", "my")
WORDS = {
    "en": "the river rose by night and the people of the village left their houses",
    "my": "မြစ်ရေ ညအချိန် တက်လာပြီး ရွာသူရွာသားများ အိမ်များမှ ထွက်ခွာခဲ့ကြသည်",
    "zh": "河水 夜间 上涨 村民 离开 了 家园",
    "ar": "ارتفع النهر ليلا وغادر سكان القرية منازلهم",
}
LOCALES = ("my", "ar", "zh", "my")


def sentence(dice: random.Random, locale: str, most: int) -> str:
    chosen = dice.choices(WORDS[locale].split(), k=dice.randint(3, most))
    return "".join(chosen) + "。" if locale == "zh" else " ".join(chosen) + ("။" if locale == "my" else ".")


def catalog(number: int) -> Catalog:
    """Return a catalog with entries in every state, some of two lines, the last one live or obsolete."""
    dice, locale, entries = random.Random(number), LOCALES[number % 4], []
    for at in range(dice.randint(2, 5)):
        blank = Entry(
            f"{at} {sentence(dice, 'en', 40)}", note=f"Body, paragraph {at}", references=("articles/flood.md",)
        )
        target = sentence(dice, locale, 40)
        if dice.random() < 0.3:
            blank, target = replace(blank, source=f"Yes.\n{blank.source}"), f"{target}\n{target}"
        made = (
            blank.reviewed(target),
            blank.drafted(target, origin="engine=apertium", flags=("markup-lost",)),
            blank.approved(target),
            blank.approved(target).outdated(f"Older: {blank.source}"),
            blank,
        )
        entries.append(made[(number + at) % 5])
    gone = [Entry(f"Gone: {sentence(dice, 'en', 9)}").approved(sentence(dice, locale, 20))] if number % 3 == 0 else []
    return Catalog("flood", locale, tuple(entries), tuple(gone))


def read(data: bytes, key: CatalogKey) -> Catalog | None:
    try:
        return parse_canonical(data, key=key) or parse_catalog(decode(data, path="a.po"), key=key, path="a.po")
    except CatalogError as error:
        return None if error.remedy else Catalog("refused without a remedy", "")


def accepted(data: bytes, whole: Catalog) -> list[Catalog]:
    """Return what is read of *data* cut at every byte, where that is not all of it."""
    assert read(data, whole.key) == whole
    found = (read(data[:length], whole.key) for length in range(len(data)))
    return [catalog for catalog in found if catalog not in (None, whole)]


def msgcat(data: bytes, *options: str) -> bytes:
    return subprocess.run(["msgcat", *options, "-"], input=data, capture_output=True, check=True).stdout


@pytest.mark.slow
@needs_tool("msgcat")
@pytest.mark.parametrize("options", [None, (), ("-w40",), ("--no-wrap",)], ids=["ours", "msgcat", "narrow", "no wrap"])
def test_no_cut_of_twenty_catalogs_is_accepted(options: tuple[str, ...] | None) -> None:
    cuts = 0
    for number in range(20):
        own = catalog(number)
        data = serialize_catalog(own, source_locale="en", project="news").encode()
        data = data if options is None else msgcat(data, *options)
        cuts += len(data)
        whole = read(data, own.key)
        assert whole
        found = accepted(data, whole)
        if own.locale == "zh" and options is not None:  # broken between two letters: nothing in the file tells
            assert [c for c in found if _has_lost_more(c, whole)] == []
        else:
            assert found == []
    assert cuts > 40_000


def _has_lost_more(read: Catalog, whole: Catalog) -> bool:
    """Whether anything but the end of the last text is missing, or what is left of it counts as approved."""
    before, after = [*whole.entries, *whole.obsolete], [*read.entries, *read.obsolete]
    last, full = after[-1], before[-1]
    return (
        after[:-1] != before[:-1]
        or replace(last, target="") != replace(full, target="")
        or not full.target.startswith(last.target)
        or last.state() is State.APPROVED
    )


LAST = 'msgid ""\nmsgstr ""\n"X-Diglot-Entries: 1+0 sha256:0123456789abcdef\\n"\n\n'


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "a"\nmsgstr ""\n"one "\n',
        'msgid "a"\nmsgstr ""\n"one\\n"\n',
        '# diglot: approved 0123456789abcdef\nmsgid "a"\nmsgstr ""\n',
        '# diglot: engine=apertium\nmsgid "a"\nmsgstr ""\n',
        '# diglot: memory 0.9\nmsgid "a"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "a"\nmsgstr ""\n',
    ],
)
def test_a_last_text_cut_at_a_line_end_is_refused(entry: str) -> None:
    with pytest.raises(CatalogError) as caught:
        parse_catalog(LAST + entry, key=KEY, path="a.po")
    assert (caught.value.message, caught.value.path) == ("the last text seems to be cut off", "a.po")
    assert caught.value.line
    assert parse_catalog(f'{LAST}{entry}\nmsgid "b"\nmsgstr "c"\n', key=KEY, path="a.po").entries[1].target == "c"


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "a "\nmsgstr ""\n"one "\n',
        'msgid "a"\nmsgstr "one "\n',
        'msgid "a"\nmsgstr ""\n',
        '# x\nmsgid "a"\nmsgstr ""\n',
    ],
)
def test_a_last_text_that_may_be_whole_is_read(entry: str) -> None:
    assert len(parse_catalog(LAST + entry, key=KEY, path="a.po").entries) == 1
