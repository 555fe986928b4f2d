"""How states and ends are called."""

from statuspage.domain.vocabulary.states import Status
from statuspage.render.words import labels
from statuspage.render.words.locale import ENGLISH


def test_every_closed_status_has_a_word_for_its_end() -> None:
    closed = [status for status in Status if not status.is_open]
    assert all(labels.came_to_an_end(ENGLISH, status) for status in closed)
