"""How a form is answered, so that no written word is lost on the way.

A form that cannot be taken comes back with its words, each fault beside its field.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import Generic, TypeVar

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from statuspage.errors import Conflict, InvalidInput, NotFound, StoreError
from statuspage.said import Said, said
from statuspage.site.form import Form, LookFirst, Values
from statuspage.web.faults import own_fault, store_fault, taken

_Page = TypeVar("_Page")

_OUR_FAULT = said("Something went wrong on our side, and nothing was sent. Your words are here.")


class FormView(ABC, Generic[_Page]):
    """A view of Flask for the form that `page` makes from the parts of the address."""

    not_genuine: Said
    """What to say of a form that did not come from a page of ours."""

    def __init__(self, page: Callable[..., _Page]) -> None:
        self.page = page

    def __call__(self, **parts: str) -> AnyResponse:
        return self.take(self.page(**parts))

    @abstractmethod
    def is_genuine(self) -> bool:
        """Whether it was sent from a page of ours."""

    @abstractmethod
    def carry_out(self, page: _Page, form: Form) -> AnyResponse:
        """Do what was pressed. Raises StatusPageError."""

    @abstractmethod
    def give_back(self, page: _Page, form: Form) -> AnyResponse:
        """The form with its words, its faults and the notice that says why."""

    def written(self, _page: _Page) -> Values:
        """What was written in the form of this request."""
        return request.form.to_dict()

    def conflict(self, error: Conflict) -> Said:
        """What to say of a conflict."""
        return error.said

    def take(self, page: _Page) -> AnyResponse:
        """Take what was sent, or give it back with the reason."""
        form = Form(self.written(page))
        try:
            if not self.is_genuine():
                return self.give_back(page, replace(form, notice=self.not_genuine, code=400))
            answer = self.carry_out(page, form)
            if answer.status_code == 303:
                taken()
            return answer
        except NotFound:
            raise
        except InvalidInput as error:
            form = replace(form, faults=error.faults, code=422)
        except LookFirst as error:
            form = replace(form, alike=error.alike, code=409)
        except Conflict as error:
            form = replace(form, notice=self.conflict(error), code=409)
        except StoreError as error:
            store_fault(error)
            form = replace(form, notice=error.said, code=503)
        except Exception as error:  # noqa: BLE001 a fault of ours must not cost anybody their words
            own_fault(error, request.path)
            form = replace(form, notice=_OUR_FAULT, code=500)
        return self.give_back(page, form)
