"""`python -m flows.cli` is `gongkai`."""

from flows.cli import main

main()
