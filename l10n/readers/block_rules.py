"""The rules of markdown-it's block pass, asked only where the first sign of a line lets them apply.

Most lines of an article begin with a letter; of them most are a paragraph, which takes one rule, not twelve.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

Rule = Callable[["StateBlock", int, int, bool], bool]

_SIGNS: Mapping[str, str] = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
"""Where these rules apply at all, a line begins with one of their signs and is not indented as code."""
_ANY = "".join(_SIGNS.values())
_SPECIAL = frozenset(_ANY + "=|:")
_CODE_INDENT = 4


def chosen_rule(rules: Sequence[tuple[str, Rule]]) -> Rule:
    """Return one rule for all of *rules*, which has the same effect in less time."""
    every = [rule for _, rule in rules]
    by_sign = {sign: [rule for name, rule in rules if sign in _SIGNS.get(name, _ANY)] for sign in _ANY}
    other = [rule for name, rule in rules if name not in _SIGNS]
    inner = [rule for name, rule in rules if name not in _SIGNS and name != "code"]

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        at = state.bMarks[start] + state.tShift[start]
        if at >= state.eMarks[start]:
            chosen = every
        elif state.sCount[start] - state.blkIndent >= _CODE_INDENT:
            chosen = other
        else:
            chosen = by_sign.get(state.src[at], inner)
        for rule in chosen:  # noqa: SIM110  any() would cost a generator for every line
            if rule(state, start, end, silent):
                return True
        return False

    return run


def block_rule(rules: Sequence[tuple[str, Rule]]) -> Rule:
    """Return the rule that makes any block; of a plain paragraph it makes one inline token, without its paragraph."""
    from markdown_it.token import Token

    general = chosen_rule(rules)

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        last = _plain_end(state, start)
        if not last:
            return general(state, start, end, silent)
        token = Token("inline", "", 0, level=state.level, block=True)
        token.map = [start, last]
        starts, shifts, ends = state.bMarks, state.tShift, state.eMarks
        token.meta = {"rule": "paragraph", "spans": [(starts[n] + shifts[n], ends[n]) for n in range(start, last)]}
        state.tokens.append(token)
        state.line = last
        return True

    return run


def _plain_end(state: StateBlock, start: int) -> int:
    """Return the line after the paragraph that begins here, 0 where another block may begin here or in its lines."""
    src, starts, shifts, ends, counts = state.src, state.bMarks, state.tShift, state.eMarks, state.sCount
    at = starts[start] + shifts[start]
    if at >= ends[start] or src[at] in _SPECIAL or counts[start] - state.blkIndent >= _CODE_INDENT:
        return 0
    for line in range(start + 1, state.lineMax):
        at = starts[line] + shifts[line]
        if at >= ends[line]:
            return line
        if src[at] in _SPECIAL:
            return 0
    return max(start + 1, state.lineMax)
