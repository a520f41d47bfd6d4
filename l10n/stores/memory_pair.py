"""One pair of locales in a memory: the texts, and a tantivy index of the words of their sources."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..matching import score_all
from ..ports import Remembered
from ..tokens import plain_and_tokens, spread_tokens
from .memory_texts import DamagedError, PairTexts, TextsWriter, catalog_number

if TYPE_CHECKING:
    import tantivy

_WORDS, _BUDGET, _AT_LEAST = 12, 20_000, 4
"""How many of a text's rarest tokens are looked up; fewer where together they stand in more texts than the budget."""
_SHORT_TOKENS, _SHORT_FACTOR, _SHORT_BUDGET, _SHORT_AT_LEAST = 20, 5, 50_000, 5
"""Of a whole text with so few tokens, so many times the candidates are looked at, for many share as much with it."""
_AT_VERY_LEAST, _HARD_BUDGET = 2, 200_000
"""Hardly any tokens, where all are very common."""
_LITTLE_HEAP, _HEAP = 15_000_000, 64_000_000
_BATCH = 500
_META, _TEXTS = "meta.json", "texts.sqlite"


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    """Turn what tantivy raises about damaged files into DamagedError; it also panics, which is no Exception."""
    try:
        yield
    except (ValueError, OSError, KeyError, TypeError) as error:
        raise DamagedError(f"{folder}: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedError(f"{folder}: {error}") from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no rubbish be looked for meanwhile: thousands of rows are made, and none of them is in a circle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class PairIndex:
    """The index in *folder*, which is made where there is none. Its readers see what was committed last."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy, self.folder = tantivy, folder
        self._stamp, self._is_empty = (0, 0), True
        self._texts = PairTexts(folder / _TEXTS)
        with _reading(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._schema = _make_schema(tantivy.SchemaBuilder())
            self._index = tantivy.Index(self._schema, path=str(folder))
            tokenizer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            self._index.register_tokenizer("tokens", tokenizer)
            self._index.config_reader("manual")

    def reload(self) -> None:
        """See what another process has committed since."""
        with _reading(self.folder):
            stat = os.stat(self.folder / _META)
            stamp = (stat.st_mtime_ns, stat.st_ino)
            if stamp != self._stamp:
                self._index.reload()
                self._is_empty = not self._index.searcher().num_docs  # the texts are put on disk before their words
                self._stamp = stamp

    def equal(self, source: str, *, context: str, before: str, after: str, limit: int) -> list[int]:
        """Return the numbers of those that hardly can be but this source: some in the same place, some in any."""
        if self._is_empty:
            return []
        return self._texts.equal(source, context=context, before=before, after=after, limit=limit)

    def similar(self, texts: Sequence[str], *, limit: int, is_whole: bool) -> list[int]:
        """Return the numbers of those that share most of the rarest tokens of any of *texts*.

        At most *limit* of them; more for one whole text that is so short that many share as much.
        """
        with _reading(self.folder):
            searcher = self._index.searcher()
            tokens = [set(spread_tokens(text).split()) for text in texts]
            budget, least = _BUDGET // len(texts), _AT_LEAST
            if is_whole and len(tokens[0]) < _SHORT_TOKENS:
                limit, budget, least = limit * _SHORT_FACTOR, _SHORT_BUDGET, _SHORT_AT_LEAST
            hard, most = _HARD_BUDGET // len(texts), max(_WORDS // len(texts), least)
            rarest: set[str] = set()
            for each in tokens:
                rarest.update(self._rarest(searcher, each, most=most, least=least, budget=budget, hard_budget=hard))
            if not rarest:
                return []
            should = self._tantivy.Occur.Should
            query = self._tantivy.Query.boolean_query([(should, self._term("source", word)) for word in rarest])
            found = [address for _, address in searcher.search(query, limit, False).hits]
            return [int(number or 0) for number in searcher.fast_field_values("id", found)]

    def near(self, text: str, numbers: Sequence[int], *, min_score: float) -> list[Remembered]:
        """Return those of *numbers* whose source is at least *min_score* like *text*."""
        known = self._texts.sources(numbers)
        scored = score_all(text, [source for _, source in known], min_score=min_score)
        return self._texts.remembered([known[i][0] for i, _ in scored])

    def remembered(self, numbers: Sequence[int]) -> list[Remembered]:
        """Return those of *numbers* that are there still."""
        return self._texts.remembered(numbers)

    def phrase(
        self, plain: str, *, in_target: bool, limit: int, without: Iterable[tuple[str, str]]
    ) -> list[Remembered]:
        """Return the shortest texts in which *plain* stands, those of the catalogs *without* (slug, target) left out.

        All texts are looked through.
        """
        if self._is_empty:
            return []
        numbers = [catalog_number(*catalog) for catalog in without]
        return self._texts.remembered(self._texts.holding(plain, in_target=in_target, limit=limit, without=numbers))

    def writer(self, *, little: bool = False) -> Writer:
        """Return what writes into this index, *little* where memory is short. Only one process may at a time."""
        self.reload()
        if not (self._is_empty or (self.folder / _TEXTS).exists()):
            raise DamagedError(f"{self.folder}: the texts are gone")
        with _reading(self.folder):
            writer = self._index.writer(heap_size=_LITTLE_HEAP if little else _HEAP, num_threads=1)
        return Writer(self.folder, writer, self._term)

    def close(self) -> None:
        self._texts.close()

    def _term(self, field: str, value: str | int) -> tantivy.Query:
        return self._tantivy.Query.term_query(self._schema, field, value)

    def _rarest(
        self, searcher: tantivy.Searcher, tokens: Iterable[str], *, most: int, least: int, budget: int, hard_budget: int
    ) -> list[str]:
        """Return the rarest of *tokens* that are known, *least* or more as far as the budgets go."""
        found: list[str] = []
        spent = 0
        for count, token in sorted((searcher.doc_freq("source", token), token) for token in tokens):
            spent += count
            needed = least if spent <= hard_budget else _AT_VERY_LEAST
            if len(found) == most or (spent > budget and len(found) >= needed):
                break
            if count:
                found.append(token)
        return found


class Writer:
    """Changes that are committed together."""

    def __init__(self, folder: Path, writer: tantivy.IndexWriter, term: Callable[[str, int], tantivy.Query]) -> None:
        import tantivy

        self._document, self._writer, self._term, self._folder = tantivy.Document, writer, term, folder
        self._waiting: list[Remembered] = []
        self._ended = False
        try:
            self._texts = TextsWriter(folder / _TEXTS)
        except BaseException:
            self._end(writer.rollback)
            raise

    def add(self, remembered: Remembered) -> None:
        self._waiting.append(remembered)
        if len(self._waiting) == _BATCH:
            self._write()

    def forget(self, slug: str, target_locale: str) -> None:
        self._write()
        catalog = catalog_number(slug, target_locale)
        # Not by term: a number is taken for one with a sign there, and nothing is found.
        self._writer.delete_documents_by_query(self._term("catalog", catalog))
        self._texts.forget(catalog)

    def commit(self) -> None:
        """Put the changes on disk, the texts first, and let the index be tidied."""
        self._write()
        self._texts.commit()
        self._end(self._writer.commit)

    def cancel(self) -> None:
        """Forget the changes; those that were committed stay."""
        self._texts.cancel()
        if not self._ended:
            self._end(self._writer.rollback)

    def _write(self) -> None:
        """Write what waits: together, so that the thread that writes is not woken for each text."""
        batch, self._waiting = self._waiting, []
        with _uncollected():
            self._write_batch(batch)

    def _write_batch(self, batch: Sequence[Remembered]) -> None:
        plain, tokens = zip(*(plain_and_tokens(r.source) for r in batch), strict=True) if batch else ((), ())
        documents = map(self._made, batch, tokens, self._texts.add(batch, plain))
        try:
            for document in list(documents):
                self._writer.add_document(document)
        except ValueError as error:  # the thread that writes has failed
            raise DamagedError(f"cannot be written: {error}") from error

    def _made(self, remembered: Remembered, tokens: str, number: int) -> tantivy.Document:
        document = self._document()
        document.add_text("source", tokens)
        document.add_unsigned("catalog", catalog_number(remembered.slug, remembered.target_locale))
        document.add_unsigned("id", number)
        return document

    def _end(self, how: Callable[[], object]) -> None:
        with _reading(self._folder):
            how()
            self._ended = True  # to wait is the last that a writer can do
            self._writer.wait_merging_threads()


def _make_schema(builder: tantivy.SchemaBuilder) -> tantivy.Schema:
    builder.add_text_field("source", tokenizer_name="tokens", index_option="basic")
    builder.add_unsigned_field("catalog", indexed=True)
    builder.add_unsigned_field("id", fast=True)
    return builder.build()
