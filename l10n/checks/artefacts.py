"""What engines leave behind: marks for markup, sentences about the translation, warnings, HTML entities."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule

RULE = Rule(
    "artefacts",
    Severity.ERROR,
    "The target holds what an engine said beside the translation, or left over in it.",
    why="""\
Found are marks such as ⟦1⟧, “Translation:” and “Here is the translation”, <think>…</think>, fences of backticks,
special tokens of language models, a service's warning in place of a text, and HTML entities that the source has not.
`--fix` takes off what stands around the text, and turns entities into characters; a warning stays for a person.""",
)

_LABEL = (
    r"translat(?:ion|ed text)|traducci[oó]n|traduction|übersetzung|tradução|traduzione|перевод|ترجمة|الترجمة|ترجمه"
    r"|अनुवाद|翻译|翻譯|译文|譯文|翻訳|訳文|번역|คำแปล|การแปล|ဘာသာပြန်(?:ချက်)?|terjemahan|bản dịch|çeviri"
)
_PREAMBLE = re.compile(
    rf"\A\s*(?:\W{{0,3}}(?:sure|of course|certainly|okay|ok)\b[^\n:]{{0,20}}[!,.:]\s*)?"
    rf"(?:\W{{0,3}}(?:here(?:'s| is| are)|below is|this is|aqu[ií] (?:está|tienes?)|voici|hier ist|ecco|aqui está|вот"
    rf"|以下是|これは)[^\n:：]{{0,60}}(?:{_LABEL})[^\n:：]{{0,40}}[:：]"
    rf"|\W{{0,3}}(?:[\w-]{{3,12}} )?(?:{_LABEL})\W{{0,3}}[:：])"
    r"\W{0,3}\s*",
    re.IGNORECASE,
)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>\s*|</?think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"\A\s*```\w*\n(.*?)\n?```\s*\Z", re.DOTALL)
_TOKEN = re.compile(r"<\|[\w ]{2,30}\|>|\[/?INST\]|</?s>|<unk>|<pad>|▁|⁇|[⟦⟧]")
_MARK = re.compile(r"\s?⟦[0-9]+⟧")
_ENTITY = re.compile(r"&(?:amp|quot|lt|gt|nbsp|apos|#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5});")
_SERVICE = re.compile(
    r"MYMEMORY WARNING|QUERY LENGTH LIMIT|PLEASE SELECT TWO DISTINCT LANGUAGES|IS AN INVALID TARGET LANGUAGE"
    r"|Too Many Requests|Internal Server Error|as an ai (?:language )?model"
    r"|I(?:'m| am) (?:sorry|unable)[^.]{0,40}translat",
    re.IGNORECASE,
)
_HINT = re.compile(r"[<⟦⟧▁⁇&`:：\[]|MYMEMORY|LIMIT|LANGUAGE|Request|Error|sorry|unable|ai ", re.IGNORECASE)


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    target = entry.target
    if not _HINT.search(target):
        return
    kinds = (
        (_SERVICE, "This is a warning of the service, not a translation: “{}”."),
        (_THOUGHT, "The engine's own thoughts stand in the target: {}"),
        (_PREAMBLE, "The engine speaks about the translation: “{}”."),
        (_TOKEN, "A mark of the engine was left over: {}"),
        (_ENTITY, "An HTML entity stands in the text: {}"),
        (_FENCE, "The target stands between fences of code: {}"),
    )
    for pattern, message in kinds:
        found = pattern.search(target)
        if found and found[0] not in entry.source and not pattern.search(entry.source):
            part = " ".join(found[0].split())
            yield RULE.finding(message.format(part[:60]), target_part=part[:60])


def fix(entry: Entry, locales: Locales) -> str | None:
    target = entry.target
    if _SERVICE.search(target):
        return None
    for pattern, instead in ((_THOUGHT, ""), (_PREAMBLE, ""), (_FENCE, r"\1"), (_MARK, "")):
        if not pattern.search(entry.source):
            target = pattern.sub(instead, target)
    if not _ENTITY.search(entry.source):
        target = _ENTITY.sub(lambda match: _character(match[0]), target)
    return target.strip() or None


def _character(entity: str) -> str:
    """Return what an entity stands for, but for the signs that Markdown would read."""
    char = html.unescape(entity)
    return entity if char in "<>&*_`[]\\" else char
