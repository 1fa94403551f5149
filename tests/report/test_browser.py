"""The pages in a real browser: nothing to complain of, to scale, readable, sorting and filtering.

The pages forbid every script but their own, so a test that has to look inside one takes that
policy off a copy of the page and adds its own script, which leaves what it saw in the document.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from qa.core.call import Role
from qa.report.index_page import index_html
from qa.report.scorecard_page import scorecard_html
from qa.report.summary import BatchSummary, FailedCall
from tests.report import builders
from tests.report.parsing import parsed

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs the chromium browser"),
]
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
)
CARDS = tuple(builders.varied_card(number) for number in range(24))
FAILED = (FailedCall("call-31", "silent", "没有声音"),)


def opened(folder: Path, html: str, fragment: str = "", width: int = 1280) -> str:
    """The document after its scripts ran. Fails on anything the browser has to say about it."""
    page = folder / "page.html"
    page.write_text(html, encoding="utf-8")
    assert CHROMIUM is not None
    ran = subprocess.run(
        [
            CHROMIUM,
            *FLAGS,
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={width},900",
            "--dump-dom",
            page.as_uri() + fragment,
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    said = [line for line in ran.stderr.splitlines() if "CONSOLE" in line]
    assert said == []
    return ran.stdout


def seen(folder: Path, html: str, script: str, width: int = 1280) -> object:
    """What the JavaScript expression `script` finds in the page."""
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    assert free != html
    report = f"<script>document.body.dataset.seen = JSON.stringify({script});</script>"
    dom = parsed_dom(opened(folder, free.replace("</body>", f"{report}</body>"), width=width))
    return json.loads(dom)


def parsed_dom(dom: str) -> str:
    found = re.search(r'<body[^>]* data-seen="([^"]*)"', dom)
    assert found, "the script of the test did not run"
    return found[1].replace("&quot;", '"').replace("&amp;", "&")


def shown_calls(dom: str) -> list[str]:
    rows = parsed(dom).one("section", id_="calls").one("tbody").all("tr")
    return [row.one("th").text for row in rows if "hidden" not in row.attributes]


def test_the_scorecard_opens_without_a_complaint_and_whole(tmp_path: Path) -> None:
    dom = opened(tmp_path, scorecard_html(builders.call(), builders.scorecard()))
    tree = parsed(dom)
    assert len(tree.all("li", class_="turn")) == len(builders.SAID)
    assert len(tree.all("article")) == len(builders.results())


def test_speech_stands_on_screen_where_it_was_in_the_call(tmp_path: Path) -> None:
    call = builders.call()
    boxes = seen(
        tmp_path,
        scorecard_html(call, builders.scorecard()),
        "(() => { const lane = document.querySelector('.lane').getBoundingClientRect();"
        "const boxes = [...document.querySelectorAll('.agent .speech')];"
        "return boxes.map(b => b.getBoundingClientRect())"
        ".map(b => [(b.left - lane.left) / lane.width, b.width / lane.width]); })()",
    )
    assert call.activity is not None
    assert isinstance(boxes, list)
    total = call.activity.duration_ms
    expected = [[s.start_ms / total, s.duration_ms / total] for s in call.activity.of(Role.AGENT)]
    assert [pytest.approx(e, abs=1e-3) for e in expected] == boxes


@pytest.mark.parametrize("width", [500, 1280])
def test_no_page_is_wider_than_its_window(tmp_path: Path, width: int) -> None:
    pages = (
        scorecard_html(builders.call(), builders.scorecard()),
        index_html(BatchSummary("七月质检", CARDS, FAILED)),
    )
    for html in pages:
        overflow = seen(
            tmp_path,
            html,
            "document.documentElement.scrollWidth - document.documentElement.clientWidth",
            width,
        )
        assert overflow == 0


def test_text_keeps_its_contrast_with_its_ground(tmp_path: Path) -> None:
    """WCAG AA: 4.5 to 1, for every element that holds text of its own."""
    script = """(() => {
      const rgb = c => c.match(/[\\d.]+/g).map(Number);
      const light = c => { const [r, g, b] = c.map(v => { v /= 255;
        return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const ground = e => { for (; e; e = e.parentElement) {
        const c = rgb(getComputedStyle(e).backgroundColor);
        if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
      const poor = [];
      for (const e of document.querySelectorAll('body *:not(svg *):not(script)')) {
        if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
        const [a, b] = [light(rgb(getComputedStyle(e).color).slice(0, 3)), light(ground(e))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) poor.push([e.className, e.textContent.slice(0, 20), ratio]);
      }
      return poor;
    })()"""
    for html in (
        scorecard_html(builders.call(), builders.scorecard()),
        index_html(BatchSummary("七月质检", CARDS, FAILED)),
    ):
        assert seen(tmp_path, html, script) == []


def test_the_index_opens_whole_and_in_the_order_given(tmp_path: Path) -> None:
    dom = opened(tmp_path, index_html(BatchSummary("七月质检", CARDS, FAILED)))
    assert shown_calls(dom) == [card.call_id for card in CARDS]
    assert "hidden" not in parsed(dom).one("form").attributes
    assert "显示 24 / 24 通" in dom


def test_the_address_sorts_and_filters_the_list(tmp_path: Path) -> None:
    html = index_html(BatchSummary("七月质检", CARDS, FAILED))
    dom = opened(tmp_path, html, "#sort=score&order=desc&verdict=fail")
    failed = [card for card in CARDS if card.verdict.value == "fail"]
    expected = sorted(failed, key=lambda card: -(card.score or 0))
    assert 0 < len(failed) < len(CARDS)
    assert shown_calls(dom) == [card.call_id for card in expected]
    sorted_by = [th for th in parsed(dom).all("th") if th.attributes.get("aria-sort")]
    assert [th.attributes["data-key"] for th in sorted_by] == ["score"]


def test_a_click_sorts_and_a_second_one_turns_it_round(tmp_path: Path) -> None:
    html = index_html(BatchSummary("七月质检", CARDS, FAILED))
    order = "[...document.querySelectorAll('#call-table tbody th')].map(th => th.textContent)"
    click = "document.querySelector('th[data-key=score] button').click()"
    found = seen(tmp_path, html, f"({click}, [{order}, {click}, {order}])")
    assert isinstance(found, list)
    scores = {card.call_id: card.score or 0 for card in CARDS}
    assert [scores[c] for c in found[0]] == sorted(scores.values())
    assert [scores[c] for c in found[2]] == sorted(scores.values(), reverse=True)


def test_a_choice_filters_and_is_kept_in_the_address(tmp_path: Path) -> None:
    html = index_html(BatchSummary("七月质检", CARDS, FAILED))
    found = seen(
        tmp_path,
        html,
        "(() => { const s = document.querySelector('select[name=agent]'); s.value = '陈丽 (A07)';"
        "s.dispatchEvent(new Event('change', {bubbles: true}));"
        "return [new URLSearchParams(location.hash.slice(1)).get('agent'),"
        "document.querySelectorAll('#call-table tbody tr:not([hidden])').length]; })()",
    )
    mine = sum(card.context["agent_id"] == "A07" for card in CARDS)
    assert found == ["陈丽 (A07)", mine]


def test_a_quote_opens_its_turn_and_the_criterion_stays_in_view(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        scorecard_html(builders.call(), builders.scorecard()),
        "(() => { const box = id => document.getElementById(id).getBoundingClientRect();"
        "const inside = b => b.top >= 0 && b.bottom <= innerHeight;"
        "const link = document.querySelector('#criterion-8 a');"
        "link.scrollIntoView({block: 'center'});"
        "const before = inside(box('turn-15')); link.click();"
        "return [before, inside(box('turn-15')), inside(box('criterion-8'))]; })()",
    )
    assert found == [False, True, True]
