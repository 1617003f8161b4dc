"""Looking at a source by hand: what `gongkai sources check` and `gongkai sources new` do.

Not a stage: it asks the collector for a page or two and the reader whose site it is. Nothing of it is archived.
"""
