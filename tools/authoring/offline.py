"""Run a command without a network: in a network namespace of its own, and with a guard that names who asked for it.

Where namespaces are forbidden the guard alone refuses. It sees what Python asks for; what compiled code opens by itself
is stopped by the namespace, and seen by nobody.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SWITCH = "DEEPFAKE_LESSONS_OFFLINE"  # "1": kernels get the guard of no_network/sitecustomize.py
REQUESTS = "DEEPFAKE_LESSONS_REQUESTS"  # the file into which the guard writes what it refused, one line each
GUARD = Path(__file__).with_name("no_network")
# Whether there is a way out. Connecting a datagram socket sends nothing: it only looks for a route.
ASKS = """\
import socket
way_out = True
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
except OSError:
    way_out = False
"""


def namespace() -> list[str]:
    """Words to put before a command so that it runs in a namespace without network; [] where that cannot be had.

    Containers often forbid it, Windows and macOS have none.
    """
    words = ["unshare", "--user", "--map-root-user", "--net"]
    if not sys.platform.startswith("linux") or not shutil.which(words[0]):
        return []
    return words if subprocess.run([*words, "true"], capture_output=True).returncode == 0 else []


def cut_off() -> tuple[list[str], dict[str, str]]:
    """How to run a command of this course with the network off, on any machine.

    Returns:
        (words to put before it, its environment): a namespace where there is one, and the guard's switch everywhere.
    """
    return namespace(), {**os.environ, SWITCH: "1"}


def switched_on() -> bool:
    """Whether this process is to run lessons with the network off."""
    return os.environ.get(SWITCH) == "1"


def python_path() -> list[str]:
    """What a kernel's PYTHONPATH begins with: the guard's folder where the switch is on."""
    return [str(GUARD)] if switched_on() else []
