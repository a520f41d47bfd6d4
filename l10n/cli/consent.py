"""Asking before texts leave: who would get them, how many, and at what cost."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from .output import hint

if TYPE_CHECKING:
    from ..workflow.drafting.planning import Plan


def agreed_hosts(plans: Iterable[Plan], *, quiet: bool = False) -> set[str]:
    """Tell what would be sent and ask, once; return the hosts agreed to: all, or none. Where nobody is, none."""
    asked = [plan for plan in plans if plan.asks]
    if not asked or not sys.stdin.isatty():
        return set()
    hint("To be sent, at most:")
    for line in recipients(asked):
        hint(f"  {line}")
    agreed = click.confirm("  Send?", default=False, err=True)
    return {plan.host for plan in asked} if agreed else set()


def recipients(plans: Sequence[Plan]) -> list[str]:
    """Return a line for each engine and host: how many texts and characters, the cost, the proxy, what is hidden."""
    lines = []
    for engine, host in dict.fromkeys((plan.engine, plan.host) for plan in plans):
        same = [plan for plan in plans if (plan.engine, plan.host) == (engine, host)]
        lines.append(_line(engine, host, same))
    return lines


def counted(number: int, name: str) -> str:
    """Return `1 text`, `2,000 texts`."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _line(engine: str, host: str, plans: Sequence[Plan]) -> str:
    texts, characters = sum(len(plan.texts) for plan in plans), sum(plan.characters for plan in plans)
    parts = [counted(texts, "text"), counted(characters, "character")]
    price, hidden = plans[0].price, sum(plan.hidden for plan in plans)
    parts += [f"about {price.of(characters)}"] if price else []
    parts += [f"{counted(hidden, 'name')} hidden"] if hidden else []
    return f"{engine} would send to {host}{f' through {plans[0].proxy}' if plans[0].proxy else ''}: {', '.join(parts)}"
