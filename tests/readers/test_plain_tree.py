"""The quick reading of simple bodies: the same tree as the whole reader's, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.model import BlockKind
from l10n.readers.plain_tree import read_plain_tree
from l10n.readers.tree import read_tree

ROWS = (
    "Words",
    "two *words* [here](https://e.org)",
    "# A head",
    "## A head",
    "# head #",
    "- item",
    "- [ ] task",
    "* star",
    "+ plus",
    "1. one",
    "2) two",
    "1986. A year",
    "> quoted",
    ">",
    "  inner",
    "   three",
    " one",
    "    code",
    "",
    " ",
    "---",
    "***",
    "* * *",
    "===",
    "```",
    "| a | b |",
    "|---|---|",
    "![alt](p.jpg)",
    '![alt](p.jpg "title")',
    "![alt](p.jpg) words",
    '[x](y "title")',
    "[a]: https://e.org",
    "[^1]: note",
    "[^1] words",
    "text\\",
    "\\",
    "\\- no list",
    "text  ",
    "**bold**",
    "_em_",
    "`code`",
    "<b>bold</b>",
    "<https://e.org>",
    "a <https://e.org> b",
    "5 < 6",
    "{{< figure >}}",
    ":::",
    "$5",
    "$$",
    "import x from './y'",
    "[TOC]",
    "*[HTML]: words",
    "é\u00a0",
    "\u00a0é",
    "\u3000é",
    "a\u2028b",
    "“quoted”",
    "a\tb",
    "-",
    "--",
)
SIGNS = 'aab1  \n\n*-_>#.[]!()`<&\\"~+=é:'

bodies = st.one_of(
    st.lists(st.sampled_from(ROWS), max_size=9).map("\n".join),
    st.lists(st.sampled_from(ROWS), max_size=6).map("\n\n".join),
    st.text(SIGNS, max_size=30),
)


@given(bodies, st.booleans())
def test_what_is_not_declined_is_what_the_whole_reader_reads(body, headline):
    found = read_plain_tree(body, offset=7, line=3, headline=headline)
    assert found is None or found == read_tree(body, offset=7, line=3, headline=headline)


ARTICLE = """# A boat sank

The *boat* [sank](https://e.org "Why") on
Monday.

## What is known

- One
- Two
  goes on

1. First

> Quoted.
>
> More.

![A boat](boat.jpg "The boat")

***
"""


def test_an_article_as_newspapers_write_them_is_not_declined():
    found = read_plain_tree(ARTICLE, offset=0, line=1, headline=True)
    assert found is not None
    assert [block.kind for block in found.blocks] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.LIST,
        BlockKind.LIST,
        BlockKind.QUOTE,
        BlockKind.FIGURE,
        BlockKind.RULE,
    ]
    assert found == read_tree(ARTICLE, offset=0, line=1, headline=True)


@pytest.mark.parametrize(
    "body",
    [
        "a <b>c</b>",
        "{{% note %}}",
        "[a]\n\n[a]: https://e.org",
        "Title\n===",
        "| a |\n|---|",
        "- a\n\n  b",
        "> a\nb",
        "```\na\n```",
        "a\n    b",
        "1. a\n- b",
    ],
)
def test_what_may_be_more_than_it_seems_is_declined(body):
    assert read_plain_tree(body, offset=0, line=1, headline=True) is None
