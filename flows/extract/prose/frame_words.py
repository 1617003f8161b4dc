"""Words of which the frames are made: labels that can stand away from their number.

What belongs here: these labels alone, as pieces of patterns. What does not: the frames (`frames.py`, `said_again.py`),
and what a label counts (`rules_*.py`).
"""

from typing import Final

from flows.extract.prose.grammar import codes
from flows.extract.prose.tokens import Token

Row = list[Token]

OUTCOMES: Final = (
    "granted|partly_granted|denied|new_granted|new_partly_granted|new_denied|already_public|not_existing"
    "|not_this_agency|asked_to_amend|other_route|not_information|not_held|needs_creation|still_unclear"
    "|internal_affairs|process_information|enforcement_file|query_matter|third_party|other_law|petition"
    "|repeated|publication|excessive|reconfirm|other_handling|not_corrected|absent"
)
FLOWS: Final = "carry|carried_in|carried_out|close|close_on_time|close_late|reply"
WAYS: Final = "WAY filler* (?:way|filler)* (?:submit|application)*"
REMEDIES: Final = "review|litigation"
REST: Final = "(?:filler|application|reply|handle|pause? new_denied|comma? unable|comma? not_processed)*"
LABEL: Final = f"(?:{OUTCOMES}|{FLOWS}|{WAYS}|{REMEDIES}){REST}"
DECIDED: Final = "upheld|new_upheld|corrected|new_corrected|dismissed|pending|new_other|other_result"
SUITS: Final = "direct_suit|later_suit"
# What introduces a label that stands behind its number: 2条通过电子邮件提出, 1条由申请人当面提出, 4件被复议机关维持.
LEADS: Final = "(?:filler|each|regarding|means|public|court|results)*"
ENDS_CLAUSE: Final = codes("start", "comma", "semicolon", "colon", "gap", "number", "open", "shut")
