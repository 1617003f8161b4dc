"""Whose figure a clause tells: the report's own body, or another that it names.

What belongs here: finding the body that a clause begins with, knowing the report's own among such names, and how far
a body or a whole place rules what follows. What does not: what a whole place or system (全县, 各部门) is as a scope
(`context.py`).

县水利局公开120条 is the own figure in the report of 样例县水利局, and another body's in the report of the county.
县教育局收到3件,答复3件: the body that stands first rules the clauses after it, until another subject stands.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.extract.prose.clauses import Clauses
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.tokens import CODE_OF, NUMBER, UNKNOWN
from flows.extract.titled_bodies import is_short_form

_ENDING: Final = (
    "人民政府办公室|政府办公室|办公室|办事处|管理处|委员会|管委会|部门|单位|机关|中心|大队|支队|公司|银行|医院|学校|"
    "中学|小学|幼儿园|法院|检察院|(?<!大)厅|[局委院所站队校部署办]|街道|[镇乡县区市村]|政府"
)
_BODY: Final = re.compile(rf"(?P<stem>[一-龥]{{0,20}}?)(?P<ending>{_ENDING})")
_LEVELS: Final = "省市州盟县区旗镇乡"
# With only a level before them these name a body of their own: 县法院.
_OF_ITS_OWN: Final = frozenset({"法院", "检察院", "公司", "银行"})
_AND: Final = re.compile("、|及其?")
_GOVERNMENTS: Final = frozenset({"人民政府办公室", "政府办公室", "政府"})
# 报县政府备案: whom something goes to is no subject.
_SERVED: Final = re.compile("上?报|呈|送|交|由|按|请|给|与|为|被|根据")
# Words before the name that say that it is another's: 下属林科所, 先进单位县教育局, 例如某市.
_OTHERS: Final = re.compile("下属|所属|直属|^[局委厅院校市县区]属|基层|下设|辖区|某|先进|优秀|排名|国务院")
# 市水利局2016年度报告显示, 据县教育局通报: whose figures follow is told by whose report it is.
_REPORTED: Final = re.compile(
    rf"(?:根?据)?(?P<stem>[一-龥]{{0,20}}?)(?P<ending>{_ENDING})的?(?:在?20\d\d年?度?)?"
    r"(?:政府信息公开|信息公开|政务公开)?(?:工作)?(?:年度)?(?:报告|年报|通报|统计(?:数据)?)中?(?:显示|称|指出|表明|披露|反映|公布)?"
)
_REPORTS: Final = re.compile("报告|年报|通报|统计")
_THAT_BODY: Final = ("该", "其")
_PLACES: Final = re.compile("[省市县区州盟旗国]")
_GENERIC: Final = ("各", "全", "我", "本", "有关", "相关")
_BODIES: Final = codes("territory", "whole", "self")
_PART_OF_PLACE: Final = codes("direct_bodies", "local_bodies")
# Between what was done and its number these mean another thing than applications or items.
_OTHER_THINGS: Final = codes(UNKNOWN, "foreign", "business", "licensing", "punishment")
_OF_DISCLOSURE: Final = codes("proactive", "disclose", "disclosure", "on_request", "government_information")
_SELF: Final = CODE_OF["self"]
_NUMBER: Final = CODE_OF[NUMBER]
_REVIEW: Final = CODE_OF["review"]
_MEANS: Final = CODE_OF["means"]
_SITE_SHOWS: Final = pattern(
    "(?:time|filler|running|comma)* (unknown) (?:website|portal) (?:filler|running|time|count)*"
    "(?:publish|disclose|proactive)"
)
_SITE_FIRST: Final = pattern("(?:time|filler|running|comma)* unknown? (?:website|portal|hub_site|platform)")
_RETURNS: Final = re.compile(f"[我本](?:{_ENDING}|州|盟|旗)")
# What a body's own office is called by.
_OWN_OFFICES: Final = "党委政府机关综合信息公开办公室领导小组"
_SHORTEST_NAME: Final = 2
_COLON: Final = CODE_OF["colon"]
_VERBS: Final = codes(
    *("proactive", "disclose", "publish", "receive", "accept", "newly", "occur", "application", "on_request"),
    *("disclosure", "review", "litigation", "complaint", "reply", "close", "neg", "hold", "equip", "make"),
    *("running", "naught", "host", "number"),
)
_BEFORE_NAME: Final = codes(
    "start", "time", "filler", "running", "part", "colon", "pause", "open", "comma", "semicolon"
)
_BEHIND_NAME: Final = codes("time", "filler", "running")
_NO_NAME: Final = codes(
    *(
        "means",
        "regarding",
        "self",
        "territory",
        "whole",
        "website",
        "portal",
        "hub",
        "platform",
        "hub_site",
        "column",
    ),
    *("bare_site", "own_site", "venue", "wechat", "weibo", "gazette", "direct_bodies", "local_bodies"),
)
# A name has words that are not known.
_OF_A_NAME: Final = codes(UNKNOWN, "foreign")
_PART: Final = CODE_OF["part"]
_AND_BELOW: Final = re.compile("(?:机关|本级)?[及和与、](?:其|各)?(?:下属|所属|直属|基层|局属|下辖)")
# 全局系统公开 is said of all its bodies, 全局系统梳理 of a way of working.
_ITS_SYSTEM: Final = re.compile("全.系统(?!地|性|梳理|推进|学习|开展|总结|谋划)")
_SEMICOLON: Final = CODE_OF["semicolon"]
_COMMA: Final = CODE_OF["comma"]


class Ruler(NamedTuple):
    """What rules a clause that names nobody.

    Attributes:
        is_another: another body than the report's own.
        word: the token of the word for a whole place or for the own body, as 全县; none for a name.
    """

    is_another: bool
    word: int | None = None


def is_of_a_system(text: str, start: int, end: int) -> bool:
    """Whether a word for the report's own body means all bodies under it too: 全系统, 全局及下属单位, 全局系统."""
    return (
        text[start:end] == "全系统"
        or _AND_BELOW.match(text, end) is not None
        or _ITS_SYSTEM.match(text, start) is not None
    )


def returns_to_us(text: str) -> bool:
    """Whether a sentence without figures speaks of the report's own body: 我局高度重视."""
    return _RETURNS.search(text) is not None


def names_another(clauses: Clauses, index: int, own_names: Sequence[str]) -> bool | None:
    """Whether the clause of a token begins with the name of a body that is not the report's own; None where it
    begins with no name.

    Args:
        own_names: what the report's body is called; where it is not known, only a body that is said to be a part
            or an example is another.
    """
    if _OF_A_NAME.isdisjoint(clauses.codes[clauses.clause_start(index) : index]):
        return None
    name = _subject(clauses, index)
    bodies = [_BODY.fullmatch(one) for one in _AND.split(name)]
    named = [body for body in bodies if body is not None]
    if len(named) < len(bodies) or _SERVED.match(name) is not None:
        return None
    if name.startswith(_THAT_BODY):
        # 该局 is the one that was named before.
        return None
    if name.startswith(_GENERIC):
        return False
    if _OTHERS.search(name) is not None:
        return True
    if not any(body["stem"] for body in named):
        return None
    if not own_names:
        is_part = clauses.codes.rfind(_PART, 0, index) > clauses.codes.rfind(_SEMICOLON, 0, index)
        return True if is_part else None
    if any(_is_own(body["stem"], body["ending"], own) for body in named for own in own_names):
        return False
    decides = all(body["ending"] in _GOVERNMENTS for body in named)
    # 县政府受理行政复议2件: it is who decides on the reviews of its bureaus.
    return None if decides and _REVIEW in clauses.clause(index - 1) else True


def is_behind_a_body(clauses: Clauses, index: int) -> bool:
    """Whether the word before a token is not unknown, or ends as the names of bodies do: 中心, 镇."""
    words = clauses.word(clauses[index - 1])
    is_known = clauses[index - 1].concept != UNKNOWN
    return is_known or re.search(f"(?:{_ENDING}|街道办|[心处馆])$", words) is not None


def is_of_a_governments_site(clauses: Clauses, index: int, own_names: Sequence[str]) -> bool:
    """Whether a clause counts what a government's site shows, in the report of a body below it: 县政府门户网站
    发布信息3210条. What one does 在县政府网站 is one's own."""
    first = clauses.clause_start(index)
    found = _SITE_SHOWS.match(clauses.codes, first, index)
    if found is None or not own_names:
        return False
    name = clauses.word(clauses[found.start(1)])
    if name[-1] not in _LEVELS:
        return False
    # 县政府门户网站 shows what all bodies there publish; 邻镇政府网 is another's, whatever it does.
    is_elsewhere = len(name) > _SHORTEST_NAME and not any(is_short_form(name, own) for own in own_names)
    only_shows = CODE_OF["publish"] in found.group()
    return is_elsewhere or (only_shows and not any(_is_government(name[-1], own) for own in own_names))


def is_of_a_higher_place(word: str, own_names: Sequence[str]) -> bool:
    """Whether 全省 and the like is a place above the report's body: no name of it has such a level."""
    level = word[-1]
    return any(_PLACES.search(own) for own in own_names) and not any(level in own for own in own_names)


def _is_government(level: str, own: str) -> bool:
    return re.search(f"{level}(?:人民)?政府(?!信息)|{level}$", own) is not None


def rulers(clauses: Clauses, own_names: Sequence[str], before: Ruler | None) -> dict[int, Ruler | None]:
    """What stood before each clause, by the first token of the clause, and for the end of the sentence by the number
    of its tokens.

    Args:
        before: what rules the sentence, if it names nobody.
    """
    found: dict[int, Ruler | None] = {}
    now, row = before, clauses.codes
    for first, end in clauses.bounds():
        found[first] = now
        if row.rfind(_PART, 0, end) <= row.rfind(_SEMICOLON, 0, end):
            # 收到12件,其中县公安局5件: a part rules its own figure only.
            now = _ruler(clauses, first, end, own_names) or now
    found[len(row)] = now
    return found


def _ruler(clauses: Clauses, first: int, end: int, own_names: Sequence[str]) -> Ruler | None:
    """What a clause puts over those after it; none where it has no figure, or nothing that was done."""
    row = clauses.codes[first:end]
    if _is_anothers_report(clauses, first, end, own_names):
        return Ruler(is_another=True)
    is_figure = clauses.codes[end : end + 1] == _NUMBER and not _VERBS.isdisjoint(row)
    if not _PART_OF_PLACE.isdisjoint(row) or (first == 1 and _SITE_FIRST.match(row) is not None):
        return Ruler(is_another=False)
    words = [n for n in range(first, end) if clauses.codes[n] in _BODIES]
    if words:
        if is_figure:
            return Ruler(is_another=False, word=words[-1])
        return Ruler(is_another=False) if clauses.codes[words[-1]] == _SELF else None
    match names_another(clauses, end, own_names):
        case True:
            # 县教育局,全年收到3件; but 86所学校公开 counts schools.
            is_alone = _VERBS.isdisjoint(row) and clauses.codes[end : end + 1] == _COMMA
            is_told = (is_figure and _is_of_disclosure(row)) or (
                is_alone and _NUMBER not in clauses.codes[:first]
            )
            return Ruler(is_another=True) if is_told and clauses.codes[first - 1] != _NUMBER else None
        case False:
            return Ruler(is_another=False)
        case _:
            return None


def _is_anothers_report(clauses: Clauses, first: int, end: int, own_names: Sequence[str]) -> bool:
    """市水利局2016年度报告显示, 据县教育局通报: the figures behind it are that body's."""
    if not own_names or _REPORTS.search(clauses.tokens.text) is None:
        return False
    found = _REPORTED.fullmatch(clauses.words(first, end - 1))
    if found is None or found["stem"].endswith(_GENERIC):
        return False
    return not any(_is_own(found["stem"], found["ending"], own) for own in own_names)


def _is_of_disclosure(clause: str) -> bool:
    """Whether a clause with a figure can tell of disclosure: 某中心受理办事事项30件 tells of other work."""
    done = next((n for n, code in enumerate(clause) if code in _VERBS), len(clause))
    return not _OF_DISCLOSURE.isdisjoint(clause) or _OTHER_THINGS.isdisjoint(clause[done:])


def _is_own(stem: str, ending: str, own: str) -> bool:
    if ending in _OF_ITS_OWN and not stem.strip(_LEVELS):
        return ending in own
    if ending in _GOVERNMENTS and not _is_government(stem.removesuffix("人民")[-1:], own):
        # 县政府 is no bureau of the county, nor a township there.
        return False
    return is_short_form(stem, own + _OWN_OFFICES)


def _subject(clauses: Clauses, index: int) -> str:
    """The words between the beginning of a clause and its verb; empty where they can be no name."""
    row = clauses.codes
    first = clauses.clause_start(index)
    while first < index and row[first] in _BEFORE_NAME:
        first += 1
    colon = row.rfind(_COLON, first, index)
    if colon >= 0 and row[colon + 1 : index][:1] in _OF_A_NAME:
        # 先进典型:县财政局, 公开数量前三位:县财政局
        first = colon + 1
    stop = first
    while stop < index and row[stop] not in _VERBS and row[stop] != _MEANS:
        stop += 1
    while stop > first and (row[stop - 1] in _BEHIND_NAME or row[stop - 1] == _COLON):
        stop -= 1
    if stop == first or not _NO_NAME.isdisjoint(row[first:stop]):
        return ""
    return clauses.words(first, stop - 1)
