"""Numbers that the sentences of a report state: `read_prose`.

One module is one step: `sentences.py` cuts the text, `tokens.py` a sentence, `vocabulary.py` knows the words,
`periods.py` and `spells.py` the times and `times.py` how far they rule; `frames.py` and `said_again.py` put each
number behind its labels. `clauses.py` and `context.py` answer what stands around a number, `bodies.py` and
`related_bodies.py` whose it is, `requests.py` and `other_cases.py` whether applications and cases are of disclosure,
`joint_results.py` and `told_of_parts.py` whether what is told of them is told of all of them. `grammar.py` is the
language of the rules in `rules_*.py`, which `counts.py` applies; `items.py` and `own_field.py` read what was
disclosed (`shown.py`, `disclosed.py`) and where (`places.py`), `sums.py` the totals that parts prove, `zeros.py`,
`denied.py` and `zero_lists.py` what did not happen; `reader.py` settles what several sentences say, and `damage.py`
knows where lost characters make words unsure.
"""

from flows.extract.prose.reader import ProseReading, read_prose

__all__ = ["ProseReading", "read_prose"]
