"""JSON: the whole edition, for programs; what each field says stands in `edition.schema.json` beside this module."""

from __future__ import annotations

import json

from ..edition import Edition, EditionBlock, Pair
from ..provenance import Provenance, shares
from ..wording import colophon, draft_notice, mark_words

SCHEMA = "diglot.edition/1"


class JsonWriter:
    """Writes the model as it is, texts as inline Markdown; the same bytes for the same texts."""

    name = "json"
    suffix = ".json"

    def write(self, edition: Edition) -> bytes:
        return (json.dumps(describe(edition), ensure_ascii=False, indent=1) + "\n").encode()


def describe(edition: Edition) -> dict[str, object]:
    """Return the edition as plain values."""
    return {
        "schema": SCHEMA,
        "slug": edition.slug,
        "source_locale": edition.source_locale,
        "target_locale": edition.target_locale,
        "only": edition.only,
        "draft": edition.draft,
        "notice": draft_notice(edition),
        "date": edition.date,
        "facts": dict(sorted(edition.facts.items())),
        "provenance": _provenance(edition.provenance)
        | {"shares": {origin.value: share for origin, share in shares(p.origin for p in edition.pairs).items()}},
        "about": [{"name": name, "value": value} for name, value in colophon(edition)],
        "head": [_pair(pair, edition) for pair in edition.head],
        "blocks": [_block(block, edition) for block in edition.blocks],
        "tail": [_pair(pair, edition) for pair in edition.tail],
    }


def _provenance(of: Provenance) -> dict[str, object]:
    revisions = [
        {
            "number": each.number,
            "date": each.date,
            "changes": [
                {
                    "label": change.label,
                    "old_source": change.old_source,
                    "new_source": change.new_source,
                    "old_target": change.old_target,
                    "new_target": change.new_target,
                }
                for change in each.changes
            ],
        }
        for each in of.revisions
    ]
    return {
        "translators": list(of.translators),
        "withheld": of.withheld,
        "readers": of.readers,
        "number": of.number,
        "revisions": revisions,
    }


def _pair(pair: Pair, edition: Edition) -> dict[str, object]:
    return {
        "id": pair.id,
        "kind": pair.kind.value,
        "name": pair.name,
        "state": pair.state.value,
        "origin": pair.origin.value,
        "stale": pair.stale.value if pair.stale else "",
        "texts": dict(edition.sides(pair)),
        "label": dict(mark_words(pair, edition)),
    }


def _block(block: EditionBlock, edition: Edition) -> dict[str, object]:
    return {
        "kind": block.kind.value,
        "level": block.level,
        "ordered": block.ordered,
        "literal": block.literal,
        "pairs": [_pair(pair, edition) for pair in block.pairs],
        "children": [_block(child, edition) for child in block.children],
    }


writer = JsonWriter()
