"""`diglot doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, say

if TYPE_CHECKING:
    from ..newsroom.doctoring import Examined
    from ..newsroom.project import Project
    from ..newsroom.surveying import Surveyed
    from ..newsroom.tending import Mended

_MARKS = {"good": "ok", "note": "warn", "wrong": "no"}
_ABILITIES = {"works": "ok", "unasked": "ok", "no-pair": "no", "needs": "warn", "dead": "no"}


@click.command("doctor", cls=Command)
@click.option(
    "--try",
    "tried",
    metavar="ENGINE",
    multiple=True,
    help="Send one harmless sentence to this engine; may be repeated.",
)
@click.option("--fix", is_flag=True, help="Mend first what needs no person: what a crash left, caches, permissions.")
@click.pass_obj
def command(settings: Settings, tried: tuple[str, ...], fix: bool) -> int:
    """Look whether the project is in order, and which engines can draft for it. Without --fix it changes nothing.

    Nothing is sent to any engine, save with --try. It exits with 1 when something is wrong.

    Example: diglot doctor --try libretranslate
    """
    from ..newsroom.doctoring import examine_project
    from ..newsroom.project import utc_now
    from ..newsroom.surveying import survey

    mended = _mend(settings) if fix else []
    examined, project = examine_project(settings.folder, now=utc_now())
    engines = survey(project) if project else []
    trials = [trial for name in tried if project for trial in _trials(project, name)]
    wrong = [e.name for e in examined if e.standing == "wrong"] + [e.name for e in engines if _is_missing(e)]
    wrong += [name for name, _, _, reason in trials if reason] + [each.name for each in mended if each.failed]
    if settings.json:
        _answer(examined, engines, trials, mended, ok=not wrong)
    elif settings.quiet:
        for name, message in [(e.name, e.message) for e in examined if e.standing == "wrong"] + _missing(
            engines, trials
        ):
            hint(f"{name}: {message}")
    else:
        _show_mended(mended)
        _show(examined, engines, trials)
    return 1 if wrong else 0


def _mend(settings: Settings) -> list[Mended]:
    """Mend what can be mended; nothing where the configuration cannot be used, which is told anyway."""
    from ..errors import ConfigError
    from ..newsroom.tending import mend_project

    try:
        return mend_project(settings.open())
    except ConfigError:
        return []


def _show_mended(mended: list[Mended]) -> None:
    for each in mended:
        how = "not mended" if each.failed else "mended"
        say("no" if each.failed else "ok", f"{each.name}: {how}: {each.message}")
        if each.remedy:
            click.echo(f"    try: {each.remedy}")


def _missing(engines: list[Surveyed], trials: list[_Trial]) -> list[tuple[str, str]]:
    """Return what keeps each engine from drafting that should, by the engine's name."""
    named = [(e.name, e.refused or _told(e)) for e in engines if _is_missing(e)]
    return named + [(f"{name} {locale}".strip(), reason) for name, locale, _, reason in trials if reason]


def _is_missing(engine: Surveyed) -> bool:
    """Whether the project wants to draft with an engine that cannot."""
    return engine.listed and (engine.ability in ("needs", "dead", "no-pair") or bool(engine.refused))


_Trial = tuple[str, str, str, str]


def _trials(project: Project, name: str) -> list[_Trial]:
    """Return (engine, locale, answer, why there is none)."""
    from ..errors import EngineError
    from ..newsroom.surveying import try_engine

    try:
        return [(name, *trial) for trial in try_engine(project, name)]
    except EngineError as error:
        return [(name, "", "", error.message)]


def _show(examined: list[Examined], engines: list[Surveyed], trials: list[_Trial]) -> None:
    for item in examined:
        say(_MARKS[item.standing], f"{item.name}: {item.message}")
        if item.remedy and item.standing != "good":
            click.echo(f"    try: {item.remedy}")
    if engines:
        click.echo("Engines:")
    width = max((len(engine.name) for engine in engines), default=0)
    for engine in engines:
        star = "*" if engine.listed else " "
        say(
            "warn" if engine.refused else _ABILITIES[engine.ability],
            f"{star} {engine.name.ljust(width)}  {_told(engine)}",
        )
        if engine.remedy and (engine.listed or engine.ability == "needs"):
            click.echo(f"      try: {engine.remedy}")
    if engines:
        click.echo("* the project drafts with it")
    for name, locale, text, reason in trials:
        say("no" if reason else "ok", f"{f'{name} {locale}'.strip()}: {reason or text}")


def _told(engine: Surveyed) -> str:
    able = [locale for locale, can in engine.locales.items() if can]
    unable = [locale for locale, can in engine.locales.items() if not can]
    parts = [f"not offered: {engine.message}" if engine.ability == "dead" else engine.message]
    parts = [part.removeprefix(f"{engine.name} ") for part in parts]
    parts += [f"for {', '.join(able)}"] if able else []
    parts += [f"not for {', '.join(unable)}"] if unable else []
    parts += ["not allowed by sensitivity"] if engine.refused else []
    return "; ".join(parts)


def _answer(
    examined: list[Examined], engines: list[Surveyed], trials: list[_Trial], mended: list[Mended], *, ok: bool
) -> None:
    answer(
        {
            "schema": "diglot.doctor/1",
            "ok": ok,
            "mended": [{"name": m.name, "message": m.message, "failed": m.failed, "remedy": m.remedy} for m in mended],
            "checks": [
                {"name": e.name, "standing": e.standing, "message": e.message, "remedy": e.remedy} for e in examined
            ],
            "engines": [
                {
                    **{"name": e.name, "ability": e.ability, "listed": e.listed, "locales": dict(e.locales)},
                    **{"host": e.host, "message": e.message, "remedy": e.remedy, "refused": e.refused},
                }
                for e in engines
            ],
            "trials": [{"engine": n, "locale": locale, "target": t, "reason": r} for n, locale, t, r in trials],
        }
    )
