"""Pages of the sample portal: the frame that a small municipal site puts around everything.

What belongs here: header, menu, breadcrumb, metadata block, list pages, footer and style. What does not: the
report inside (`markup.py`) and which pages there are (`site.py`). Every page says that it is a sample.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Final

from flows.demo.agencies import CITY, PROVINCE
from flows.demo.draft import Draft
from flows.demo.markup import content_of

SITE_NAME: Final = f"{CITY}政府信息公开平台（样例网站）"
COLUMN_NAME: Final = "政府信息公开年报"
COLUMN: Final = "/zwgk/xxgknb/"
"""Folder of the column of reports; its list pages are `index.html`, `index_2.html` and so on."""

_STYLE: Final = (Path(__file__).parent / "portal.css").read_text(encoding="utf-8")
_MENU: Final = (
    ("首页", "/index.html", ()),
    ("走进样例", "/zjyl/index.html", ("城市概况", "历史沿革", "行政区划", "自然地理", "城市荣誉")),
    (
        "新闻中心",
        "/xwzx/index.html",
        ("样例要闻", "部门动态", "区县动态", "通知公告", "专题专栏", "视频新闻"),
    ),
    ("政务公开", "/zwgk/index.html", ("公开指南", "公开制度", "法定主动公开内容", COLUMN_NAME, "依申请公开")),
    (
        "政务服务",
        "/zwfw/index.html",
        ("个人服务", "法人服务", "部门服务", "便民服务", "利企服务", "办事指南"),
    ),
    (
        "互动交流",
        "/hdjl/index.html",
        ("领导信箱", "在线访谈", "意见征集", "网上调查", "智能问答", "常见问题"),
    ),
)
_SCRIPT: Final = """
(function () {
  var sizes = { big: '20px', middle: '18px', small: '16px' };
  window.zoomText = function (size) {
    var content = document.getElementById('zoom');
    if (content) { content.style.fontSize = sizes[size] || sizes.middle; }
  };
  window.printPage = function () { window.print(); };
  window.closePage = function () { window.history.back(); };
})();
"""


_NOTICE: Final = (
    "样例网站：所有机构、地名和数据均为虚构，仅供演示。This is a sample site; everything on it is invented."
)


@dataclass(frozen=True, slots=True)
class ListItem:
    """One line of a list page."""

    path: str
    title: str
    published_on: date


def report_page(
    draft: Draft, index_number: str, *, crumbs: Sequence[str] = ("政务公开", COLUMN_NAME), links: str = ""
) -> str:
    """The page of one report; `links` is markup under its content that leads to its other files."""
    day = draft.published_on.isoformat()
    meta = {
        "SiteName": SITE_NAME,
        "ArticleTitle": draft.title,
        "PubDate": f"{day} 09:00",
        "ContentSource": draft.issuer,
        "ColumnName": COLUMN_NAME,
    }
    article = f"""{_metadata(draft, index_number)}
<h1 class="title">{escape(draft.title)}</h1>
<div class="info"><span>发布日期：{day}</span><span>来源：{escape(draft.issuer)}</span>
<span>字体：[<a href="javascript:zoomText('big')">大</a> <a href="javascript:zoomText('middle')">中</a>
<a href="javascript:zoomText('small')">小</a>]</span></div>
<div class="content" id="zoom">
{content_of(draft)}
{links}</div>
<div class="tools"><a href="javascript:printPage()">打印本页</a><a href="javascript:closePage()">关闭窗口</a>
<span>分享到：</span><a href="#" class="share">微信</a><a href="#" class="share">微博</a></div>"""
    return frame(draft.title, article, crumbs=crumbs, meta=meta, charset=draft.charset)


def further_page(content: str, links: str, charset: str = "utf-8") -> str:
    """The second or third page of a report: neither title nor metadata stands over it."""
    body = f"""<div class="content" id="zoom">
{content}
{links}</div>"""
    return frame(COLUMN_NAME, body, crumbs=("政务公开", COLUMN_NAME), charset=charset)


def _metadata(draft: Draft, index_number: str) -> str:
    day = draft.published_on.isoformat()
    entries = (
        ("索引号", index_number),
        ("发布机构", draft.issuer),
        ("发布日期", day),
        ("文号", "无"),
        ("主题分类", "政务公开"),
        ("有效性", "有效"),
    )
    if draft.year % 2:
        items = "".join(f"<li><b>{label}：</b><span>{escape(value)}</span></li>" for label, value in entries)
        return f'<ul class="metadata">{items}</ul>'
    cells = [f"<th>{label}</th><td>{escape(value)}</td>" for label, value in entries]
    rows = "".join(f"<tr>{cells[i]}{cells[i + 1]}</tr>" for i in range(0, len(cells), 2))
    return f'<table class="metadata"><tbody>{rows}</tbody></table>'


def text_page(title: str, paragraphs: Sequence[str], published_on: date, crumbs: Sequence[str]) -> str:
    """A page that is no report: a notice, a guide, a plan."""
    body = "\n".join(f"<p>　　{escape(text)}</p>" for text in paragraphs)
    article = f"""<h1 class="title">{escape(title)}</h1>
<div class="info"><span>发布日期：{published_on}</span><span>来源：{CITY}人民政府办公室</span></div>
<div class="content" id="zoom">
{body}
</div>"""
    return frame(title, article, crumbs=crumbs)


def links_page(title: str, items: Sequence[ListItem], crumbs: Sequence[str]) -> str:
    """A page of links without dates: an index of other pages."""
    links = "\n".join(f'<li><a href="{item.path}">{escape(item.title)}</a></li>' for item in items)
    return frame(
        title, f'<h1 class="title">{escape(title)}</h1>\n<ul class="list">\n{links}\n</ul>', crumbs=crumbs
    )


def list_page(items: Sequence[ListItem], page: int, pages: int) -> str:
    """One page of the column's list, with links to the others."""
    lines = "\n".join(
        f'<li><span class="date">{item.published_on.isoformat()}</span>'
        f'<a href="{item.path}" title="{escape(item.title)}" target="_blank">{escape(item.title)}</a></li>'
        for item in items
    )
    links = [f'<a href="{list_name(n)}">{n}</a>' if n != page else f"<b>{n}</b>" for n in range(1, pages + 1)]
    if page > 1:
        links.insert(0, f'<a href="{list_name(page - 1)}">上一页</a>')
    if page < pages:
        links.append(f'<a class="next" href="{list_name(page + 1)}">下一页</a>')
    body = f"""<h2 class="column">{COLUMN_NAME}</h2>
<ul class="list">
{lines}
</ul>
<div class="pages">共{pages}页 {" ".join(links)}</div>"""
    return frame(COLUMN_NAME, body, crumbs=("政务公开", COLUMN_NAME))


def list_name(page: int) -> str:
    """File name of a list page; the first is 1."""
    return "index.html" if page == 1 else f"index_{page}.html"


def home_page(newest: Sequence[ListItem]) -> str:
    """The portal's first page."""
    lines = "\n".join(
        f'<li><span class="date">{item.published_on.isoformat()}</span>'
        f'<a href="{item.path}">{escape(item.title)}</a></li>'
        for item in newest
    )
    body = f"""<h2 class="column"><a href="{COLUMN}index.html">{COLUMN_NAME}</a></h2>
<ul class="list">
{lines}
</ul>"""
    return frame(SITE_NAME, body, crumbs=())


def missing_page() -> str:
    """What is answered with 404."""
    return frame("页面不存在", "<p>您访问的页面不存在或已被删除。</p>", crumbs=())


def frame(
    title: str,
    body: str,
    *,
    crumbs: Sequence[str],
    meta: dict[str, str] | None = None,
    charset: str = "utf-8",
) -> str:
    """A whole page around its body."""
    tags = "\n".join(
        f'<meta name="{name}" content="{escape(value)}">' for name, value in (meta or {}).items()
    )
    way = " &gt; ".join(['<a href="/index.html">首页</a>', *(f'<a href="#">{crumb}</a>' for crumb in crumbs)])
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}-{SITE_NAME}</title>
{tags}
<style>
{_STYLE}</style>
<script>{_SCRIPT}</script>
</head>
<body>
<div class="notice">{_NOTICE}</div>
<div class="header"><div class="wide"><a href="/index.html" class="logo">{CITY}人民政府</a>
<span class="place">{PROVINCE}{CITY}</span>
<form class="search" action="/search"><input name="q" placeholder="请输入关键词"><button>搜索</button></form>
</div></div>
<div class="menu"><ul class="wide">
{_menu()}
</ul></div>
<div class="wide crumb">当前位置：{way}</div>
<div class="wide main">
{body}
</div>
{_footer()}
</body>
</html>
"""


def _menu() -> str:
    lines = []
    for name, path, below in _MENU:
        items = "".join(f'<li><a href="{path}#{i}">{item}</a></li>' for i, item in enumerate(below, start=1))
        lines.append(f'<li><a href="{path}">{name}</a>{f"<ul>{items}</ul>" if items else ""}</li>')
    return "\n".join(lines)


def _footer() -> str:
    friends = "".join(
        f'<a href="/links/{i}.html">{name}</a>'
        for i, name in enumerate(("样例省人民政府", "样例市人大", "样例市政协", "样例日报"), start=1)
    )
    return f"""<div class="friends"><div class="wide">友情链接：{friends}</div></div>
<div class="footer"><div class="wide"><p>主办单位：{CITY}人民政府办公室　承办单位：{CITY}大数据中心</p>
<p>网站标识码：0000000000　样ICP备00000000号　样公网安备 00000000000000号</p>
<p>联系电话：0000-5550000　建议使用1440*900分辨率浏览　<a href="/sitemap.html">网站地图</a></p></div></div>"""
