"""How tests are shared out where several processes run them."""

import pytest

SHARED = {"nights"}
"""Fixtures of a session whose making costs more than the tests that use them."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays in one process; of tests with a real server or browser a folder does, since two servers at once
    starve each other; and all that look into one making of something costly."""
    for item in items:
        shared = SHARED & set(getattr(item, "fixturenames", ()))
        group = item.path.parent if item.get_closest_marker("server") else item.path
        item.add_marker(pytest.mark.xdist_group(str(min(shared, default=group))))
