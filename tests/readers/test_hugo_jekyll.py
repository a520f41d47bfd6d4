"""Posts of Hugo and Jekyll, as their sites have them: kept to the byte, texts found, machinery left alone."""

from l10n.readers.markdown import read_markdown
from l10n.readers.markdown_file import MarkdownReader

HUGO = """+++
title = "The bridge's end"
date = 2024-02-03T10:11:12+06:30
draft = false
tags = ["a", "b"]
description = "Why it fell."
[params]
  author = "Aye"
[[resources]]
  src = "a.jpg"
  title = "Ruins"
+++

Text with {{< ref "other.md" >}} and more.

{{< figure src="a.jpg" caption="The ruins" alt="Ruins" >}}

{{% notice %}}
Inside a notice.
{{% /notice %}}

## Part {#part}

- [ ] task
"""
JEKYLL = """---
layout: post
title:  "The bridge falls"
date:   2026-03-01 10:00:00 +0630
categories: news
---
Text {{ site.title }} and {% include figure.html %}.

{% if page.x %}
Shown.
{% endif %}

A [link]({% post_url 2010-07-21-name %}).
"""


def convert(text):
    conversion = MarkdownReader().convert(text.encode(), path="a.md", slug="a")
    document = read_markdown(conversion.markdown, slug="a", path="a.md")
    return conversion, [(str(s.kind), s.source) for s in document.segments], document.facts


def test_a_post_of_hugo():
    conversion, segments, facts = convert(HUGO)
    assert conversion.markdown == HUGO
    assert conversion.doubts == ()
    assert segments == [
        ("headline", "The bridge's end"),
        ("caption", "Ruins"),
        ("summary", "Why it fell."),
        ("body", 'Text with {{< ref "other.md" >}} and more.'),
        ("caption", "The ruins"),
        ("alt", "Ruins"),
        ("body", "Inside a notice."),
        ("heading", "Part"),
        ("item", "task"),
    ]
    assert (facts["title"], facts["date"][:10], facts["tags"]) == ("The bridge's end", "2024-02-03", "a, b")


def test_a_post_of_jekyll():
    conversion, segments, facts = convert(JEKYLL)
    assert conversion.markdown == JEKYLL
    assert segments == [
        ("headline", "The bridge falls"),
        ("body", "Text {{ site.title }} and {% include figure.html %}."),
        ("body", "Shown."),
        ("body", "A [link]({% post_url 2010-07-21-name %})."),
    ]
    assert (facts["layout"], facts["categories"], facts["date"][:10]) == ("post", "news", "2026-03-01")
