"""What the tests need of the machine is named in one line, with the way to do without."""

import pytest
from support import machine


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (["postgresql"], "The tests need postgresql, which could not be installed: install it, then try again. "),
        (["chromium"], "The tests need chromium, which could not be installed: install it, then try again.\n"),
    ],
)
def test_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: list[str], said: str
) -> None:
    monkeypatch.setattr(machine, "_missing", lambda: missing)
    monkeypatch.setattr(machine, "_can_install", lambda: False)
    assert machine.main() == 1
    words = capsys.readouterr().err
    assert words.startswith(said)
    assert words.count("\n") == 1
    assert ("SKIP_POSTGRES=1" in words) == ("postgresql" in missing)
