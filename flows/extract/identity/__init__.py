"""Which body reports on which year, and what kind of document it is: `identify`.

Each module finds clues of one kind (`titles.py`, `stated_periods.py`, `dates.py`, `agency_clues.py`, `voice.py`,
`hosts.py`); `names.py` and `units.py` read names, `regions.py` and `placing.py` know where a body lies, `agencies.py`
gives it its full name; `agency_choice.py`, `years.py` and `kinds.py` choose, and `identify.py` asks them all.
"""
