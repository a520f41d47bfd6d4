"""Hostile and unlucky translations: each stays text or is refused, in every place an article has for it."""

from __future__ import annotations

import html
import json
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from thorough import dealt

from l10n.errors import ArticleError
from l10n.readers.frontmatter import read_front_matter
from l10n.readers.lineends import LineEnds
from l10n.readers.markdown import read_markdown, splice

TRANSLATIONS: dict[str, str] = json.loads(
    (Path(__file__).parent.parent / "hostile" / "translations.json").read_text(encoding="utf-8")
)
REFUSED = {"NUL", "an escape sequence", "half a character", "no character"}

BODY = {
    "paragraph": "One.\n\n@\n\nTwo.\n",
    "first lines": "@\nTwo lines\n\nText.\n",
    "paragraph before a rule": "@\n***\nText.\n",
    "paragraph after a definition": "[ref]: /here\n@\n\nText [ref].\n",
    "paragraph with markup": "*One* `two` [@][ref] **three**\n\n[ref]: /here 'T'\n",
    "heading": "# Title\n\n## @\n\nText.\n",
    "closed heading": "## @ ##\n\nText.\n",
    "setext heading": "Text.\n\n@\n---\n\nText.\n",
    "list item": "- a\n- @\n- c\n",
    "numbered item": "7. a\n8. @\n   more\n\n   par\n",
    "task": "- [ ] @\n- [x] b\n",
    "nested item": "- a\n  > - @\n  > - b\n",
    "quote": "> a\n>\n> @\n> b\n\nText.\n",
    "lazy quote": "> @\nlazy\n\nText.\n",
    "table head": "| @ | b |\n|---|---|\n| c | d |\n",
    "table cell": "| a | b |\n|---|---|\n| c | @ |\n| e |\n",
    "table without edges": "a | b\n--|--\n@ | d\n",
    "tight table": "|a|b|\n|-|-|\n|@|d|\n",
    "footnote": "Text[^n].\n\n[^n]: @\n",
    "alt": "![@](dog.png)\n\nText.\n",
    "caption": '![dog](dog.png "@")\n\nText.\n',
    "caption in brackets": "![dog](dog.png (@))\n\nText.\n",
    "html": '<div class="x">\n@ <b>b</b>\n</div>\n\nText.\n',
    "html cell": "<table><tr><td>@</td><td>b</td></tr></table>\n\nText.\n",
    "html alt": '<figure><img src="a.png" alt="@"></figure>\n\nText.\n',
    "html title": "<div title='@'>\nword\n</div>\n",
    "bare attribute": "<img src=a.png alt=@>\n\nText.\n",
    "shortcode pair": '{{< note >}}\n\n@\n\n{{< /note >}}\n\nText {{< x "y" >}}.\n',
}
HEADS = {
    "yaml plain": "---\ntitle: @\ndate: 2021-05-03\n---\n\nText.\n",
    "yaml double": '---\ndate: 1\ntitle: "@"  # c\n---\n\nText.\n',
    "yaml single": "---\ntitle: '@'\nz: [a, b]\n---\n\nText.\n",
    "yaml literal": "---\ndescription: |\n  @\n\n  other\n# c\nz: 1\n---\n\nText.\n",
    "yaml folded": "---\nsummary: >-\n    @\nz: 1\n---\n\nText.\n",
    "yaml flow": "---\nimage: {alt: @, src: a.png}\n---\n\nText.\n",
    "toml basic": '+++\ntitle = "@" # c\nz = 1\n+++\n\nText.\n',
    "toml literal": "+++\ntitle = '@'\nz = 2020-01-01\n+++\n\nText.\n",
    "toml long": '+++\ndescription = """\n@"""\nz = 1\n+++\n\nText.\n',
    "toml long literal": "+++\n[params]\ndescription = '''@'''\nz = [1, 2]\n+++\n\nText.\n",
    "json": '{\n  "title": "@",\n  "z": [1, "b"]\n}\n\nText.\n',
}
PLACES = BODY | HEADS
MARKED = "Zvans"
COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin, inline=False)
TEXTS_FOR_READERS = {"alt", "title", "aria-label"}


class Skeleton(HTMLParser):
    """The tags of a page in order, with all attributes but texts for readers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = [f"{name}={value}" for name, value in attrs if name not in TEXTS_FOR_READERS]
        self.tags.append((tag, *kept, *sorted(name for name, _ in attrs if name in TEXTS_FOR_READERS)))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(("/" + tag,))

    def handle_comment(self, data: str) -> None:
        self.tags.append(("!", data))

    def handle_decl(self, decl: str) -> None:
        self.tags.append(("!", decl))

    def handle_pi(self, data: str) -> None:
        self.tags.append(("?", data))


def skeleton(text: str) -> list[tuple[str, ...]]:
    return Skeleton(COMMONMARK.render(body_of(text))).tags


def body_of(text: str) -> str:
    lf = LineEnds(text).lf
    return lf[read_front_matter(lf).body :]


def front_of(text: str) -> object:
    head = text[: len(text) - len(body_of(text))]
    if head.startswith("---"):
        return yaml.safe_load(head.strip().strip("-"))
    if head.startswith("+++"):
        return tomllib.loads(head.strip().strip("+"))
    return json.loads(head) if head else None


def shape(value: object) -> object:
    """Return a value with its texts left out."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return "text" if isinstance(value, str) else value


def put(template: str, target: str) -> tuple[str, str]:
    """Return an article, and the same with *target* in the place of @."""
    text = template.replace("@", MARKED)
    document = read_markdown(text, slug="x")
    [segment] = {s.key: s for s in document.segments if MARKED in s.source}.values()
    return text, splice(document, {segment.key: target})


def translations_for(place: str) -> list[tuple[str, str]]:
    """The translations that are tried in *place*: at a desk a quarter of them, but each of them in some places."""
    return dealt(TRANSLATIONS.items(), list(PLACES).index(place))


@pytest.mark.parametrize("place", PLACES)
def test_every_place_is_a_segment(place: str) -> None:
    before, after = put(PLACES[place], "Vards")
    assert "Vards" in after
    assert before != after


@pytest.mark.parametrize("place", PLACES)
def test_nothing_runs_and_the_structure_stays(place: str) -> None:
    refused, broken, tried = set(), [], dict(translations_for(place))
    for target, name in tried.items():
        try:
            before, after = put(PLACES[place], target)
        except ArticleError as error:
            refused.add(name if error.line and error.remedy else f"{name}, without place or remedy")
            continue
        if place in ("paragraph with markup", "html"):
            same = set(skeleton(after)) <= set(skeleton(before))
        else:
            same = skeleton(after) == skeleton(before)
        if not same or shape(front_of(after)) != shape(front_of(before)):
            broken.append((name, target, after))
    assert broken == []
    assert refused == REFUSED & set(tried.values())


@pytest.mark.parametrize("place", [place for place in PLACES if place not in HEADS])
def test_shortcodes_and_attribute_lists_come_only_from_the_source(place: str) -> None:
    """Site builders look for them in the body alone."""
    live = re.compile(r"(?<!\\)\{\{|(?<!\\)\{%|(?<!\\)\{[#:]")
    for target, _ in translations_for(place):
        try:
            before, after = put(PLACES[place], target)
        except ArticleError:
            continue
        assert len(live.findall(after)) <= len(live.findall(before)), target


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", html.unescape(text))


def test_what_is_kept_is_all_there() -> None:
    """Every word of a translation can be read in the article, in its place."""
    lost = []
    for target, name in TRANSLATIONS.items():
        if name in REFUSED:
            continue
        _, after = put(PLACES["paragraph"], target)
        shown = re.sub(r"<[^>]*>", " ", COMMONMARK.render(after))
        missing = [word for word in words(target) if word not in shown]
        if missing:
            lost.append((name, target, after, missing))
    assert lost == []
