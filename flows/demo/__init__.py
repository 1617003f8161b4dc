"""The demo: a sample portal on loopback, all of it invented, and what was read of it held against it.

What a page states is known before it is read, so the demo can count what was read right, wrong or not at all.
"""
