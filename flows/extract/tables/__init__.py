"""Tables of a page as grids, and what a table of an official form states: `grids` and `read_tables`.

`grid.py` and `flattened.py` make the dense grid; `labels.py`, `cells.py` and `align.py` read words, numbers and
order; `form_book.py` holds the official forms, `form_*.py` read one kind of table each, and `forms.py` asks them
all.
"""
