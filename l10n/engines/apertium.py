"""Drafts from Apertium, a rule-based translator that runs on this computer and opens no socket.

`apertium -z` itself never flushes between texts, so the programs it would start are started here, once.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import EngineUnavailable, UnsupportedPair
from ..judging import MARK, judge
from ..model import Draft
from ..ports import EngineFailure, Hints, Reach
from .nullflush import NullFlushPipe, PipeFailed

_CODES = {
    **{"af": "afr", "an": "arg", "ar": "ara", "ast": "ast", "be": "bel", "bg": "bul", "br": "bre", "bs": "hbs"},
    **{"ca": "cat", "cy": "cym", "da": "dan", "de": "deu", "en": "eng", "eo": "epo", "es": "spa", "eu": "eus"},
    **{"fi": "fin", "fr": "fra", "gl": "glg", "hi": "hin", "hr": "hbs", "id": "ind", "is": "isl", "it": "ita"},
    **{"kk": "kaz", "ky": "kir", "mk": "mkd", "ms": "msa", "mt": "mlt", "nb": "nob", "nl": "nld", "nn": "nno"},
    **{"no": "nob", "oc": "oci", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sc": "srd", "se": "sme"},
    **{"sl": "slv", "sr": "hbs", "sv": "swe", "tr": "tur", "tt": "tat", "uk": "ukr", "ur": "urd", "uz": "uzb"},
}
"""Language subtags and the codes that Apertium's newer pairs are named by; older ones use the subtag."""

_RESERVED = re.compile(r"([\[\]{}^$/\\@<>])")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]⟦⟧\d]*$")
_SIGN = re.compile(r"\\(.)|[*@#](?=\w)", re.DOTALL)
"""An escaped character, or Apertium's sign before a word that a dictionary lacks."""
_AFTER_OPENING = re.compile(r"(?<=[“‘«(\[]) +")
_LITERAL = str.maketrans({"*": "\ue02a", "#": "\ue023"})
"""Signs that Apertium marks words with, kept apart from its own while it works."""
_BACK = {replaced: sign for sign, replaced in _LITERAL.items()}
_GIVE_UP_AFTER = 3

_INSTALL = "install it: apt-get install apertium apertium-eng-spa (other pairs: apt-cache search apertium-)"


class ApertiumEngine:
    """Drafts by the pairs installed beside *program*; *datadir* is where those are, found by itself when None.

    Words that no dictionary knows stay as they are, and a draft with N of them has the flag `unknown-N`.
    """

    name = "apertium"
    reach = Reach.OFFLINE
    host = ""
    wants_markup = False
    wants_hints = False
    fingerprint = "1"
    batch = 1
    parallel = 1

    def __init__(self, *, program: str = "apertium", datadir: Path | None = None, timeout_s: float = 20.0) -> None:
        self._datadir = datadir or _find_datadir(program)
        self._timeout_s = timeout_s
        self._pipes: dict[str, NullFlushPipe] = {}

    def pairs(self) -> list[str]:
        """Return the names of the installed pairs, sorted."""
        return sorted(path.stem for path in (self._datadir / "modes").glob("*.mode"))

    def supports(self, source_locale: str, target_locale: str) -> bool:
        return self._find_pair(source_locale, target_locale) is not None

    def translate(
        self, texts: Sequence[str], *, source_locale: str, target_locale: str, hints: Sequence[Hints] = ()
    ) -> Iterator[Draft | EngineFailure]:
        """Yield one result per text. A text that ends or hangs the programs fails alone; three in a row, all."""
        pair = self._find_pair(source_locale, target_locale)
        if pair is None:
            raise self._no_pair(source_locale, target_locale)
        failed = 0
        for text in texts:
            try:
                translated, unknown = self._translate_one(text, pair)
            except PipeFailed as error:
                failed += 1
                if failed == _GIVE_UP_AFTER:
                    raise EngineUnavailable(
                        f"Apertium does not answer: {error}", engine=self.name, remedy=f"try: apertium {pair}"
                    ) from error
                yield EngineFailure(text, str(error))
                continue
            failed = 0
            reason = judge(text, translated, target_locale=target_locale, marks=MARK.findall(text))
            flags = (f"unknown-{unknown}",) if unknown else ()
            yield EngineFailure(text, reason) if reason else Draft(text, translated, "engine=apertium", flags)

    def close(self) -> None:
        for pipe in self._pipes.values():
            pipe.close()
        self._pipes.clear()

    def _translate_one(self, text: str, pair: str) -> tuple[str, int]:
        """Return the translation and how many of its words were unknown. PipeFailed after a second try."""
        if pair not in self._pipes:
            self._pipes[pair] = NullFlushPipe(self._script(pair), "-g", timeout_s=self._timeout_s)
        request = _encode(text)
        try:
            answer = self._pipes[pair].ask(request)
        except PipeFailed:
            answer = self._pipes[pair].ask(request)
        return _decode(answer, text)

    def _script(self, pair: str) -> str:
        """Return the shell script of a pair with every program told to flush at NUL."""
        mode = self._datadir / "modes" / f"{pair}.mode"
        try:
            done = subprocess.run(
                ["apertium-wblank-mode", "-z", str(mode)], capture_output=True, text=True, check=True, timeout=10
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise EngineUnavailable("Apertium cannot be started", engine=self.name, remedy=_INSTALL) from error
        return done.stdout

    def _find_pair(self, source_locale: str, target_locale: str) -> str | None:
        """Return the name of the installed pair that fits best: with the target's region, else without."""
        installed = set(self.pairs())
        candidates = (f"{s}-{t}" for t in _codes(target_locale) for s in _codes(source_locale))
        return next((name for name in candidates if name in installed), None)

    def _no_pair(self, source_locale: str, target_locale: str) -> UnsupportedPair:
        installed = ", ".join(self.pairs()) or "none"
        return UnsupportedPair(
            f"Apertium has no pair from {source_locale} to {target_locale} here; installed: {installed}",
            engine=self.name,
            remedy="look for one with: apt-cache search apertium-",
        )


def _find_datadir(program: str) -> Path:
    """Return the folder of Apertium's data. EngineUnavailable where the program is missing."""
    found = shutil.which(program)
    if found is None:
        raise EngineUnavailable("Apertium is not installed", engine="apertium", remedy=_INSTALL)
    named = os.environ.get("APERTIUM_DATADIR")
    return Path(named) if named else Path(found).parent.parent / "share" / "apertium"


def _codes(locale: str) -> list[str]:
    """Return the codes a pair may be named by, best first: eng_US, en_US, eng, en."""
    language, *rest = locale.split("-")
    codes = [_CODES[language], language] if language in _CODES else [language]
    regions = [part for part in rest if len(part) == 2]
    return [f"{code}_{region}" for region in regions for code in codes] + codes


def _encode(text: str) -> str:
    """Return the text as Apertium's stream: reserved signs escaped, line breaks as blanks, a full stop at its end."""
    stream = _RESERVED.sub(r"\\\1", text.strip().translate(_LITERAL)).replace("\n", "[\n]")
    return stream if _SENTENCE_END.search(text.strip()) else stream + "."


def _decode(answer: str, source: str) -> tuple[str, int]:
    """Return the stream as text, without the full stop that `_encode` added, and the number of unknown words."""
    unknown = sum(sign[1] is None for sign in _SIGN.finditer(answer))
    text = _SIGN.sub(lambda sign: sign[1] or "", answer.replace("[\n]", "\n")).strip()
    for replaced, sign in _BACK.items():
        text = text.replace(replaced, chr(sign))
    if not _SENTENCE_END.search(source.strip()):
        text = text.removesuffix(".")
    if not _AFTER_OPENING.search(source):  # where Apertium drops a pronoun, its space stays
        text = _AFTER_OPENING.sub("", text)
    if "  " not in source:
        text = re.sub(" {2,}", " ", text)
    return text, unknown
