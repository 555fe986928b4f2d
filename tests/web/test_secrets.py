"""Every secret there is, set and used in a running site where much fails: none of them is told.

Looked through: what the processes print, every page of the desk and of the copy, the store in clear
and each file beside it, and what commands say that cannot do their work.
"""

from __future__ import annotations

import base64
import json
import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import httpx2
import pyotp
import pytest

from statuspage import clock
from statuspage.actions.staff.accounts import add_staff
from statuspage.actions.staff.tokens import create_token, revoke_token
from statuspage.domain.desk.staff import Role
from statuspage.store import db
from tests.helpers.answering import Answering, Asked, Server, answering
from tests.helpers.processes import (
    PATIENCE,
    free_port,
    running,
    serve_command,
    to_its_end,
    wait_until,
)
from tests.helpers.sites import a_probe, open_site, write_site

pytestmark = pytest.mark.slow

PASSWORD, TYPED = "correct horse secret-01", "typed in a hurry secret-02"
NAMED = {
    "PROBE_KEY": "key-of-a-probe-secret-03",
    "PROBE_PASSWORD": "password-of-a-probe-secret-04",
    "STATUSPAGE_OIDC_SECRET": "secret-of-a-client-secret-05",
    "STATUSPAGE_SIGNING_KEY": base64.b64encode(b"seed of the record, 32 bytes s06").decode(),
    "PURGE_KEY": "key-of-the-hook-secret-07",
    "AWS_ACCESS_KEY_ID": "AKIASECRET08",
    "AWS_SECRET_ACCESS_KEY": "key-of-a-bucket-secret-09",
    "STATUSPAGE_DKIM_KEY": base64.b64encode(b"seed that signs the mail, s00013").decode(),
}
LOUD = {"STATUSPAGE_LOG": "json", "STATUSPAGE_ACCESS_LOG": "1"}
LITERAL, ON_THE_WAY = "written-in-the-file-secret-10", "set-by-a-server-secret-11"
IN_DATABASE, OF_MAIL = "of-a-database-secret-12", "of-a-mail-server-secret-14"
MAIL = {"STATUSPAGE_SMTP_URL": f"smtp://ada:{OF_MAIL}@127.0.0.1:9"}  # where nobody listens
SETTINGS = """
[sign_in]
oidc_issuer = "{outside}"
oidc_client_id = "statuspage"

[mail]
from = "status@acme.example"
dkim_selector = "s1"

[publish]
purge = "{outside}/purge"
purge_headers = {{ Authorization = "Bearer env:PURGE_KEY" }}
"""
DESK = (
    "",
    "/settings",
    "/settings/health",
    "/audit",
    "/audit?form=csv",
    "/account",
    "/staff",
    "/staff/ada",
)


def hostile(asked: Asked) -> Answering:
    """An outside that sends back all that it was sent, in every place of an answer."""
    here = f"http://{asked.headers['host']}"
    if asked.path.startswith("/.well-known/"):
        endpoints = {f"{name}_endpoint": f"{here}/{name}" for name in ("authorization", "token")}
        told = {"issuer": here, "jwks_uri": f"{here}/jwks", **endpoints}
        return Answering(body=json.dumps(told).encode())
    sent = f"{json.dumps(dict(asked.headers))} {asked.body.decode()}"
    if asked.path.startswith("/moved"):
        where = f"/lost?{quote(asked.headers.get('authorization', ''))}"
        return Answering(302, headers={"Location": where, "Set-Cookie": f"a={ON_THE_WAY}"})
    if asked.path.startswith("/token"):
        body = json.dumps({"error": "invalid_grant", "error_description": sent})
        return Answering(400, body.encode(), {"Content-Type": "application/json"})
    return Answering(500, sent.encode())


def probes(outside: str) -> Iterator[str]:
    key = {"Authorization": "Bearer env:PROBE_KEY"}
    inline = ", ".join(f'{name} = "{text}"' for name, text in key.items())
    for name, path in (("echo", "echo"), ("moved", "moved"), ("closed", "")):
        url = f"{outside}/{path}" if path else f"http://127.0.0.1:{free_port()}/"
        yield a_probe(name, url=url, interval="5s", timeout="5s") + f"headers = {{ {inline} }}\n"
    basic = {"user": "monitor", "password": "env:PROBE_PASSWORD", "interval": "5s", "timeout": "5s"}
    yield a_probe("basic", url=f"{outside}/basic", **basic)


@contextmanager
def site(folder: Path, outside: Server, log: Path) -> Iterator[tuple[Path, str, dict[str, str]]]:
    """A running site with all of it; gives its configuration, address, and tokens by name."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    more = [SETTINGS.format(outside=outside.address), *probes(outside.address)]
    config = write_site(folder, *more, url=address) / "config.toml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("[publish]", f'[publish]\ntarget = "{folder.parent}/copy"'))
    open_site(folder)
    add_staff("ada", Role.ADMIN, PASSWORD)
    tokens = {name: create_token(name, ["incidents", "measurements"], []) for name in ("a", "b")}
    revoke_token("b")
    db.close_store()
    command = serve_command(config, port, verb="run")
    with log.open("wb") as printed:
        options = {
            "stdout": printed,
            "stderr": subprocess.STDOUT,
            "env": os.environ | NAMED | LOUD | MAIL,
        }
        with running(command, f"{address}/healthz", **options):
            yield config, address, tokens


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""


def sign_in(visitor: httpx2.Client, password: str) -> httpx2.Response:
    token = field(visitor.get("/admin/sign-in").text, "csrf_token")
    sent = {"csrf_token": token, "name": "ada", "password": password, "next": "/admin"}
    return visitor.post("/admin/sign-in", data=sent)


def use(address: str, tokens: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Use the site as staff and programs do, and as nobody should; what each page says."""
    with httpx2.Client(base_url=address, timeout=PATIENCE) as visitor:
        assert sign_in(visitor, TYPED).status_code == 401
        assert sign_in(visitor, PASSWORD).status_code == 303
        token = field(visitor.get("/admin/account").text, "csrf_token")
        visitor.post("/admin/account/app/begin", data={"csrf_token": token})
        shown = visitor.get("/admin/account/app").text
        found = re.search(r"<code>([A-Z2-7 ]{20,})</code>", shown)
        assert found is not None
        seed = found[1].replace(" ", "")
        code = pyotp.TOTP(seed).at(clock.now())
        sent = {"csrf_token": field(shown, "csrf_token"), "code": code}
        codes = visitor.post("/admin/account/app", data=sent).text
        yield "seed", seed
        yield from (("recovery code", one) for one in re.findall(r"<li><code>(\S+)</code>", codes))
        yield from (("cookie", found.value or "") for found in visitor.cookies.jar)
        for secret in (*tokens.values(), "sp_" + TYPED.replace(" ", "-")):
            headers = {"Authorization": f"Bearer {secret}"}
            visitor.post("/api/v1/incidents", headers=headers, json={"title": 3})
            visitor.get(f"/api/v1/heartbeats/{secret}/fail")
        away = visitor.get("/admin/sign-in/with").headers["Location"]
        state = parse_qs(urlsplit(away).query)["state"][0]
        assert visitor.get(f"/admin/sign-in/back?code=c0de&state={state}").status_code == 401
        for path in DESK:
            yield "", visitor.get(f"/admin{path}").text
        yield "", visitor.get("/healthz").text


def dump(database: Path) -> str:
    with closing(sqlite3.connect(database)) as store:
        return "\n".join(store.iterdump())


def commands(config: Path) -> Iterator[str]:
    """What commands say that cannot reach what they need a secret for."""
    away = {"STATUSPAGE_DATABASE": f"postgresql://site:{IN_DATABASE}@127.0.0.1:{free_port()}/site"}
    asked = {
        "check": {},
        "migrate": away,
        "probe try moved": {},
        "doctor": away,
        "mail test jo@reader.example": MAIL,
    }
    for words, environ in asked.items():
        command = [*serve_command(config, 1)[:5], *words.split()]
        done = to_its_end(command, env=os.environ | NAMED | environ)
        yield done.stdout + done.stderr


def test_no_secret_is_in_a_log_a_page_the_store_or_the_copy(tmp_path: Path) -> None:
    folder, log = tmp_path / "site", tmp_path / "log"
    with answering(hostile) as outside, site(folder, outside, log) as (config, address, tokens):
        told = list(use(address, tokens))
        wait_until(lambda: len({asked.path for asked in outside.asked}) >= 7)
        config.write_text(
            f'{config.read_text("utf-8")}[[probes]]\nid = "new"\ncomponent = "api"\n'
            f'type = "http"\nurl = "http://a.example"\npassword = "{LITERAL}"\n'
        )
        wait_until(lambda: b"password" in log.read_bytes())
        said = list(commands(config))
    secrets = {
        *NAMED.values(),
        PASSWORD,
        TYPED,
        LITERAL,
        ON_THE_WAY,
        IN_DATABASE,
        OF_MAIL,
        *tokens.values(),
    }
    secrets |= {secret for name, secret in told if name and secret}
    secrets |= {
        base64.b64encode(f"{name}:{text}".encode()).decode()
        for name, text in (
            ("monitor", NAMED["PROBE_PASSWORD"]),
            ("statuspage", NAMED["STATUSPAGE_OIDC_SECRET"]),
        )
    }
    places = {f"page {number}": text for number, (name, text) in enumerate(told) if not name}
    places |= {f"command {number}": text for number, text in enumerate(said)}
    places |= {"log": log.read_text("utf-8"), "store": dump(folder / "var" / "statuspage.db")}
    for file in [*folder.parent.rglob("*")]:
        if file.is_file() and file not in (config, log) and not file.name.endswith(".secret"):
            places[str(file)] = file.read_bytes().decode("latin-1")
    assert "sign-in with" in places["log"]  # so the provider's refusal is in it
    assert "POST /api/v1/incidents 401" in places["log"]
    session = (folder / "var" / "statuspage.db.secret").read_bytes().decode("latin-1").strip()
    leaks = [
        (where, secret)
        for where, text in places.items()
        for secret in {*secrets, session}
        if secret in text
    ]
    assert leaks == []
