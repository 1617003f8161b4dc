"""Writing down by hand what a document states, to measure the reader with: `gongkai label`.

`draft.py` makes and keeps the label, `walk.py` asks a person about it on a terminal.
"""
