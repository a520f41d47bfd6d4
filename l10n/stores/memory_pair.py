"""One tantivy index: all that is remembered from one locale into another."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..ports import Remembered
from ..tokens import spread_tokens

if TYPE_CHECKING:
    import tantivy

_FIELDS = ("source", "target")
_WORDS, _BUDGET = 12, 20_000
"""How many of a text's rarest tokens are looked up; fewer where together they stand in more texts than the budget."""
_AT_LEAST = 4
_FEW_TOKENS, _FEW_FACTOR = 20, 3
_LITTLE_HEAP, _HEAP = 15_000_000, 48_000_000
_META = "meta.json"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().decode


class DamagedError(Exception):
    """The files of the index cannot be read: it is to be made anew."""


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


class PairIndex:
    """The index in *folder*, which is made where there is none. Its readers see what was committed last."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy, self.folder = tantivy, folder
        self._stamp = (0, 0)
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
                self._stamp = stamp

    def equal(self, source: str, *, context: str, before: str, after: str, limit: int) -> list[Remembered]:
        """Return those with exactly this source: those in the same place first, then others."""
        place = _term_of(source, context, before, after)
        found = self._fetch(self.term("place", place), limit) + self._fetch(self.term("whole", _term_of(source)), limit)
        return list(dict.fromkeys(found))

    def similar(self, texts: Sequence[str], *, limit: int, lengths: tuple[int, int] | None = None) -> list[Remembered]:
        """Return those that share most of the rarest tokens of any of *texts*, and are as long as *lengths* allow.

        At most *limit* of them; more where a text is so short that many share as much.
        """
        with _reading(self.folder):
            searcher = self._index.searcher()
            tokens = [set(spread_tokens(text).split()) for text in texts]
            if lengths and len(tokens[0]) < _FEW_TOKENS:
                limit *= _FEW_FACTOR
            rarest = {word for each in tokens for word in self._rarest(searcher, each, len(texts))}
            if not rarest:
                return []
            should = self._tantivy.Occur.Should
            query = self._tantivy.Query.boolean_query([(should, self.term("source", word)) for word in rarest])
            found = [address for _, address in searcher.search(query, limit, False).hits]
            if lengths:
                shown = searcher.fast_field_values("source_length", found)
                found = [a for a, length in zip(found, shown, strict=True) if lengths[0] <= (length or 0) <= lengths[1]]
            return _records(searcher, found)

    def phrase(self, phrase: str, *, in_target: bool) -> Iterator[Remembered]:
        """Yield those in whose tokens *phrase* may stand, the shortest first: the caller looks at the texts.

        The first and the last token of the phrase may be a part of a longer one.
        """
        field = "target" if in_target else "source"
        must = self._tantivy.Occur.Must
        query = self._tantivy.Query.boolean_query([(must, part) for part in self._parts(field, phrase)])
        seen, size = 0, 100
        while True:
            found = self._fetch(query, size, offset=seen, order_by=f"{field}_length")
            yield from found
            if len(found) < size:
                return
            seen, size = seen + size, size * 4

    def writer(self, *, little: bool = False) -> Writer:
        """Return what writes into this index, *little* where memory is short. Only one process may at a time."""
        with _reading(self.folder):
            return Writer(self, self._index.writer(heap_size=_LITTLE_HEAP if little else _HEAP, num_threads=1))

    def term(self, field: str, value: str | int) -> tantivy.Query:
        return self._tantivy.Query.term_query(self._schema, field, value)

    def _parts(self, field: str, phrase: str) -> Iterator[tantivy.Query]:
        tokens = spread_tokens(phrase).split()
        for number, token in enumerate(tokens):
            before = ".*" if number == 0 else ""
            after = ".*" if number == len(tokens) - 1 else ""
            if before or after:
                yield self._tantivy.Query.regex_query(self._schema, field, f"{before}{token}{after}")
            else:
                yield self.term(field, token)

    def _rarest(self, searcher: tantivy.Searcher, tokens: Iterable[str], share: int) -> list[str]:
        """Return the rarest of *tokens* that are known; *share* is how many texts share in the budget."""
        found: list[str] = []
        spent = 0
        for count, token in sorted((searcher.doc_freq("source", token), token) for token in tokens):
            spent += count
            if len(found) == max(_WORDS // share, _AT_LEAST) or (spent > _BUDGET / share and len(found) >= _AT_LEAST):
                break
            if count:
                found.append(token)
        return found

    def _fetch(self, query: tantivy.Query, limit: int, *, offset: int = 0, order_by: str = "") -> list[Remembered]:
        order = self._tantivy.Order.Asc
        with _reading(self.folder):
            searcher = self._index.searcher()
            if order_by:
                hits = searcher.search(query, limit, False, order_by, offset, order).hits
            else:
                hits = searcher.search(query, limit, False).hits
            return _records(searcher, [address for _, address in hits])


class Writer:
    """Changes that are committed together."""

    def __init__(self, pair: PairIndex, writer: tantivy.IndexWriter) -> None:
        import tantivy

        self._document, self._pair, self._writer = tantivy.Document, pair, writer

    def add(self, remembered: Remembered) -> None:
        try:
            self._writer.add_document(_document(self._document(), remembered))
        except ValueError as error:  # the thread that writes has failed
            raise DamagedError(f"cannot be written: {error}") from error

    def forget(self, slug: str, target_locale: str) -> None:
        # Not by term: a number is taken for one with a sign there, and nothing is found.
        self._writer.delete_documents_by_query(self._pair.term("catalog", _catalog_of(slug, target_locale)))

    def commit(self) -> None:
        """Put the changes on disk, and let the index be tidied."""
        with _reading(self._pair.folder):
            self._writer.commit()
            self._writer.wait_merging_threads()

    def cancel(self) -> None:
        with _reading(self._pair.folder):
            self._writer.rollback()
            self._writer.wait_merging_threads()


def _make_schema(builder: tantivy.SchemaBuilder) -> tantivy.Schema:
    for name in _FIELDS:
        builder.add_text_field(name, tokenizer_name="tokens", index_option="basic")
        builder.add_unsigned_field(f"{name}_length", fast=True)
    for name in ("whole", "place", "catalog"):
        builder.add_unsigned_field(name, indexed=True)
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def _document(document: tantivy.Document, remembered: Remembered) -> tantivy.Document:
    source, target = remembered.source, remembered.target
    document.add_text("source", spread_tokens(source))
    document.add_text("target", spread_tokens(target))
    document.add_unsigned("source_length", len(source))
    document.add_unsigned("target_length", len(target))
    document.add_unsigned("whole", _term_of(source))
    document.add_unsigned("place", _term_of(source, remembered.context, remembered.before, remembered.after))
    document.add_unsigned("catalog", _catalog_of(remembered.slug, remembered.target_locale))
    document.add_bytes("record", _pack(remembered))
    return document


@lru_cache(maxsize=64)
def _catalog_of(slug: str, target_locale: str) -> int:
    return _term_of(slug, target_locale)


def _term_of(*texts: str) -> int:
    digest = hashlib.blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _records(searcher: tantivy.Searcher, addresses: Sequence[tantivy.DocAddress]) -> list[Remembered]:
    return [_unpack(bytes(searcher.doc(address)["record"][0])) for address in addresses]


def _pack(remembered: Remembered) -> bytes:
    r = remembered
    row = (r.source, r.target, r.source_locale, r.target_locale, r.slug, r.context, r.before, r.after, r.approved)
    return _encode(row).encode("utf-8", "surrogatepass")


def _unpack(record: bytes) -> Remembered:
    return Remembered(*_decode(record.decode("utf-8", "surrogatepass")))
