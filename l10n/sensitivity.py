"""Who may see an article's text: the one rule that every engine is judged by before it is given anything."""

from __future__ import annotations

import difflib
import ipaddress
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Reach(StrEnum):
    """How far a text travels when an engine works on it."""

    OFFLINE = "offline"
    LOCAL = "local"
    REMOTE = "remote"


class Sensitivity(StrEnum):
    """How far the text of an article may travel."""

    PUBLIC = "public"
    INTERNAL = "internal"
    OFFLINE = "offline"


def stated_sensitivity(facts: Mapping[str, str]) -> Sensitivity | None:
    """Return what an article's front matter asks for, None where it asks for nothing.

    Capitals count for nothing. ValueError for a word that is none, for two that differ, and for a slip in the name.
    """
    stated = {value.strip().lower() for name, value in facts.items() if name.strip().lower() == "sensitivity"} - {""}
    if len(stated) > 1:
        raise ValueError(f"sensitivity cannot be both {' and '.join(sorted(stated))}")
    for word in stated:
        if word not in list(Sensitivity):
            raise ValueError(f"sensitivity cannot be {word!r}")
        return Sensitivity(word)
    for name, value in facts.items():
        if value.strip().lower() in list(Sensitivity) and difflib.get_close_matches(name.lower(), ["sensitivity"]):
            raise ValueError(f"there is no {name!r}, which looks like sensitivity")
    return None


def refusal(
    sensitivity: Sensitivity, *, engine_name: str, reach: Reach, host: str, own_hosts: Sequence[str] = ()
) -> str:
    """Return "" where the engine may see the text, else a sentence that says why not and what to try.

    PUBLIC text may go to any engine, INTERNAL text to this computer and *own_hosts*, OFFLINE text to engines
    that open no socket. An engine's word that it is local counts for nothing: its *host* is looked at.
    """
    if reach is Reach.OFFLINE and not host:
        return ""
    recipient = host or "an unnamed host"
    if sensitivity is Sensitivity.OFFLINE:
        return (
            f"{engine_name} would send the text to {recipient}, and this article is offline. "
            f"Use an engine that works without a network (memory, apertium, local)."
        )
    if sensitivity is Sensitivity.INTERNAL and not is_own_host(host, own_hosts):
        return (
            f"{engine_name} would send the text to {recipient}, and this article is internal. "
            f"Use memory, apertium or local; if the host is yours, name it in own_hosts; "
            f'if anybody may read the article, set sensitivity = "public".'
        )
    return ""


def is_own_host(host: str, own_hosts: Sequence[str]) -> bool:
    """Whether *host* is this computer or one of *own_hosts*, compared as whole names without regard to case."""
    return is_loopback(host) or (bool(host) and _plain_name(host) in {_plain_name(own) for own in own_hosts})


def is_loopback(host: str) -> bool:
    """Whether *host* (a name or an address, no port) is this computer itself."""
    name = _plain_name(host)
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _plain_name(host: str) -> str:
    return host.strip().rstrip(".").lower()


def must_be_asked(host: str, own_hosts: Sequence[str] = ()) -> bool:
    """Whether a person has to agree before texts go to *host*: to all but this computer and the newsroom's own."""
    return bool(host) and not is_own_host(host, own_hosts)
