"""`diglot check`."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import hint, say

if TYPE_CHECKING:
    from ..model import State
    from ..newsroom.project import Project
    from ..newsroom.reviewing import Found
    from ..workflow.mending import Mended

FORMATS = ("text", "json", "github", "sarif")
STATES = ("draft", "review", "stale", "approved")


def _rules(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for part in value.split(",") if (name := part.strip())))
    for name in names:
        _rule_called(name)
    return names


def _handle(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if not value.isprintable() or len(value) > 100:
        raise click.BadParameter("a handle is one line of at most 100 characters.")
    return value.strip()


@click.command("check", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.option("--only", default="", callback=_rules, metavar="RULE,RULE", help="Only these checks.")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only texts that stand so.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("--fix", is_flag=True, help="Mend what a machine can put right; needs --as. Approved texts wait again.")
@click.option("--as", "by", default="", callback=_handle, metavar="HANDLE", help="In whose name texts are mended.")
@click.option("--format", "form", type=click.Choice(FORMATS), default=None, help="How to answer.  [default: text]")
@click.option(
    "--explain",
    default=None,
    is_flag=False,
    flag_value="all",
    metavar="[RULE]",
    help="Say what a check means; without a name, list all.",
)
@click.pass_obj
def command(
    settings: Settings,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    only: tuple[str, ...],
    states: tuple[str, ...],
    strict: bool,
    fix: bool,
    by: str,
    form: str | None,
    explain: str | None,
) -> int:
    """Find mistakes in the translations: numbers, links, quotation marks, encoding.

    Exits 1 when there are errors (with --strict: or warnings).

    Example: diglot check -l my --only numbers,quotes
    """
    form = form or ("json" if settings.json else "text")
    if explain is not None:
        return _explain(explain, as_json=form == "json")
    if fix and not by:
        raise click.UsageError("A change needs a name: --fix --as HANDLE")
    if by and not fix:
        raise click.UsageError("--as is for --fix: leave it out, or add --fix.")
    project = settings.open()
    wanted = _states(states)
    mended = _mend(project, articles, locales, only=only, states=wanted, by=by) if fix else []
    found = list(project.check(articles, locales, only=only, states=wanted))
    counted = ("error", "warn") if strict else ("error",)
    grave = sum(f.finding.severity in counted for f in found)
    _answer(project, found, mended, form=form, grave=grave, quiet=settings.quiet)
    return 1 if grave else 0


def _states(names: Sequence[str]) -> tuple[State, ...]:
    from ..model import State

    return tuple(State(name) for name in names)


def _mend(
    project: Project,
    articles: Sequence[str],
    locales: Sequence[str],
    *,
    only: Sequence[str],
    states: Sequence[State],
    by: str,
) -> list[Mended]:
    from ..newsroom.project import utc_now

    return list(project.mend(articles, locales, by=by, now=utc_now(), only=only, states=states))


def _answer(
    project: Project, found: Sequence[Found], mended: Sequence[Mended], *, form: str, grave: int, quiet: bool
) -> None:
    from .checkreport import as_github, as_json, as_sarif

    if form == "json":
        as_json(found, mended)
    elif form == "sarif":
        as_sarif(project.root, found)
    elif form == "github":
        for line in as_github(project.root, found):
            click.echo(line)
    else:
        _as_text(found, mended, grave=grave, quiet=quiet)


def _as_text(found: Sequence[Found], mended: Sequence[Mended], *, grave: int, quiet: bool) -> None:
    from ..checks import fixable_rules
    from .output import quoted

    for m in mended if not quiet else ():
        place = f"{m.catalog.slug}  {m.catalog.locale}  {quoted(m.before.source)}"
        if m.outcome is None:
            say("warn", f"{place}  left: marked as needing work")
        elif m.outcome == "applied":
            after = "; was approved, waits for review again" if m.lost_approval else ""
            say("ok", f"{place}  mended: {', '.join(m.rules)}{after}")
        else:
            say("no", f"{place}  changed meanwhile")
    for f in found:
        click.echo(f"{f.path}  {f.label}  {f.finding.severity.value}  {f.finding.rule}  {f.finding.message}")
    if quiet:
        return
    say("no" if grave else "ok", f"{grave} to mend, {len(found) - grave} to look at")
    fixable = sum(f.finding.rule in fixable_rules() for f in found)
    if fixable and not mended:
        hint(f"{fixable} of a kind that can be mended by machine: diglot check --fix --as YOU")
    if found and not mended:
        hint(f"What a check means: diglot check --explain {found[0].finding.rule}")


def _rule_called(name: str) -> str:
    """Return *name* if a check has it; else a usage error that names the nearest."""
    from ..checks import all_rules

    known = [rule.name for rule in all_rules()]
    if name not in known:
        near = get_close_matches(name, known, n=1)
        raise click.BadParameter(
            f"there is no check {name!r}. " + (f"Did you mean {near[0]!r}?" if near else "See: diglot check --explain")
        )
    return name


def _explain(name: str, *, as_json: bool) -> int:
    from ..checks import all_rules, fixable_rules
    from .output import answer, table

    rules = [rule for rule in all_rules() if name in ("all", rule.name)]
    if not rules:
        _rule_called(name)
    fixable = fixable_rules()
    if as_json:
        listed = [
            {
                "rule": r.name,
                "severity": r.severity.value,
                "fix": r.name in fixable,
                "summary": r.explanation,
                "why": r.why,
            }
            for r in rules
        ]
        answer({"schema": "diglot.checks/1", "rules": listed})
    elif name == "all":
        rows = [(r.name, r.severity.value, "fix" if r.name in fixable else "", r.explanation) for r in rules]
        table(("check", "severity", "", "what it finds"), rows)
    else:
        _explain_one(rules[0].name, rules[0].severity.value, rules[0].explanation, rules[0].why, name in fixable)
    return 0


def _explain_one(name: str, severity: str, explanation: str, why: str, can_fix: bool) -> None:
    mends = "; `diglot check --fix` can mend it" if can_fix else ""
    click.echo(f"{name} ({severity}{mends})\n\n{explanation}")
    if why:
        click.echo(why)
    click.echo(f'\nTo change how much it weighs, in diglot.toml:\n  [check]\n  warn = ["{name}"]    # or: error, off')
