"""One's own settings and devices, and nobody else's."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from rapport.database import db
from rapport.mail import Mail
from rapport.people.password import hash_password, password_is_right
from rapport.people.sign_in import SignIn
from rapport.people.user import Leave, User

RIGHT = {"name": "Rosa L", "working_days": ["2", "3"], "zone": "America/Lima"}


def person(user: User) -> User:
    db.session.rollback()
    return db.session.get_one(User, user.id)


def is_in(client: FlaskClient) -> bool:
    return client.get("/me/settings").status_code == 200


def test_rosa_changes_her_name_days_and_zone(sign_in: Callable[[str], FlaskClient], cast: dict[str, User]) -> None:
    assert sign_in("rosa").post("/me/settings", data=RIGHT).location == "/me/settings"
    rosa, ravi = person(cast["rosa"]), person(cast["ravi"])
    assert (rosa.name, rosa.working_days, rosa.zone) == ("Rosa L", "23", "America/Lima")
    assert ravi.name == "Ravi Menon"


def test_what_is_refused_stays_in_the_form(sign_in: Callable[[str], FlaskClient], cast: dict[str, User]) -> None:
    answer = sign_in("rosa").post("/me/settings", data={**RIGHT, "name": "y" * 200})
    assert answer.status_code == 422
    assert "y" * 200 in answer.text
    assert "under 80" in answer.text
    assert person(cast["rosa"]).name == "Rosa Lind"


@pytest.mark.parametrize(
    "path", ["/me/settings", "/me/leave", "/me/leave/1/removal", "/me/password", "/me/devices/1/revocation"]
)
def test_strangers_change_nothing(client: FlaskClient, cast: dict[str, User], path: str) -> None:
    assert client.post(path, data=RIGHT).status_code == 401


def test_rosa_goes_away_and_thinks_again(sign_in: Callable[[str], FlaskClient], cast: dict[str, User]) -> None:
    rosa, ravi = sign_in("rosa"), sign_in("ravi")
    days = {"first_day": "2090-08-03", "last_day": "2090-08-14"}
    rosa.post("/me/leave", data=days)
    rosa.post("/me/leave", data=days)
    assert "3 August 2090 to 14 August 2090" in rosa.get("/me/settings").text
    [leave] = db.session.scalars(select(Leave)).all()
    assert ravi.post(f"/me/leave/{leave.id}/removal").status_code == 404
    assert rosa.post(f"/me/leave/{leave.id}/removal").status_code == 303
    assert db.session.scalars(select(Leave)).all() == []


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-08-14", "2026-08-03", "comes before"),
        ("2026-08-14", "2029-08-03", "at most one year"),
        ("", "2026-08-03", "pick the first day"),
        ("2026-08-14", "", "pick the last day"),
        ("soon", "2026-08-03", "error"),
        ("2026-02-30", "2026-03-03", "error"),
    ],
)
def test_impossible_days_are_refused(
    sign_in: Callable[[str], FlaskClient], first: str, last: str, sentence: str
) -> None:
    answer = sign_in("rosa").post("/me/leave", data={"first_day": first, "last_day": last})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(select(Leave)).all() == []


def test_a_first_password_signs_the_other_devices_out(
    sign_in: Callable[[str], FlaskClient], cast: dict[str, User]
) -> None:
    phone, laptop, ravis = sign_in("rosa"), sign_in("rosa"), sign_in("ravi")
    phone.post("/me/password", data={"password": "four green bottles"})
    assert is_in(phone)
    assert not is_in(laptop)
    assert is_in(ravis)
    assert password_is_right(person(cast["rosa"]).password_hash, "four green bottles")
    assert [mail.to for mail in db.session.scalars(select(Mail))] == ["rosa@demo.example"], "she is told"


@pytest.mark.parametrize(
    "password", ["", "short", "password123", "12345678", "rosa2024", "x" * 129, "aaaaaaaaaa", "qwertzuiop"]
)
def test_an_easy_password_is_refused(
    sign_in: Callable[[str], FlaskClient], cast: dict[str, User], password: str
) -> None:
    answer = sign_in("rosa").post("/me/password", data={"password": password})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert person(cast["rosa"]).password_hash is None


def test_changing_a_password_needs_the_present_one(
    sign_in: Callable[[str], FlaskClient], cast: dict[str, User]
) -> None:
    person(cast["rosa"]).password_hash = hash_password("four green bottles")
    db.session.commit()
    rosa = sign_in("rosa")
    new = {"password": "three green bottles"}
    assert "not your present password" in rosa.post("/me/password", data={**new, "current": "guess"}).text
    assert rosa.post("/me/password", data={**new, "current": "four green bottles"}).status_code == 303
    assert password_is_right(person(cast["rosa"]).password_hash, "three green bottles")


def test_guessing_the_present_password_has_to_wait(
    sign_in: Callable[[str], FlaskClient], cast: dict[str, User]
) -> None:
    person(cast["rosa"]).password_hash = hash_password("four green bottles")
    db.session.commit()
    thief = sign_in("rosa")
    for _ in range(5):
        thief.post("/me/password", data={"password": "three green bottles", "current": "guess"})
    answer = thief.post("/me/password", data={"password": "three green bottles", "current": "four green bottles"})
    assert "Please wait" in answer.text


def devices(user: User) -> list[SignIn]:
    return list(db.session.scalars(select(SignIn).where(SignIn.user_id == user.id).order_by(SignIn.id)))


def test_rosa_signs_a_lost_phone_out(sign_in: Callable[[str], FlaskClient], cast: dict[str, User]) -> None:
    phone, laptop = sign_in("rosa"), sign_in("rosa")
    lost, _ = devices(cast["rosa"])
    assert laptop.post(f"/me/devices/{lost.id}/revocation").location == "/me#devices"
    assert not is_in(phone)
    assert is_in(laptop)
    assert laptop.post(f"/me/devices/{lost.id}/revocation").status_code == 404, "it is gone already"


def test_nobody_reaches_anothers_device(sign_in: Callable[[str], FlaskClient], cast: dict[str, User]) -> None:
    """Not a colleague, not her manager, not the admin, not an outsider."""
    rosas, others = sign_in("rosa"), [sign_in(name) for name in ("ravi", "mona", "ada", "otto")]
    [device] = devices(cast["rosa"])
    for other in others:
        assert other.post(f"/me/devices/{device.id}/revocation").status_code == 404
    assert is_in(rosas)


def test_ending_this_device_is_signing_out(sign_in: Callable[[str], FlaskClient], cast: dict[str, User]) -> None:
    rosa = sign_in("rosa")
    [device] = devices(cast["rosa"])
    assert rosa.post(f"/me/devices/{device.id}/revocation").location == "/sign-in"
    assert not is_in(rosa)
