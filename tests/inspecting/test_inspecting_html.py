"""Pages: what they fetch, run and tell."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inspecting_fixture import look, of_kind
from thorough import examples

from l10n.inspecting import inspect_file

T = "https://t.example/x"
FETCHING = [
    f"<img src={T}>",
    f"<IMG SRC='{T}'>",
    f"<img srcset='{T} 2x, b.png 1x'>",
    f"<img src='  {T}'>",
    "<img src='ht\ntps://t.example/x'>",
    f"<link rel=stylesheet href={T}>",
    f"<link rel='dns-prefetch' href={T}>",
    f"<link href={T}>",
    f"<video poster={T}></video>",
    f"<source src={T}>",
    f"<svg><image xlink:href='{T}'/></svg>",
    f"<svg:use xlink:href='{T}'/>",
    f"<svg><feImage href='{T}'/></svg>",
    f"<rect fill='url({T})'/>",
    f"<p style='background:url({T})'>",
    f"<p style='background:u\\72l({T})'>",
    f"<p style='background:url(\"{T}\")'>",
    f'<style>@import "{T}";</style>',
    f"<style>@font-face{{src:url( '{T}' )}}</style>",
    f"<style>p{{background:image-set('{T}' 1x)}}</style>",
    f"<style>p{{background:/* */url(/**/{T})}}</style>",
    f"<body background={T}>",
    f"<base href={T}>",
    f"<form action={T}></form>",
    f"<a href='#x' ping='{T}'>",
    f"<button formaction={T}>",
    f"<?xml-stylesheet href='{T}'?><svg/>",
    f"<!--[if IE]><img src={T}><![endif]-->",
    f"<iframe srcdoc='<img src={T}>'></iframe>",
    f"<noscript><img src={T}></noscript>",
    f"<template><img src={T}></template>",
]


@pytest.mark.parametrize("markup", FETCHING)
def test_every_way_to_fetch_is_told(markup):
    found = of_kind("outside", f"<!DOCTYPE html><html>{markup}</html>", "a.html")
    assert any("t.example/x" in text for text in found), found


RUNNING = [
    "<script>alert(1)</script>",
    "<script src=a.js></script>",
    "<svg><script>1</script></svg>",
    "<svg:script/>",
    "<p onclick=go()>",
    "<svg/onload=go()>",
    "<a href=' java\nscript:go()'>",
    "<a href='javascript&colon;go()'>",
    "<a href='data:text/html,<b>'>",
    "<iframe src=b.html></iframe>",
    "<object data=b.swf></object>",
    "<embed src=b.swf>",
    "<meta http-equiv=Refresh content='0;url=b.html'>",
    "<svg><set attributeName=href to=b></svg>",
    "<p style='width:expression(go())'>",
    "<form action='javascript:go()'>",
    "<svg><animate attributeName=xlink:href values='javascript:go()'/></svg>",
]


@pytest.mark.parametrize("markup", RUNNING)
def test_everything_that_acts_is_told(markup):
    assert of_kind("active", f"<!DOCTYPE html><html>{markup}</html>", "a.html") != []


QUIET = [
    "<img src='data:image/svg+xml,<svg/>'>",
    "<p>plain &lt;script&gt; words</p>",
    "<img src='data:image/png;base64,AAAA'>",
    "<a href=https://ok.example/>x</a>",
    "<link rel=canonical href=https://ok.example/>",
    "<style>p{color:red}</style>",
    "<svg xmlns='http://www.w3.org/2000/svg'><use href='#a'/></svg>",
    '<script type="application/ld+json">{"@type": "NewsArticle"}</script>',
]


@pytest.mark.parametrize("markup", QUIET)
def test_what_asks_nobody_is_clean(markup):
    assert {kind for kind, _ in look(f"<!DOCTYPE html><html>{markup}</html>", "a.html")} <= {"link"}


def test_a_page_tells_of_people_programs_and_moments():
    page = (
        "<!DOCTYPE html><html><head><meta name=author content='Aye Aye'><meta name=generator content='Word 12'>"
        "<meta property=article:modified_time content=2026-11-23><meta name=dcterms.created content=noon></head>"
        "<!-- saved by lucia from /home/lucia/a.html --><p>a<wbr>ye@example.org</p>"
        '<script type="application/ld+json">{"author": {"name": "Ko"}}</script></html>'
    )
    found = look(page, "a.html")
    for expected in [
        ("person", "Aye Aye"),
        ("person", "Ko"),
        ("tool", "Word 12"),
        ("time", "noon"),
        ("e-mail", "aye@example.org"),
        ("path", "/home/lucia/a.html"),
        ("hidden", "saved by lucia from /home/lucia/a.html"),
    ]:
        assert expected in found


def test_files_that_must_lie_beside_are_told_and_do_no_harm():
    assert look("<html><img src=boat.jpg><link rel=stylesheet href=a.css>", "a.html") == [
        ("beside", "boat.jpg"),
        ("beside", "a.css"),
    ]


names = st.text(st.characters(categories=("L",)), min_size=3, max_size=20)


@settings(max_examples=examples(60), deadline=None)
@given(names, st.sampled_from(["author", "DC.creator", "article:author", "reviewer", "lastModifiedBy"]))
def test_a_person_in_a_meta_field_is_found(name, field):
    assert name in of_kind("person", f'<html><meta name="{field}" content="{name}"></html>', "a.html")


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=200))
def test_no_page_breaks_it(text):
    look(f"<html>{text}".encode("utf-8", "ignore").replace(b"\0", b""), "a.html")


def test_pictures_inside_a_page_are_looked_into():
    import base64
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG", comment=b"by lucia@example.org")
    address = "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()
    for markup in (
        f'<img src="{address}">',
        f"<p style='background:url({address})'>",
        f"<style>p{{background:url({address})}}</style>",
    ):
        assert of_kind("e-mail", f"<html>{markup}</html>", "a.html") == ["lucia@example.org"]


def test_comments_that_never_end_take_no_time():
    start = time.process_time()
    report = inspect_file(b"<p>a</p><!-- b -->" + b"<!--" * 50_000, name="a.html")
    assert time.process_time() - start < 10  # it was half a minute
    assert report.clean
