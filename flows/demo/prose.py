"""The sentences of the sample reports: those that state figures, and those that only look as if they did.

What belongs here: paragraphs with the facts that a careful reader must find in them. What does not: the order
of a report (`reports.py`). Numbers that are no indicator (telephones, document numbers, half-year figures,
growth rates) stand in the same paragraphs on purpose and carry no fact.
"""

from collections.abc import Mapping
from decimal import Decimal

from flows.demo.agencies import Agency
from flows.demo.draft import Paragraph
from flows.demo.draw import Draw
from flows.demo.facts import Fact, FactKey, Figures
from flows.demo.lists import plain

Wording = Mapping[str, str]
"""Parts of a whole: the last part of the indicator's id and the words printed before its number."""


def opening(agency: Agency, year: int, basis: str) -> Paragraph:
    """The paragraph over the report: legal basis, period, contact."""
    return Paragraph(
        f"根据《中华人民共和国政府信息公开条例》（以下简称《条例》）{basis}的要求，编制{agency.name}"
        f"{year}年政府信息公开工作年度报告。本报告中所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。"
        f"如对本报告有疑问，请与{agency.name}办公室联系（地址：{agency_address(agency)}；邮编：999{agency.number:03d}；"
        f"联系电话：0000-555{agency.number:04d}）。"
    )


def agency_address(agency: Agency) -> str:
    """An address that does not exist."""
    return f"样例市样例大道{agency.number * 7}号"


def duties(agency: Agency, year: int, draw: Draw) -> Paragraph:
    """What was done, without any indicator: half a year's figure, growth, counts of other things."""
    half, growth, themes = draw.about(300) + 20, draw.about(12) + 1, draw.about(5) + 2
    return Paragraph(
        f"{year}年，{agency.we}坚持以公开为常态、不公开为例外，围绕群众关心的{themes}个方面公开信息，"
        f"健全工作制度，压实工作责任。上半年在各类栏目发布动态{half}篇，同比增长{growth}%。"
        "加强信息发布审核，严格落实“三审三校”制度，确保内容准确、表述规范。"
    )


def proactive(agency: Agency, year: int, figures: Figures, parts: Wording) -> Paragraph:
    """Items proactively disclosed, and some of the channels."""
    items = FactKey("stat.proactive.items")
    facts = [_fact(figures, items)]
    text = f"{year}年，{agency.we}主动公开政府信息{plain(figures[items])}条"
    for row, words in parts.items():
        key = FactKey(f"stat.proactive.by_channel.{row}")
        facts.append(_fact(figures, key))
        text += f"，{words}{plain(figures[key])}条"
    return Paragraph(text + "。", tuple(facts))


def accumulated(year: int, figures: Figures) -> Paragraph:
    """Items disclosed since the Regulation came into force."""
    key = FactKey("stat.proactive.items", None, "cumulative")
    return Paragraph(
        f"截至{year}年底，历年累计主动公开政府信息{plain(figures[key])}条。", (_fact(figures, key),)
    )


def received(agency: Agency, year: int, figures: Figures, parts: Wording) -> Paragraph:
    """Applications received, or that there were none."""
    key = FactKey("stat.applications.received")
    if not figures[key]:
        return Paragraph(f"{year}年，{agency.we}未收到政府信息公开申请。", (Fact(key, Decimal(0)),))
    return _whole(f"{year}年，{agency.we}共收到政府信息公开申请", "件", key, figures, parts)


def replied(year: int, figures: Figures, parts: Wording) -> Paragraph | None:
    """Replies by result; nothing is said where nothing was asked."""
    key = FactKey("stat.applications.replied")
    if not figures[key]:
        return None
    return _whole(f"{year}年，对申请的答复总数", "件", key, figures, parts)


def disputes(agency: Agency, year: int, figures: Figures) -> Paragraph:
    """Reviews and lawsuits about disclosure."""
    review, litigation = FactKey("stat.review"), FactKey("stat.litigation")
    facts = (_fact(figures, review), _fact(figures, litigation))
    if not figures[review] and not figures[litigation]:
        text = f"{year}年，未发生针对{agency.we}政府信息公开工作的行政复议、行政诉讼。"
    else:
        text = (
            f"{year}年，因政府信息公开引起的行政复议{plain(figures[review])}件，"
            f"行政诉讼{plain(figures[litigation])}件。"
        )
    return Paragraph(text, facts)


def staff(agency: Agency, figures: Figures) -> Paragraph:
    """Who does the work."""
    full, part = FactKey("stat.capacity.staff.full_time"), FactKey("stat.capacity.staff.part_time")
    return Paragraph(
        f"{agency.we}从事政府信息公开工作的专职人员{plain(figures[full])}人，兼职人员{plain(figures[part])}人。",
        (_fact(figures, full), _fact(figures, part)),
    )


def interpretations(year: int, figures: Figures) -> Paragraph:
    """Articles that explain policies."""
    key = FactKey("stat.response.policy_interpretations")
    return Paragraph(f"{year}年，发布政策解读稿件{plain(figures[key])}篇。", (_fact(figures, key),))


def other_matters(year: int) -> Paragraph:
    """Section 6 of the forms since 2019: what was charged (国办函〔2020〕109号)."""
    key = FactKey("applications.processing_fees")
    return Paragraph(
        f"依据《政府信息公开信息处理费管理办法》，{year}年收取信息处理费0元。无其他需要报告的事项。",
        (Fact(key, Decimal(0)),),
    )


def outlook(year: int) -> Paragraph:
    """Problems and plans: figures of plans are no facts."""
    return Paragraph(
        "存在的主要问题：一是公开内容还需进一步深化；二是公开形式还需进一步丰富。"
        f"{year + 1}年，将力争全年组织培训2次，进一步扩大公开范围，提高公开质量。"
    )


def _whole(words: str, unit: str, key: FactKey, figures: Figures, parts: Wording) -> Paragraph:
    facts = [_fact(figures, key)]
    text = f"{words}{plain(figures[key])}{unit}"
    for i, (row, label) in enumerate(parts.items()):
        part = FactKey(f"{key.indicator_id}.{row}")
        facts.append(_fact(figures, part))
        text += f"，{'其中' if i == 0 else ''}{label}{plain(figures[part])}{unit}"
    return Paragraph(text + "。", tuple(facts))


def _fact(figures: Figures, key: FactKey) -> Fact:
    return Fact(key, figures[key])
