from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.report.formats import cleaned
from qa.report.markup import Safe, element, escaped, page
from tests.report.parsing import parsed

NASTY = (
    "</script><script>alert(1)</script>",
    "<b>加粗</b> & \"quotes\" 'single'",
    "-->]]></style></title>",
    "\u202eright to left\u202c שלום مرحبا",
    "&lt;already&gt; &#60; &amp;",
    "nul\x00 escape\x1b half\ud800 nel\x85",
    "line\r\nline\rline\n",
)


@pytest.mark.parametrize("text", NASTY)
def test_text_stays_text_inside_an_element_and_an_attribute(text: str) -> None:
    tree = parsed(element("p", text, title=text))
    (node,) = tree.children
    assert not isinstance(node, str)
    assert node.tag == "p"
    assert node.text == cleaned(text)
    assert node.attributes == {"title": cleaned(text)}


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None)), st.text())
def test_any_text_comes_back_as_it_went_in(inside: str, attribute: str) -> None:
    node = parsed(element("p", inside, title=attribute)).one("p")
    assert node.text == cleaned(inside)
    assert node.attributes["title"] == cleaned(attribute)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_a_page_can_always_be_written_as_utf_8(text: str) -> None:
    escaped(text).encode("utf-8")


def test_an_element_inside_an_element_is_not_escaped_again() -> None:
    assert element("p", element("b", "<"), ["a", None, ["b"]]) == "<p><b>&lt;</b>ab</p>"


def test_attribute_names_and_values() -> None:
    made = element("input", class_="a", aria_label="b", hidden=True, title=None, open=False, x=0)
    assert made == '<input class="a" aria-label="b" hidden x="0">'


def test_a_page_may_fetch_nothing() -> None:
    html = page(language="zh-CN", title="<t>", policy="", style=Safe("p{}"), body="x")
    policy = next(
        meta.attributes["content"]
        for meta in parsed(html).all("meta")
        if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert html.startswith('<!doctype html>\n<html lang="zh-CN">')
