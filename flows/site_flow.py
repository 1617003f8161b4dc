"""The site flow: the static site of the current release, built by itself.

What belongs here: one task. What does not: the site (`site/`), and building it after a night (`road.py`).
"""

from prefect import flow

from flows import tasks
from flows.settings import load_settings


@flow(
    name="site",
    description="Build the static site of the current release; the last site stays until the new one is whole.",
    retries=0,
    validate_parameters=True,
    persist_result=True,
    result_serializer="json",
)
def site() -> str:
    """Build the site of this installation's current release; it reads only, so a night may be under way.

    Returns:
        The folder of the site.

    Raises:
        PublishError: nothing is published, or the site cannot be written; the last site stays.
    """
    return str(tasks.site(load_settings()))
