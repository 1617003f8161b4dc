"""How fast the clean stage is, as ratios within one run.

`python -m tests.bench.bench_clean` prints a table. The fixtures are generated: a portal page in the markup of
a government content system, half of it or more chrome; a page exported from Word that is all
content; and the first made large. The yardstick is `BeautifulSoup(html, "lxml")` on the same page.
"""

import gc
import re
import time
from collections.abc import Callable

from bs4 import BeautifulSoup

from flows.clean.payload import clean
from tests.measures import Measure, of_repeats

REPEATS = 7
TARGET_PORTAL = 0.45
TARGET_WORD = 0.8
TARGET_LARGE = 120.0
_WORD_PARAGRAPH = (
    "margin-top:0cm;margin-right:0cm;margin-bottom:.0001pt;margin-left:0cm;text-align:left;text-indent:32.0pt;"
    "mso-char-indent-count:2.0;line-height:28.0pt;mso-line-height-rule:exactly;mso-pagination:widow-orphan"
)
_WORD_RUN = (
    "font-size:16.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体;mso-bidi-font-family:宋体;"
    "color:#333333;mso-font-kerning:0pt"
)
_SENTENCE = "本年度主动公开政府信息{n}条，其中通过政府网站公开{m}条，办理依申请公开{k}件，均按时答复。"


def portal_page(n_sections: int = 30, n_menu: int = 260) -> str:
    """A page of a content system: menus, a sidebar and a footer around an article with three tables."""
    menu = "".join(
        f'<li class="nav-item"><a href="/zwgk/col{i}/index.html" title="栏目{i}" target="_blank">'
        f'<i class="ico"></i><span>政务公开栏目第{i}组</span></a></li>\n'
        for i in range(n_menu)
    )
    paragraphs = "".join(
        f'<p style="text-indent: 2em; line-height: 2;"><span style="font-size: 16pt;">'
        f"{_SENTENCE.format(n=i * 37 + 5, m=i * 11 + 3, k=i)}{_SENTENCE.format(n=i, m=i, k=i)}</span></p>\n"
        for i in range(n_sections)
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        "<title>样例市样例局2023年政府信息公开工作年度报告</title>"
        '<meta name="ArticleTitle" content="样例市样例局2023年政府信息公开工作年度报告">'
        '<meta name="PubDate" content="2024-01-20 10:00"></head><body>'
        f'<div class="header"><ul class="menu">{menu}</ul></div>'
        '<div class="main">'
        '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a></div>'
        '<div class="article"><h1>样例市样例局2023年政府信息公开工作年度报告</h1>'
        '<div class="info">发布时间：2024-01-20 来源：样例局 浏览次数：12 字号：[大 中 小]</div>'
        f'<div id="zoom">{paragraphs}{_table(12, 4)}{_table(24, 9)}{_table(4, 15)}</div></div>'
        f'<div class="side"><ul>{menu}</ul></div></div>'
        '<div class="footer"><p>主办：样例市人民政府</p><p>样ICP备00000000号</p></div></body></html>'
    )


def word_page(n_paragraphs: int = 20) -> str:
    """A page exported from Word, nothing but content: styles on every run, each number a run of its own.

    Its words are two to four hundredths of its bytes, as in the real exports at hand.
    """
    paragraphs = "".join(
        f'<p class="MsoNormal" align="left" style="{_WORD_PARAGRAPH}">{_word_runs(i)}'
        '<span lang="EN-US" style="font-size:16.0pt;color:#333333;mso-font-kerning:0pt"><o:p></o:p></span></p>\n'
        for i in range(n_paragraphs)
    )
    cell = (
        '<td width="60" valign="top" style="width:45.05pt;border-top:none;border-left:none;'
        'border-bottom:solid windowtext 1.0pt;border-right:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt">'
        '<p class="MsoNormal" align="center" '
        'style="text-align:center;mso-pagination:widow-orphan">'
        '<span lang="EN-US" style="font-size:12.0pt;font-family:宋体;mso-bidi-font-family:宋体">{}</span></p></td>'
    )
    rows = "".join(f"<tr>{''.join(cell.format(i * j) for j in range(9))}</tr>\n" for i in range(20))
    return (
        f"<html><body><h1>样例镇2015年政府信息公开工作年度报告</h1>{paragraphs}"
        f'<table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0">{rows}</table></body></html>'
    )


def _word_runs(number: int) -> str:
    """A sentence as Word writes it: a run for each number, and for the words between two."""
    sentence = _SENTENCE.format(n=number * 37 + 5, m=number * 11 + 3, k=number)
    return "".join(
        f'<span lang="EN-US" style="{_WORD_RUN}">{run}</span>'
        if run.isdecimal()
        else f'<span style="{_WORD_RUN}">{run}</span>'
        for run in re.split(r"(\d+)", sentence)
    )


def _table(n_rows: int, n_columns: int) -> str:
    cell = '<td style="border: 1px solid #000;"><p style="text-align: center;"><span>{}</span></p></td>'
    rows = "".join(
        f"<tr>{cell.format('规范性文件')}{''.join(cell.format(i * j) for j in range(n_columns - 1))}</tr>\n"
        for i in range(n_rows)
    )
    return f'<table border="1"><tbody>{rows}</tbody></table>'


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> list[float]:
    """Processor seconds of each of several runs; what others left to collect is collected before."""
    taken = []
    for _ in range(repeats):
        gc.collect()
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return taken


def ratios_to_soup(html: str) -> list[float]:
    """Clean's time over BeautifulSoup's, run in turns on the same page."""
    payload = html.encode()
    clean(payload)
    return [
        seconds(lambda: clean(payload), 1)[0] / seconds(lambda: BeautifulSoup(html, "lxml"), 1)[0]
        for _ in range(REPEATS)
    ]


def measures() -> list[Measure]:
    """The figures of the clean stage."""
    found = []
    for name, html, target in (
        ("read.clean.portal_vs_soup", portal_page(), TARGET_PORTAL),
        ("read.clean.word_vs_soup", word_page(), TARGET_WORD),
    ):
        note = f"{len(html.encode()) // 1000} KB"
        found.append(of_repeats(name, ratios_to_soup(html), target, note=note))
    small, large = portal_page(32, 208).encode(), portal_page(32 * 64, 208 * 64).encode()
    n_times = min(seconds(lambda: clean(large), 3)) / min(seconds(lambda: clean(small)))
    note = f"{len(large) // 1000} KB against {len(small) // 1000} KB"
    found.append(Measure("read.clean.large_vs_small", n_times, TARGET_LARGE, "at most", 3, 0.0, note))
    return found


def main() -> None:
    """Print the figures."""
    for m in measures():
        print(  # noqa: T201
            f"{m.name:<28} {m.value:7.3f} target {m.target} {'holds' if m.holds else 'MISSED'} "
            f"spread {m.spread:.0%} of {m.repeats}, {m.note}"
        )


if __name__ == "__main__":
    main()
