"""The correction report as one HTML page that needs nothing else: no script, no picture, no request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape
from importlib.resources import files

from ..changes import WordChange
from ..locales import direction
from ..merging import Fate
from . import CLASS_WORDS, FATE_WORDS, Correction, CorrectionReport, Undone

_TAGS = {"removed": "del", "added": "ins"}


def correction_page(report: CorrectionReport, *, source_locale: str, now: datetime) -> bytes:
    """Return the report as an HTML page in English; the article's own words carry their language."""
    body = "\n".join(_correction(c, source_locale) for c in report.corrections) or "<p>Nothing changed.</p>"
    title = f"Corrections of {report.title}"
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{_style()}</style>
<main>
<h1>Corrections of <span lang="{escape(source_locale)}" dir="auto">{escape(report.title)}</span></h1>
<p class="when">{escape(report.slug)} · <time datetime="{now.isoformat()}">{now:%d %B %Y, %H:%M} UTC</time></p>
{_summary(report)}
{body}
</main>
</html>
""".encode()


def _style() -> str:
    return files(__package__).joinpath("page.css").read_text(encoding="utf-8").strip()


def _summary(report: CorrectionReport) -> str:
    counts = ", ".join(f"{count} {FATE_WORDS[Fate(fate)]}" for fate, count in report.counts.items() if count)
    rows = [("Segments", counts or "none")]
    undone = report.undone
    if undone:
        locales = ", ".join(dict.fromkeys(u.locale for u in undone))
        rows.append(("Approvals undone", f"{len(undone)} ({locales})"))
    else:
        rows.append(("Approvals undone", "none"))
    rows.append(("Editions with the old text", ", ".join(report.editions) or "none"))
    return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows) + "</dl>"


def _correction(correction: Correction, source_locale: str) -> str:
    words = [FATE_WORDS[correction.fate], *(CLASS_WORDS[c] for c in correction.classes)]
    grave = bool(correction.classes) and not correction.is_typographic
    chips = "".join(
        f'<span class="chip{" grave" if grave and n else ""}">{escape(w)}</span>' for n, w in enumerate(words)
    )
    side = direction(source_locale)
    text = f'<p class="text" lang="{escape(source_locale)}" dir="{side}">{_diff(_shown(correction))}</p>'
    return "\n".join(
        [
            f"<section><h2>{escape(correction.label or 'Segment')} {chips}</h2>",
            text,
            *_addresses(correction),
            *_touched(correction),
            "</section>",
        ]
    )


def _shown(correction: Correction) -> Sequence[WordChange]:
    if correction.fate in (Fate.MOVED, Fate.RETURNED):
        return [("same", " ".join(correction.new))]
    return correction.diff


def _diff(changes: Iterable[WordChange]) -> str:
    parts = []
    for operation, text in changes:
        tag = _TAGS.get(operation)
        word = {"del": "removed: ", "ins": "added: "}.get(tag or "", "")
        hidden = f'<span class="sr">{word}</span>' if word else ""
        parts.append(f"<{tag}>{hidden}{escape(text)}</{tag}>" if tag else escape(text))
    return "".join(parts)


def _addresses(correction: Correction) -> Iterator[str]:
    if correction.old_addresses != correction.new_addresses and correction.fate is Fate.EDITED:
        gone = "".join(f"<del>{escape(address)}</del> " for address in correction.old_addresses)
        came = "".join(f"<ins>{escape(address)}</ins> " for address in correction.new_addresses)
        yield f'<p class="urls">Links: {gone}{came}</p>'


def _touched(correction: Correction) -> Iterator[str]:
    lines = [_approval(undone) for undone in correction.undone]
    if correction.editions:
        lines.append("<li>The old text stands in " + escape(", ".join(correction.editions)) + ".</li>")
    if lines:
        yield "<ul>" + "".join(lines) + "</ul>"


def _approval(undone: Undone) -> str:
    who = f" by {escape(undone.by)}" if undone.by else ""
    when = f" on {undone.at:%d %B %Y}" if undone.at else ""
    locale = escape(undone.locale)
    side = direction(undone.locale)
    quote = f'<q lang="{locale}" dir="{side}">{escape(undone.target)}</q>'
    return f"<li>Undoes the approval in {locale}{who}{when}: {quote}</li>"
