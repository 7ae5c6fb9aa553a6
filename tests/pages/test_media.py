"""Pictures beside the lessons: for those who are signed in, and nothing but pictures."""

import pytest

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def folder(app, tmp_path):
    module = tmp_path / "lessons" / "stance"
    module.mkdir(parents=True)
    (module / "drawing.svg").write_bytes(SVG)
    (module / "photo.png").write_bytes(b"\x89PNG")
    (module / "01-notice.md").write_text("# Secret")
    (tmp_path / "lessons" / "outside.png").write_bytes(b"\x89PNG")
    app.config["CONTENT_DIR"] = str(tmp_path)
    return module


def test_rosa_sees_a_picture_and_her_phone_keeps_it_a_while(folder, sign_in):
    answer = sign_in("rosa").get("/media/stance/photo.png")
    assert (answer.data, answer.headers["Content-Type"]) == (b"\x89PNG", "image/png")
    assert answer.headers["Cache-Control"] == "private, max-age=3600"


def test_a_stranger_is_sent_to_sign_in(folder, client):
    assert client.get("/media/stance/photo.png").status_code == 303


def test_a_drawing_opened_by_itself_can_run_nothing(folder, sign_in):
    answer = sign_in("rosa").get("/media/stance/drawing.svg")
    assert answer.headers.getlist("Content-Security-Policy") == [
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    ]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "stance/01-notice.md",
        "../outside.png",
        "stance/..%2f..%2foutside.png",
        ".hidden/photo.png",
        "stance/.photo.png",
        "stance/none.png",
        "%2e%2e/outside.png",
    ],
)
def test_nothing_else_exists(folder, sign_in, path):
    assert sign_in("rosa").get(f"/media/{path}").status_code == 404
