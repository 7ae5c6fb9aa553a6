"""The files of a library on disk."""

from pathlib import Path

from rapport.content.folder import find_files

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 24" width="36" height="24"/>'


def test_pictures_are_measured_by_what_their_first_bytes_say(tmp_path: Path) -> None:
    folder = tmp_path / "lessons" / "keeping"
    folder.mkdir(parents=True)
    (folder / "drawn.svg").write_text(DRAWING)
    (folder / "broken.png").write_bytes(b"not a picture")
    (folder / "half.svg").write_text("<svg")
    assert find_files(tmp_path).pictures_in("lessons/keeping") == {"drawn.svg": (36, 24)}
