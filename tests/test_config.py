"""Settings: read from the environment, each explained."""

import re
from pathlib import Path

import pytest

from rapport import config

PAGE = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text()


@pytest.mark.parametrize("setting", config.SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_explained(setting: config.Setting) -> None:
    assert f"| `{setting.name}` |" in PAGE
    assert setting.sentence in PAGE


def test_no_setting_is_explained_that_is_gone() -> None:
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE))
    assert told == {setting.name for setting in config.SETTINGS}


def test_demo_is_on_until_it_is_switched_off(tmp_path: Path) -> None:
    here = {"DATA_DIR": str(tmp_path)}
    assert config.read(here)["DEMO"] is True
    assert [config.read({**here, "DEMO": word})["DEMO"] for word in ("0", "no", "False", "off", "1")] == [False] * 4 + [
        True
    ]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_plain_postgresql_address_is_enough(tmp_path: Path, scheme: str) -> None:
    read = config.read({"DATA_DIR": str(tmp_path), "DATABASE_URL": f"{scheme}://me@db/rapport"})
    assert read["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://me@db/rapport"


def test_the_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    here = {"DATA_DIR": str(tmp_path / "data")}
    first = config.read(here)["SECRET_KEY"]
    assert len(first) >= 48
    assert config.read(here)["SECRET_KEY"] == first
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o077 == 0
    assert config.read({**here, "SECRET_KEY": "given"})["SECRET_KEY"] == "given"


def test_the_data_folder_is_made_also_where_the_secret_key_is_given(tmp_path: Path) -> None:
    config.read({"DATA_DIR": str(tmp_path / "far" / "data"), "SECRET_KEY": "given"})
    assert (tmp_path / "far" / "data").is_dir()


def test_the_address_is_host_and_port_unless_given(tmp_path: Path) -> None:
    here = {"DATA_DIR": str(tmp_path)}
    assert config.read({**here, "PORT": "8080"})["BASE_URL"] == "http://127.0.0.1:8080"
    assert config.read({**here, "BASE_URL": "https://train.example.com/"})["BASE_URL"] == "https://train.example.com"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSTED_PROXIES", "two"),
        ("DATABASE_URL", "mysql://host/name"),
        ("BASE_URL", "nonsense"),
        ("SMTP_URL", "nonsense"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(config.SettingRefused, match=f"^{name} should be an? .*\\.$"):
        config.read({"DATA_DIR": str(tmp_path), name: value})
