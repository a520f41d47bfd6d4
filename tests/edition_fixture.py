"""A document with every kind of block, and catalogs in any mix of states, for the tests of editions."""

from l10n.edition import Edition, compose_edition
from l10n.model import Catalog, Document, Entry, State
from l10n.readers.markdown import read_markdown

ARTICLE = """---
title: The boat *sails*
dateline: 3 March 2026 • By Aye Aye
summary: A ferry is back.
author: Aye Aye
date: 2026-03-03
original: https://example.org/boat
licence: CC0-1.0
credits: Reported by the desk.
---

First, [the *quay*](https://example.org/quay) & the **boat** <b>sail</b>.

## Tides

> Said **once**.
>
> - quoted item

1. one
2. two

![A boat](boat.jpg "The boat at noon")

| Port | Depth |
|---|---|
| Old Quay | 3 m |

```
x < y & z
```

***

Last line.
"""
STATES = tuple(State)


def document(text: str = ARTICLE) -> Document:
    return read_markdown(text, slug="boat", path="articles/boat.md")


def entry_in(state: State, entry: Entry, target: str) -> Entry:
    """The entry with *target* in *state*."""
    return {
        State.EMPTY: entry.emptied(),
        State.DRAFT: entry.drafted(target, origin="engine=apertium"),
        State.REVIEW: entry.reviewed(target),
        State.STALE: entry.approved(target).outdated("An older text."),
        State.APPROVED: entry.approved(target),
    }[state]


def catalog(article: Document, states: list[State] | State = State.APPROVED, locale: str = "my") -> Catalog:
    """A catalog whose nth target is `TARGETn ` and the source's own markup, in the nth state (the last one repeats)."""
    wanted = states if isinstance(states, list) else [states]
    seen: dict[tuple[str, str], Entry] = {}
    for segment in article.segments:
        if segment.key not in seen:
            number = len(seen)
            state = wanted[min(number, len(wanted) - 1)]
            blank = Entry(segment.source, context=segment.context)
            seen[segment.key] = entry_in(state, blank, f"TARGET{number}x {segment.source}")
    return Catalog(article.slug, locale, tuple(seen.values()))


def edition(
    states: list[State] | State = State.APPROVED,
    *,
    draft: bool = False,
    only: str = "",
    text: str = ARTICLE,
    locale: str = "my",
) -> Edition:
    article = document(text)
    return compose_edition(
        article, catalog(article, states, locale), source_locale="en", target_locale=locale, draft=draft, only=only
    )
