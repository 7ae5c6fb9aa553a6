"""Every setting: name, default, one sentence. Read from the environment, nowhere else."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    sentence: str


SETTINGS = [
    Setting(
        "DATABASE_URL",
        "",
        "Where the data lives; empty means the SQLite file rapport.db in DATA_DIR. For PostgreSQL: postgresql://user:password@host/name.",
    ),
    Setting("DATA_DIR", str(ROOT / "data"), "The folder for the SQLite files and the generated secret key."),
    Setting(
        "SECRET_KEY",
        "",
        "Signs cookies and links; empty means one is made at the first start and kept in DATA_DIR/secret_key.",
    ),
    Setting("CONTENT_DIR", str(ROOT), "The folder that holds lessons/ and quizzes/."),
    Setting(
        "BASE_URL",
        "",
        "The address people type, such as https://train.example.com; used in links and QR codes. Empty means http://HOST:PORT.",
    ),
    Setting(
        "SMTP_URL",
        "",
        "The mail server, such as smtp://user:password@mail.example.com:587 (smtps:// for TLS from the start). Empty prints mail in the terminal.",
    ),
    Setting("MAIL_FROM", "Rapport <rapport@localhost>", "The sender of every mail."),
    Setting(
        "DEMO",
        "1",
        "1 fills an empty site with a demo company and offers its people on the sign-in page; 0 starts empty.",
    ),
    Setting(
        "HOST",
        "127.0.0.1",
        "The address to listen on; 0.0.0.0 opens the site to the local network and shows a QR code for the phone.",
    ),
    Setting("PORT", "5000", "The port to listen on."),
    Setting(
        "TRUSTED_PROXIES", "0", "How many reverse proxies stand in front and set X-Forwarded-For, -Proto and -Host."
    ),
]


class SettingRefused(ValueError):
    """A setting that makes no sense; the message is one sentence for whoever starts the site."""


SHAPES = {
    "TRUSTED_PROXIES": (r"\d{1,2}", "a number of reverse proxies, such as 1"),
    "DATABASE_URL": (
        r"(sqlite:///|postgres(ql)?(\+psycopg)?://).+",
        "an address such as postgresql://user:password@host/name",
    ),
    "BASE_URL": (r"https?://[^/\s]+.*", "an address such as https://train.example.com"),
    "SMTP_URL": (r"smtps?://[^/\s]+.*", "an address such as smtp://user:password@mail.example.com:587"),
}


def _refuse_nonsense(values: dict[str, Any]) -> None:
    for name, (shape, wanted) in SHAPES.items():
        if values[name] and not re.fullmatch(shape, values[name]):
            raise SettingRefused(f"{name} should be {wanted}.")


def read(environment: dict[str, str] | None = None) -> dict[str, Any]:
    """Flask's configuration from the environment (`os.environ` unless given); makes the data folder where something is kept in it."""
    environment = dict(os.environ) if environment is None else environment
    values: dict[str, Any] = {setting.name: environment.get(setting.name) or setting.default for setting in SETTINGS}
    _refuse_nonsense(values)
    values["DEMO"] = values["DEMO"].lower() not in {"0", "no", "false", "off"}
    data = Path(values["DATA_DIR"])
    if not values["DATABASE_URL"].startswith("postgres") or not values["SECRET_KEY"]:
        data.mkdir(parents=True, exist_ok=True)
    values["DATABASE_URL"] = _with_driver(values["DATABASE_URL"] or f"sqlite:///{data / 'rapport.db'}")
    values["SECRET_KEY"] = values["SECRET_KEY"] or _kept_secret(data)
    values["TRUSTED_PROXIES"] = int(values["TRUSTED_PROXIES"])
    values["BASE_URL"] = (values["BASE_URL"] or f"http://{values['HOST']}:{values['PORT']}").rstrip("/")
    values["SQLALCHEMY_DATABASE_URI"] = values["DATABASE_URL"]
    return values


def _with_driver(url: str) -> str:
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _kept_secret(data: Path) -> str:
    path = data / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
