"""The open door: whom it stops waiting for."""

import socket
import sys

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
