"""How a form is answered, so that no written word is lost on the way.

A form that cannot be taken comes back with its words, each fault beside its field.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from flask import request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from statuspage.errors import Conflict, InvalidInput, NotFound, StoreError, Superseded

_log = logging.getLogger(__name__)
Values = Mapping[str, str]
_Page = TypeVar("_Page")

_NOT_GENUINE = "Please press the button once more; the page had been open for too long."
_SUPERSEDED = (
    "A colleague published while you were writing. Read the new words below, then press again; "
    "yours are still here."
)
_OUR_FAULT = "Something went wrong on our side, and nothing was published. Your words are here."


@dataclass(frozen=True)
class Form:
    """What a form shows. `values` and `faults` go by the names of its fields."""

    values: Values
    faults: Values = field(default_factory=dict)
    notice: str = ""
    preview: Markup | None = None
    code: int = 200
    is_untouched: bool = False  # nothing was written in it yet; a draft of the browser may fill it


class FormView(ABC, Generic[_Page]):
    """A view of Flask for the form that `page` makes from the parts of the address."""

    def __init__(self, page: Callable[..., _Page]) -> None:
        self.page = page

    def __call__(self, **parts: str) -> AnyResponse:
        page = self.page(**parts)
        return self._taken(page) if request.method == "POST" else self.open(page)

    @abstractmethod
    def open(self, page: _Page) -> AnyResponse:
        """The form as it is at first."""

    @abstractmethod
    def is_genuine(self) -> bool:
        """Whether it was sent from a page of ours."""

    @abstractmethod
    def carry_out(self, page: _Page, form: Form) -> AnyResponse:
        """Do what was pressed. Raises StatusPageError."""

    @abstractmethod
    def give_back(self, page: _Page, form: Form) -> AnyResponse:
        """The form with its words, its faults and the notice that says why."""

    def written(self) -> Values:
        """What was written in the form of this request."""
        return request.form.to_dict()

    def _taken(self, page: _Page) -> AnyResponse:
        form = Form(self.written())
        if not self.is_genuine():
            return self.give_back(page, replace(form, notice=_NOT_GENUINE, code=400))
        try:
            return self.carry_out(page, form)
        except NotFound:
            raise
        except InvalidInput as error:
            form = replace(form, faults=error.faults, code=422)
        except Superseded:
            form = replace(form, notice=_SUPERSEDED, code=409)
        except Conflict as error:
            form = replace(form, notice=str(error), code=409)
        except StoreError as error:
            _log.error("%s", error)
            form = replace(form, notice=str(error), code=503)
        except Exception:  # noqa: BLE001 a fault of ours must not cost anybody their words
            _log.exception("a fault of ours at %s", request.path)
            form = replace(form, notice=_OUR_FAULT, code=500)
        return self.give_back(page, form)
