"""Records of articles that were published, corrected and retracted, for the tests of the site."""

from l10n.releases import PublishedFile, Record, retracted, with_release
from l10n.site import site_pages
from l10n.site.layout import Site

FIRST, SECOND, THIRD = "2026-01-05T06:00:00Z", "2026-02-07T06:00:00Z", "2026-03-09T06:00:00Z"
SITE = Site("News & Views", "en", ("my", "es"), titles={"my": "သတင်း"})
ONLINE = Site("News & Views", "en", ("my", "es"), address="https://news.example/", key="RWQkey")
FACTS = {"author": "Aye <Aye>", "licence": "CC0-1.0", "original": "https://e.org/a", "date": "2026-01-04"}


def texts(name, number):
    """A headline, a summary and a paragraph of *name*, in which *number* stands."""
    return (
        ("Headline", f"The {name} *sails*", f"H-{name} \\<b>&"),
        ("Summary", f"About {name}.", f"S-{name}"),
        (
            "¶1",
            f"There were {number} people & [a boat](<https://e.org/b>).",
            f"P-{name} {number} & [x](<https://e.org/b>)",
        ),
        ("List item", "one", "i1"),
        ("List item", "two", "i2"),
    )


def files(slug, *locales):
    return [
        PublishedFile(f"{slug}.en-{locale}.{suffix}", locale, format, 12_345, digest * 64)
        for locale in locales
        for format, suffix, digest in (("html", "html", "a"), ("epub", "epub", "b"))
    ]


def released(slug, *, number=5, date=FIRST, locales=("my", "es"), record=None):
    """An article that was released with *number* in its text, after what *record* tells."""
    blank = record or Record(slug, f"tag:news.example,2026-01-05:{slug}", "en")
    own = {locale: texts(slug, number) for locale in locales}
    return with_release(blank, date=date, texts=own, facts=FACTS, files=files(slug, *locales))


PLAIN = released("boat")
CORRECTED = released("ferry", number=7, date=SECOND, record=released("ferry", date=FIRST))
RETRACTED = retracted(CORRECTED, date=THIRD, reason={"": "A name & more.", "my": "အမည်"})
ALL = (PLAIN, CORRECTED)


def pages(*records, site=SITE):
    return dict(
        site_pages(
            site,
            records or ALL,
            inline=lambda text: f"<i>{text.replace('&', '&amp;').replace('<', '').replace('>', '')}</i>",
        )
    )
