"""A signed-in lesson page against a plain Flask page, on the same kind of server, in turns."""

import tempfile
from pathlib import Path

from benchmarks.server import Load, Server
from benchmarks.site import demo_site, first_lesson, sign_in
from benchmarks.table import Row, show, spread

ROUNDS = 9
REQUESTS = 600
PLAIN = "/articles/1"


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        plain = Server("benchmarks.plain_page:create_app", {"PLAIN_DATABASE": str(Path(folder) / "plain.db")})
        site = Server("app:create_app", demo_site(Path(folder)))
        try:
            cookie = sign_in(site.port)
            return _rows(*_turns(plain, site, first_lesson(site.port, cookie), {"Cookie": cookie}))
        finally:
            plain.stop()
            site.stop()


def _turns(plain: Server, site: Server, lesson: str, headers: dict[str, str]) -> tuple[list[Load], list[Load]]:
    """Ours and theirs, turn by turn, so that whatever else the machine does meets both; the first turn warms up."""
    ours: list[Load] = []
    theirs: list[Load] = []
    for _ in range(ROUNDS + 1):
        theirs.append(plain.load(PLAIN, {}, REQUESTS))
        ours.append(site.load(lesson, headers, REQUESTS))
    return ours[1:], theirs[1:]


def _rows(ours: list[Load], theirs: list[Load]) -> list[Row]:
    ratios = [mine.cpu_ms / other.cpu_ms for mine, other in zip(ours, theirs, strict=True)]
    return [
        Row("server CPU a request, signed-in lesson page", spread([load.cpu_ms for load in ours], "ms")),
        Row("server CPU a request, plain page", spread([load.cpu_ms for load in theirs], "ms")),
        Row("**ratio of server CPU, lesson ÷ plain**", spread(ratios, ""), "≤ 1.00"),
        Row("requests a second, lesson page (2 clients)", spread([load.per_second for load in ours], "a second", 0)),
        Row("requests a second, plain page (2 clients)", spread([load.per_second for load in theirs], "a second", 0)),
        Row("bytes of HTML, lesson page", f"{ours[0].bytes:,}"),
        Row("bytes of HTML, plain page", f"{theirs[0].bytes:,}"),
    ]


if __name__ == "__main__":
    show(measure())
