"""Erasing a person on the page: asked for by typing the name, said plainly, done once."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from rapport import clock, mail
from rapport.database import db
from rapport.mail import Mail
from rapport.people.audit import newest
from rapport.people.user import User

SignIn = Callable[[str], FlaskClient]


def fresh(person: User) -> User:
    db.session.rollback()
    return db.session.get_one(User, person.id)


def test_what_goes_and_what_stays_is_said_first(sign_in: SignIn, cast: dict[str, User]) -> None:
    page = sign_in("ada").get(f"/admin/people/{cast['rosa'].id}/erasure").text
    for words in ("What goes", "What stays", "This cannot be undone", "A former colleague", "close the account"):
        assert words in page


def test_the_name_has_to_be_typed(sign_in: SignIn, cast: dict[str, User]) -> None:
    where = f"/admin/people/{cast['rosa'].id}/erasing"
    for typed in ("", "Rosa", "Otto Brandis"):
        answer = sign_in("ada").post(where, data={"name": typed})
        assert answer.status_code == 422
        assert "Nothing was erased." in answer.text
        assert f'value="{typed}"' in answer.text
    assert fresh(cast["rosa"]).erased_at is None
    assert newest() == []


def test_an_erased_person_is_out_and_does_not_come_back(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada, rosa, where = sign_in("ada"), sign_in("rosa"), f"/admin/people/{cast['rosa'].id}"
    mail.write("rosa@demo.example", "Hello", "Rosa", clock.now())
    db.session.commit()
    answers = [ada.post(where + "/erasing", data={"name": " rosa  LIND "}) for _twice in range(2)]
    assert [answer.location for answer in answers] == ["/admin/people"] * 2
    assert rosa.get("/me/settings").status_code == 303
    assert {ada.get(where).status_code, ada.post(where + "/reactivation").status_code} == {404}
    assert "Rosa" not in ada.get("/admin/people").text
    erased = ada.get("/admin/people?account=erased").text
    assert "A former colleague" in erased
    assert "Rosa" not in erased
    assert db.session.scalar(select(Mail)) is None
    assert [(row.what, row.about) for row in newest()] == [("erased a person", "A former colleague")]


def test_the_same_address_may_come_again_as_somebody_new(sign_in: SignIn, cast: dict[str, User]) -> None:
    ada = sign_in("ada")
    ada.post(f"/admin/people/{cast['rosa'].id}/erasing", data={"name": "Rosa Lind"})
    answer = ada.post(
        f"/admin/people/{cast['otto'].id}/about",
        data={"name": "Otto Brandis", "email": "rosa@demo.example", "roles": ["rep"]},
    )
    assert answer.status_code == 303
    assert fresh(cast["otto"]).email == "rosa@demo.example"
