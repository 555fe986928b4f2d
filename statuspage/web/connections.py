"""The connections of one server process: how many there may be, and which are given up.

The server itself waits for ever for a body that was announced, and for a reader who reads nothing.
"""

from __future__ import annotations

import fcntl
import os
import resource
import socket
import struct
import termios
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MOST = 4000
"""Connections that one process holds at one time; whoever comes then waits until one has ended."""

_OWN_FILES = 192  # open files that a process needs beside connections: the store, for each thread
_FEWEST = 32
_UNREAD_SECONDS = 60  # after which a reader who takes nothing of an answer is left
_FILES = Path("/proc/self/fd")
_LAST_DATA_RECEIVED = 52  # where struct tcp_info of <linux/tcp.h> has it: milliseconds, 32 bits


def allowed() -> int:
    """How many connections this process can hold, after it took all open files that it may have.

    A server that runs out of them can take no connection, and tries to without a pause.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + _OWN_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(ValueError, OSError):  # a system that names no real limit
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    free = MOST if soft == resource.RLIM_INFINITY else soft - _OWN_FILES
    return max(_FEWEST, min(MOST, free))


def leave_unread(listener: int) -> None:
    """Have each connection of a listening socket end when its reader takes nothing for a while.

    Connections inherit it (tcp(7)); where the system has no such thing they stay.
    """
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        with socket.socket(fileno=os.dup(listener)) as found:
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNREAD_SECONDS * 1000)


def end_silent(peer: str, seconds: float) -> None:
    """End the connections from an address that said nothing for so long and have all we sent.

    The server does not tell on which of them a request came; where several from one address wait,
    for us or for nothing, all of them end. Connections at rest have been closed before that.
    """
    for found in _sockets():
        with suppress(OSError):
            if found.getpeername()[0] == peer and _is_silent(found, seconds):
                found.shutdown(socket.SHUT_RD)


def _sockets() -> Iterator[socket.socket]:
    """The TCP sockets of this process, each a copy: its number cannot pass to another meanwhile."""
    if not hasattr(socket, "TCP_INFO") or not _FILES.is_dir():
        return
    for file in _FILES.iterdir():
        with suppress(OSError):  # it is no socket, or was closed meanwhile
            copy = os.dup(int(file.name))
            try:
                found = socket.socket(fileno=copy)
            except OSError:
                os.close(copy)
                raise
            with found:
                if found.family in (socket.AF_INET, socket.AF_INET6):
                    yield found


def _is_silent(connection: socket.socket, seconds: float) -> bool:
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    since = struct.unpack_from("I", told, _LAST_DATA_RECEIVED)[0] / 1000
    unsent = struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, bytes(4)))[0]
    return bool(since >= seconds and unsent == 0)
