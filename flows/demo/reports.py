"""The reports of the sample bodies, one for each body and year, as they would be without any noise.

What belongs here: the order of headings, sentences and tables in each era, titles and dates. What does not:
how figures are drawn and labelled, and what is spoilt afterwards (`catalogue.py`).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from flows.demo import prose
from flows.demo.agencies import Agency
from flows.demo.draft import Block, Draft, Paragraph
from flows.demo.draw import Draw, applications_of, items_of
from flows.demo.facts import FactKey, Figures
from flows.demo.figures import figures_of, usual_form
from flows.demo.lists import table_2008, table_2014
from flows.demo.sections import applications_table, proactive_table, remedies_table
from flows.vocabulary import TableForm

Blocks = Sequence[Block]

_PROSE_ONLY_EVERY: Final = 5
"""In the years before the national list, one body in so many publishes no table."""
_TITLES: Final = (
    "{name}{year}年政府信息公开工作年度报告",
    "{name}{year}年度政府信息公开工作年度报告",
    "{year}年{name}政府信息公开工作年度报告",
    "{name}{year}年政府信息公开年度报告",
)
_LAST_YEAR_OF_OLD_DEADLINE: Final = 2018
"""Up to this report year everybody had until 31 March; since then departments have until 31 January."""


def draft_report(seed: int, agency: Agency, year: int, *, later_form: TableForm | None = None) -> Draft:
    """The report of one body on one year.

    Args:
        later_form: form of sections 3 and 4 where it is not that of section 2 (years with sections only).
    """
    form = usual_form(year)
    published_on = _published_on(seed, agency, year)
    signature = _signature(agency, published_on)
    if form == "F2008":
        text, annex = _body_2008(seed, agency, year)
    elif form == "F2014":
        text, annex = _body_2014(seed, agency, year)
    else:
        text, annex = _body_sections(seed, agency, year, (form, later_form or form)), ()
    return Draft(
        agency=agency,
        year=year,
        title=_TITLES[agency.number % len(_TITLES)].format(name=agency.name, year=year),
        issuer=agency.name,
        published_on=published_on,
        blocks=(*text, *signature, *annex),
        style="plain" if agency.number % 3 == 0 else "word",
    )


def _body_2008(seed: int, agency: Agency, year: int) -> tuple[Blocks, Blocks]:
    """Sentences, and for most bodies the list as an annex."""
    figures = figures_of(seed, agency, year, "F2008")
    text = [
        prose.opening(agency, year, "和《样例省政府信息公开办法》"),
        _heading("一、概述"),
        prose.duties(agency, year, Draw(seed, agency, year, "duties")),
        _heading("二、主动公开政府信息情况"),
        prose.proactive(agency, year, figures, {"website": "其中通过政府网站公开"}),
        prose.accumulated(year, figures),
        _heading("三、依申请公开政府信息情况"),
        prose.received(
            agency, year, figures, {"in_person": "当面申请", "online": "网上申请", "letter": "信函申请"}
        ),
        *_if_any(
            prose.replied(
                year,
                figures,
                {"granted": "同意公开答复", "partly_granted": "同意部分公开答复", "denied": "不予公开答复"},
            )
        ),
        _heading("四、因政府信息公开申请行政复议、提起行政诉讼情况"),
        prose.disputes(agency, year, figures),
        _heading("五、存在的主要问题和改进措施"),
        prose.outlook(year),
    ]
    if agency.number % _PROSE_ONLY_EVERY == 0:
        return text, ()
    return text, (_heading(f"附件：{agency.name}{year}年政府信息公开情况统计表"), table_2008(figures, year))


def _body_2014(seed: int, agency: Agency, year: int) -> tuple[Blocks, Blocks]:
    """Sentences, and the national list as an annex."""
    figures = figures_of(seed, agency, year, "F2014")
    text = [
        prose.opening(agency, year, "和《国务院办公厅关于加强和规范政府信息公开情况统计报送工作的通知》"),
        _heading("一、概述"),
        prose.duties(agency, year, Draw(seed, agency, year, "duties")),
        prose.staff(agency, figures),
        _heading("二、主动公开政府信息情况"),
        prose.proactive(agency, year, figures, {"website": "其中政府网站公开", "wechat": "政务微信公开"}),
        prose.interpretations(year, figures),
        _heading("三、依申请公开政府信息情况"),
        prose.received(
            agency, year, figures, {"in_person": "当面申请", "online": "网络申请", "letter": "信函申请"}
        ),
        _heading("四、行政复议和行政诉讼情况"),
        prose.disputes(agency, year, figures),
        _heading("五、存在的主要问题及改进情况"),
        prose.outlook(year),
    ]
    return text, (_heading(f"附件：政府信息公开情况统计表（{year}年度）"), table_2014(figures))


def _body_sections(seed: int, agency: Agency, year: int, forms: tuple[TableForm, TableForm]) -> Blocks:
    """The six sections of the forms since 2019; `forms` are those of section 2 and of sections 3 and 4."""
    first, later = forms
    figures = figures_of(seed, agency, year, first)
    later_figures = figures_of(seed, agency, year, later)
    return [
        prose.opening(agency, year, "和国务院办公厅关于政府信息公开工作年度报告的有关规定"),
        _heading("一、总体情况"),
        prose.duties(agency, year, Draw(seed, agency, year, "duties")),
        prose.proactive(agency, year, _stated(seed, agency, year), {}),
        prose.received(agency, year, _stated(seed, agency, year), {}),
        _heading("二、主动公开政府信息情况"),
        proactive_table(figures, first),
        _heading("三、收到和处理政府信息公开申请情况"),
        applications_table(later_figures, later),
        _heading("四、政府信息公开行政复议、行政诉讼情况"),
        remedies_table(later_figures, later),
        _heading("五、存在的主要问题及改进情况"),
        prose.outlook(year),
        _heading("六、其他需要报告的事项"),
        prose.other_matters(year) if first == "F2021" else Paragraph("无其他需要报告的事项。"),
    ]


def _stated(seed: int, agency: Agency, year: int) -> Figures:
    """What section 1 says in sentences: the forms since 2019 have no cell for the items."""
    return {
        FactKey("stat.proactive.items"): Decimal(items_of(seed, agency, year)),
        FactKey("stat.applications.received"): Decimal(applications_of(seed, agency, year)),
    }


def _published_on(seed: int, agency: Agency, year: int) -> date:
    """In time for everybody: in January, or up to March where the deadline is the end of March."""
    days = Draw(seed, agency, year, "day").about(12) + 4
    if agency.is_government or year <= _LAST_YEAR_OF_OLD_DEADLINE:
        days += 45
    return date(year + 1, 1, 1) + timedelta(days=days)


def _signature(agency: Agency, published_on: date) -> tuple[Paragraph, Paragraph]:
    signed_on = published_on - timedelta(days=3)
    day = f"{signed_on.year}年{signed_on.month}月{signed_on.day}日"
    return Paragraph(agency.name, role="signature"), Paragraph(day, role="signature")


def _heading(text: str) -> Paragraph:
    return Paragraph(text, role="heading")


def _if_any(paragraph: Paragraph | None) -> tuple[Paragraph, ...]:
    return () if paragraph is None else (paragraph,)
