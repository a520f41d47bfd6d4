"""Drafts from Apertium, a rule-based translator that runs on this computer and opens no socket.

`apertium -z` itself never flushes between texts, so the programs it would start are started here, once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import EngineUnavailable, UnsupportedPair
from ..judging import MARK, judge
from ..model import Draft
from ..ports import EngineFailure, FailureKind, Hints, Reach
from .apertium_stream import Decoded, decode, encode, find_pairs
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

_GIVE_UP_AFTER = 3

_INSTALL = "install it: apt-get install apertium apertium-eng-spa (other pairs: apt-cache search apertium-)"


class ApertiumEngine:
    """Drafts by the pairs installed beside *program*; *datadir* is where those are, found by itself when None.

    Words that no dictionary knows stay as they are; a draft has a flag `unknown WORD` for each. For one thread at a
    time.
    """

    name = "apertium"
    reach = Reach.OFFLINE
    host = ""
    wants_markup = False
    wants_hints = False
    fingerprint = "2"
    batch = 16
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
        for start in range(0, len(texts), self.batch):
            yield from self._translate_some(texts[start : start + self.batch], pair, target_locale)

    def close(self) -> None:
        for pipe in self._pipes.values():
            pipe.close()
        self._pipes.clear()

    def _translate_some(self, texts: Sequence[str], pair: str, locale: str) -> Iterator[Draft | EngineFailure]:
        """Yield results for texts that go in together; where that fails, for one after the other."""
        try:
            answers = self._ask(texts, pair)
        except PipeFailed:
            yield from self._translate_singly(texts, pair, locale)
            return
        for text, decoded in zip(texts, answers, strict=True):
            yield _judged(text, decoded, locale)

    def _translate_singly(self, texts: Sequence[str], pair: str, locale: str) -> Iterator[Draft | EngineFailure]:
        failed = 0
        for text in texts:
            try:
                (decoded,) = self._ask([text], pair)
            except PipeFailed as error:
                failed += 1
                if failed == _GIVE_UP_AFTER:
                    raise EngineUnavailable(
                        f"Apertium does not answer: {error}", engine=self.name, remedy=f"try: apertium {pair}"
                    ) from error
                yield EngineFailure(text, str(error), FailureKind.UNREACHABLE)
                continue
            failed = 0
            yield _judged(text, decoded, locale)

    def _ask(self, texts: Sequence[str], pair: str) -> list[Decoded]:
        """Return the translations; those whose marks got lost are asked for again with their marks as plain signs."""
        if pair not in self._pipes:
            self._pipes[pair] = NullFlushPipe(self._script(pair), "-g", timeout_s=self._timeout_s)
        pipe = self._pipes[pair]
        bound = [find_pairs(text) for text in texts]
        sent = [encode(text, pairs) for text, pairs in zip(texts, bound, strict=True)]
        answers = [decode(*each) for each in zip(pipe.ask_all(sent), texts, bound, strict=True)]
        lost = [n for n, answer in enumerate(answers) if not answer.is_whole]
        for n, answer in zip(lost, pipe.ask_all([encode(texts[n]) for n in lost]), strict=True):
            answers[n] = decode(answer, texts[n])
        return answers

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


def _judged(text: str, decoded: Decoded, locale: str) -> Draft | EngineFailure:
    reason = judge(text, decoded.text, target_locale=locale, marks=MARK.findall(text))
    flags = tuple(f"unknown {word}" for word in decoded.unknown)
    return EngineFailure(text, reason) if reason else Draft(text, decoded.text, "engine=apertium", flags)
