"""Style, scripts and pictures: kept for ever by browsers, small on the way, and all there."""

import gzip
import re
from pathlib import Path

import brotli
import pytest

from rapport.pages.assets import FOLDER, STYLE, Assets

TEMPLATES = FOLDER.parent / "templates"


@pytest.fixture
def style(app):
    return app.extensions["assets"].url(STYLE)


def test_a_file_is_kept_for_ever_under_the_address_that_names_its_content(client, style):
    answer = client.get(style)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_from_before_an_update_still_gets_its_files_but_does_not_keep_them(client):
    answer = client.get(f"/static/an-old-one/{STYLE}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


def test_files_do_not_vary_with_who_is_signed_in(sign_in, style):
    answer = sign_in("rosa").get(style)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("accepts", "unpack"),
    [("gzip, br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes), ("br;q=0", bytes)],
)
def test_a_file_comes_as_small_as_the_browser_can_take_it(client, style, accepts, unpack):
    plain = client.get(style).data
    assert unpack(client.get(style, headers={"Accept-Encoding": accepts}).data) == plain


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e/app.py", "css/../../app.py", "none.js", ""])
def test_nothing_but_the_files_of_the_folder_is_served(client, name):
    assert client.get(f"/static/x/{name}").status_code == 404


def test_files_are_only_read(client, style):
    assert client.post(style).status_code == 405


def test_crawlers_are_asked_to_stay_away_and_the_icon_is_there(client):
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /static/\n"
    assert client.get("/sign-in").headers["X-Robots-Tag"] == "noindex"
    assert client.get("/favicon.ico").status_code == 200


def test_a_changed_file_changes_the_address_and_is_seen_while_developing(tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "order.txt").write_text("b.css\na.css\n")
    (tmp_path / "css" / "a.css").write_text("a {}")
    (tmp_path / "css" / "b.css").write_text("b {}")
    assets = Assets(tmp_path)
    before = assets.url(STYLE)
    assert assets.body(STYLE, "") == b"b {}\na {}"
    (tmp_path / "css" / "a.css").write_text("a { color: red }")
    assets.look_again()
    assert assets.url(STYLE) != before
    assert assets.body(STYLE, "") == b"b {}\na { color: red }"


def test_every_file_that_a_template_names_exists(app):
    files = app.extensions["assets"].files
    named = {name for path in TEMPLATES.rglob("*.html") for name in re.findall(r"asset\('([^']+)'\)", path.read_text())}
    assert named - set(files) == set()
    assert "js/app.js" in named


def test_every_script_that_a_script_imports_exists():
    missing = [
        f"{path.name}: {name}"
        for path in FOLDER.rglob("*.js")
        for name in imported(path)
        if not (path.parent / name).exists()
    ]
    assert missing == []


def imported(path: Path) -> list[str]:
    return re.findall(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""", path.read_text())


def test_every_style_file_is_in_the_order_once():
    order = (FOLDER / "css" / "order.txt").read_text().split()
    found = {path.relative_to(FOLDER / "css").as_posix() for path in (FOLDER / "css").rglob("*.css")}
    assert (set(order), len(order)) == (found, len(found))
