"""Names in texts of an article: people, places and organisations, guessed from capital letters and what stands beside.

For languages that write names alone with capital letters. It proposes; a person decides what goes into the glossary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..sentences import split_sentences


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in text *number*: `text[start:end]` there; *kind* is as in `Term`."""

    text: str
    number: int
    start: int
    end: int
    kind: str = ""


_TITLES = _set(
    "U Daw Ko Ma Maung Saw Naw Sai Nang Nan Mahn Bo Min Salai Mai Lahpai Gen Lt Col Maj Brig Capt Sgt Cpl Adm Dr Mr "
    "Mrs Ms Prof Rev Sen Rep Gov General Colonel Major Captain Lieutenant Sergeant Admiral Brigadier President "
    "Premier Minister Senator Governor Mayor Ambassador Judge Justice Bishop Cardinal Pope King Queen Prince "
    "Princess Sheikh Imam Sir Lady Doctor Professor Reverend Secretary Chairman Spokesman Spokeswoman Spokesperson "
    "Presidente Presidenta Señor Señora Sr Sra Don Doña Monsieur Madame Mme Herr Frau Generalmajor Vice Deputy "
    "Chief Senior Prime Commander"
)
_BURMESE_TITLES = _set("U Daw Ko Ma Maung Saw Naw Sai Nang Nan Mahn Bo Salai Mai")
"""Honorifics that are written as a part of the name."""
_BURMESE_IN_NAMES = _set("Ma Min Bo Ko Nan Sai U Saw")
_SPEAKING = _set(
    "said says say told tells added adds wrote asked argued warned announced explained tweeted dijo "
    "afirmó declaró según"
)
_ORGANISATION = _set(
    "Government Ministry Department Office Agency Authority Commission Committee Council Court Parliament Congress "
    "Senate Army Force Forces Navy Police Guard Militia Movement Front Party League Union Association Alliance "
    "Organization Organisation Foundation Institute University College School Hospital Bank Company Corporation "
    "Corp Inc Ltd Group Service News Radio Times Post Press Media Channel Network Center Centre Board Assembly "
    "Federation Society Club Team Nations Factbook Embrace Watch Gobierno Ministerio Ejército Partido Liga Unión "
    "Asociación Universidad Policía"
)
_PLACE = _set(
    "State Region Township District Province City Town Village River Lake Mountain Mountains Island Islands Street "
    "Road Avenue Bridge Airport Valley Bay Sea Ocean Desert Coast Peninsula County Estado Provincia Ciudad Río "
    "Calle"
)
_WHERE = _set("in from near at en desde à dans aus nach bei")
_REGION = re.compile(r"\s+(?:state|region|township|city|province|district|river|island|village|town)s?\b")
_GROUPS = _set("People Women Workers Students Children Peoples Farmers Men Doctors Teachers Nurses Citizens Veterans")
_CALENDAR = _set(
    "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul "
    "Aug Sept Sep Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs "
    "Fri Sat Sun Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre Lunes "
    "Martes Miércoles Jueves Viernes Sábado Domingo Christmas Easter Ramadan New English"
)
_COMMON = _set(
    "Same The A An This That These Those It Its He She They We I You His Her Their Our My Your In On At By For From "
    "To Of With Without And But Or Nor So Yet If When While Where Why How What Who Whom Which Whose As After Before "
    "Since Until During Under Over About Against Between Among Through Because Although Though However Moreover "
    "Nevertheless Nearly Almost Many Most Some Few Several All Both Each Every Any No Not None Only Just Even Also "
    "Still Then There Here Now Today Yesterday Tomorrow Last Next First Second Third One Two Three Four Five Six "
    "Seven Eight Nine Ten Hundreds Thousands Millions Local Former Current Reported Written Translated Edited Photo "
    "Image Picture Original Source Read More According Especially Wouldn Couldn Don Didn Isn Meanwhile Earlier "
    "Later Once Despite Instead Other Another Such El La Los Las Un Una Unos Unas Este Esta Estos Estas Ese Esa "
    "Pero Y O Si Cuando Donde Como Según Sin Con Por Para De Del Al En Se Su Sus Le Les Des Du Ce Cette Ces Il Elle "
    "Ils Elles Nous Vous Mais Et Ou Dans Pour Avec Sur Der Die Das Ein Eine Und Aber Oder Im Am Zum Zur Von Mit Für "
    "Auf Bei Nach Es Er Sie Wir"
)
_LINKS = _set("of for the de del de la las los da do dos das di von van der den bin ibn al el y e du des and")
_NOUNS_CAPITALISED = frozenset({"de", "lb", "nds"})

_TOKEN = re.compile(r"[^\W\d_](?:[^\W_]|(?<=\w)[-‑](?=\w)|(?<=\b[A-Z])\.(?=[A-Z]\b))*\.?|[^\w\s]|\d[\w.,]*")
_WORD = re.compile(r"[^\W\d_].*", re.DOTALL)


def find_names(texts: Sequence[str], locale: str) -> list[Name]:
    """Return the names in *texts*, which are plain and belong together, in order.

    A word at the start of a sentence counts where it is a name elsewhere too; a headline in capitals proposes nothing
    that the texts do not have. [] for languages that write no capital letters.
    """
    runs = [run for number, text in enumerate(texts) for run in _runs(text, number)]
    runs = _with_owners(runs, texts)
    sure = Counter(" ".join(run.words) for run in runs if not run.is_doubtful)
    lowered = {w for text in texts for w in re.findall(r"\b[^\W\d_]+\b", text) if w.islower()}
    names = [name for run in runs for name in _names(run, texts[run.number], sure, lowered)]
    if locale.split("-")[0] in _NOUNS_CAPITALISED:
        names = [name for name in names if " " in name.text or name.text.isupper()]
    return sorted(names, key=lambda name: (name.number, name.start))


@dataclass(frozen=True, slots=True)
class _Run:
    """Words with capital letters in a row, and where each stands; *first* says that it begins a sentence."""

    number: int
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    first: bool
    headline: bool
    before: str
    after: str

    @property
    def is_doubtful(self) -> bool:
        return self.headline or (self.first and len(self.words) == 1)


def _runs(text: str, number: int) -> Iterator[_Run]:
    start = 0
    for sentence in split_sentences(text):
        tokens = [(m[0], m.start() + start, m.end() + start) for m in _TOKEN.finditer(sentence)]
        start += len(sentence)
        yield from _runs_of(text, tokens, number)


def _runs_of(text: str, tokens: list[tuple[str, int, int]], number: int) -> Iterator[_Run]:
    words = [t for t, _, _ in tokens if _WORD.match(t)]
    capital = sum(t[:1].isupper() for t in words)
    ends = text.strip().rstrip('"”’)').endswith((".", "!", "?"))
    headline = (len(words) > 3 and capital > 0.6 * len(words) and not ends) or (
        len(words) > 1 and all(t.isupper() for t in words)
    )
    at, begun = 0, False
    while at < len(tokens):
        if not _is_capital(tokens[at][0]):
            begun = begun or bool(_WORD.match(tokens[at][0])) or tokens[at][0][0].isdigit()
            at += 1
            continue
        end = _run_end(text, tokens, at)
        part = [(t.rstrip(".") if not re.fullmatch(r"(?:\w\.)+", t) else t, s, e) for t, s, e in tokens[at:end]]
        before = next((t for t, _, _ in reversed(tokens[:at]) if _WORD.match(t)), "")
        after = tokens[end][0] if end < len(tokens) else ""
        yield _Run(
            number,
            tuple(t for t, _, _ in part),
            tuple((s, s + len(t)) for t, s, _ in part),
            not begun,
            headline,
            before,
            after,
        )
        begun, at = True, end


_OWNER = re.compile(r"['’]s\s+(?=[^\W\d_a-z])")


def _with_owners(runs: Sequence[_Run], texts: Sequence[str]) -> list[_Run]:
    """Return the runs with `People's Embrace` in one, where its first word is no name of its own elsewhere."""
    owns = [bool(_OWNER.match(texts[run.number], run.spans[-1][1])) for run in runs]
    alone = {run.words for run, owner in zip(runs, owns, strict=True) if not owner}
    joined: list[_Run] = []
    pending = False
    for run, owner in zip(runs, owns, strict=True):
        if pending and joined:
            last = joined.pop()
            run = replace(
                run, words=(f"{last.words[0]}’s", *run.words), spans=(*last.spans, *run.spans), first=last.first
            )
        joined.append(run)
        one = len(run.words) == 1 and not run.words[0].isupper()
        pending = owner and one and run.words not in alone and run.words[0] in _GROUPS
    return joined


def _is_capital(token: str) -> bool:
    return token[:1].isupper()


def _run_end(text: str, tokens: list[tuple[str, int, int]], at: int) -> int:
    """Return behind which token the run ends that begins with token *at*; small words go on within it."""
    end = at + 1
    while end < len(tokens):
        between = text[tokens[end - 1][2] : tokens[end][1]]
        ahead = end
        while ahead < len(tokens) and tokens[ahead][0] in _LINKS and tokens[ahead][0] != "and" and ahead - end < 2:
            ahead += 1
        if not between.isspace() or (tokens[end - 1][0].endswith(".") and tokens[end - 1][0][:-1] not in _TITLES):
            break
        if ahead >= len(tokens) or not _is_capital(tokens[ahead][0]):
            break
        end = ahead + 1
    return end


def _names(run: _Run, text: str, sure: Counter[str], lowered: set[str]) -> Iterator[Name]:
    words, spans, titled = list(run.words), list(run.spans), False
    while words and (words[0] in _COMMON or (run.first and words[0].lower() in lowered and words[0] not in _TITLES)):
        del words[0], spans[0]
    while len(words) > 1 and words[0] in _TITLES and words[0] not in _BURMESE_IN_NAMES | _BURMESE_TITLES:
        titled = True
        del words[0], spans[0]
    if len(words) > 1 and words[0].endswith("-based"):
        del words[0], spans[0]
    while words and (words[-1] in _COMMON or words[-1] in _LINKS):
        del words[-1], spans[-1]
    if not words or (len(words) == 1 and (words[0] in _CALENDAR or words[0] in _TITLES or len(words[0]) < 2)):
        return
    if all(word in _CALENDAR for word in words):
        return
    name = " ".join(words)
    shortened = len(words) < len(run.words) and words[0] not in _ORGANISATION
    doubtful = run.first and len(words) == 1 and not titled and not shortened and not (name.isupper() and len(name) > 1)
    if (run.headline or doubtful) and not sure[name]:
        return
    start, end = spans[0][0], spans[-1][1]
    yield Name(text[start:end], run.number, start, end, _kind(words, run, text[end:], titled))


def _kind(words: Sequence[str], run: _Run, rest: str, titled: bool) -> str:
    if titled or (words[0] in _BURMESE_TITLES and len(words) > 1) or run.before in _SPEAKING:
        return "person" if not words[-1].isupper() else "organisation"
    if re.match(r"\s*\([A-Z][A-Za-z]*[A-Z]\)", rest) or any(word in _ORGANISATION for word in words):
        return "organisation"
    if len(words) == 1 and words[0].isupper():
        return "organisation"
    if words[-1] in _PLACE or _REGION.match(rest) or (run.before in _WHERE and len(words) < 3):
        return "place"
    following = re.match(r"\s+([^\W\d_]+)", rest)
    return "person" if following and following[1] in _SPEAKING and len(words) > 1 else ""
