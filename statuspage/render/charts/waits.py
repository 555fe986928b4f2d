"""The histogram of waits: a bar for each step, what is answered full, what still waits pale."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from statuspage.domain.listening.waiting import WaitStep

_BAR = Markup(
    '<svg class="step" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    '<path class="answered" d="M0 0h{}v8H0z"/><path class="waiting" d="M{} 0h{}v8h-{}z"/></svg>'
)


def most_in_a_step(steps: Iterable[WaitStep]) -> int:
    """How many the longest bar stands for."""
    return max((one.answered + one.waiting for one in steps), default=0)


def step_bar(step: WaitStep, most: int) -> Markup:
    """The bar of one step; the longest of all is as wide as there is room."""
    answered, waiting = (
        f"{100 * count / most:.4g}" if most else "0" for count in (step.answered, step.waiting)
    )
    return _BAR.format(answered, answered, waiting, waiting)


FILTERS: dict[str, Callable[..., Any]] = {"most_in_a_step": most_in_a_step, "step_bar": step_bar}
