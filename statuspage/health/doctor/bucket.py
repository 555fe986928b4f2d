"""Whether the bucket of the copy can be reached with what the environment gives."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from statuspage.config import BucketPlace
from statuspage.errors import SourceError
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.publish.bucket.objects import Objects, Patience
from statuspage.publish.bucket.ownership import MARK
from statuspage.said import said

_PATIENCE = Patience(one_try=10.0, all_tries=5.0, tries=1)


def bucket(examined: Examined) -> Iterator[Health]:
    """Nothing is written. Where the package lacks, another examination says so."""
    settings = examined.settings
    place = None if settings is None else settings.publish.place(examined.config.parent)
    if not isinstance(place, BucketPlace) or find_spec("obstore") is None:
        return
    try:
        Objects(place, examined.environ, _PATIENCE).get(MARK)
    except SourceError as error:
        yield Health("bucket", Condition.FAILING, error.said)
    else:
        yield Health("bucket", Condition.OK, said("{target} can be read.", target=str(place)))
