"""The few words an edition says itself, in the languages it can say them in."""

from __future__ import annotations

from collections.abc import Mapping

from .edition import Edition, Pair
from .provenance import shares

EN = {
    "both": "Both",
    "side": "Side by side",
    "show": "Show",
    "skip": "Skip to the article",
    "contents": "Contents",
    "article": "Article",
    "picture": "Picture",
    "draft": "Machine draft, not yet read by a translator",
    "review": "In review, not yet approved",
    "stale": "Needs work: not approved as it stands",
    "outdated": "The original has changed since this was approved",
    "empty": "Not translated yet",
    "draft-edition": "This is a draft. {count} of {all} parts are not approved; each is marked.",
    "author": "Written by",
    "publisher": "Published by",
    "date": "Date",
    "original": "Original",
    "licence": "Licence",
    "no-licence": "Unknown: ask the publisher before you pass this on",
    "translators": "Translated by",
    "withheld": "The desk, names withheld",
    "named-and-others": "{names}; other names withheld",
    "readers": "Read by",
    "one-reader": "one person",
    "two-readers": "two people or more, every paragraph",
    "origins": "Where the text comes from",
    "human": "a translator: {share} %",
    "reviewed-machine": "a machine, approved by a translator as it was: {share} %",
    "raw-machine": "a machine, not reviewed: {share} %",
    "edition": "Edition",
    "changed": "Changed since",
    "changed-in": "edition {number} ({date}): {labels}",
    "digest": "SHA-256 of the original",
    "note": "Note",
    "about": "About this edition",
}
MY = {
    "both": "နှစ်ဘာသာ",
    "side": "ဘေးချင်းယှဉ်",
    "show": "ပြသပုံ",
    "skip": "ဆောင်းပါးသို့ ကျော်သွားရန်",
    "contents": "မာတိကာ",
    "article": "ဆောင်းပါး",
    "picture": "ဓာတ်ပုံ",
    "draft": "စက်ဖြင့် ဘာသာပြန်ထားသော မူကြမ်း၊ ဘာသာပြန်သူ မဖတ်ရသေးပါ",
    "review": "စိစစ်ဆဲဖြစ်ပြီး အတည်မပြုရသေးပါ",
    "stale": "ပြန်ပြင်ရန် လိုပြီး ယခုအတိုင်း အတည်မပြုထားပါ",
    "outdated": "ဤဘာသာပြန်ကို အတည်ပြုပြီးနောက် မူရင်း ပြောင်းလဲသွားသည်",
    "empty": "ဘာသာမပြန်ရသေးပါ",
    "draft-edition": "ဤစာသည် မူကြမ်းဖြစ်သည်။ အပိုင်း {all} ပိုင်းအနက် {count} ပိုင်းကို အတည်မပြုရသေးဘဲ တစ်ခုချင်း မှတ်သားထားသည်။",
    "author": "ရေးသားသူ",
    "publisher": "ထုတ်ဝေသူ",
    "date": "ရက်စွဲ",
    "original": "မူရင်း",
    "licence": "လိုင်စင်",
    "no-licence": "မသိရပါ။ ဖြန့်ဝေခြင်းမပြုမီ ထုတ်ဝေသူကို မေးပါ",
    "translators": "ဘာသာပြန်သူ",
    "withheld": "ဘာသာပြန်ဌာန (အမည်များ ထုတ်ဖော်မထားပါ)",
    "named-and-others": "{names}။ အခြားအမည်များ ထုတ်ဖော်မထားပါ",
    "readers": "ဖတ်ရှုစိစစ်သူ",
    "one-reader": "တစ်ဦး",
    "two-readers": "စာပိုဒ်တိုင်းကို နှစ်ဦးနှင့်အထက်",
    "origins": "စာသား၏ ဇစ်မြစ်",
    "human": "ဘာသာပြန်သူ {share} %",
    "reviewed-machine": "စက်ဘာသာပြန်၊ ဘာသာပြန်သူက ယင်းအတိုင်း အတည်ပြု {share} %",
    "raw-machine": "စက်ဘာသာပြန်၊ မစိစစ်ရသေး {share} %",
    "edition": "ထုတ်ဝေမှု အကြိမ်",
    "changed": "ပြောင်းလဲချက်များ",
    "changed-in": "ထုတ်ဝေမှု {number} ({date})၊ {labels}",
    "digest": "မူရင်း၏ SHA-256",
    "note": "မှတ်ချက်",
    "about": "ဤစာအကြောင်း",
}
ES = {
    "both": "Ambos",
    "side": "En paralelo",
    "show": "Mostrar",
    "skip": "Ir al artículo",
    "contents": "Índice",
    "article": "Artículo",
    "picture": "Imagen",
    "draft": "Borrador automático, aún no leído por un traductor",
    "review": "En revisión, aún no aprobado",
    "stale": "Por revisar: no está aprobado tal como está",
    "outdated": "El original cambió después de aprobarse este texto",
    "empty": "Aún sin traducir",
    "draft-edition": "Esto es un borrador. {count} de {all} partes no están aprobadas; cada una está marcada.",
    "author": "Escrito por",
    "publisher": "Publicado por",
    "date": "Fecha",
    "original": "Original",
    "licence": "Licencia",
    "no-licence": "Desconocida: pregunte a quien lo publicó antes de difundirlo",
    "translators": "Traducido por",
    "withheld": "La redacción; nombres reservados",
    "named-and-others": "{names}; otros nombres, reservados",
    "readers": "Leído por",
    "one-reader": "una persona",
    "two-readers": "dos personas o más, cada párrafo",
    "origins": "De dónde viene el texto",
    "human": "un traductor: {share} %",
    "reviewed-machine": "una máquina, aprobado sin cambios por un traductor: {share} %",
    "raw-machine": "una máquina, sin revisar: {share} %",
    "edition": "Edición",
    "changed": "Cambios desde entonces",
    "changed-in": "edición {number} ({date}): {labels}",
    "digest": "SHA-256 del original",
    "note": "Nota",
    "about": "Sobre esta edición",
}
WORDS: Mapping[str, Mapping[str, str]] = {"en": EN, "my": MY, "es": ES}
NAMES = {
    "en": "English",
    "my": "မြန်မာ",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "pt": "Português",
    "ar": "العربية",
}
FACTS = (
    *("author", "publisher", "date", "original", "licence", "translators", "readers", "origins"),
    *("edition", "changed", "digest", "note"),
)


def words(locale: str) -> Mapping[str, str]:
    """Return the words of *locale*'s language, English where there are none."""
    return WORDS.get(locale.split("-")[0], EN)


def word_locale(locale: str) -> str:
    """Return the locale that `words(locale)` are in."""
    return locale if locale.split("-")[0] in WORDS else "en"


def language_name(locale: str) -> str:
    """Return what speakers call the language, else its tag."""
    return NAMES.get(locale.split("-")[0], locale)


def main_locale(edition: Edition) -> str:
    """Return the language that the edition speaks to its reader in."""
    return edition.only or edition.target_locale


def mark_words(pair: Pair, edition: Edition) -> list[tuple[str, str]]:
    """Return (locale, label) for a pair that is not approved, in each language of the edition; [] for one that is."""
    if not pair.mark or edition.only == edition.source_locale:
        return []
    locales = dict.fromkeys(word_locale(loc) for loc in (main_locale(edition), edition.source_locale))
    return [(loc, words(loc)[pair.mark]) for loc in locales]


def label(pair: Pair, edition: Edition) -> str:
    """Return the label of a pair as one line, "" for an approved one."""
    return " · ".join(text for _, text in mark_words(pair, edition))


def draft_notice(edition: Edition) -> str:
    """Return the sentence that a draft edition opens with, "" for a reviewed one."""
    if not edition.draft or not edition.unreviewed or edition.only == edition.source_locale:
        return ""
    return words(main_locale(edition))["draft-edition"].format(count=edition.unreviewed, all=len(edition.pairs))


def colophon(edition: Edition) -> list[tuple[str, str]]:
    """Return (name, value) of what a reader must know about the edition, in its language."""
    said = words(main_locale(edition))
    known = {name: value for name, value in edition.facts.items() if name in said}
    known["licence"] = known.get("licence") or said["no-licence"]
    known |= dict.fromkeys(("readers", "edition", "changed"), "")  # what an article calls so is something else
    if edition.only != edition.source_locale:
        known |= _made_by(edition, said)
    return [(said[fact], known[fact]) for fact in FACTS if known.get(fact)]


def _made_by(edition: Edition, said: Mapping[str, str]) -> dict[str, str]:
    """Return how the translation came about: people, readers, machines, and what earlier editions said otherwise."""
    of = edition.provenance
    names = ", ".join(of.translators)
    named = said["named-and-others"].format(names=names) if of.withheld else names
    origins = shares(pair.origin for pair in edition.pairs)
    changed = [
        said["changed-in"].format(
            number=each.number, date=each.date or "–", labels=", ".join(c.label for c in each.changes)
        )
        for each in of.revisions
    ]
    return {
        "translators": named if names else said["withheld"],
        "readers": {0: "", 1: said["one-reader"]}.get(of.readers, said["two-readers"]),
        "origins": "; ".join(said[origin.value].format(share=share) for origin, share in origins.items()),
        "edition": str(of.number),
        "changed": "; ".join(changed),
    }
