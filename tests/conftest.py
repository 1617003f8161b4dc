"""How tests are shared out where several processes run them."""

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays in one process; tests with a real server stay in one, since two servers at once starve each
    other."""
    for item in items:
        group = "server" if item.get_closest_marker("server") else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
