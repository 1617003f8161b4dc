"""Pages of content systems: the whole report stays with its tables and annexes, the site around it goes."""

import html
import json

import pytest

from flows.clean.page import Page
from flows.clean.payload import clean
from tests.unit.cms_pages import (
    ANNEX,
    CHROME,
    NAMES,
    PARAGRAPHS,
    REPORT,
    TABLES,
    TITLE,
    filled,
    page,
    plain,
    written,
)

BODY = REPORT + ANNEX
SPAM = f'{CHROME}<a href="http://a.test/1">{CHROME}彩票</a>开户送777元，注册12条'
HIDDEN_BY_SHEET = (
    "<style>/* a note */ .far, .hid { display : none } #away{position:absolute;left:-5000px}"
    " @media print{.ok{color:red} .paper{display:none}}</style>"
)


def read(markup: str) -> Page:
    return clean(markup.encode())


def assert_whole(cleaned: Page) -> None:
    """The report, each paragraph and each cell of it once and in order, and nothing of the site."""
    lines = cleaned.text.split("\n")
    assert [line for line in lines if line in PARAGRAPHS] == list(PARAGRAPHS)
    printed = [[cleaned.text[c.start : c.end] for c in table.cells] for table in cleaned.tables]
    wanted = [[cell for row in rows for cell in row] for rows in TABLES.values()]
    assert [cells for cells in printed if cells in wanted] == wanted
    assert CHROME not in cleaned.text
    assert TITLE in cleaned.titles[0][1]
    assert (
        "年度报告.docx" in cleaned.links[-1].text
        or "年报.pdf" in cleaned.links[-1].text
        or "report" in str(cleaned.links)
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_report_stays_and_the_site_goes(name: str) -> None:
    cleaned = read(page(name))
    assert_whole(cleaned)
    assert "unprinted_article" not in cleaned.repairs
    for word in ("浏览次数", "上一篇", "关闭", "扫一扫", "ICP", "字号", "分享"):
        # A row of a table always stays, whatever it says.
        assert not [line for line in cleaned.text.split("\n") if word in line and "\t" not in line]


def test_a_publication_line_stays_beside_its_share_bar() -> None:
    cleaned = read(page("ucap"))
    assert "2023-01-18 10:12来源：样例局" in cleaned.text.split("\n")


def test_the_name_of_the_site_is_no_heading() -> None:
    assert read(page("wordpress")).titles[0] == ("heading", TITLE)


@pytest.mark.parametrize(
    "wrapper",
    [
        "<dl><dt>[[title]]</dt>{}</dl>",
        '<div class="w"><div class="c">{}</div></div>',
        "<blockquote>{}</blockquote>",
    ],
)
@pytest.mark.parametrize(
    ("form", "table"),
    [("<dd>{}</dd>", "{}"), ("<div><p>{}</p></div>", "<div><div>{}</div></div>"), ("<p>{}", "{}")],
)
def test_wrappers_around_each_part_lose_nothing(wrapper: str, form: str, table: str) -> None:
    assert_whole(read(plain(wrapper.format(written(form, table) + ANNEX))))


@pytest.mark.parametrize(
    "hiding",
    [
        'style="opacity:0"',
        'style="filter:alpha(opacity=0)"',
        'style="width:0;height:0;overflow:hidden"',
        'style="height:1px;overflow:hidden"',
        'style="position:absolute;clip:rect(0,0,0,0)"',
        'style="position:fixed;top:-2000em"',
        'style="font-size:1px"',
        'style="color:#ffffff"',
        'style="line-height:0;font-size:1px;color:white"',
        'class="x hid"',
        'class="far"',
        'id="away"',
    ],
)
def test_a_hidden_link_farm_is_gone(hiding: str) -> None:
    middle = BODY.index("<table")
    farm = f"<div {hiding}>{SPAM}</div>"
    cleaned = read(plain(HIDDEN_BY_SHEET + farm + BODY[:middle] + farm + BODY[middle:] + farm))
    assert_whole(cleaned)
    assert "777" not in cleaned.text


def test_words_that_run_over_the_page_are_gone() -> None:
    assert_whole(read(plain(f'<div><marquee width="1" height="1">{SPAM}</marquee>{BODY}</div>')))


@pytest.mark.parametrize(
    "shown",
    [
        'style="opacity:0.9"',
        'style="transition: opacity 0.3s"',
        'style="width:100%;overflow:hidden"',
        'style="background:#06c;color:#fff"',
        'class="ok"',
        'class="paper"',
        'style="font-size:1em"',
        'style="font-size:0.9em"',
    ],
)
def test_what_is_shown_stays(shown: str) -> None:
    line = f'<p {shown}>另主动公开规范性文件777件，见<a href="/a">目录</a>。</p>'
    assert "777件" in read(plain(HIDDEN_BY_SHEET + line + BODY)).text


def test_white_words_on_a_colour_stay() -> None:
    line = '<div style="background:#c00"><p style="color:#fff">本年度公开777件，见<a href="/a">目录</a>。</p></div>'
    assert "777件" in read(plain(line + BODY)).text


def test_a_folded_part_of_a_page_is_no_link_farm() -> None:
    # A script unfolds it: its own sheet hides it at first.
    assert_whole(read(plain(f'{HIDDEN_BY_SHEET}<div><p></p><div class="hid">{BODY}</div></div>')))


def _as_script(opening: str, body: str, closing: str) -> str:
    return f"<script>var n = 'a\\'b'; {opening}{body}{closing};</script>"


_JSON = json.dumps(BODY, ensure_ascii=False).replace("</", "<\\/")
_STATE = json.dumps({"data": {"id": 3, "title": TITLE, "content": BODY}}).replace("<", "\\u003c")
_SINGLE = "'" + BODY.replace("'", "\\'").replace("\n", "\\n") + "'"
UNPRINTED = {
    "textarea": f'<textarea style="display:none">{BODY}</textarea>',
    "escaped_textarea": f'<textarea style="display:none">{html.escape(BODY)}</textarea>',
    "string": _as_script('zoom.innerHTML = "" + ', _JSON, ""),
    "single_quoted": _as_script('$("#zoom").html(', _SINGLE, ")"),
    "template_string": _as_script("zoom.innerHTML = `", BODY, "`"),
    "state": _as_script("window.__STATE__ = ", _STATE, ""),
    "json": f'<script type="application/json">{_STATE}</script>',
    "script_template": f'<script type="text/template">{BODY}</script>',
    "template": f"<template>{BODY}</template>",
    "noscript": f"<noscript>{BODY}</noscript>",
    "srcdoc": f'<iframe srcdoc="{html.escape(f"<html><body>{BODY}</body></html>")}"></iframe>',
    "comment": f"<!-- {BODY} -->",
    "hidden": f'<div style="display:none"><div>{BODY}</div></div>',
}


@pytest.mark.parametrize("name", UNPRINTED)
def test_an_article_that_only_a_script_prints_is_brought_out(name: str) -> None:
    cleaned = read(plain(f'{UNPRINTED[name]}<div id="zoom"></div>'))
    assert_whole(cleaned)
    assert cleaned.repairs["unprinted_article"] == 1


@pytest.mark.parametrize("name", UNPRINTED)
def test_what_is_not_printed_beside_an_article_stays_unread(name: str) -> None:
    old = UNPRINTED[name].replace("123", "777").replace("17", "777")
    cleaned = read(plain(old + BODY))
    assert_whole(cleaned)
    assert "777" not in cleaned.text
    assert "unprinted_article" not in cleaned.repairs


def test_a_script_of_another_subject_is_no_article() -> None:
    words = "<p>本店主营各类办公用品，欢迎新老客户来电垂询。</p>" * 30
    cleaned = read(plain(f"<textarea>{words}</textarea><div>见附件</div>"))
    assert "办公用品" not in cleaned.text


def test_no_character_of_an_unprinted_article_joins_two_digits() -> None:
    body = BODY.replace("123", "1\\u0000\\x0023")
    cleaned = read(
        plain(_as_script('zoom.innerHTML = "', body.replace('"', '\\"').replace("\n", "\\n"), '"'))
    )
    assert "主动公开政府信息1\ufffd\ufffd23条" in cleaned.text


def test_entities_that_a_page_declares_are_no_words() -> None:
    declared = '<!DOCTYPE html [<!ENTITY a "公"><!ENTITY b "&a;&a;">]>'
    cleaned = read(declared + filled("<html><body>[[report]]</body></html>"))
    assert cleaned.text.startswith(PARAGRAPHS[0])


def test_an_article_in_the_state_object_of_a_script_in_the_head_is_read_with_what_is_said_of_it() -> None:
    article = "".join(
        f"<p>{number}、本年度主动公开政府信息{number}条，均按时发布。</p>" for number in range(12)
    )
    state = {
        "title": "2023年政府信息公开工作年度报告",
        "publisher": "样例县教育局",
        "display_publish_time": "2024-01-15",
        "content": article,
    }
    script = json.dumps({"DETAIL": state}).replace("<", "\\u003C")
    page = clean(
        f"<html><head><title>门户</title><script>window._CONFIG = {script};</script></head>"
        "<body><div id='app'></div><noscript>请启用脚本</noscript></body></html>".encode()
    )
    assert page.text.startswith(
        "2023年政府信息公开工作年度报告\n发布机构：样例县教育局\n发布日期：2024-01-15\n0、"
    )
    assert ("发布机构", "样例县教育局") in {(one.label, one.value) for one in page.metadata}
    assert page.repairs["unprinted_article"] == 1
