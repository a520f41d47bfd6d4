"""What of a page is not its article: hidden, a form, a menu, and what its makers' class names call by name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .tree import Element, fold, tag_of

_BY_TAG: Mapping[str, str] = {
    "nav": "menu",
    "noscript": "shown only without scripts",
    "button": "form control",
    "datalist": "form control",
    "input": "form control",
    "legend": "form control",
    "meter": "form control",
    "optgroup": "form control",
    "option": "form control",
    "progress": "form control",
    "select": "form control",
    "textarea": "form control",
    "svg": "drawing",
    "canvas": "drawing",
    "audio": "player",
    "embed": "player",
    "iframe": "player",
    "object": "player",
    "video": "player",
    "search": "search form",
}
_BY_ROLE: Mapping[str, str] = {
    "navigation": "menu",
    "menu": "menu",
    "menubar": "menu",
    "toolbar": "menu",
    "search": "search form",
    "button": "form control",
    "dialog": "pop-up",
    "alertdialog": "pop-up",
    "contentinfo": "footer",
    "banner": "page header",
    "complementary": "sidebar",
}
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FOR_EARS = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "a11y-hidden"}
)
_ALWAYS_SEEN = frozenset({"html", "body", "main", "article"})
_FURNITURE = (
    ("cookie notice", r"cookies?|gdpr|consent|cmp"),
    ("share buttons", r"share|shares|sharing|sharedaddy|sharethis|addtoany|addthis|social"),
    (
        "related links",
        r"related|relatedposts|recommend|recommended|recommendations|trending|popular|outbrain|taboola|readmore"
        r"|(?:read|see|also|more|most|you-may|next|prev|previous)-(?:more|also|like|read|next|viewed|stories|posts|news"
        r"|articles?|post|story)|post-navigation|nav-links",
    ),
    ("comments", r"comments?|commentlist|disqus|respond"),
    (
        "advert",
        r"ads?|advert|adverts|advertisement|advertising|adsbygoogle|sponsor|sponsored|promo|promotion|dfp",
    ),
    ("newsletter box", r"newsletter|subscribe|subscription|signup|sign-up|mailchimp|paywall|donate|donation"),
    ("tags", r"tags|taglist|tagcloud|tag-list|tags-links|cat-links|post-categories|article-tags|entry-tags"),
    ("table of contents", r"toc|ez-toc|lwptoc"),
    ("edit link", r"mw-editsection|edit-link"),
    ("menu", r"nav|navbar|navigation|menu|breadcrumbs?|pagination|pager|topbar|offcanvas|hamburger|skip-link|skiplink"),
    ("search form", r"search|searchform|searchbox"),
    ("sidebar", r"sidebar|widget|widgets|widget-area|rail"),
    ("footer", r"footer|colophon|copyright|site-info"),
    ("page header", r"masthead|site-header|page-header-bar|site-branding|header-top|site-title|site-description"),
    ("author box", r"author-box|authorbox|author-bio|about-author|author-info"),
    ("pop-up", r"modal|popup|overlay|lightbox|toast|snackbar"),
)
_NAMED = tuple((reason, re.compile(rf"(?:^|[-_])(?:{words})(?:[-_]|$)")) for reason, words in _FURNITURE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def hidden_reason(element: Element) -> str:
    """Return why no reader of any page sees *element* as text of its own, "" where one may."""
    tag = tag_of(element)
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    if tag not in _ALWAYS_SEEN and _is_hidden(element):
        return "hidden"
    if _FOR_EARS & set((element.get("class") or "").lower().split()):
        return "only for screen readers"
    if tag == "form" and _is_form(element):
        return "form"
    return (
        _BY_ROLE[role] if (role := element.get("role")) in ("navigation", "search", "button", "menu", "menubar") else ""
    )


def _is_hidden(element: Element) -> bool:
    hidden = element.get("hidden")
    closed = tag_of(element) == "dialog" and element.get("open") is None
    unheard = element.get("aria-hidden") == "true" and tag_of(element) != "img"
    return (
        (hidden is not None and hidden != "until-found")
        or closed
        or unheard
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _is_form(element: Element) -> bool:
    """Return whether a form is there to be filled in, and not one around a whole page."""
    return len(element.xpath(".//p")) < 3 and sum(len(fold(text)) for text in element.itertext()) < 600


def furniture_reason(element: Element) -> str:
    """Return what the names of *element* (class, id, role) say it is, where that is no part of an article."""
    tag = tag_of(element)
    if tag in _ALWAYS_SEEN:
        return ""
    names = [*(element.get("class") or "").split(), element.get("id") or ""]
    words = [_CAMEL.sub("-", name).lower() for name in names if name and len(name) < 60]
    found = (reason for reason, pattern in _NAMED for word in words if pattern.search(word))
    if element.get("id") == "header":
        return "page header"
    return next(found, "") or _BY_ROLE.get(element.get("role") or "", "")


def region_reason(chain: tuple[Element, ...]) -> str:
    """Return why a text outside the article is not part of it: the nearest name around it, else its region."""
    for element in reversed(chain):
        reason = hidden_reason(element) or furniture_reason(element)
        if reason:
            return reason
    tags = {tag_of(element) for element in chain}
    regions = (("footer", "footer"), ("header", "page header"), ("aside", "sidebar"))
    return next((reason for tag, reason in regions if tag in tags), "outside the article")
