"""From a payload to a Page: pages of markup with the noises that real ones carry, plain texts, refusals."""

from pathlib import Path

import pytest

from flows.clean.page import Page
from flows.clean.payload import clean, container_of
from flows.errors import Refusal

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))

MENU = "".join(f'<li><a href="/c{i}">栏目{i}</a></li>' for i in range(20))
BODY = "".join(
    f"<p>　　（{i}）本年度主动公开政府信息{i}条，依申请公开政府信息{i}件，均已按时答复。</p>\n"
    for i in range(8)
)
TABLE = (
    '<table><tr><td rowspan="2">信息内容</td><td colspan=0>本年<br>制发件数</td>'
    '<td colspan="abc">现行\n有效件数</td></tr>'
    "<tr><td><p>计量</p><p>单位</p></td><td>2<span>5</span>43</td></tr>"
    '<tr><th>规章</th><td></td><td colspan="1001">&nbsp;/&nbsp;</td></tr></table>'
)
TITLE = "样例县样例局2021年政府信息公开年报"


@pytest.mark.parametrize("code", [*range(0xA0), 0xD800, 0xFFFE, 0xFFFF, 0x110000])
def test_any_number_may_be_named(code: int) -> None:
    for name in (f"&#{code};", f"&#x{code:x};", f"&#0{code}"):
        page = clean(portal(BODY + f"<p>前<br>{name} 后</p>").encode())
        assert not [sign for sign in page.text if ord(sign) < 0x20 and sign not in "\n\t"], name


def test_a_control_character_that_is_named_is_no_character_either() -> None:
    markup = portal(BODY + "<p>收到&#27;申请1&#8;2件&#7;。</p>").replace("<title>", "<title>&#27;]0;x&#7;")
    page = clean(markup.replace("政府信息公开年报</h1>", "政府&#27;信息公开年报</h1>").encode())
    told = "".join((page.text, *(title for _, title in page.titles), *(link.text for link in page.links)))
    assert not [sign for sign in told if ord(sign) < 0x20 and sign not in "\n\t"]
    assert "收到申请1\ufffd2件。" in page.text  # the two digits are no number
    assert page.repairs["control_character"] == 6
    assert ("heading", TITLE) in page.titles


def portal(content: str) -> str:
    return f"""<!DOCTYPE html><html><head><title>{TITLE}_样例县人民政府</title>
<meta name="ArticleTitle" content="{TITLE}"><meta name=PubDate content="2022-01-20">
<style>p {{}}</style></head><body><script>var n = 99</script>
<div class="top"><ul class=nav>{MENU}</ul><div>今天是2024年3月5日 星期二</div></div>
<div class="wz">您现在的位置：<a href="/">首页</a> &gt; <a>政务公开</a> &gt; <a>年度报告</a></div>
<div class=main><h1>样例县样例局2021年<br>政府信息公开年报</h1>
<table><tr><td>索 引 号：</td><td>000014349/2022-1</td><td>发布机构：</td><td>样例县样例局</td></tr>
<tr><td>生成日期：</td><td>2022-01-19</td><td>文号：</td><td></td></tr></table>
<div class=info>发布时间：2022- 01- 20 09: 20&nbsp;&nbsp;来源：样例局 浏览次数：123次 【字体：大 中 小】
<span class="share">分享到：微信</span></div>
<div id=zoom>{content}</div><div class="pager"><a href=1>上一篇：别的年报2020</a></div></div>
<div class=side><h3>相关阅读</h3><ul>{MENU}</ul></div>
<div class=footer><p>版权所有：样例县人民政府 样ICP备12345号</p><p>主办：样例</p></div></body></html>"""


def read(html: str) -> Page:
    return clean(html.encode())


def cells(page: Page) -> list[list[str]]:
    return [[page.text[c.start : c.end] for c in table.cells] for table in page.tables]


def lines(page: Page) -> list[str]:
    return page.text.split("\n")


def test_a_portal_page_keeps_the_document_and_nothing_else() -> None:
    page = read(portal(BODY + TABLE + '<p>附件：<a href="/f/1.docx">年报.docx</a></p>'))
    assert lines(page)[:2] == ["样例县样例局2021年", "政府信息公开年报"]
    assert lines(page)[4] == "发布时间：2022- 01- 20 09: 20  来源：样例局"
    assert lines(page)[5] == "（0）本年度主动公开政府信息0条，依申请公开政府信息0件，均已按时答复。"
    assert lines(page)[-1] == "附件：年报.docx"
    for chrome in ("栏目", "星期", "ICP", "上一篇", "相关阅读", "微信", "123", "99", "位置"):
        assert chrome not in page.text
    assert page.breadcrumb == ("首页", "政务公开", "年度报告")
    assert page.titles[0] == ("heading", TITLE)
    assert ("meta", TITLE) in page.titles
    assert ("line", TITLE) in page.titles
    assert [(link.text, link.href) for link in page.links] == [("年报.docx", "/f/1.docx")]


def test_metadata_points_at_its_words() -> None:
    page = read(portal(BODY))
    said = {datum.label: datum for datum in page.metadata}
    assert said["索引号"].value == "000014349/2022-1"
    assert said["发布机构"].value == "样例县样例局"
    assert said["发布时间"].value == "2022- 01- 20 09: 20"
    assert said["来源"].value == "样例局"
    assert said["PubDate"].source == "meta"
    assert "文号" not in said
    for datum in page.metadata:
        if datum.start is not None:
            assert page.text[datum.start : datum.end] == datum.value


def test_cells_are_printed_as_the_markup_says() -> None:
    page = read(portal(BODY + TABLE))
    assert cells(page)[-1] == [
        "信息内容",
        "本年制发件数",
        "现行有效件数",
        "计量单位",
        "2543",
        "规章",
        "",
        "/",
    ]
    table = page.tables[-1]
    assert (
        page.text[table.start : table.end]
        == "信息内容\t本年制发件数\t现行有效件数\n计量单位\t2543\n规章\t\t/"
    )
    assert [(c.row, c.position, c.rowspan, c.colspan) for c in table.cells][:3] == [
        (0, 0, 2, 1),
        (0, 1, 1, 1),
        (0, 2, 1, 1),
    ]
    assert [c.is_header for c in table.cells[-3:]] == [True, False, False]
    assert table.cells[-1].colspan == 1


def test_a_cell_keeps_numbers_apart_that_stand_in_paragraphs() -> None:
    page = read(portal(BODY + "<table>" + "<tr><td>甲乙</td><td><p>1</p><p>2</p></td></tr>" * 4 + "</table>"))
    assert cells(page)[-1][:2] == ["甲乙", "1 2"]


@pytest.mark.parametrize(
    "hiding",
    [
        'style="display:none"',
        'style="DISPLAY : none;"',
        'style="visibility:hidden"',
        "hidden",
        'style="font-size:0"',
        'style="position:absolute;left:-9999px"',
        'style="text-indent:-999px"',
        'style="height:0;overflow:hidden"',
    ],
)
def test_what_no_reader_sees_is_gone(hiding: str) -> None:
    page = read(portal(BODY + f"<div {hiding}>隐藏的数字777条<a href=x>彩票</a></div>" + TABLE))
    assert "777" not in page.text


@pytest.mark.parametrize(
    "style",
    [
        "font-size:0.8em",
        "text-indent:-21.0pt",
        "height:0.5cm",
        "width:0px",
        "margin-left:-10px",
        "line-height:0",
    ],
)
def test_ordinary_styles_hide_nothing(style: str) -> None:
    assert "777" in read(portal(BODY + f'<p style="{style}">可见的数字777条</p>')).text


def test_layout_tables_dissolve_and_inner_tables_stay() -> None:
    page = read(
        f"<html><body><table><tr><td><table><tr><td><a href=/1>栏一</a></td><td><a href=/2>栏二</a></td>"
        f"<td><a href=/3>栏三</a></td></tr></table></td></tr>"
        f"<tr><td><table><tr><td align=center>{TITLE}</td></tr>"
        "<tr><td>发布日期：2013-01-05 来源：样例乡</td></tr>"
        f"<tr><td>{BODY}{TABLE}</td></tr></table></td></tr>"
        "<tr><td>版权所有：样例</td></tr></table></body></html>"
    )
    assert lines(page)[:2] == [TITLE, "发布日期：2013-01-05 来源：样例乡"]
    assert len(page.tables) == 1
    assert cells(page)[0][4] == "2543"
    assert "栏" not in page.text


def test_no_table_is_lost_between_texts() -> None:
    page = read(f"<div>{BODY}</div><div>{TABLE}</div><div><div>{TABLE}</div></div><div>{BODY}</div>")
    assert len(page.tables) == 2
    assert page.text.count("（7）") == 2


def test_a_short_page_is_kept_whole() -> None:
    page = read(
        "<body><div><p>本年度公开12条。</p></div><pre>行政许可  36\n行政处罚  5</pre>"
        "<table><tr><td>项目</td><td>数量</td></tr><tr><td>申请</td><td>3</td></tr></table></body>"
    )
    assert lines(page) == ["本年度公开12条。", "行政许可  36", "行政处罚  5", "项目\t数量", "申请\t3"]


def test_a_signature_and_annexes_behind_the_content_stay() -> None:
    page = read(
        portal(BODY).replace(
            '<div class="pager">',
            "<div><p>样例县样例局<br>2022年1月19日</p></div>"
            '<div><a href="/f/1.pdf">年报.pdf</a> <a href="/f/2.doc">附表</a> '
            '<a href="/f/3.xls">附表二</a></div>'
            '<div class="pager">',
        )
    )
    assert "2022年1月19日" in page.text
    assert [link.href for link in page.links] == ["/f/1.pdf", "/f/2.doc", "/f/3.xls"]


def test_lines_of_the_source_mean_nothing_inside_a_paragraph() -> None:
    page = read(portal(BODY + "<p>全年公开\n      政府信息<span>1</span><b>2</b>\n条，见 Annex\n A。</p>"))
    assert "全年公开政府信息12 条，见 Annex A。" in lines(page)


def test_an_index_page_keeps_its_links() -> None:
    items = "".join(
        f'<li><a href="/{i}">样例局202{i}年政府信息公开年度报告</a> 202{i}-01-05</li>' for i in range(9)
    )
    page = read(f"<html><body><ul>{items}</ul></body></html>")
    assert len(page.links) == 9
    assert "样例局2020年政府信息公开年度报告 2020-01-05" in page.text


def test_broken_markup_loses_no_words() -> None:
    page = read(
        f"{BODY}<table><caption>附表</caption>散落<tr>失格<td>甲乙丙<td>12<tr><td>丁戊己<td>34</table>"
    )
    for words in ("附表", "散落", "失格", "甲乙丙\t12", "丁戊己\t34"):
        assert words in page.text


def test_an_xhtml_declaration_of_another_encoding_does_no_harm() -> None:
    page = clean(
        '<?xml version="1.0" encoding="gb2312"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"/></head>'
        f"<body>{BODY}<p>﹝2020﹞镕号，公开12条。</p></body></html>".encode("gb18030")
    )
    assert page.encoding == "gb18030"
    assert lines(page)[-1] == "﹝2020﹞镕号，公开12条。"


def test_entities_do_not_grow() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "公公公公公公公公"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    assert len(read(f"{bomb}<html><body>{BODY}<p>&b;&b;&#0;&#xD800;</p></body></html>").text) < 1000


def test_a_few_thousand_levels_are_refused_and_a_few_hundred_read() -> None:
    assert read("<div>" * 900 + BODY + "</div>" * 900).text.startswith("（0）")
    with pytest.raises(Refusal) as refused:
        read("<div>" * 10_000 + BODY + "</div>" * 10_000)
    assert refused.value.reason == "too_deep"


@pytest.mark.parametrize(
    ("payload", "reason", "detail"),
    [
        (b"", "empty_file", "0 bytes"),
        (b" \r\n\0", "empty_file", "4 bytes"),
        (bytes(range(256)) * 8, "binary_file", "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary_file", "image"),
        (b"PK\x03\x04....ppt/presentation.xml", "needs_reader", "pptx"),
        (b"7z\xbc\xaf\x27\x1c....", "needs_reader", "7z"),
        (b"%PDF-1.7 ...", "broken_file", "Failed to load document (PDFium: Data format error)."),
        (b"PK\x03\x04....word/document.xml", "broken_file", "no readable zip file: File is not a zip file"),
        (b"<html><body><script>draw()</script></body></html>", "no_text", "nothing is printed on the page"),
    ],
)
def test_refusals_name_their_reason(payload: bytes, reason: str, detail: str) -> None:
    with pytest.raises(Refusal) as refused:
        clean(payload)
    assert (refused.value.reason, refused.value.detail) == (reason, detail)


def test_a_large_payload_is_refused_unread() -> None:
    with pytest.raises(Refusal, match="too_large"):
        clean(b"x" * 11, max_bytes=10)


def test_old_office_files_are_told_apart() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert container_of(ole + "WordDocument".encode("utf-16-le")) == "doc"
    assert container_of(ole, url="http://a.test/f/1.xls?x=1") == "xls"
    assert container_of(ole, "application/msword") == "doc"


def test_a_plain_text_keeps_its_lines_and_marks() -> None:
    text = (
        "样例县样例乡2012年度政务公开\n工作年度报告\n\n　　今年以来，公开43条。\n指标名称 |\n计量单位 |\n条 |"
    )
    text += "\n43 |\n/\n-\n0"
    page = clean(text.encode())
    assert lines(page) == [
        "样例县样例乡2012年度政务公开",
        "工作年度报告",
        "今年以来，公开43条。",
        "指标名称 |",
        "计量单位 |",
        "条 |",
        "43 |",
        "/",
        "-",
        "0",
    ]
    assert page.titles[0] == ("line", "样例县样例乡2012年度政务公开工作年度报告")
    assert page.container == "text"


def test_the_publication_line_of_a_plain_text() -> None:
    page = clean(
        "2011年度样例县年报\n\n来源:县政务公开办??发布时间:2012-04-11?? 字号【\n\n　　正文6300条。".encode()
    )
    assert [(d.label, d.value) for d in page.metadata] == [
        ("来源", "县政务公开办"),
        ("发布时间", "2012-04-11"),
    ]
    assert lines(page)[-1] == "正文6300条。"


def test_the_chrome_of_a_sharing_site_goes() -> None:
    page = clean(
        (
            "政务公开总结.docVIP\n1、本站所有内容均由网友上传，付费前请自行鉴别，本站不退款。\n"
            "4、该文档为VIP文档，成为VIP会员后，下载免费。\n查看更多\n"
            "政务公开总结 我市消费者协会有会员120人，处理侵权投诉36件，专栏访问量72万次。\n"
            "文档评论(0)\nsomebody12 + 关注\n实名认证\n1亿VIP精品文档\n扫一扫在手机打开当前页"
        ).encode()
    )
    assert lines(page) == [
        "政务公开总结.doc",
        "政务公开总结 我市消费者协会有会员120人，处理侵权投诉36件，专栏访问量72万次。",
    ]


def test_the_head_of_a_dump_is_read_and_its_menu_words_cut() -> None:
    page = clean(
        (
            f"标题: {TITLE}\n发布时间: 2022-01-02 00:00\n发布机构: \n栏目: 政府信息公开年报\n"
            "本地目录: a/2022\n"
            f"==================== 正文 ====================\n当前位置： 首页政务公开年报 {TITLE} "
            "来源：样例县 时间：2022-01-02 00:00 微信 微博 文件下载 相关链接： --> "
            f"{TITLE} 根据规定，公开12条。"
        ).encode()
    )
    assert page.titles[0] == ("heading", TITLE)
    assert page.breadcrumb == ("政府信息公开年报",)
    assert lines(page)[-1] == f"{TITLE} 来源：样例县 时间：2022-01-02 00:00 {TITLE} 根据规定，公开12条。"
    said = {datum.label: datum.value for datum in page.metadata}
    assert (said["发布时间"], said["来源"], said["时间"]) == (
        "2022-01-02 00:00",
        "样例县",
        "2022-01-02 00:00",
    )
    assert "a/2022" not in page.text


@pytest.mark.parametrize(
    "line",
    [
        "发文字号：样府办〔2020〕1号",
        "专栏访问量：72万次",
        "网站访问量达72万次。",
        "前一项加后一项之和",
        "其他",
        "上一年项目数量",
        "上年结转",
        "第一页共公开12条信息",
        "由技术支持单位处理12件",
        "小",
    ][:-1],
)
def test_lines_of_reports_are_no_chrome(line: str) -> None:
    assert line in clean(f"样例报告\n{line}\n正文".encode()).text


@pytest.mark.skipif(not SEEDS, reason="the folder of shared seeds is not beside the repository")
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_seeds_come_out_clean(seed: Path) -> None:
    page = clean(seed.read_bytes())
    assert not [c for c in page.text if c in "報鄉開務導們學齊"]
    assert "ì" not in page.text
    assert ",," not in page.text
    assert page.n_lost <= 4
    assert page.titles
    assert "VIP文档" not in page.text


@pytest.mark.skipif(not SHARED.exists(), reason="the folder of shared examples is not beside the repository")
def test_examples_keep_every_figure_of_their_tables() -> None:
    page = clean((SHARED / "examples" / "pingtan_county_2013_table_fragment.html").read_bytes())
    assert [c for c in cells(page)[0] if c.isdigit()][:4] == ["1853", "5395", "1713", "5017"]
    assert len(page.tables[0].cells) == 72


def test_a_file_of_data_is_no_page() -> None:
    for payload in ('{"title": "2022年政府信息公开工作年度报告", "items": 400}', "[1, 2]"):
        with pytest.raises(Refusal, match="needs_reader: json"):
            clean(payload.encode())
    assert clean("[本报告] 主动公开12条 [完]".encode()).container == "text"


def test_a_lost_character_never_joins_two_digits() -> None:
    page = clean(("<p>主动公开政府信息4\x003条，受理申请\x0012件。</p>" + "<p>其余文字。</p>" * 20).encode())
    assert page.text.split("\n")[0] == "主动公开政府信息4\ufffd3条，受理申请12件。"
    assert page.n_lost == 1


@pytest.mark.parametrize(
    ("content", "n_pictures"),
    [
        ('<p><img src="./W020220120345.jpg"></p><p><img src="W020220120346.jpg" width="900"></p>', 2),
        ('<p><img src="P0202.png"></p><p>样例县样例局</p>', 1),
        ('<p><img src="P0202.png" width="32px"></p>', 0),
        ('<p><a href="/zt"><img src="zt2022.jpg"></a><img src="/images/logo2.png"></p>', 0),
        (f'{BODY}<p><img src="W020220120345.jpg"></p>', 0),
        (f'<table>{"<tr><td>规章</td><td>3</td></tr>" * 12}</table><p><img src="W020220120345.jpg"></p>', 0),
    ],
)
def test_a_report_that_is_pictures_is_told_from_one_that_shows_some(content: str, n_pictures: int) -> None:
    site = '<div class="share"><img src="p1.jpg"></div><div class="footer"><img src="p2.jpg"></div></body>'
    page = read(portal(content).replace("</body>", site))
    assert page.repairs.get("page_without_text", 0) == n_pictures
    assert page.titles[0] == ("heading", TITLE)
