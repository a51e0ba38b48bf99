"""A guard that Python loads at its start: connections that leave this machine fail as if there were no network.

An audit hook sees every socket of Python's, whatever library opens it, and cannot be taken away again. Jupyter's own
messages to the kernel stay on this machine and pass. What was refused is also written down, because a library may ask,
take the refusal for an answer and say nothing.
"""

import contextlib
import errno
import ipaddress
import os
import sys
from typing import Any


def _local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # the path of a Unix socket
    host = address[0].decode() if isinstance(address[0], bytes) else address[0]
    if host in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _write_down(event: str, arguments: tuple[Any, ...]) -> None:
    if name := os.environ.get("DEEPFAKE_LESSONS_REQUESTS"):
        wanted = arguments[0] if event.startswith("socket.get") else arguments[1][0]
        with contextlib.suppress(OSError), open(name, "a", encoding="utf-8", errors="replace") as file:
            file.write(f"{wanted.decode() if isinstance(wanted, bytes) else wanted}\n")


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        local = arguments[1] is None or _local(arguments[1])
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        local = _local((arguments[0],))
    else:
        return
    if not local:
        _write_down(event, arguments)
        raise OSError(errno.ENETUNREACH, "Network is unreachable: the guard of no_network")


sys.addaudithook(_guard)
