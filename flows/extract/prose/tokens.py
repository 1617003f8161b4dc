"""A sentence as a row of tokens: known words, numbers with their units, marks of time.

What belongs here: cutting a sentence. What does not: the words (`vocabulary.py`), and what tokens together
say (`counts.py`, `items.py`, `zeros.py`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from flows.extract.numbers import ODD_NUMERALS, Number, is_code, match_number
from flows.extract.prose.periods import SINCE, TIME, TIME_BUT_SINCE, Mark, mark
from flows.extract.prose.units_behind import contradicts, unit_behind
from flows.extract.prose.vocabulary import UNITS, VOCABULARY

NUMBER: Final = "number"
TIME_MARK: Final = "time"
UNKNOWN: Final = "unknown"
START: Final = "start"
CONCEPTS: Final = (START, NUMBER, TIME_MARK, UNKNOWN, *VOCABULARY)

# One private character a concept, so that patterns over concepts are patterns over characters.
_FIRST_CODE: Final = 0xE000
CODE_OF: Final = {concept: chr(_FIRST_CODE + n) for n, concept in enumerate(CONCEPTS)}

_CONCEPT_OF: Final = {word: concept for concept, words in VOCABULARY.items() for word in words.split()}


def _lengths() -> dict[str, list[int]]:
    """By the first two characters of the known words how long they are, the longest first."""
    found: dict[str, set[int]] = {}
    for word in _CONCEPT_OF:
        if len(word) > 1:
            found.setdefault(word[:2], set()).add(len(word))
    return {two: sorted(lengths, reverse=True) for two, lengths in found.items()}


_LONGER: Final = _lengths()
_UNIT: Final = "|".join(map(re.escape, sorted(UNITS.split(), key=len, reverse=True)))
# 结转2021年12件 and 2019年结转的11件: whose these are is told by a year that is not the report's.
_CARRIED: Final = (
    r"(?P<carried_in>(?P<from>20\d\d)年度?(?:结转|转入|转来|遗留)(?!至|到|下)(?:(?:今年|本年度?)(?:办理)?)?)"
    r"|(?P<carried_out>(?:结转|转结|转入|转|顺延|延期)(?:至|到|入)?(?P<to>20\d\d)年度?(?:继续)?(?:办理|处理|答复|办结)?)"
)
_MOVES: Final = re.compile("转|顺延|延期|遗留")
# A Chinese numeral counts only right before a unit; 一 is also part of many words.
_COUNTED: Final = (
    "(?:余|多|来)?(?:件|条|次(?!性)|份|篇|期|场|起|宗|例|人次|名|个"
    "|人(?=[,;。、()]|$)|处(?![罚理置分长室于]))"
)
_FOREIGN: Final = (
    # 逾期答复0件 counts what was late, not what was answered.
    r"(?:逾期|超期|超时|未按[期时])未?(?:答复|办结|办理|回复|处理)|《[^》]{0,80}》|[〔﹝\[]\d{4}[〕﹞\]]\d{0,4}号?|https?://[\w./?=&%-]+"
    # The number of a list's entry: 其中:1.当面申请2件
    r"|(?:(?<=[:;,(])|^)\d{1,2}[.、](?=[一-龥])"
    # 数 条 198 3.政务微博, and where the row before has no value: 数 条 3.政务微博
    r"|(?<=[条件次个人篇份场期元名 ])\d{1,2}\.(?=[一-龥])"
    r"|\d+(?:[-/:]\d+)+|\d+\.\d+\.\d+|第?[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|第[\d一二三四五六七八九十]+(?!方)"
)


def _compiled(times: str, *, carried: str = "", begins: str = "") -> re.Pattern[str]:
    return re.compile(
        # What such a token begins with; anything else is not tried.
        rf"(?=[\d(《〔﹝\[h{begins}未第零一二三四五六七八九十廿卅百千万壹贰叁肆伍陆柒捌玖拾两自从条今本年历上中下每月日平全报去前往截到至以季疫新修将接大约超近逾多突续任半几迄成届目])"
        # Digits right before a unit can be nothing but a number: they come first because most are.
        rf"(?:(?P<plain>\d+(?=[条件项次篇份宗起期场]))|{carried}{times}|(?P<foreign>{_FOREIGN})"
        r"|(?P<digits>(?:将近|接近|大约|约为|超过|突破|近|约|逾|超)?\d)"
        rf"|(?P<numeral>(?:将近|大约|近|约)?[一二两三四五六七八九十][零〇○一二三四五六七八九十百千万]*{_COUNTED}"
        rf"|(?:将近|大约|近|约)?(?:{ODD_NUMERALS}){_COUNTED}|零[件起宗次例条项]|(?<=为)零))"
    )


# By what a sentence may have: looking for the end of …以来, and for years that something is carried over, costs most.
_SPECIAL: Final = {
    (has_since, is_carried): _compiled(times, carried=carried, begins=begins)
    for has_since, times in ((True, TIME), (False, TIME_BUT_SINCE))
    for is_carried, carried, begins in ((True, f"{_CARRIED}|", "结转顺延"), (False, "", ""))
}
_UNIT_AFTER: Final = re.compile(
    rf"(?P<unit>{_UNIT})(?:\((?:次|件|条)\))?(?P<about>左右|以上|上下|多(?![种样少])|余(?=[,。;、)]|$))?"
    rf"|(?P<odd>余)(?P<rest>{_UNIT})"
)
# 100条以内, 100条至120条, 320条/月, 120元/件: no number that anything has.
_BOUND_AFTER: Final = re.compile(
    r"以下|以内|之内|(?:至|到|—+|-|~|/)\d|/[月季日天周旬]|(?<=元)/[件份页张次人宗条]"
)
# 三五条, 二三十件 are guesses; 十五 and 二百三十 are numbers.
_GUESS: Final = re.compile("[一二三四五六七八九]{2}(?![〇零])")
# (二) anywhere, and 二、 right behind a figure: 数量0二、上年结转
_ITEM_MARK: Final = re.compile(r"\([一二三四五六七八九十]+\)|(?<=\d)[一二三四五六七八九十]+、")
# Label, unit, number: a row of a table that lost its marks.
_UNIT_BEFORE: Final = re.compile(r"数[件条次个人元篇份场期]\Z")
_UNITS_BEFORE: Final = frozenset(["条", "件", "次", "个", "人", "篇", "场", "期", "万元"])
_IN_A_ROW: Final = re.compile(r"(?<=[;条件次个人篇份场期元名 ])\d{1,2}\.(?=[一-龥])")
_NEXT_ENTRY: Final = re.compile(r" ?\d{1,2}\.[一-龥]")
# 数条892.政府网站: the last digit is the number of the next entry, and nobody can tell where it begins.
_GLUED: Final = re.compile(r"(?<=[条件次个人篇份场期元])\d+[.、](?=[一-龥])")
_SEPARATED: Final = re.compile(r"\d{1,3},\d{3}")


class Token(NamedTuple):
    """One token of a sentence.

    Attributes:
        concept: a key of `VOCABULARY`, or number, time or unknown.
        start, end: span in the sentence that was cut; for a number its unit is part of it.
        number: the number read, with `unit` (empty where none is printed) and `approximate`.
        time: what a mark of time says.
    """

    concept: str
    start: int
    end: int
    number: Number | None = None
    unit: str = ""
    approximate: bool = False
    time: Mark | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    """A cut sentence.

    Attributes:
        codes: one character of `CODE_OF` for each token, with START before the first.
        is_arranged: the tokens were moved (`frames.py`), and do not stand in the order of the text.
    """

    text: str
    tokens: tuple[Token, ...]
    codes: str
    is_arranged: bool = False

    def word(self, token: Token) -> str:
        """The words of one token."""
        return self.text[token.start : token.end]


def cut(text: str, report_year: int | None, *, has_unit_cells: bool = True) -> Tokens:
    """Cut one sentence (ASCII digits and punctuation, no white space but between digits).

    Args:
        has_unit_cells: a unit can stand before its number, as in the cells of a list in one line.
    """
    tokens = [Token(START, 0, 0)]
    end, at, unknown = len(text), 0, 0
    find = _SPECIAL[SINCE in text, _MOVES.search(text) is not None].search
    special = find(text)
    next_special = end if special is None else special.start()
    while at < end:
        if next_special < at:
            special = find(text, at)
            next_special = end if special is None else special.start()
        if special is not None and next_special == at:
            token = _special(text, special, report_year)
        else:
            stop = _end_of_word(text, at)
            if stop == at:
                at += 1
                continue
            token = Token(_CONCEPT_OF[text[at:stop]], at, stop)
        if at > unknown:
            token = _after_unknown(text, unknown, token, tokens, has_unit_cells=has_unit_cells)
        elif token.number is not None and _is_unit_cell(text, tokens):
            if not has_unit_cells:
                token = Token("foreign", token.start, token.end)
            elif token.unit == "":
                # 收到申请数 件 3
                unit = tokens.pop()
                token = token._replace(start=unit.start, unit=text[unit.start : unit.end])
        if token.number is not None and token.unit == "":
            token = _with_unit_in_brackets(text, token, tokens)
        tokens.append(token)
        at = unknown = token.end
    if unknown < end:
        tokens.append(Token(UNKNOWN, unknown, end))
    return Tokens(text, tuple(tokens), codes_of(tokens))


def codes_of(tokens: Iterable[Token]) -> str:
    """One character of `CODE_OF` for each token."""
    return "".join([CODE_OF[token.concept] for token in tokens])


def _is_unit_cell(text: str, tokens: list[Token]) -> bool:
    return text[tokens[-1].start : tokens[-1].end] in _UNITS_BEFORE and tokens[-2].concept == "count"


def _with_unit_in_brackets(text: str, token: Token, tokens: list[Token]) -> Token:
    """A bare number with the unit that its label ends with: 收到申请数(件):12."""
    end = len(tokens) - (tokens[-1].concept == "colon")
    if [one.concept for one in tokens[end - 3 : end : 2]] != ["open", "shut"]:
        return token
    unit = text[tokens[end - 2].start : tokens[end - 2].end]
    if unit not in _UNITS_BEFORE:
        return token
    del tokens[end - 3 : end]
    return token._replace(unit=unit)


def _after_unknown(
    text: str, unknown: int, token: Token, tokens: list[Token], *, has_unit_cells: bool
) -> Token:
    """The token after words that are not known, which become a token before it, or its unit."""
    words = text[unknown : token.start]
    if has_unit_cells and token.number is not None and token.unit == "" and words in _UNITS_BEFORE:
        # 主动公开政府信息数 条 107: the cells of a list in one line.
        return token._replace(start=unknown, unit=words)
    tokens.append(Token(UNKNOWN, unknown, token.start))
    is_cell = not has_unit_cells and words in _UNITS_BEFORE and token.number is not None
    return Token("foreign", token.start, token.end) if is_cell else token


def _end_of_word(text: str, at: int) -> int:
    """Where the longest known word that begins there ends; `at` where there is none."""
    for length in _LONGER.get(text[at : at + 2], ()):
        if text[at : at + length] in _CONCEPT_OF and at + length <= len(text):
            return at + length
    return at + 1 if text[at] in _CONCEPT_OF else at


def _special(text: str, match: re.Match[str], report_year: int | None) -> Token:
    start, end = match.span()
    kind = match.lastgroup
    if kind == "plain":
        digits = match.group()
        return _number(text, start, Number(Decimal(digits), start, end, digits))
    if kind in ("digits", "numeral"):
        number = match_number(text, start)
        if number is None or (number.is_chinese and _GUESS.search(number.text) is not None):
            return Token("foreign", start, end)
        return _number(text, start, number)
    if kind in ("carried_in", "carried_out"):
        return _carried(match, report_year)
    if kind == "foreign":
        # (二): another matter begins, as after a semicolon.
        words = match.group()
        if words.endswith("政府公报》"):
            return Token("gazette", start, end)
        is_next = (
            _ITEM_MARK.fullmatch(text, start, end) is not None or _IN_A_ROW.match(text, start) is not None
        )
        return Token("semicolon" if is_next else "foreign", start, end)
    return Token(TIME_MARK, start, end, time=mark(str(kind), match, report_year))


def _carried(match: re.Match[str], report_year: int | None) -> Token:
    start, end = match.span()
    year = int(match["from"] or match["to"])
    is_in = match["from"] is not None
    if report_year is None:
        # 结转至2021年 looks ahead; of 结转2021年 nothing tells which way.
        return Token("carried_in" if is_in else "foreign", start, end)
    if year == report_year + 1:
        return Token("foreign" if is_in else "carried_out", start, end)
    return Token("carried_in" if year < report_year else "foreign", start, end)


def _number(text: str, start: int, number: Number) -> Token:
    if number.text.startswith("0,") and _SEPARATED.fullmatch(number.text):
        return Token("foreign", start, start + 1)
    if _GLUED.match(text, start) is not None:
        return Token("gap", start, number.end)
    if is_code(number.text):
        return Token("foreign", start, number.end)
    # Numbers side by side are the rest of a table row.
    is_beside = " " in text[number.end - 1 : number.end + 1] and _NEXT_ENTRY.match(text, number.end) is None
    if text[start - 1 : start] == " " or is_beside:
        return Token("foreign", start, number.end)
    after = _UNIT_AFTER.match(text, number.end)
    if after is not None and _UNIT_BEFORE.fullmatch(text, max(0, start - 2), start):
        return Token("foreign", start, number.end)
    if after is None:
        return _with_unit_apart(text, start, number)
    unit = after["unit"] or after["rest"]
    is_doubted = text[after.end() : after.end() + 1] in ("(", ",", "单") and contradicts(
        text, number, after.end(), unit
    )
    if is_doubted or _BOUND_AFTER.match(text, after.end()) is not None:
        return Token("foreign", start, after.end())
    about = number.approximate or after["about"] is not None or after["odd"] is not None
    return Token(NUMBER, start, after.end(), number, unit, about)


def _with_unit_apart(text: str, start: int, number: Number) -> Token:
    """A number without a unit, or with the one that stands in brackets behind it: 120(元)."""
    if text[number.end : number.end + 1] in ("(", ",", "单"):
        behind = unit_behind(text, number)
        if behind is not None:
            return Token(NUMBER, start, behind.end, behind.number, behind.unit, behind.number.approximate)
        if contradicts(text, number, number.end, ""):
            return Token("foreign", start, number.end)
    return Token(NUMBER, start, number.end, number, "", number.approximate)
