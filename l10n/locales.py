"""What is known of locales without asking anybody: their form, and which way they are written."""

from __future__ import annotations

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages written from right to left unless their tag names another script."""

RIGHT_TO_LEFT_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})


def direction(locale: str) -> str:
    """Return `rtl` or `ltr`, by the script of the tag where it names one, else by its language."""
    language, *rest = locale.split("-")
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if script in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if language.lower() in RIGHT_TO_LEFT else "ltr"


def is_locale(tag: str) -> bool:
    """Whether *tag* has the form of a BCP 47 tag that Diglot takes: language, then script or region."""
    language, *rest = tag.split("-")
    return (
        language.isascii()
        and language.isalpha()
        and language.islower()
        and 2 <= len(language) <= 3
        and len(rest) <= 2
        and all(part.isascii() and part.isalnum() and 2 <= len(part) <= 8 for part in rest)
    )
