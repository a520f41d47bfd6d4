"""A translation model in a folder: which languages it knows, and how sentences go in and come out.

The folder is what CTranslate2's converters write, with the SentencePiece files of the model beside it. Known kinds:
NLLB-200 (`mya_Mymr`), M2M-100 (`__my__`), MADLAD-400 (`<2my>`), and OPUS-MT, which knows one pair or names its
target by `>>mya<<`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import EngineUnavailable
from .flores import flores_code, language_tag

MAX_PIECES = 250
"""The longest sentence a model is given. They were trained on shorter ones, and hold 512 places or more."""

MAX_ANSWER = 500
"""The longest answer taken; one that reaches this was cut off."""

_FLORES_CODE = re.compile(r"[a-z]{3}_[A-Z][a-z]{3}")
_PAIR = re.compile(r"([a-z]{2,3})[-_]([a-z]{2,3})$")
_INSTALL = "install what it needs: pip install ctranslate2 sentencepiece"
_FOLDER = (
    'name the folder of a CTranslate2 model under [engine.local] in diglot.toml: model_folder = "…" (docs/engines.md)'
)


@dataclass(frozen=True, slots=True)
class Way:
    """How one pair is asked for: what is put before the pieces of a sentence, and what the answer begins with."""

    before: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()


class LocalModel:
    """The model in *folder*. *pair* (`en-es`) says what a model knows that does not name languages.

    Nothing heavy is loaded before the first sentence. EngineUnavailable where a file or a package is missing.
    """

    def __init__(self, folder: Path, *, pair: str = "") -> None:
        self.folder = folder
        if not (folder / "model.bin").is_file():
            raise _unavailable(f"there is no translation model in {folder}", _FOLDER)
        missing = [name for name in ("ctranslate2", "sentencepiece") if find_spec(name) is None]
        if missing:
            raise _unavailable(f"{' and '.join(missing)} not installed", _INSTALL)
        named = _PAIR.search(pair or folder.resolve().name)
        self._pair = (named[1], named[2]) if named else ("", "")
        self._source_file, self._target_file = _sentencepiece_files(folder)

    def way(self, source_locale: str, target_locale: str) -> Way | None:
        """Return how the pair is asked for, or None where the model does not know it."""
        known = self._languages
        source, target = flores_code(source_locale, known), flores_code(target_locale, known)
        if source and target and source != target:
            return Way((source,), (target,))
        source, target = language_tag(source_locale, known), language_tag(target_locale, known)
        if target.startswith("__"):
            return Way((source,), (target,)) if source.startswith("__") else None
        if target.startswith("<2"):
            return Way((target,)) if source else None
        languages = (source_locale.split("-")[0], target_locale.split("-")[0])
        if target:
            return Way((target,)) if self._pair[0] in ("", languages[0]) else None
        return Way() if not known and self._pair == languages else None

    def languages(self) -> list[str]:
        """Return what the model calls its languages, sorted; of a model for one pair, the two."""
        return sorted(self._languages) or [name for name in self._pair if name]

    @cached_property
    def fingerprint(self) -> str:
        """Digest of the model's small files, and of the size and sixteen stretches of the large one."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            if path.suffix in (".json", ".txt", ".model", ".spm"):
                digest.update(path.name.encode() + path.read_bytes())
        with (self.folder / "model.bin").open("rb") as weights:
            size = weights.seek(0, 2)
            digest.update(str(size).encode())
            for part in range(16):
                weights.seek(size * part // 16)
                digest.update(weights.read(65536))
        return digest.hexdigest()[:16]

    def count(self, sentence: str) -> int:
        """Return how many pieces a sentence has."""
        return len(self._encoder.encode(sentence))

    def knows(self, text: str) -> bool:
        """Whether every piece of *text* is in the model's vocabulary."""
        return self.count_unknown(text) == 0

    def count_unknown(self, text: str) -> int:
        """Return how many pieces of *text* the model has no number for: what stands there it cannot see."""
        return sum(piece not in self._vocabulary for piece in self._encoder.encode(text, out_type=str))

    def translate(self, sentences: Sequence[str], way: Way) -> list[str]:
        """Return one translation per sentence on one line, "" where the model did not come to an end.

        EngineUnavailable when the model cannot be loaded or fails.
        """
        if not sentences:
            return []
        end = () if self._config.get("add_source_eos") else ("</s>",)
        asked = [[*way.before, *self._encoder.encode(sentence, out_type=str), *end] for sentence in sentences]
        try:
            answers = self._translator.translate_batch(
                asked,
                target_prefix=[list(way.prefix)] * len(asked) if way.prefix else None,
                beam_size=2,
                max_batch_size=1024,
                batch_type="tokens",
                max_input_length=0,
                max_decoding_length=MAX_ANSWER,
            )
        except (RuntimeError, ValueError) as error:
            raise _unavailable(f"the model in {self.folder} failed: {error}", "try a smaller model") from error
        return [self._read(answer.hypotheses[0], way) for answer in answers]

    def close(self) -> None:
        """Give back the memory; the next sentence loads the model anew."""
        self.__dict__.pop("_translator", None)

    def _read(self, pieces: Sequence[str], way: Way) -> str:
        if len(pieces) >= MAX_ANSWER:
            return ""
        return " ".join(str(self._decoder.decode(list(pieces[len(way.prefix) :]))).split())

    @cached_property
    def _config(self) -> dict[str, Any]:
        path = self.folder / "config.json"
        return dict(self._read_json(path)) if path.is_file() else {}

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        for name in ("shared_vocabulary", "source_vocabulary"):
            if (self.folder / f"{name}.json").is_file():
                return frozenset(self._read_json(self.folder / f"{name}.json"))
            if (self.folder / f"{name}.txt").is_file():
                return frozenset((self.folder / f"{name}.txt").read_text(encoding="utf-8").split("\n"))
        raise _unavailable(f"the model in {self.folder} has no vocabulary beside it", _FOLDER)

    @cached_property
    def _languages(self) -> frozenset[str]:
        codes = {token for token in self._vocabulary if _FLORES_CODE.fullmatch(token)}
        tags = {token for token in self._vocabulary if re.fullmatch(r"__\w+__|<2\w+>|>>[\w-]+<<", token)}
        return frozenset(codes or tags)

    @cached_property
    def _encoder(self) -> Any:
        return _load_sentencepiece(self._source_file)

    @cached_property
    def _decoder(self) -> Any:
        return self._encoder if self._target_file == self._source_file else _load_sentencepiece(self._target_file)

    @cached_property
    def _translator(self) -> Any:
        import ctranslate2

        try:
            return ctranslate2.Translator(str(self.folder), device="auto", compute_type="auto")
        except (RuntimeError, ValueError) as error:
            raise _unavailable(f"the model in {self.folder} cannot be loaded: {error}", _FOLDER) from error

    def _read_json(self, path: Path) -> Any:
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _unavailable(f"{path} cannot be read", _FOLDER) from error


def _sentencepiece_files(folder: Path) -> tuple[Path, Path]:
    """Return the files for the source and the target, which are one where the model has one for both."""
    source, target = folder / "source.spm", folder / "target.spm"
    if source.is_file() and target.is_file():
        return source, target
    shared = sorted(folder.glob("*.model"))
    if len(shared) != 1:
        what = "more than one" if shared else "no"
        raise _unavailable(
            f"{folder} has {what} SentencePiece model",
            "put the model's sentencepiece.bpe.model there (or source.spm and target.spm for OPUS-MT)",
        )
    return shared[0], shared[0]


def _load_sentencepiece(path: Path) -> Any:
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (RuntimeError, OSError) as error:
        raise _unavailable(f"{path} cannot be read", "copy the SentencePiece file there again") from error


def _unavailable(message: str, remedy: str) -> EngineUnavailable:
    return EngineUnavailable(message, engine="local", remedy=remedy)
