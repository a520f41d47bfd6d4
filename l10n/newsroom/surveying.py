"""Which engines work here, for which of a project's locales, and what the others need. Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ..errors import EngineError
from ..ports import Engine, Reach
from ..sensitivity import Sensitivity, refusal
from .project import Project

_ASKED_FOR_LANGUAGES = frozenset({"libretranslate", "chat"})
"""Engines whose languages only their server knows."""


class Ability(StrEnum):
    """What an engine can do here. `unasked` is one that is set up, and whose server alone knows its languages."""

    WORKS = "works"
    UNASKED = "unasked"
    NO_PAIR = "no-pair"
    NEEDS = "needs"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One engine. *listed* says that the project drafts with it, *refused* why it may not see the project's texts."""

    name: str
    ability: Ability
    message: str
    remedy: str = ""
    listed: bool = False
    locales: Mapping[str, bool] = field(default_factory=dict)
    host: str = ""
    refused: str = ""


def survey(project: Project) -> list[Surveyed]:
    """Return every engine there is, those that the project drafts with first, the dead ones last."""
    from ..engines import ENGINES, NOT_OFFERED

    listed = _listed(project)
    names = [*listed, *(name for name in (*ENGINES, *NOT_OFFERED) if name not in listed)]
    found = [_surveyed(project, name, listed=name in listed) for name in names]
    return sorted(found, key=lambda engine: (not engine.listed, engine.ability is Ability.DEAD))


def _listed(project: Project) -> list[str]:
    """Return the engines of the project and of its locales, each once."""
    keys = ["draft.engines", *(f"draft.{locale}.engines" for locale in project.target_locales)]
    names = [name for key in keys if key in project.config.values for name in project.config.items(key)]
    return list(dict.fromkeys(names))


def _surveyed(project: Project, name: str, *, listed: bool) -> Surveyed:
    from ..engines import NOT_OFFERED

    if name in NOT_OFFERED:
        return Surveyed(name, Ability.DEAD, NOT_OFFERED[name], "", listed)
    if name == "memory":
        every = dict.fromkeys(project.target_locales, True)
        return Surveyed(name, Ability.WORKS, "what was approved in this project", "", listed, every)
    locales = project.target_locales
    try:
        engine = project.engine(name, locales[0] if locales else "")
    except EngineError as error:
        return Surveyed(name, Ability.NEEDS, error.message, error.remedy, listed)
    try:
        return _of_engine(project, engine, locales, listed=listed)
    finally:
        engine.close()


def _of_engine(project: Project, engine: Engine, locales: Sequence[str], *, listed: bool) -> Surveyed:
    refused = refusal(
        Sensitivity(project.config.text("draft.sensitivity")),
        engine_name=engine.name,
        reach=engine.reach,
        host=engine.host,
        own_hosts=project.config.items("draft.own_hosts"),
    )
    where = "works without a network" if engine.reach is Reach.OFFLINE else f"sends texts to {engine.host}"
    if engine.name in _ASKED_FOR_LANGUAGES:
        message = f"{where}; its server was not asked"
        return Surveyed(engine.name, Ability.UNASKED, message, "", listed, {}, engine.host, refused)
    able = {locale: engine.supports(project.source_locale, locale) for locale in locales}
    ability = Ability.WORKS if any(able.values()) or not able else Ability.NO_PAIR
    remedy = "" if ability is Ability.WORKS else _remedy(engine)
    return Surveyed(engine.name, ability, where, remedy, listed, able, engine.host, refused)


def _remedy(engine: Engine) -> str:
    if engine.name == "apertium":
        return "look for a pair: apt-cache search apertium-"
    return "use another engine for these locales"


TRIED = "The weather is fine today, and the market is open until six."
"""What a trial sends: nothing of anybody's."""


def try_engine(project: Project, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield for each target locale what the engine makes of `TRIED`: locale, answer, "" or why there is none.

    EngineError where there is no such engine, or it cannot be made. A project whose texts may use no network uses
    none here either.
    """
    offline = project.config.text("draft.sensitivity") == Sensitivity.OFFLINE
    for locale in project.target_locales:
        engine = project.engine(name, locale)
        try:
            if offline and engine.reach is not Reach.OFFLINE:
                yield locale, "", f"{name} would use the network, and this project is offline"
                continue
            (result,) = engine.translate([TRIED], source_locale=project.source_locale, target_locale=locale)
            yield locale, getattr(result, "target", ""), getattr(result, "reason", "")
        except EngineError as error:
            yield locale, "", error.message
        finally:
            engine.close()
