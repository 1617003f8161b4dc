"""One invented report in the markup of many content systems.

What belongs here: the report, the menus and footers around it, and filling them into the pages of `files/cms`,
each of which shows how one kind of site puts them together. What does not: assertions. Every word of the site
itself holds `CHROME`, but for those that all sites say alike.
"""

from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent / "files" / "cms"
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))

TITLE = "样例县样例局2022年政府信息公开工作年度报告"
PARAGRAPHS = (
    "本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
    "一、总体情况",
    "2022年，我局主动公开政府信息123条，其中通过政府网站公开98条，通过政务新媒体公开25条。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "一是公开内容还不够全面；二是解读形式较为单一。下一步将加强培训，完善机制。",
    "六、其他需要报告的事项",
    "无。",
)
TABLES = {
    "二、": (
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "0", "0", "0"),
        ("行政规范性文件", "3", "1", "17"),
    ),
    "三、": (
        ("项目", "自然人", "商业企业", "总计"),
        ("一、本年新收政府信息公开申请数量", "5", "2", "7"),
        ("二、上年结转政府信息公开申请数量", "0", "1", "1"),
    ),
    "四、": (("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"), ("2", "0", "1", "0", "3")),
}
CHROME = "杂讯"
ANNEX = '<p>附件：<a href="/files/2023/report.docx">样例局年度报告.docx</a></p>'


def _table(rows: Sequence[Sequence[str]]) -> str:
    cell = "<td><p style='text-align:center'><span style='font-family:宋体'>{}</span></p></td>"
    lines = "".join(f"<tr>{''.join(cell.format(text) for text in row)}</tr>" for row in rows)
    return f'<table border="1" cellspacing="0"><tbody>{lines}</tbody></table>'


def written(form: str, table: str = "{}") -> str:
    """The report: each paragraph in `form`, each table in `table`."""
    made = []
    for text in PARAGRAPHS:
        made.append(form.format(text))
        if text[:2] in TABLES:
            made.append(table.format(_table(TABLES[text[:2]])))
    return "\n".join(made)


REPORT = written('<p style="text-indent:2em">\u3000\u3000{}</p>')
_MENU = "".join(f'<li><a href="/c{i}/index.html">{CHROME}栏目{i}</a></li>' for i in range(24))
_NEWS = "".join(
    f'<li><a href="/n/{i}.html">{CHROME}关于开展第{i}次工作的通知</a><span>2024-03-{10 + i}</span></li>'
    for i in range(8)
)
_HEAD = (
    f'<head><meta charset="utf-8"><title>{TITLE}_样例县人民政府</title><meta name="ArticleTitle" '
    f'content="{TITLE}"><meta name="PubDate" content="2023-01-18"></head>'
)
_FOOTER = (
    f'<div class="footer"><p><a href="/about">{CHROME}关于我们</a> | <a href="/map">{CHROME}网站地图</a></p>'
    f"<p>主办：{CHROME}样例县人民政府办公室 承办：{CHROME}样例县大数据中心</p>"
    "<p>网站标识码：1234560001 样ICP备05000001号 样公网安备 12345602000001号</p></div>"
)
_PARTS = {
    "title": TITLE,
    "head": _HEAD,
    "menu": f'<ul class="nav">{_MENU}</ul>',
    "news": f'<ul class="list">{_NEWS}</ul>',
    "footer": _FOOTER,
    "annex": ANNEX,
    "report": REPORT,
    "report as lines": written("\u3000\u3000{}<br/>\n"),
    "report as sections": written("<section>{}</section>"),
    "report in fonts": written('<p><font face="仿宋_GB2312" size="4">\u3000\u3000{}</font></p>'),
}


def filled(template: str) -> str:
    """A page whose `[[parts]]` are put in."""
    for name, part in _PARTS.items():
        template = template.replace(f"[[{name}]]", part)
    return template


def page(name: str) -> str:
    """The page of one kind of site."""
    return filled((FOLDER / f"{name}.html").read_text(encoding="utf-8"))


def plain(inside: str) -> str:
    """A page with a menu over it and a footer below."""
    return filled(
        f"<!DOCTYPE html><html>[[head]]<body><div>[[menu]]</div><h1>[[title]]</h1>{inside}[[footer]]</body></html>"
    )
