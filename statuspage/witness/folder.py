"""The folder of a witness: its key, the logs that it knows, and its memory.

The key is a line "PRIVATE+KEY+name+id+key", as tools for signed notes write it; logs.txt is a
policy (C2SP tlog-policy) of which the lines of logs count.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from statuspage.config.kinds.environment import kept_secret
from statuspage.domain.record.cosignature import ED25519, Cosigner
from statuspage.domain.record.note import Verifier, parse_verifier
from statuspage.domain.record.policy import TrustedLog, parse_policy
from statuspage.errors import Conflict, InvalidInput, NotFound, StatusPageError
from statuspage.said import said

KEY_VARIABLE = "STATUSPAGE_WITNESS_KEY"
_BEGIN = "PRIVATE+KEY+"
_OTHERS = 0o077  # what anybody else may do with a file
_LOGS = """\
# The logs that this witness cosigns: a line for each, "log KEY [URL]", with the key that its people
# gave you. `statuspage witness add` writes them; a line that is taken out is cosigned no longer.
quorum none
"""


class WitnessFolder:
    """Where a witness keeps what it is."""

    def __init__(self, place: Path, environ: Mapping[str, str]) -> None:
        self._place = place
        self._environ = environ
        self._read: tuple[tuple[int, int], tuple[TrustedLog, ...]] | None = None

    @property
    def memory(self) -> Path:
        """The file of what was cosigned."""
        return self._place / "witness.db"

    @property
    def _key(self) -> Path:
        return self._place / "key"

    @property
    def _logs(self) -> Path:
        return self._place / "logs.txt"

    def cosigner(self) -> Cosigner:
        """The key, from the environment or from the folder. Raises StatusPageError."""
        text, source = kept_secret(KEY_VARIABLE, self._environ)
        if not text:
            text, source = self._kept_key(), str(self._key)
        try:
            return _parsed(text)
        except (ValueError, binascii.Error) as error:
            raise StatusPageError(
                said(
                    "{source} holds no key of a witness; make one with `statuspage witness key`.",
                    source=source,
                )
            ) from error

    def has_key(self) -> bool:
        """Whether there is a key already."""
        return bool(kept_secret(KEY_VARIABLE, self._environ)[0]) or self._key.exists()

    def make(self, name: str) -> Cosigner:
        """Make the folder, its key and an empty list of logs. Raises InvalidInput, Conflict."""
        if not name.isprintable() or len(name.split()) != 1 or "+" in name or len(name) > 200:
            fault = said(
                "Choose a name without spaces and plus signs, such as witness.example.com/w1."
            )
            raise InvalidInput({"NAME": fault})
        self._place.mkdir(0o700, parents=True, exist_ok=True)
        cosigner = Cosigner(name, secrets.token_bytes(32))
        try:
            _write_new(self._key, f"{_written(cosigner)}\n")
        except FileExistsError:
            raise Conflict(
                said("{path} is there already; it is never written again.", path=self._key)
            ) from None
        if not self._logs.exists():
            self._logs.write_text(_LOGS, "utf-8")
        return cosigner

    def logs(self) -> tuple[TrustedLog, ...]:
        """The logs as the file names them now. Raises ConfigError, StatusPageError."""
        try:
            found = self._logs.stat()
            state = (found.st_mtime_ns, found.st_size)
            if self._read is None or self._read[0] != state:
                self._read = state, parse_policy(self._logs.read_bytes(), self._logs.name).logs
        except FileNotFoundError:
            raise NotFound(
                said(
                    "{path} is missing; `statuspage witness key NAME` makes a folder.",
                    path=self._logs,
                )
            ) from None
        return self._read[1]

    def keys(self, origin: str) -> tuple[Verifier, ...]:
        """The keys of a log; none of one that is not known. Raises as `logs` does."""
        return tuple(log.key for log in self.logs() if log.key.name == origin)

    def add(self, key: str, url: str) -> TrustedLog:
        """Cosign the log with this key from now on. Raises StatusPageError, ValueError."""
        log = TrustedLog(parse_verifier(key), url)
        if any(log.key.public == one.key.public for one in self.logs()):
            raise Conflict(said("{name} is known already, by this key.", name=log.key.name))
        text = self._logs.read_text("utf-8")
        line = " ".join(filter(None, ("log", str(log.key), url)))
        draft = self._logs.with_suffix(".new")
        draft.write_text(f"{text.rstrip()}\n{line}\n", "utf-8")
        draft.replace(self._logs)
        return log

    def _kept_key(self) -> str:
        try:
            mode = self._key.stat().st_mode
            text = self._key.read_text("utf-8").strip()
        except FileNotFoundError:
            raise NotFound(
                said(
                    "There is no witness in {folder}; `statuspage witness key NAME` makes one.",
                    folder=self._place,
                )
            ) from None
        if mode & _OTHERS:
            raise StatusPageError(
                said("Others can read {path}; run `chmod 600 {path}`.", path=self._key)
            )
        return text


def _written(cosigner: Cosigner) -> str:
    """The private key, whose id is that of the public one."""
    seed = base64.b64encode(bytes([ED25519]) + cosigner.seed).decode()
    return f"{_BEGIN}{cosigner.name}+{cosigner.key.key_id.hex()}+{seed}"


def _parsed(text: str) -> Cosigner:
    name, identity, key = text.removeprefix(_BEGIN).split("+", 2)
    raw = base64.b64decode(key, validate=True)
    cosigner = Cosigner(name, raw[1:])
    if not text.startswith(_BEGIN) or _written(cosigner) != text or identity == "":
        raise ValueError(text[:20])
    return cosigner


def _write_new(path: Path, text: str) -> None:
    """A file for its owner alone, once it is on the disk. Raises FileExistsError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
