"""`diglot glossary`: list, add, import, export, check, propose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Settings
from .groups import Group
from .output import answer, hint, say, table

if TYPE_CHECKING:
    from ..glossary import Term
    from ..glossary.table import Row

SCHEMA = "diglot.glossary/1"

_locale = click.option("-l", "--locale", default="", metavar="LOCALE", help="Of this target; for all where not given.")


@click.group("glossary", cls=Group)
def command() -> None:
    """Words and names the newsroom has agreed on: glossary/*.csv.

    Example: diglot glossary add "coup" "အာဏာသိမ်းမှု" -l my
    """


@command.command("list")
@click.argument("words", required=False, default="")
@_locale
@click.pass_obj
def list_(settings: Settings, words: str, locale: str) -> None:
    """List the terms, or those with WORDS in them.

    Example: diglot glossary list coup -l my
    """
    rows = [r for r in settings.open().glossary_rows() if _has(r.term, words) and locale in ("", r.term.locale)]
    if settings.json:
        answer({"schema": SCHEMA, "terms": [_object(row) for row in rows]})
    elif rows:
        cells = [
            (r.term.source, r.term.locale or "all", " | ".join(r.term.targets), _marks(r.term), f"{r.path}:{r.line}")
            for r in rows
        ]
        table(("term", "locale", "translation", "marks", "where"), cells)
    elif words or locale:
        click.echo("No such term.   All of them: diglot glossary list")
    else:
        click.echo("The glossary is empty.   Next: diglot glossary propose")


@command.command("add")
@click.argument("term")
@click.argument("translations", nargs=-1)
@_locale
@click.option("--forbidden", multiple=True, metavar="WORD", help="A translation that must not be used.")
@click.option("--kind", type=click.Choice(["person", "place", "organisation"]), default=None, help="What it names.")
@click.option("--note", default="", help="What a translator should know of it.")
@click.option("--do-not-translate", is_flag=True, help="It stays as it is in every translation.")
@click.option("--do-not-publish", is_flag=True, help="No edition is built in which it stands.")
@click.option("--redact", is_flag=True, help="Hide it from engines on other computers.")
@click.option("--private", is_flag=True, help="Keep it in .diglot/, which git does not see.")
@click.option("--replace", is_flag=True, help="Put it in the place of what the glossary says of it.")
@click.pass_obj
def add(
    settings: Settings,
    term: str,
    translations: tuple[str, ...],
    locale: str,
    forbidden: tuple[str, ...],
    kind: str | None,
    note: str,
    do_not_translate: bool,
    do_not_publish: bool,
    redact: bool,
    private: bool,
    replace: bool,
) -> int:
    """Write TERM into the glossary, with its TRANSLATIONS, the preferred one first.

    Example: diglot glossary add "Ko Aung" --kind person --do-not-publish --private
    """
    from ..glossary import Term
    from ..stores.glossary import MAIN, PRIVATE

    project = settings.open()
    _demand_locale(project.target_locales, locale, needed=bool(translations or forbidden), term=term)
    row = Term(term, translations, locale, note, kind or "", forbidden, do_not_translate, do_not_publish, redact)
    name = PRIVATE if private else MAIN
    new, changed = project.change_glossary([row], name=name, replacing=replace)
    if settings.json:
        answer({"schema": SCHEMA, "action": "add", "path": name, "new": new, "changed": changed})
    elif not settings.quiet:
        say("ok", f"{term} {'is' if new or changed else 'was already'} in {name}")
        if row == Term(term, (), locale):
            hint(f"It says nothing of {term} yet: add a translation (-l), a mark such as --redact, or a --note.")
        if do_not_publish and not private:
            hint(f"Whoever reads this repository reads the name in {name}; with --private it stays on this computer.")
    return 0


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put its rows in the place of those that say something else.")
@click.option("--private", is_flag=True, help="Keep them in .diglot/, which git does not see.")
@click.pass_obj
def import_(settings: Settings, file: Path, replace: bool, private: bool) -> None:
    """Take in the terms of a CSV or TBX FILE. All of them, or none where one cannot be.

    Example: diglot glossary import unterm.tbx
    """
    from ..errors import CatalogError
    from ..stores.glossary import MAIN, PRIVATE

    project = settings.open()
    terms = project.read_glossary(file)
    if not terms:
        raise CatalogError("there are no terms in it", path=str(file), remedy="name the CSV or TBX file that has them")
    name = PRIVATE if private else MAIN
    new, changed = project.change_glossary(terms, name=name, replacing=replace)
    if settings.json:
        answer({"schema": SCHEMA, "action": "import", "path": name, "new": new, "changed": changed, "rows": len(terms)})
    elif not settings.quiet:
        say("ok", f"{new} new, {changed} changed, {len(terms) - new - changed} as they were, in {name}")
        others = sorted({term.locale for term in terms} - {"", *project.target_locales})
        if others:
            hint(f"Not targets of this project, kept for later: {' '.join(others)}")


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(["csv", "tbx", "tbx2008"]), help="By the file's ending else.")
@click.option("--with-secrets", is_flag=True, help="Write terms marked “do not publish” or “redact” too.")
@click.pass_obj
def export(settings: Settings, file: Path, format_: str | None, with_secrets: bool) -> None:
    """Write the glossary into FILE (- for stdout), as CSV or TBX, for other tools and people.

    Terms marked “do not publish” or “redact” are left out unless asked for.

    Example: diglot glossary export glossary.tbx
    """
    from ..errors import CatalogError
    from ..files import write_atomically

    chosen = format_ or {".tbx": "tbx", ".csv": "csv"}.get(file.suffix.lower(), "csv" if str(file) == "-" else "")
    if not chosen:
        raise click.UsageError(f"{file.name}: say which format it is: --format csv, tbx or tbx2008")
    project = settings.open()
    data, written, left_out = project.export_glossary(chosen, with_secrets=with_secrets)
    if str(file) == "-":
        click.echo(data, nl=False)
    elif file.parent.is_dir():
        write_atomically(file, data)
    else:
        raise CatalogError(f"there is no folder {file.parent}", remedy="make it first")
    if settings.json and str(file) != "-":
        answer({"schema": SCHEMA, "action": "export", "path": str(file), "terms": written, "left_out": left_out})
    elif not settings.quiet and str(file) != "-":
        say("ok", f"{written} rows in {file}")
    if left_out and not settings.quiet:
        hint(f"{left_out} marked “do not publish” or “redact” were left out; with them: --with-secrets")


@command.command("check")
@click.pass_obj
def check(settings: Settings) -> int:
    """Find rows that contradict each other, or that no target of the project uses. Exits 1 where there are any.

    Example: diglot glossary check
    """
    project = settings.open()
    remarks = project.glossary_remarks()
    if settings.json:
        found = [{"path": r.path, "line": r.line, "term": r.term.source, "message": message} for r, message in remarks]
        answer({"schema": SCHEMA, "remarks": found})
        return 1 if remarks else 0
    for row, message in remarks:
        click.echo(f"{row.path}:{row.line}  {row.term.source}  {message}")
    if not settings.quiet:
        rows = len(project.glossary_rows())
        say("no" if remarks else "ok", f"{rows} {'row' if rows == 1 else 'rows'}, {len(remarks)} to look at")
    return 1 if remarks else 0


@command.command("propose")
@click.argument("articles", nargs=-1)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many names at most.")
@click.pass_obj
def propose(settings: Settings, articles: tuple[str, ...], limit: int) -> None:
    """List names that the articles have and the glossary has not, the most frequent first.

    Example: diglot glossary propose river-school
    """
    proposals = settings.open().proposals(articles)
    if settings.json:
        listed = [
            {"name": p.name, "kind": p.kind, "count": p.count, "places": [f"articles/{s}.md:{n}" for s, n in p.places]}
            for p in proposals[:limit]
        ]
        answer({"schema": SCHEMA, "proposals": listed, "total": len(proposals)})
        return
    if not proposals:
        click.echo("No name that the glossary has not." if articles else "No names found that the glossary has not.")
        return
    first = [(p.count, p.name, p.kind, f"articles/{p.places[0][0]}.md:{p.places[0][1]}") for p in proposals[:limit]]
    table(("times", "name", "kind", "first"), first)
    if len(proposals) > limit:
        hint(f"{len(proposals) - limit} more: --limit {len(proposals)}")
    hint("To agree on one: diglot glossary add NAME TRANSLATION -l LOCALE, or --do-not-translate")


def _demand_locale(targets: tuple[str, ...], locale: str, *, needed: bool, term: str) -> None:
    if locale and locale not in targets:
        raise click.UsageError(f"{locale!r} is no target of this project; they are: {' '.join(targets) or 'none yet'}")
    if needed and not locale:
        example = targets[0] if targets else "my"
        raise click.UsageError(
            f"Into which language is that translation of {term!r}? Add -l, for example: -l {example}"
        )


def _has(term: Term, words: str) -> bool:
    texts = (term.source, *term.targets, *term.forbidden, term.note)
    return any(words.casefold() in text.casefold() for text in texts)


def _marks(term: Term) -> str:
    marks = (
        (term.do_not_translate, "do not translate"),
        (term.do_not_publish, "do not publish"),
        (term.redact, "redact"),
        (bool(term.forbidden), "not: " + " | ".join(term.forbidden)),
    )
    return ", ".join(words for given, words in ((bool(term.kind), term.kind), *marks) if given)


def _object(row: Row) -> dict[str, object]:
    term = row.term
    return {
        "term": term.source,
        "locale": term.locale,
        "translations": list(term.targets),
        "forbidden": list(term.forbidden),
        "kind": term.kind,
        "do_not_translate": term.do_not_translate,
        "do_not_publish": term.do_not_publish,
        "redact": term.redact,
        "note": term.note,
        "path": row.path,
        "line": row.line,
    }
