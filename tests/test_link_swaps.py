"""Ten thousand translations that lead somewhere else than their source: none is approved by one person; faithful ones are.

A mutant is stopped by an error of a check, or by `judge_approval`, which asks for a second person.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from thorough import examples

from l10n.approving import Reading, Rules, judge_approval
from l10n.checks import check_entry
from l10n.model import Action, Entry, Severity

NOW = datetime(2026, 11, 23, tzinfo=UTC)
READING = Reading("aung", NOW, NOW)

URLS = (
    "https://news.example.org/a?b=1",
    "http://www.help-line.net/en/contact",
    "https://rfa.org",
    "https://xn--bcher-kva.example.com/x#y",
    "http://expyuzz4wqqyqhjn.onion/form",
    "https://t.me/newsroom",
)
MAILS = ("desk@news.example.org", "help.me@rfa.org", "a_b@mail.help-line.net")
PHONES = ("+95 9 123 456 789", "+66 2-123-4567", "09 765 432 100")
SITES = ("help.org", "www.example.net", "news.help-line.com", "abcdefghij234567.onion")
SAID = {
    "my": ("စစ်သားများ ပြောသည်၊ {} ကို ကြည့်ပါ၊ ပြီးတော့ {} ဖြစ်သည်။", "[အစီရင်ခံစာ][1] နှင့် [**မြေပုံ**][2]"),
    "es": ("Los soldados lo dijeron: vea {} y también {} hoy.", "[el informe][1] y [el **mapa**][2]"),
    "ar": ("قال الجنود انظر {} وأيضا {} اليوم.", "[التقرير][1] و [**الخريطة**][2]"),
    "th": ("ทหารกล่าวว่า ดู {} และ {} วันนี้", "[รายงาน][1] และ [**แผนที่**][2]"),
}
SOURCE = ("The soldiers said it: see {} and also {} today.", "[the report][1] and [the **map**][2]")
DRESS: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: f"<{text}>",
    lambda text: f"({text})",
    lambda text: f"“{text}”",
)
LIKE = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "l": "I", "i": "і", "m": "rn", "h": "һ", "r": "г"}

Pair = tuple[str, str, str, str]
"""Source, target, where the target leads, and the locale."""


def pair(dice: random.Random) -> Pair:
    """Return a faithful translation in which something leads somewhere."""
    locale = dice.choice(list(SAID))
    said, links = SAID[locale]
    place = dice.choice([*URLS, *MAILS, *PHONES, *SITES, ""])
    dressed = dice.choice(DRESS[:2] if "://" in place or "@" in place else DRESS[:1] + DRESS[2:])(place)
    if not place:
        return SOURCE[0].format(SOURCE[1], "more"), said.format(links, "…"), links, locale
    return SOURCE[0].format(SOURCE[1], dressed), said.format(links, dressed), place, locale


def stopped(source: str, target: str, locale: str) -> bool:
    entry = Entry(source).reviewed(target)
    errors = [f for f in check_entry(entry, source_locale="en", target_locale=locale) if f.severity is Severity.ERROR]
    approval = judge_approval(entry, target, (), READING, Rules(), approvals="sealed")
    return bool(errors) or approval.action is not Action.APPROVE


def host_of(place: str) -> str:
    return place.partition("://")[2].partition("/")[0] or place.partition("@")[2] or place.partition("/")[0]


def other_host(place: str, dice: random.Random) -> str:
    return place.replace(
        host_of(place), dice.choice(["evil.com", "rfa.example", "1.2.3.4", "rfa.org.evil.info", "bit.ly"])
    )


def other_letter(place: str, dice: random.Random) -> str:
    letters = [at for at, char in enumerate(place) if char.isalnum()]
    at = dice.choice(letters)
    new = (
        str((int(place[at]) + dice.randint(1, 9)) % 10)
        if place[at].isdigit()
        else dice.choice("bdfgkq".replace(place[at], ""))
    )
    return place[:at] + new + place[at + 1 :]


def look_alike(place: str, dice: random.Random) -> str:
    host = host_of(place)
    chars = [char for char in host if char in LIKE]
    char = dice.choice(chars) if chars else ""
    return place.replace(host, host.replace(char, LIKE[char], 1)) if char else place


def with_user(place: str, dice: random.Random) -> str:
    return place.replace("://", dice.choice(["://rfa.org@", "://a:b@"])) if "://" in place else place


def with_port(place: str, dice: random.Random) -> str:
    return place.replace(host_of(place), f"{host_of(place)}:8080") if "://" in place else place


def other_scheme(place: str, dice: random.Random) -> str:
    scheme = place.partition("://")[0]
    return (
        place.replace(scheme, dice.choice([s for s in ("http", "https", "ftp", "javascript") if s != scheme]), 1)
        if "://" in place
        else place
    )


def dropped(place: str, dice: random.Random) -> str:
    return ""


def cut(place: str, dice: random.Random) -> str:
    return place[: dice.randint(1, len(place) - 1)].rstrip(" -/")


def longer(place: str, dice: random.Random) -> str:
    return place + (
        str(dice.randint(0, 9)) if place[-1:].isdigit() and place not in URLS else dice.choice(["x", ".com", "/x"])
    )


PLACES = (other_host, other_letter, look_alike, with_user, with_port, other_scheme, dropped, cut, longer)
NUMBERS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda target, dice: target.replace("][1]", "][2]"),
    lambda target, dice: target.replace("][2]", "][3]"),
    lambda target, dice: target.replace("][2]", f"]({dice.choice(URLS[:3])})"),
    lambda target, dice: target.replace("][1]", "]"),
    lambda target, dice: target.replace("][1]", f"]: {dice.choice(URLS)}"),
)
ADDED = (
    *(
        " https://evil.com",
        " http://evil.info/rfa.org",
        " <https://evil.com>",
        " evil.com",
        " www.evil.org",
        " a@evil.org",
    ),
    *(" [x](https://evil.com)", " ![x](https://evil.com/p.png)", " @evil_channel", " +95 9 555 123 456", " t.me/evil"),
    *(
        " http://abcdefghij234567.onion",
        " [x]: https://evil.com",
        " <a href='https://evil.com'>x</a>",
        " https:evil.com/a",
    ),
    *(
        " hxxps://evil.com",
        " HTTPS://EVIL.COM",
        " https://evil。com",
        " //evil.com/a",
        " ftp://evil.com/a",
        " tel:+95955512345",
    ),
)


def mutant(dice: random.Random) -> tuple[str, str, str, str] | None:
    """Return what was done, source, target, locale; None where it changed nothing."""
    source, target, place, locale = pair(dice)
    kind = dice.choice(("place", "place", "number", "added"))
    if kind == "added":
        added = dice.choice(ADDED)
        return f"added{added}", source, target + added, locale
    if kind == "number" or "][" in place:
        at = dice.randrange(len(NUMBERS))
        return f"number {at}", source, NUMBERS[at](target, dice), locale
    change = dice.choice(PLACES)
    changed = target.replace(place, change(place, dice))
    return (f"{change.__name__} of {place}", source, changed, locale) if changed != target else None


COUNT = examples(10_000) if examples(10_000) == 10_000 else 1_000


def test_no_translation_that_leads_elsewhere_is_approved_by_one_person() -> None:
    dice, made, passed = random.Random(20), 0, Counter[tuple[str, ...]]()
    while made < COUNT:
        found = mutant(dice)
        if found:
            made += 1
            what, source, target, locale = found
            if not stopped(source, target, locale):
                passed[what, target] += 1
    assert dict(Counter(what for what, _ in passed)) == {}


@pytest.mark.parametrize("locale", SAID)
def test_faithful_translations_are_approved_by_one_person(locale: str) -> None:
    dice = random.Random(21)
    pairs = [found for _ in range(COUNT // 10) if (found := pair(dice))[3] == locale]
    assert [target for source, target, _, locale in pairs if stopped(source, target, locale)] == []


def test_links_may_change_their_order() -> None:
    assert not stopped("[The report][1] and [the map][2].", "[El mapa][2] y [el informe][1].", "es")
