"""Examples of what CommonMark has not: tables, footnotes, task lists, struck-out text, as GitHub reads them."""

from __future__ import annotations

TABLES = (
    "| a | b |\n| - | - |\n| c | d |\n",
    "a | b\n--|--\nc | d\n",
    "| left | centre | right |\n|:---|:---:|---:|\n| 1 | 2 | 3 |\n",
    "|a|\n|-|\n|b|\n",
    "| a |\n| --- |\n",
    "Text before\n\n| a | b |\n|---|---|\n| c | d |\n\nText after\n",
    "| a | b |\n|---|---|\n| c | d |\n> a quote ends it\n",
    "| a | b |\n|---|---|\n| c |\n| d | e | too many |\n",
    "| a \\| pipe | b |\n|---|---|\n| `code \\| pipe` | c |\n",
    "| **bold** | [link](a.html \"t\") |\n|---|---|\n| ![alt](i.png) | ~~gone~~ |\n",
    "| a | b |\n|---|---|\n|   |   |\n|| x |\n",
    "> | quoted | table |\n> |---|---|\n> | c | d |\n",
    "- item\n\n  | in | list |\n  |---|---|\n  | c | d |\n",
    "   | indented | three |\n   |---|---|\n   | c | d |\n",
    "    | code | no table |\n    |---|---|\n",
    "| a | b |\n|---|\n",
    "| a | b\n|---|---\n| no | end\nand | more\n",
    "|\ta\t|\tb\t|\n|---|---|\n|\tc\t|\td\t|\n",
    "| a<br>b | &amp; |\n|---|---|\n| <b>c</b> | \u00a0d |\n",
    "| العربية | မြန်မာ | 中文 |\n|---|---|---|\n| مرحبا | မင်္ဂလာပါ | 你好 |\n",
    "# Heading\n| a | b |\n|---|---|\n| c | d |\n",
    "| a | b |\r\n|---|---|\r\n| c | d |\r\n",
)  # fmt: skip

FOOTNOTES = (
    "Text[^1].\n\n[^1]: The note.\n",
    "Text[^note] and more[^other].\n\n[^note]: One.\n[^other]: Two.\n",
    "[^1]: The note comes first.\n\nText[^1].\n",
    "Text[^1].\n\n[^1]: First paragraph.\n\n    Second paragraph.\n",
    "Text[^1].\n\n[^1]: First line\ngoes on lazily.\n",
    "Text[^1].\n\n[^1]:\n    The note starts below.\n",
    "Text[^1].\n\n[^1]: - a list\n    - in a note\n",
    "Text[^1].\n\n[^1]: With `code`, *stress* and [a link](b).\n",
    "Text[^missing].\n",
    "[^unused]: Nobody points here.\n",
    "> Quote[^1].\n\n[^1]: Note.\n",
    "- item[^1]\n\n[^1]: Note.\n",
    "| a[^1] | b |\n|---|---|\n| c | d[^1] |\n\n[^1]: Note.\n",
    "Text^[an inline note] here.\n",
    "# Heading[^1]\n\n[^1]: Note.\n",
    "Text[^1][^2].\n\n[^1]: One.\n\n[^2]: Two.\n",
    "Text[^ သတင်း].\n\n[^မှတ်ချက်]: စာ။\n",
    "Text\\[^1].\n\n[^1]: Note.\n",
)

TASKS = (
    "- [ ] open\n- [x] done\n",
    "- [X] capital\n* [ ] star\n+ [ ] plus\n",
    "1. [ ] first\n2. [x] second\n",
    "- [ ] outer\n  - [x] inner\n",
    "- [ ] \n- [x]\n",
    "- [ ]no space\n- [y] no box\n",
    "- [ ] a paragraph\n\n  and another\n",
    "> - [ ] quoted\n",
    "- [x] **bold** and [link](a)\n- [ ] [x] twice\n",
    "- [ ] [link]\n\n[link]: a.html 'T'\n",
    "-   [ ]   wide\n",
    "- [ ]\ttab\n",
    "- \\[ ] escaped\n",
)

STRUCK = (
    "~~gone~~\n",
    "a ~~b~~ c\n",
    "~one~\n",
    "~~~three~~~\n",
    "~~not\n\nacross~~\n",
    "~~across\nlines~~\n",
    "**~~both~~**\n",
    "~~[link](a)~~ and [~~link~~](b)\n",
    "\\~~escaped~~\n",
    "a~~b~~c\n",
    "~~ not ~~\n",
    "`~~code~~`\n",
    "~~~\nfence\n~~~\n",
    "# ~~Heading~~\n",
)

AUTOLINKS = (
    "See www.example.org for more.\n",
    "See https://example.org/a_b_c?d=e&f=g#h.\n",
    "Write to someone@example.org today.\n",
    "(https://example.org/a(b)c)\n",
)

EXAMPLES = (*TABLES, *FOOTNOTES, *TASKS, *STRUCK, *AUTOLINKS)
