"""Tables of a page as grids, and what a table of an official form states: `grids` and `read_tables`.

`grid.py` makes the dense grid, with `side_by_side.py` for the halves of a table, and `flattened.py`, `flat_words.py`,
`flat_rows.py` and `bare_rows.py` for tables that a page lost to text. `labels.py`, `cells.py` and `align.py` read
words, numbers and order. `form_book.py` holds the official forms, `form_*.py` read one kind of table each (with
`applicant_columns.py`, `few_columns.py` and `year_columns.py` for section 3, and `column_words.py`,
`list_columns.py`, `list_figures.py` for lists), and `forms.py` asks them all. `settled.py` keeps the report's own
figures, each once; `foreign.py` and `period_words.py` tell it which tables, rows and columns are another period's, and
`caption_units.py` in which unit amounts are that give none.
"""
