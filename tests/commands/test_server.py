"""The open door: whom it stops waiting for."""

import os
import socket
import sys
from pathlib import Path

import pytest

from rapport.commands import server


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system has other ways")
def test_a_phone_that_vanished_is_noticed_within_a_minute() -> None:
    """Four that vanish while they send would otherwise hold all four threads for ever."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server._notice_the_vanished()
        with socket.create_connection(door.getsockname()), door.accept()[0] as connection:
            assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            idle, pause, probes = (
                connection.getsockopt(socket.IPPROTO_TCP, option)
                for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
            )
            assert idle + pause * probes <= 60


def open_files() -> set[str]:
    return {file.name for file in Path("/proc/self/fd").iterdir()}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system has other ways")
def test_looking_for_the_door_leaves_nothing_open() -> None:
    """A copy of a pipe that nobody closes would keep whoever is at its other end waiting for ever."""
    reading, writing = os.pipe()
    with socket.create_server(("127.0.0.1", 0)):
        before = open_files()
        server._notice_the_vanished()
        assert open_files() == before
    os.close(writing)
    assert os.read(reading, 1) == b""
    os.close(reading)
