"""What else stands on the sample portal: pages that are no reports, and files that cannot be read.

What belongs here: their texts and bytes, and what reading them must give. What does not: the reports.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from flows.demo.agencies import CITY
from flows.demo.pages import ListItem, links_page, text_page
from flows.vocabulary import Kind

CLOSED_FOLDER: Final = "/neibu/"
"""What robots.txt asks to leave alone."""
ROBOTS: Final = f"User-agent: *\nDisallow: {CLOSED_FOLDER}\n"

_BINARY_SIZE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Extra:
    """One page or file that is no report.

    Attributes:
        item: its line on the list pages.
        body: its bytes; None where the link leads nowhere. An empty answer is no page: the collector says so, and
            nobody reads it.
        kind: what the page is; None for what cannot be read.
        refusal: the reason that reading it must be refused with.
    """

    item: ListItem
    body: bytes | None
    kind: Kind | None = None
    refusal: str | None = None


def extras(seed: int, years: Sequence[int], reports: Sequence[ListItem]) -> list[Extra]:
    """All of them; the index page lists the newest of the reports."""
    year = max(years)
    day = date(year + 1, 1, 5)
    folder = f"/zwgk/xxgknb/{year + 1}01/t{year + 1}0105_"

    def item(number: int, title: str) -> ListItem:
        return ListItem(f"{folder}{number}.html", title, day)

    notice = item(900001, f"关于做好{year}年政府信息公开工作年度报告编制和发布工作的通知")
    guide = item(900002, f"{CITY}政府信息公开指南")
    index = item(900003, f"{year}年政府信息公开工作年度报告汇总")
    plan = item(900004, f"{CITY}{year + 1}年政务公开工作要点")
    return [
        _text(notice, "notice", "通知公告", _notice(year)),
        _text(guide, "guide", "公开指南", _GUIDE),
        Extra(index, links_page(index.title, reports[:30], ("政务公开", "专题")).encode(), "index"),
        _text(plan, "work_plan", "政策文件", _PLAN),
        Extra(item(900005, f"{year}年政府信息公开工作年度报告附件（空）"), b""),
        Extra(
            item(900006, f"{year}年政府信息公开工作年度报告附件"), _noise_bytes(seed), refusal="binary_file"
        ),
        Extra(item(900007, f"{CITY}档案馆{year}年政府信息公开工作年度报告"), None),
        Extra(
            ListItem(
                f"{CLOSED_FOLDER}t{year + 1}0105_900008.html", f"{year}年政府信息公开年度报告（内部稿）", day
            ),
            text_page("内部稿", ("内部资料。",), day, ("内部",)).encode(),
        ),
    ]


def _text(item: ListItem, kind: Kind, column: str, paragraphs: Sequence[str]) -> Extra:
    page = text_page(item.title, paragraphs, item.published_on, ("政务公开", column))
    return Extra(item, page.encode(), kind)


def _noise_bytes(seed: int) -> bytes:
    # Starts like no known container and holds NUL bytes: not text in any encoding.
    return b"\x00\x01\x02\xff\xfe" + Random(f"{seed}|binary").randbytes(_BINARY_SIZE)  # noqa: S311 - noise, not a secret


def _notice(year: int) -> tuple[str, ...]:
    return (
        "各区县人民政府，市政府各部门：",
        f"为做好{year}年政府信息公开工作年度报告编制和发布工作，现将有关事项通知如下。",
        f"一、各单位应当于{year + 1}年1月31日前公布本单位{year}年度报告，并报送市政府办公室。",
        "二、报告应当包括总体情况、主动公开、收到和处理申请、复议诉讼、存在问题等6个部分，数据应当准确，表格勾稽关系应当成立。",
        f"三、未按期公布的，将予以通报。联系电话：0000-5550000。此件于{year + 1}年1月5日印发，共印50份。",
        f"{CITY}人民政府办公室",
    )


_GUIDE: Final = (
    f"为便于公民、法人和其他组织获取政府信息，根据《中华人民共和国政府信息公开条例》，编制{CITY}政府信息公开指南。",
    "一、主动公开。公开范围包括机构职能、规范性文件、规划计划、行政许可、财政预算决算等信息。",
    "二、依申请公开。申请人可以当面、通过网络或者信函提出申请。行政机关应当自收到申请之日起20个工作日内予以答复，"
    "需要延长答复期限的，延长的期限最长不得超过20个工作日。",
    "三、收费。提供政府信息原则上不收取费用；申请数量、频次明显超过合理范围的，可以收取信息处理费。",
    "四、受理机构：市政府办公室，地址：样例市样例大道1号，邮政编码：999000，联系电话：0000-5550000。",
)
_PLAN: Final = (
    "一、深化重点领域信息公开。围绕8个重点领域，计划全年公开政策文件不少于100件。",
    "二、加强政策解读。力争全年发布解读稿件60篇，举办新闻发布会12场。",
    "三、规范依申请公开。各单位要完善办理流程，确保答复率达到100%。",
    "四、强化保障。计划组织业务培训2次，培训人员200人次。",
)
