"""Parts of a report: what a further page or an annex takes from its report, and what is none of its parts."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from flows.archive.addresses import is_further_page
from flows.clean.page import Page
from flows.extract.document import read_page, read_payload, read_report
from flows.extract.model import Document
from flows.extract.part import parent_of
from flows.reference import load_reference
from tests.unit.container_files import xlsx
from tests.unit.table_pages import fact_of, remedies, section_cells

REFERENCE = load_reference()

REPORT = "https://www.yunxi.gov.cn/xxgk/t2023_7.html"
BODY, YEAR = "云溪县人民政府", 2022
TITLE = f"{BODY}{YEAR}年政府信息公开工作年度报告"
SENTENCES = f"""<p>本报告由{BODY}办公室编制，统计期限自2022年1月1日起至2022年12月31日止。</p>
<h2>一、总体情况</h2><p>2022年，全县主动公开政府信息174条，收到政府信息公开申请23件，均按时办结。</p>"""
REMEDIES = """<table><tr><td colspan="5">行政复议</td><td colspan="10">行政诉讼</td></tr>
<tr><td rowspan="2">结果维持</td><td rowspan="2">结果纠正</td><td rowspan="2">其他结果</td>
<td rowspan="2">尚未审结</td><td rowspan="2">总计</td>
<td colspan="5">未经复议直接起诉</td><td colspan="5">复议后起诉</td></tr>
<tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>
<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>
<tr><td>2</td><td>1</td><td>0</td><td>0</td><td>3</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td>
<td>0</td><td>0</td><td>0</td><td>0</td><td>0</td></tr></table>"""
FURTHER = (
    f"<h2>四、政府信息公开行政复议、行政诉讼情况</h2>{REMEDIES}<h2>五、存在的主要问题</h2><p>还需要改进。</p>"
)


def html(body: str, title: str = "") -> bytes:
    head = f"<title>{title}</title>" if title else ""
    heading = f"<h1>{title}</h1>" if title else ""
    return f"<html><head>{head}</head><body>{heading}<div>{body}</div></body></html>".encode()


def sheet(*lines: str) -> bytes:
    """A spreadsheet of the table of section four under some lines."""
    cells = section_cells(REFERENCE, "F2021", "remedies")
    figures = dict(zip(map(fact_of, cells), map(str, [2, 1, 0, 0, 3, *[0] * 10]), strict=True))
    return xlsx([*lines, remedies(REFERENCE, "F2021", figures)])


def read(
    payload: bytes, name: str, *, report: str = SENTENCES, title: str = TITLE, words: str = "附件1"
) -> Document:
    """What stands at a name beside the report, linked from it with these words; no words: not linked."""
    link = f'<p>附件：<a href="{name}">{words}</a></p>' if words else ""
    page = read_report(html(report + link, title), url=REPORT, content_type="text/html")
    url = REPORT.rpartition("/")[0] + "/" + name
    parent = parent_of(page, url, is_further_page=is_further_page(REPORT, url))
    document = read_payload(payload, url=url, parent=parent)[0]
    assert document.part_of in (None, page.document_id)
    return document


def reviews(document: Document) -> list[int]:
    return [int(o.value) for o in document.observations if o.indicator_id == "review.total"]


def assert_joined(document: Document) -> None:
    identity = document.identity
    assert document.part_of is not None
    assert (identity.kind, identity.agency, identity.report_year) == ("annual_report", BODY, YEAR)
    assert reviews(document) == [3]
    assert {e.field for e in identity.evidence if e.source == "parent"} >= {"kind", "agency", "report_year"}
    assert {f.rule for f in document.findings}.isdisjoint({"no_agency", "no_year"})


def test_an_annex_that_the_reports_own_office_filled_in_is_a_part_of_it() -> None:
    assert_joined(read(sheet("统计表", "填报单位（盖章）：云溪县人民政府办公室"), "1.xlsx"))


def test_an_annex_on_the_body_alone_is_a_document_of_its_own() -> None:
    document = read(sheet(f"{BODY}（本级）2022年政府信息公开工作年度报告"), "1.xlsx")
    assert (document.part_of, document.identity.scope) == (None, "agency")


def test_a_further_page_without_title_is_its_reports() -> None:
    assert_joined(read(html(FURTHER), "t2023_7_2.html"))


def test_a_further_page_with_the_title_again_is_its_reports() -> None:
    assert_joined(read(html(FURTHER, f"{TITLE}（2）"), "t2023_7_2.html"))


def test_a_further_page_of_plain_sentences_is_its_reports() -> None:
    document = read(html("<p>六、其他需要报告的事项</p><p>本年度收取信息处理费0元。</p>"), "t2023_7_2.html")
    assert document.part_of is not None


def test_what_a_further_page_only_seems_to_say_is_told_and_does_not_count() -> None:
    document = read(html(f"{FURTHER}<p>2023年已公开信息300条，受理申请20件。</p>"), "t2023_7_2.html")
    assert_joined(document)
    assert [f.severity for f in document.findings if f.rule == "part_disagrees"] == ["notice"]


@pytest.mark.parametrize(
    "title",
    [
        f"{BODY}2021年政府信息公开工作年度报告",
        f"云溪县水利局{YEAR}年政府信息公开工作年度报告",
        "关于做好政府信息公开工作年度报告编制工作的通知",
        "云溪县2022年度部门决算公开",
    ],
)
def test_a_numbered_page_with_a_title_of_its_own_is_a_document_of_its_own(title: str) -> None:
    body = FURTHER if "报告" in title else "<p>本年收入合计7482.60万元，支出合计7482.60万元。</p>"
    assert read(html(body, title), "t2023_7_2.html").part_of is None


def test_the_tables_of_an_annex_are_its_reports() -> None:
    document = read(sheet("附件1"), "1.xlsx")
    assert_joined(document)
    assert document.form == "F2021"
    (row,) = {(o.where.row, o.where.quote) for o in document.observations if o.indicator_id == "review.total"}
    assert row[1] == "3"
    assert any(e.field == "kind" and e.source != "parent" for e in document.identity.evidence)


def test_an_annex_that_restates_the_report_is_a_part_of_it() -> None:
    assert_joined(read(html(SENTENCES + FURTHER, TITLE), "report.mht.txt", words=TITLE))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("云溪县2021年政府信息公开情况统计表", "统计期限：2021年1月1日至2021年12月31日"), "附件1"),
        (("云溪县水利局2022年政府信息公开工作年度报告",), "附件1"),
        (("附件",), "2021年政府信息公开情况统计表"),
        (("附件",), "县水利局统计表.xlsx"),
        (("附件", "填报单位（盖章）：云溪县水利局"), "附件1"),
        (("附件",), ""),
    ],
)
def test_an_annex_of_another_body_or_year_or_of_no_link_stands_alone(
    lines: tuple[str, ...], words: str
) -> None:
    document = read(sheet(*lines), "1.xlsx", words=words)
    assert document.part_of is None
    assert (document.identity.agency, document.identity.report_year) != (BODY, YEAR)


@pytest.mark.parametrize(
    "text",
    [
        "云溪县政府信息公开指南\n申请人可以当面申请。\n受理机构应当自收到申请之日起20个工作日内答复。",
        "云溪县人民政府办公室关于报送2022年政府信息公开工作年度报告的通知\n请各单位于1月20日前报送。特此通知。",
        "云溪县2022年重点工作完成情况\n全年受理行政复议申请56件，办理许可2036件。",
    ],
)
def test_an_annex_of_another_kind_is_no_part(text: str) -> None:
    assert read(text.encode(), "1.txt").part_of is None


@pytest.mark.parametrize(
    ("title", "report"),
    [
        (
            "云溪县政府信息公开年报汇总",
            "".join(f"<p>{y}年政府信息公开工作年度报告</p>" for y in range(2012, 2023)),
        ),
        ("政府信息公开工作年度报告", "<p>主动公开政府信息174条，收到政府信息公开申请23件。</p>"),
    ],
)
def test_a_page_that_is_no_report_or_names_no_body_has_no_parts(title: str, report: str) -> None:
    assert read(sheet("附件1"), "1.xlsx", title=title, report=report).part_of is None


def test_the_same_text_alone_is_another_document() -> None:
    payload = html(SENTENCES + FURTHER, TITLE)
    part, alone = read(payload, "t2023_7_2.html"), read_payload(payload, url=REPORT)[0]
    assert part.text_sha256 == alone.text_sha256
    assert part.document_id != alone.document_id


def test_the_files_of_an_archive_are_known_by_their_names() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("a.xlsx", sheet("附件1"))
        archive.writestr("b2021年统计表.xlsx", sheet("附件2"))
        archive.writestr("c县水利局.xlsx", sheet("附件3"))
    url = REPORT.rpartition("/")[0] + "/1.zip"
    page = read_report(html(f'{SENTENCES}<a href="1.zip">附件下载</a>', TITLE), url=REPORT)
    documents = read_payload(stream.getvalue(), url=url, parent=parent_of(page, url, is_further_page=False))
    assert [document.part_of is not None for document in documents] == [True, False, False]


def test_pages_that_are_pictures_are_told() -> None:
    page = Page("云溪县报告", "pdf", "", repairs={"page_without_text": 2})
    (document,) = read_page(page, url=None, reference=load_reference())
    assert [f.severity for f in document.findings if f.rule == "page_without_text"] == ["damage"]
