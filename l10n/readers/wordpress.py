"""Posts of WordPress: one post as its REST interface gives it, or one of an export file (WXR)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import ArticleError
from ..ports import Conversion, Doubt, Piece
from .assembling import assemble, choice_of, no_choice, own_summary, plain_body, words_of
from .html_markdown import html_to_markdown, tree_to_markdown
from .outside_xml import Node, name_of, parse_xml, text_of

_EXPORT = "http://wordpress.org/export/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_NOT_OUT = {
    "draft": "a draft",
    "pending": "waiting for review",
    "private": "private",
    "future": "not published yet",
    "auto-draft": "a draft",
}
_NO_POST = (
    "save one post as WordPress gives it, for instance from /wp-json/wp/v2/posts?slug=NAME&_embed=1,"
    " or add the address of its page"
)


class WordPressJsonReader:
    """Reads a post as `GET /wp-json/wp/v2/posts/ID` answers, alone or in a list."""

    name = "wordpress"
    suffixes: tuple[str, ...] = (".json",)

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        """Return the post. ArticleError for other JSON."""
        post = _one_post(_loaded(data, path), path)
        content = _rendered(post, "content")
        if isinstance(post.get("content"), dict) and post["content"].get("protected") and not content.strip():
            raise ArticleError(
                "the post has a password; WordPress gives only its title", path=path, remedy="export it as its editor"
            )
        link = _string(post, "link")
        body = html_to_markdown(_featured(post, content) + content, base_url=link, furniture=True)
        excerpt = words_of(_rendered(post, "excerpt"))
        facts = {
            "title": words_of(_rendered(post, "title")),
            "summary": own_summary(excerpt, plain_body(body)),
            "author": ", ".join(words_of(_string(author, "name")) for author in _embedded(post, "author")),
            "date": (_string(post, "date") or _string(post, "date_gmt"))[:10],
            "original": link,
            "slug": _string(post, "slug"),
        }
        doubts = [Doubt(0, message)] if (message := _not_out(_string(post, "status"))) else []
        return assemble(
            facts, body, data=data, path=path, slug=slug, doubts=doubts, before=_head_pieces(facts, excerpt)
        )


def is_post(value: object) -> bool:
    """Return whether JSON is a post of WordPress's REST interface, or a list with one."""
    if isinstance(value, list):
        return bool(value) and all(is_post(item) for item in value)
    return isinstance(value, dict) and "title" in value and isinstance(value.get("content"), dict)


def _loaded(data: bytes, path: str) -> object:
    try:
        return json.loads(data)
    except UnicodeDecodeError as error:
        raise ArticleError("the text is not UTF-8", path=path, remedy="download the file again") from error
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise ArticleError("this is not JSON, or it is damaged", path=path, line=line, remedy=_NO_POST) from error


def _one_post(value: object, path: str) -> Mapping[str, Any]:
    file, choice = choice_of(path)
    if isinstance(value, dict) and isinstance(value.get("code"), str) and "message" in value and "title" not in value:
        said = words_of(str(value["message"]))[:200]
        raise ArticleError(f"WordPress answered with an error: {said}", path=file, remedy=_NO_POST)
    if value == []:
        raise ArticleError("WordPress found no post", path=file, remedy="check the slug or number in the address")
    if not is_post(value):
        raise ArticleError("this JSON is no post of WordPress", path=file, remedy=_NO_POST)
    posts: list[Mapping[str, Any]] = value if isinstance(value, list) else [value]  # type: ignore[list-item]
    found = [post for post in posts if not choice or choice in (str(post.get("id")), post.get("slug"))]
    if len(found) == 1:
        return found[0]
    names = [(_string(post, "slug") or str(post.get("id")), words_of(_rendered(post, "title"))) for post in posts]
    message = f"{len(found) or 'no'} posts are called {choice!r}" if choice else f"there are {len(posts)} posts in it"
    raise no_choice(message, names, path=path)


def _string(of: Mapping[str, Any], name: str) -> str:
    found = of.get(name)
    return found if isinstance(found, str) else ""


def _rendered(of: Mapping[str, Any], name: str) -> str:
    found = of.get(name)
    if isinstance(found, dict):
        return _string(found, "rendered") or _string(found, "raw")
    return found if isinstance(found, str) else ""


def _embedded(post: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    embedded = post.get("_embedded")
    found = embedded.get(name) if isinstance(embedded, dict) else None
    return [item for item in found if isinstance(item, dict) and "code" not in item] if isinstance(found, list) else []


def _featured(post: Mapping[str, Any], content: str) -> str:
    media = _embedded(post, "wp:featuredmedia")
    source = _string(media[0], "source_url") if media else ""
    if not source or _string(media[0], "media_type") not in ("", "image"):
        return ""
    caption = words_of(_rendered(media[0], "caption"))
    return lead_picture(source, _string(media[0], "alt_text"), caption, content)


def lead_picture(source: str, alt: str, caption: str, content: str) -> str:
    """Return the picture above a post as HTML; "" where *content* shows the same file in any size."""
    stem = source.rpartition("/")[2].rpartition(".")[0].removesuffix("-scaled")
    if not source or (stem and re.search(rf"/{re.escape(stem)}[.-]", content)):
        return ""
    shown = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return f'<figure><img src="{html.escape(source)}" alt="{html.escape(alt)}">{shown}</figure>\n'


def _head_pieces(facts: Mapping[str, str], excerpt: str) -> list[Piece]:
    pieces = [Piece(facts["title"])] if facts["title"] else []
    if excerpt:
        pieces.append(Piece(excerpt, "" if facts["summary"] else "summary that repeats the article"))
    return pieces


def _not_out(status: str) -> str:
    return f"the post is {_NOT_OUT[status]} on its site" if status in _NOT_OUT else ""


@dataclass(frozen=True, slots=True)
class _Exported:
    """A post or an attachment of an export. *fields* are WordPress's own by local name, *meta* what plug-ins add."""

    title: str
    link: str
    author: str
    content: str
    excerpt: str
    fields: Mapping[str, str]
    meta: Mapping[str, str]

    def is_called(self, choice: str) -> bool:
        return choice in (self.fields.get("post_id"), self.fields.get("post_name"), self.link)


class WordPressExportReader:
    """Reads WXR, what WordPress writes under Tools, Export; of several posts the one named after a # in the path."""

    name = "wordpress-export"
    suffixes: tuple[str, ...] = (".wxr",)

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        """Return the chosen post. ArticleError lists the posts where none is chosen."""
        from .webpage.hidden import furniture_reason
        from .webpage.tree import parse_html
        from .wordpress_text import fill_alts, mark_shortcodes, paragraphs, skipped_marks

        root = parse_xml(data, path=choice_of(path)[0])
        items = [_exported(node) for node in root.iter("item")]
        posts = [item for item in items if _is_post(item)]
        post = _chosen(posts, path)
        media = {item.fields.get("post_id", ""): item for item in items if item.fields.get("post_type") == "attachment"}
        marked, doubts = mark_shortcodes(post.content)
        page = parse_html(_thumbnail(post, media) + paragraphs(marked))
        fill_alts(page, {number: item.meta.get("_wp_attachment_image_alt", "") for number, item in media.items()})
        skip = {element: reason for element in page.iter("*") if (reason := furniture_reason(element))}
        body = tree_to_markdown(page, base_url=post.link, skip={**skip, **skipped_marks(page)})
        excerpt = words_of(post.excerpt)
        site = words_of(text_of(root.find("channel/title")))
        facts = {
            "title": words_of(post.title),
            "summary": own_summary(excerpt, plain_body(body)),
            "author": _author(root, post.author),
            "date": _day(post),
            "publisher": site,
            "original": post.link,
            "slug": post.fields.get("post_name", ""),
        }
        if message := _not_out(post.fields.get("status", "")):
            doubts.insert(0, Doubt(0, message))
        others = [Piece(words_of(other.title), "another post of the export") for other in posts if other is not post]
        before = [*([Piece(site, "name of the site")] if site else []), *_head_pieces(facts, excerpt)]
        after = [piece for piece in others if piece.text]
        return assemble(facts, body, data=data, path=path, slug=slug, doubts=doubts, before=before, after=after)


def is_export(root: Node) -> bool:
    """Return whether *root* opens an export of WordPress."""
    return root.tag == "rss" and any(name_of(node) for node in root.iter() if name_of(node)[1] == "wxr_version")


def _exported(node: Node) -> _Exported:
    fields: dict[str, str] = {}
    content = excerpt = author = ""
    for child in node:
        space, name = name_of(child)
        if space.startswith(_EXPORT) and space.rstrip("/").endswith("excerpt"):
            excerpt = text_of(child)
        elif space.startswith(_EXPORT) and name != "postmeta":
            fields[name] = text_of(child)
        elif (space, name) == (_CONTENT, "encoded"):
            content = text_of(child)
        elif (space, name) == (_DC, "creator"):
            author = text_of(child)
    return _Exported(
        text_of(node.find("title")), text_of(node.find("link")), author, content, excerpt, fields, dict(_meta(node))
    )


def _meta(node: Node) -> list[tuple[str, str]]:
    found = []
    for child in node:
        if name_of(child)[1] == "postmeta":
            parts = {name_of(part)[1]: text_of(part) for part in child}
            found.append((parts.get("meta_key", ""), parts.get("meta_value", "")))
    return found


def _is_post(item: _Exported) -> bool:
    left_out = item.fields.get("status") in ("trash", "auto-draft", "inherit")
    return item.fields.get("post_type", "post") in ("post", "page") and not left_out


def _chosen(posts: Sequence[_Exported], path: str) -> _Exported:
    file, choice = choice_of(path)
    if not posts:
        raise ArticleError("there are no posts in the export", path=file, remedy="export posts: Tools, Export, Posts")
    found = [post for post in posts if not choice or post.is_called(choice)]
    if len(found) == 1:
        return found[0]
    names = [(post.fields.get("post_name") or post.fields.get("post_id", ""), words_of(post.title)) for post in posts]
    message = f"{len(found) or 'no'} posts are called {choice!r}" if choice else f"there are {len(posts)} posts in it"
    raise no_choice(message, names, path=path)


def _author(root: Node, login: str) -> str:
    """Return the name that an author is shown under; the login alone is no name to be printed."""
    for node in root.iter():
        if name_of(node)[1] == "author" and name_of(node)[0].startswith(_EXPORT):
            parts = {name_of(part)[1]: text_of(part) for part in node}
            if parts.get("author_login") == login:
                return words_of(parts.get("author_display_name", ""))
    return ""


def _day(post: _Exported) -> str:
    found = post.fields.get("post_date") or post.fields.get("post_date_gmt", "")
    return "" if found.startswith("0000") else found[:10]


def _thumbnail(post: _Exported, media: Mapping[str, _Exported]) -> str:
    picture = media.get(post.meta.get("_thumbnail_id", ""))
    if picture is None:
        return ""
    alt, source = picture.meta.get("_wp_attachment_image_alt", ""), picture.fields.get("attachment_url", "")
    return lead_picture(source, alt, words_of(picture.excerpt), post.content)
