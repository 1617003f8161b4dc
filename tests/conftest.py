"""How tests are shared out where several processes run them."""

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays in one process; of tests with a real server or browser a folder does, since two servers at once
    starve each other."""
    for item in items:
        group = str(item.path.parent if item.get_closest_marker("server") else item.path)
        item.add_marker(pytest.mark.xdist_group(group))
