"""The least that a desk could do, with the same tools: what Flask, waitress, Jinja, SQLite and the disk cost here.

`desk_bare.py FOLDER PORT` answers the paths of the desk. It signs nobody in and checks nothing. A page is as long as
the desk's; an approval appends to a table with `synchronous=FULL`, writes a file as long as a catalog and waits for the
disk, and settles the row: what must be written so that no decision is lost.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from flask import Flask, redirect, render_template_string
from waitress import serve

from l10n.files import write_atomically

PAGE = """<!DOCTYPE html><html lang="en"><title>{{ title }}</title>
<form method="post" action="{{ action }}" id="decide" data-decide><input type="hidden" name="base" value="0">
<textarea name="target">{{ words }}</textarea></form>
{% for n in range(rows) %}<li><a href="{{ address }}">{{ n }}</a><p lang="en" dir="ltr">{{ words }}</p></li>
{% endfor %}</html>"""
ROWS = {"articles": 160, "review": 160, "paragraph": 80}
"""So many rows make a page of some 40 kB, and one of 20 kB."""
WORDS = "The council said on Monday that the bridge would stay closed until the water had gone down. " * 2
CATALOG = b"x" * 18_000


def make(folder: Path) -> Flask:
    app, journal = Flask(__name__), folder / "bare.sqlite"
    with closing(_opened(journal)) as database:
        database.execute("CREATE TABLE IF NOT EXISTS decisions (id INTEGER PRIMARY KEY, words TEXT, outcome TEXT)")

    def page(kind: str, slug: str = "article-0000", locale: str = "es") -> str:
        place = f"/articles/{slug}/{locale}/p/0123456789ab"
        return render_template_string(PAGE, title=kind, words=WORDS, rows=ROWS[kind], address=place, action=place)

    app.add_url_rule("/", "articles", lambda: page("articles"))
    app.add_url_rule("/articles/<slug>/<locale>", "review", lambda slug, locale: page("review", slug, locale))
    path = "/articles/<slug>/<locale>/p/<id>"
    app.add_url_rule(path, "paragraph", lambda slug, locale, id: page("paragraph", slug, locale))

    def approve(slug: str, locale: str, id: str) -> object:
        with closing(_opened(journal)) as database:
            row = database.execute("INSERT INTO decisions (words, outcome) VALUES (?, 'pending')", (WORDS * 4,))
            database.commit()
        write_atomically(folder / locale / f"{slug}.po", CATALOG)
        with closing(_opened(journal)) as database:
            database.execute("UPDATE decisions SET outcome = 'applied' WHERE id = ?", (row.lastrowid,))
            database.commit()
        return redirect(f"/articles/{slug}/{locale}/p/{id}", 303)

    app.add_url_rule(path, "approve", approve, methods=["POST"])
    app.add_url_rule(f"{path}/comments", "comment", approve, methods=["POST"])
    return app


def _opened(journal: Path) -> sqlite3.Connection:
    database = sqlite3.connect(journal, timeout=10)
    database.execute("PRAGMA synchronous=FULL")
    return database


if __name__ == "__main__":
    serve(make(Path(sys.argv[1])), host="127.0.0.1", port=int(sys.argv[2]), threads=8, ident="")
