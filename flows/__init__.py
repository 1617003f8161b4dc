"""Gongkai (公开): annual disclosure reports of Chinese administrative bodies, from page to warehouse.

One folder a stage, in the order of the road: sources, collect, archive, clean, extract, load, build,
check, publish. A stage imports only what stands before it; `nightly.py` alone knows the order.
"""
