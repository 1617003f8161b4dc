"""Kinds: what a page is, by its title, checked against what its text does.

What belongs here: the words that tell kinds apart and the signs of a report in a text. What does not: which
body and which year (`agencies.py`, `years.py`).

A report names one accountable body and states, of one closed year, counts in the past tense under the
sections of the Regulation; a rule or a guide has articles and 应当; a template masks names and years.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flows.clean.page import Page
from flows.extract import compilation
from flows.extract.identity.titles import YEAR_WORDS, Title, body_words, has_mark
from flows.extract.tables.cells import is_value
from flows.vocabulary import Kind

# A report may be sent by a 函, and name the rule or notice it follows; so its own words are looked for first.
_REPORT_TITLE: Final = re.compile(
    r"(?:公开|信息)\S{0,14}?(?:年度?(?:工作)?(?:公开)?报告|年报|报告)|年度\S{0,8}(?:公开|信息)\S{0,6}报告|工作告年度报|信息年度公开|年度公开(?:工作)?报告|年度工作报告|年报$"
)
_NOT_ITSELF: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("encyclopedia", re.compile(r"百科|词条|名词解释")),
    ("index", re.compile(r"(?:汇总|列表|目录|一览表?|汇编|合集)$")),
    ("survey", re.compile(r"问卷|满意度(?:调查|测评)|意见征集")),
    ("guide", re.compile(r"指南|须知|流程图|填报说明|编写说明|编制说明|常见问题")),
    ("blank_form", re.compile(r"申请表|空表|样表|表样|报表样式|统计表样|(?:报告|年报)(?:格式|模板)")),
    ("blank_form", re.compile(r"(?:参考|格式)模板|示范文本|[(（](?:填写|填报|填表|参考)?(?:样例|示例|范例|样本)[)）]")),
    ("work_plan", re.compile(r"工作要点|(?:工作)?计划|(?:实施|工作)方案|任务分(?:工|解)")),
    ("work_plan", re.compile(r"工作安排|工作的?(?:打算|思路)")),
    ("rule", re.compile(r"(?:条例|办法|规定|制度|细则|规范|规则|机制|预案|标准)(?:[(（][^)）]{1,8}[)）])?$")),
    ("notice", re.compile(r"征求.{0,60}意见")),
    ("notice", re.compile(r"(?:通知|通报|意见|批复|公示|启事|通告|公告)(?:[(（][^)）]{1,8}[)）])?$")),
    ("notice", re.compile(r"关于(?:做好|报送|编制|开展|转发|征集|加强)")),
    ("news", re.compile(r"解读|图解|一图|出炉|亮相|陆续|发布会|新闻|召开|举办|举行|培训|看点|问答|记者")),
    ("news", re.compile(r"成效(?:明显|显著)|(?:扎实|稳步|有序|深入)推进")),
)  # fmt: skip
_CARRIES: Final = re.compile(r"关于(?:公布|发布|印发|公开)")
# 关于报送…的函 carries it too; a 通知 wants one.
_SENDS: Final = re.compile(r"关于(?:报送|呈报|上报|提交)(?!.*通知)")
_BODY_END: Final = re.compile(r"(?:局|委员会|委|办公室|办|厅|院|社|中心|部|校|馆|处|会|署)$")
_OTHER_REPORT: Final = re.compile(
    r"法治政府|行政执法(?:统计|数据|情况)|绩效|评价报告|审计报告|财务|决算|预算|政府工作报告|环境质量|社会责任|监测报告|网站工作年度报表|评估报告|统计公报|人民(?:法院|检察院)\S{0,8}工作报告"
)
_SUMMARY_TITLE: Final = re.compile(
    r"公开\S{0,14}?(?:总结|汇报|小结|述职|自查)|政务公开\S{0,10}情况$|(?:总结|小结)$|政务公开工作(?:情况(?:的)?)?报告"
)
# 政务公开 is wider than the disclosure of information: a report on it alone is the year's work told.
_WORK_REPORT: Final = re.compile(r"政务公开工作(?:情况(?:的)?)?报告")
_ANY_SUMMARY: Final = re.compile(r"总结|小结|汇报|自查|述职")

_SELF: Final = re.compile(
    r"[我本](?:局|委|办|厅|镇|乡|街道|县|市|区|省|州|旗|校|院|中心|馆|所|署|部|会|机关|单位|行政机关|团|站)|全[县市区镇乡局省]"
)
_COUNT: Final = re.compile(
    r"(?:公开|发布|申请|受理|收到|答复|办结|制发|更新|接待|回应|信息)[^。;；\n]{0,24}?\d+\s*[余多万]*\s*(?:条|件|项|次|宗|份|篇|期|人次|个)"
    r"|信息\s*\d+\s*[,，。;；]"
    r"|(?:(?:未|没有)(?:收到|发生|接到|受理|出现|收取)|无(?!正当|法))[^。;；\n]{0,16}(?:申请|复议|诉讼|费用)"
)
# What only a report says, row by row or figure by figure: it tells the kind of a text that has no title.
_ROW: Final = re.compile(
    r"(?:行政复议|行政诉讼|举报投诉)[^。;；\n]{0,8}?\d+\s*[件宗起]"
    r"|(?:专职|兼职|信息公开)(?:工作)?人员[^。;；,，\n]{0,6}?\d+\s*[名人]|查阅(?:点|场所)\s*\d+\s*个"
    r"|信息公开[^。;；\n]{0,10}(?:支出|访问量|浏览量)\s*\d"
    r"|(?:规章|规范性文件|行政许可|行政处罚|行政强制|行政事业性收费|采购项目数量|采购总金额|(?:信息|文件|次|人|件|总)数)"
    r"\s*(?:处理决定|上一年项目数量)?\s*[条件次个人]?\s*[+-]?\d"
    r"|规范性文件[^。;；\n]{0,12}(?:废止|失效|有效|制发)[^。;；\n]{0,6}?\d+\s*[件个]"
)
_BODY_AND_YEAR: Final = re.compile(rf"{YEAR_WORDS}\s*年度?$")
_ALL_YEAR: Final = re.compile(r"全年|本年度")
_FORM_WORDS: Final = re.compile(r"本年(?:新)?制[发作]|现行有效件数|上一年项目数量|本年新收|处理决定数量")
_MASKED: Final = re.compile(
    r"^(?:关于)?(?:[xX×]{1,3}|[*＊]{1,3}|某某?)(?:省|市|县|区|旗|镇|乡|街道|局|委|厅)"
)
_MODEL_TEXTS: Final = re.compile(r"范文\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*篇")
_SECTIONS: Final = re.compile(
    r"主动公开政府信息|依申请公开|收到和处理政府信息公开申请|行政复议|行政诉讼|存在的(?:主要)?问题|收费及减免|统计期限"
)
_YEAR: Final = re.compile(rf"{YEAR_WORDS}\s*年")
_ARTICLE: Final = re.compile(r"第[一二三四五六七八九十]{1,3}条")
_ORDERS: Final = re.compile(
    r"请(?:各|于|认真|按)|报送至|特此通知|贯彻执行|各(?:乡镇|街道|县直|市直|区直)[^\n。]{0,30}[:：]"
)
_REPORT_PATH: Final = re.compile(
    r"nb(?:[/_.\d]|$)|ndbg|bg[/_]|nianbao|annualreport|xxgkbg|nianduba", re.IGNORECASE
)
_ENCYCLOPEDIA_HOST: Final = re.compile(r"baike|wiki")
_BLANK: Final = re.compile(r"_{2,}|X{3,}|20\s{0,2}年|[(（](?:盖章|单位名称|机关名称)[)）]|填表")
_FIGURE: Final = re.compile(r"(?m)(?:^|[\s|])-?\d[\d,.]*(?=$|[\s|])")
_CODE: Final = re.compile(r"\d{2}")
_FEW_CODES: Final = 5
_REPORTED: Final = re.compile(
    r"本[报网]讯|[（(](?:记者|通讯员)|记者.{0,16}(?:获悉|了解到)|讯[（(](?:记者|通讯员)|[。，,\n]据悉|[。…\s](?:记者|通讯员)\s*[\u4e00-\u9fff]{1,3}$"
)
# 近日，样例县水利局发布2022年…年度报告。报告显示，…
_RETOLD: Final = re.compile(
    r"近日[,，]?(?![^。]{0,12}[我本])[^。]{2,60}(?:发布|公布|公开)了?[^。]{0,40}(?:报告|年报)》?[。,，]|(?:^|[。,，\n])(?:该|据)?(?:报告|年报)显示[,，:：]"
)
_SAMPLE: Final = re.compile(
    r"(?m)^\s*[(（【]?(?:填写|填报|填表|参考)?(?:样表|样例|示例|范例|样本)(?:[,，、]?仅?供参考)?[)）】]?\s*$"
)
_DEFINED: Final = re.compile(r"^[^。\n]{4,40}(?:是指|指的是)|词条(?:标签|图册|统计)")
_PREVIEW: Final = re.compile(
    r"下载积分|文档热度|剩余\s*\d+\s*页|继续阅读|上传人|页数\s*[:：]|内容简介|充值VIP"
)
_LEAD: Final = 600
_HEAD: Final = 120
_OPENING: Final = 60
_LISTED: Final = re.compile(
    r"(?m)^[^\n。]{4,60}(?:报告|年报|通知|制度|指南|要点|目录|公告)[^\n。]{0,4}(?:\s*\[?\d{4}-\d{1,2}-\d{1,2}\]?)?$"
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What a text does: how often it counts, names a section, speaks of itself, names a year, orders ..."""

    counts: int
    sections: int
    own_words: int
    years: int
    articles: int
    orders: int

    @property
    def is_report(self) -> bool:
        """It states something of a body's own year."""
        return self.counts > 0 and self.counts + self.sections + self.own_words + self.years > 1


def read_signs(text: str) -> Signs:
    """Count the signs of a report, a rule, a notice and a template in a text."""

    def count(pattern: re.Pattern[str]) -> int:
        return len(pattern.findall(text))

    return Signs(
        counts=count(_COUNT),
        sections=len(set(_SECTIONS.findall(text))),
        own_words=count(_SELF),
        years=count(_YEAR),
        articles=count(_ARTICLE),
        orders=count(_ORDERS),
    )


def classify(
    page: Page, titles: Sequence[Title], url: str | None, table_forms: Sequence[str]
) -> tuple[Kind, str]:
    """The kind of a page, and the words that decided it."""
    title = main_title(titles) or ""
    signs = read_signs(page.text)
    if any(compilation.is_compilation_title(t.words) for t in titles) or _MODEL_TEXTS.search(
        page.text, 0, _HEAD
    ):
        return "template_compilation", title
    if url and _ENCYCLOPEDIA_HOST.search(urlsplit(url).hostname or ""):
        return "encyclopedia", url
    if (table_forms and _is_blank(page, signs)) or _is_coded_blank(page):
        return "blank_form", ", ".join(table_forms)
    if (sample := _SAMPLE.search(page.text[:_HEAD].partition("。")[0])) is not None:
        return "blank_form", sample[0].strip()
    if not table_forms and (told := _kind_by_manner(title, page.text)) is not None:
        return told
    if (other := _kind_by_title(title, signs)) is not None:
        return other, title
    if _MASKED.search(title):
        return "template_member", title
    if _is_index(page, titles, signs, table_forms):
        return "index", title
    if (not title or _BODY_AND_YEAR.search(title)) and _states_rows(page.text, signs):
        return "annual_report", "text"
    kind, why = _kind_by_text(title, signs, url, table_forms)
    if kind == "other" and _FORM_WORDS.search(page.text) and _is_blank(page, signs):
        return "blank_form", why
    return kind, why


def _states_rows(text: str, signs: Signs) -> bool:
    """A text without a title that states what only a report does."""
    rows = sum(1 for _ in _ROW.finditer(text)) + signs.counts
    around = signs.sections + signs.own_words + signs.years + len(_ALL_YEAR.findall(text))
    if _OTHER_REPORT.search(text, 0, _OPENING):
        return False
    return rows > 0 and rows + around > 1 and signs.articles <= rows and not signs.orders


def _kind_by_title(title: str, signs: Signs) -> Kind | None:
    """Another kind than a report, where the title says so."""
    if _OTHER_REPORT.search(title) and "信息公开" not in title:
        return "other"
    # 卫生和计划生育局 and 新闻出版局 are bodies, and say nothing of the kind.
    body = body_words(title)
    words = title.replace(body, "", 1) if _BODY_END.search(body) else title
    for kind, pattern in _NOT_ITSELF:
        if pattern.search(words):
            # 关于公布…的通知 can carry the report itself, and 汇总 may be a report on a whole system.
            sends = _CARRIES.search(title) or (_SENDS.search(title) and not signs.orders)
            carries = kind == "index" or (kind == "notice" and sends and signs.sections > 2)
            return None if carries and signs.is_report else kind
    return None


def _kind_by_text(title: str, signs: Signs, url: str | None, table_forms: Sequence[str]) -> tuple[Kind, str]:
    if _REPORT_TITLE.search(title) and not _is_summary(title):
        has_body = signs.is_report or signs.sections > 1 or signs.own_words > 1 or bool(table_forms)
        return ("annual_report" if has_body or _is_condensed(signs) else "other"), title
    if _SUMMARY_TITLE.search(title):
        return "work_summary", title
    # The official tables name the articles that they serve.
    if signs.articles > 4 and signs.articles > signs.counts and not table_forms:
        return "rule", "articles"
    if signs.orders > 1 and not signs.counts:
        return "notice", "orders"
    path = urlsplit(url).path if url else ""
    if table_forms or signs.is_report or (signs.counts and _REPORT_PATH.search(path)):
        return "annual_report", "text"
    if _REPORT_PATH.search(path) and (signs.own_words or signs.sections):
        return "annual_report", path
    return "other", title


def _kind_by_manner(title: str, text: str) -> tuple[Kind, str] | None:
    """Another kind than a report, where the text is told by someone else: a journalist, an encyclopedia, a shop."""
    lead = text[:_LEAD]
    if news := _REPORTED.search(lead) or _RETOLD.search(lead):
        return "news", news[0]
    if defined := _DEFINED.search(lead):
        return "encyclopedia", defined[0]
    if len(set(_PREVIEW.findall(text))) > 1 and not _is_summary(title):
        return "other", "preview"
    return None


def _is_condensed(signs: Signs) -> bool:
    return not (signs.articles or signs.orders)


def _is_summary(title: str) -> bool:
    if re.search(r"年度报告|年报|信息公开\S{0,12}总结报告", title):
        return False
    return _ANY_SUMMARY.search(title) is not None or _WORK_REPORT.search(title) is not None


def _is_blank(page: Page, signs: Signs) -> bool:
    """A form without any figure: no cell of a table holds a number."""
    if any(_values(page)) or _FIGURE.search(page.text):
        return False
    return not signs.counts or _BLANK.search(page.text) is not None


def _is_coded_blank(page: Page) -> bool:
    """A form to be filled in whose only figures are the codes of its rows: 01, 02, 03 and on."""
    codes: list[str] = []
    for value in _values(page):
        if not _CODE.fullmatch(value) or (codes and value <= codes[-1]):
            return False
        codes.append(value)
    return len(codes) > _FEW_CODES and _BLANK.search(page.text) is not None


def _values(page: Page) -> Iterator[str]:
    """The figures that stand alone in the cells of a page's tables."""
    for table in page.tables:
        for cell in table.cells:
            words = page.text[cell.start : cell.end]
            if is_value(words):
                yield words.strip()


def _is_index(page: Page, titles: Sequence[Title], signs: Signs, table_forms: Sequence[str]) -> bool:
    if table_forms or signs.counts > 2 or (signs.is_report and signs.own_words):
        return False
    # The annex of a report bears the report's own title.
    own = main_title(titles) or "\n"
    lines = [line for line in page.text.split("\n") if line.strip()]
    listed = sum(1 for line in lines if _LISTED.search(line) and own not in line)
    linked = sum(1 for link in page.links if has_mark(link.text) and own not in link.text)
    return listed + linked >= 4 and (listed + linked) * 2 >= len(lines)


def main_title(titles: Sequence[Title]) -> str | None:
    """The title that says most: the first that speaks of disclosure or a report, else the first."""
    return next(
        (title.words for title in titles if has_mark(title.words)), titles[0].words if titles else None
    )
