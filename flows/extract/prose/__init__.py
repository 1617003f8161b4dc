"""Numbers that the sentences of a report state: `read_prose`.

One module is one step: `sentences.py` cuts the text, `tokens.py` a sentence, `vocabulary.py` knows the words
and `periods.py` the times; `grammar.py` is the language of the rules in `rules_*.py`, which `counts.py`
applies; `items.py` reads what was disclosed and where, `zeros.py` and `zero_lists.py` what did not happen;
`reader.py` settles what several sentences say.
"""

from flows.extract.prose.reader import ProseReading, read_prose

__all__ = ["ProseReading", "read_prose"]
