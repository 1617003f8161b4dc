"""Which body reports on which year, and what kind of document it is: `identify`.

Each module finds clues of one kind (`titles.py`, `dates.py`, `agencies.py`, ...); `placing.py` and `regions.py`
know where a body lies; `agency_choice.py`, `years.py` and `kinds.py` choose, and `identify.py` asks them all.
"""
