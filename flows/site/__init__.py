"""The static site of a release: pages, data files, and a server to look at them."""
