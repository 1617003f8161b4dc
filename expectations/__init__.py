"""The release gate: Great Expectations suites as code, run on the built file.

`rules.py` says what a rule is; `facts.py`, `documents.py` and `drift.py` hold the rules; `expectation.py` is
the one expectation class that Great Expectations runs them with; `adapter.py` is all it needs to know of
DuckDB; `checkpoint.py` runs a night's gate; `verdict.py` is what comes out; `offline.py` makes the Data Docs
readable without a network.
"""
