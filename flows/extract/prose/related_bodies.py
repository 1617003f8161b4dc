"""Other bodies that are told of by what the report's own body has to do with them.

What belongs here: 我局代管的县移民办, 我局下设的执法大队, 帮助企业, 督促12家供水企业, 代县政府起草. What does not:
bodies that are only named (`bodies.py`), and what is worked on without saying whose it is (`no_totals.py`).

我局牵头的县河长办公开75条 is the office's figure; 我局牵头公开75条 and 我局作为牵头单位公开75条 are the own.
"""

import re
from typing import Final

from flows.extract.prose.clauses import Clauses
from flows.extract.prose.grammar import codes

# Without one of these characters nothing is looked for.
_SIGNS: Final = re.compile("牵头|管|设|联系|派驻|帮|协助|督促|敦促|代|挂|结对|包|对口")
_NOUN: Final = (
    r"(?:办公室|中心|大队|支队|公司|银行|医院|学校|小学|中学|企业|窗口|园区|社区|政府|村民|农户|商户"
    r"|[协学商]会|[局委院所站队校部办镇乡村会厂户])"
)
_DONE: Final = (
    r"(?:20\d\d年|全年|年内|本?年度|共计?|累计|已|及时|依法|,)*(?:主动|公开|公布|发布|收到|受理|未收|没有收)"
)
_OWN_OFFICE: Final = "(?!政务公开|政府信息公开|信息公开)"
_RELATED: Final = re.compile(
    # The own body's tie to another, with 的 before its name.
    rf"(?:牵头|代管|主管|管理|监管|管辖|托管|下设|下辖|联系|派驻|帮扶|帮联|包联|包保|挂牌|挂靠|挂钩|对口支援)的{_OWN_OFFICE}[一-龥]{{0,12}}?{_NOUN}{_DONE}"
    # Ties that need no 的, where they are the own body's: 我局派驻政务中心窗口.
    rf"|[我本][一-龥]{{0,3}}(?:代管|托管|下设|下辖|派驻|挂靠){_OWN_OFFICE}[一-龥]{{0,12}}?{_NOUN}{_DONE}"
    rf"|(?:结对|对口|定点)?(?:帮扶|结对|包联|包保){_OWN_OFFICE}[一-龥]{{0,4}}?[村镇乡户]{_DONE}"
    # Whom it made to disclose.
    rf"|(?:帮助|协助|督促|敦促)(?:\d+[家个户])?[一-龥]{{0,10}}?{_NOUN}{_DONE}"
    # In whose place it did.
    r"|(?<![一-龥])(?:我[一-龥])?代(?!表)[一-龥]{1,8}?(?:政府|[局委办部厅])(?:起草|拟定?|编制|制作|发布|公开)"
)
_VERB: Final = 2
"""Characters of the verb that a negation stands before."""
_ENDS: Final = codes("comma", "semicolon", "gap", "start")


def is_of_a_related_body(clauses: Clauses, index: int) -> bool:
    """Whether what is said at a token is told of such a body, in its own part of the sentence."""
    text = clauses.tokens.text
    if _SIGNS.search(text) is None:
        return False
    first = index
    # 督促12家供水企业公开126条: a number of bodies does not end the clause.
    while first > 0 and clauses.codes[first - 1] not in _ENDS:
        first -= 1
    return _RELATED.search(text, clauses[first].start, clauses[index].end + _VERB) is not None
