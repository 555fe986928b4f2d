"""The application factory: Flask for the desk and the API, the page cache in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from statuspage import logs
from statuspage.errors import StoreError
from statuspage.publish.following import follow
from statuspage.render import html
from statuspage.said import Said, said
from statuspage.site import catalogue
from statuspage.store import db
from statuspage.store.settings import site
from statuspage.web import admin, api, chat, public
from statuspage.web.api.problems import problem_of
from statuspage.web.cache.pagecache import LARGEST, PageCache
from statuspage.web.faults import own_fault, store_fault
from statuspage.web.forms.letters import require_utf8
from statuspage.web.forms.uploads import Uploads
from statuspage.web.health import health
from statuspage.web.language import base, here, speaker
from statuspage.web.metrics.view import metrics
from statuspage.web.passing import Passing
from statuspage.web.public.hub import hub
from statuspage.web.rules import LateRule
from statuspage.web.security import security_headers
from statuspage.web.senders import is_known

_LARGEST_FORM = 1024 * 1024
_CONFIG = Path("config.toml")

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def create_app(config: Path = _CONFIG, processes: int = 1) -> PageCache:
    """The whole web application over the store that is open. Raises StoreError.

    `config` is the file of settings, which the desk shows; `processes` share the memory for pages.
    """
    with db.snapshot():
        headers = security_headers(is_https=site().url.startswith("https://"))
    flask = create_desk(headers, config)
    uploads = Uploads(
        flask.wsgi_app,
        headers,
        _LARGEST_FORM,
        is_known=lambda environ, address: is_known(environ, address, flask.config["SECRET_KEY"]),
    )
    cache = PageCache(Passing(uploads), headers, LARGEST // processes)
    _answer_faults(flask, cache)
    return cache


def create_desk(headers: list[tuple[str, str]], config: Path = _CONFIG) -> Flask:
    """Flask with the staff desk, what the API and public forms take, and the health check."""
    app = Flask("statuspage", static_folder=None, template_folder=None)
    app.url_rule_class = LateRule
    app.url_map.merge_slashes = False  # it would lead to an address made of the header Host
    app.config.update(
        SITE_CONFIG=config,
        SECRET_KEY=db.session_secret(or_passing=True),
        MAX_CONTENT_LENGTH=_LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=_LARGEST_FORM,
        SESSION_COOKIE_NAME="statuspage_form",
        SESSION_COOKIE_PATH=f"{base()}{admin.blueprint.url_prefix}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=any(name == "Strict-Transport-Security" for name, _ in headers),
    )
    app.register_blueprint(admin.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(chat.blueprint)
    app.register_blueprint(public.blueprint())
    app.add_url_rule("/healthz", view_func=health)
    app.add_url_rule("/hub", view_func=hub, methods=["POST"])
    app.add_url_rule("/metrics", view_func=metrics)
    app.before_request(require_utf8)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.extend(headers)
        response.headers.setdefault("Cache-Control", "no-store")
        if response.headers.get("Location", "").startswith("/"):
            response.headers["Location"] = base() + response.headers["Location"]
        return _followed(response)

    return app


def _followed(response: Response) -> Response:
    """Whatever a request published, the copy says before it is answered; or the answer says not."""
    if db.take_news() and not follow():
        response.headers["Statuspage-Copy"] = "follows"
        where = response.headers.get("Location", "")
        if "/admin" in where:
            response.headers["Location"] = f"{where}{'&' if '?' in where else '?'}copy=follows"
    return response


def _is_ours(path: str) -> bool:
    """Whether a path without its slash is worth a redirect; never one that leads elsewhere."""
    is_plain = path.isascii() and path.isprintable() and not path.startswith(("//", "/\\"))
    return is_plain and (path == "/admin" or catalogue.find(path) is not None)


def _answer_faults(app: Flask, cache: PageCache) -> None:
    """Faults become pages that help, or problem documents; no traceback reaches anybody."""

    @app.errorhandler(404)
    def not_found(error: HTTPException) -> AnyResponse:
        without_slash = request.path.rstrip("/")
        if request.path.endswith("/") and _is_ours(without_slash):
            return redirect(without_slash, 308)
        if cache.is_language(request.path[1:]):
            return redirect(f"{request.path}/", 308)
        if api.owns(request.path):
            return problem_of(error)
        status, headers, body = cache.missing(request.path, request.environ)
        own = {name for name, _ in security_headers(is_https=True)}
        return Response(body, status, [pair for pair in headers if pair[0] not in own])

    @app.errorhandler(StoreError)
    def store_gone(error: StoreError) -> ResponseReturnValue:
        if api.owns(request.path):
            return problem_of(error)
        store_fault(error)
        return _fault_page(said("The records cannot be reached"), error.said), 503

    @app.errorhandler(Exception)
    def fault(error: Exception) -> ResponseReturnValue:
        if api.owns(request.path):
            return problem_of(error)
        if isinstance(error, HTTPException):
            # words of HTTP itself, which no page of ours leads to
            return _fault_page(error.name, error.description or error.name), error.code or 500
        own_fault(error, request.path)
        text = said("Something went wrong on our side. It has been written down.")
        return _fault_page(said("Something went wrong"), text, logs.request_id()), 500


def _fault_page(title: Said | str, text: Said | str, number: str = "") -> str:
    return html.page(speaker(), here(), "admin/fault.html", title=title, text=text, number=number)
