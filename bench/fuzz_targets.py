"""What is fuzzed: a target takes bytes, and fails by raising. To refuse in words is right, all else is a finding.

Its seeds show the fuzzer what such files look like; a mutator keeps them files of their kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import fuzz_files as files
import fuzz_mutators as mutators
import fuzz_texts as texts
from fuzz_rules import Target, sample_parcel

from l10n.exchange import format_for
from l10n.exchange.tbx import write_tbx
from l10n.glossary import Term
from l10n.glossary.table import render_terms

_DOCUMENT = "word/document.xml"
_TERMS = (Term("river", ("မြစ်",), "my", note="n"), Term("flood water", ("ရေ", "ရေကြီး"), "my"))


def _returned() -> bytes:
    return format_for("docx").write(sample_parcel())


def _kit_zip() -> Iterable[bytes]:
    return [page for page in files.kit_pages() if page.startswith(b"<")]


def _inside(base: Callable[[], bytes], run: Callable[[bytes], object]) -> Target:
    """A target that changes the text of a Word file, in an archive that is whole."""
    return Target(files.packed(_DOCUMENT, run, base), files.member(_DOCUMENT, base), mutators.xml)


def _exchanged(name: str, mutate: mutators.Mutator) -> Target:
    return Target(files.exchange(name), files.exported(name), mutate)


TARGETS: dict[str, Target] = {
    "po": Target(texts.po, texts.po_seeds, mutators.lines),
    "inline": Target(texts.inline, texts.texts),
    "threeway": Target(texts.threeway, lambda: [bytes(range(90)), b"\x01\x02\x43" * 20]),
    "merged-files": Target(texts.merged_files, texts.three_files, mutators.lines),
    "edition": Target(texts.edition, lambda: [bytes(range(60))]),
    "query": Target(texts.query, lambda: [b'state:draft has:comment -by:aung "two words" http://x river']),
    "markdown": Target(texts.markdown, texts.articles, mutators.lines),
    "html": Target(files.reader(".html"), files.pages),
    "text": Target(
        files.reader(".txt"), lambda: [b"TITLE\n\nBy A\n\nFirst\nline.\n\n* a\n* b\n\n> quoted\n"], mutators.lines
    ),
    "json": Target(files.reader(".json"), lambda: [files.POST]),
    "wordpress": Target(files.reader(".wxr"), lambda: [files.WXR], mutators.xml),
    "feed": Target(files.reader(".xml"), lambda: [files.RSS, files.ATOM], mutators.xml),
    "word": _inside(files.word_file, files.reader(".docx")),
    "odt": Target(files.odt, lambda: [files.ODT], mutators.xml),
    "rtf": Target(files.rtf, lambda: [files.RTF]),
    "xliff": _exchanged("xliff", mutators.xml),
    "xliff2": _exchanged("xliff2", mutators.xml),
    "tmx": _exchanged("tmx", mutators.xml),
    "tmx-stream": Target(files.tmx_stream, files.exported("tmx"), mutators.xml),
    "csv": _exchanged("csv", mutators.table),
    "kit": Target(files.exchange("kit"), files.kit_pages, mutators.lines),
    "kit-zip": Target(files.packed("flood.my.html", files.exchange("kit"), files.kit), _kit_zip, mutators.lines),
    "word-returned": _inside(_returned, files.exchange("docx")),
    "tbx": Target(files.tbx, lambda: [write_tbx(_TERMS, source_locale="en")], mutators.xml),
    "glossary": Target(files.glossary, lambda: [render_terms(_TERMS)], mutators.table),
    "backup": Target(files.backup, files.backups, mutators.tar),
    "signature": Target(texts.signature, texts.signatures),
    "checks": Target(texts.checks, lambda: ["12 people, [said][1]\0လူ ၁၂ ဦး [ပြော][1]".encode()]),
}
