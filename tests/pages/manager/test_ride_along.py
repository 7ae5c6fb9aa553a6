"""Riding along: Mona picks a sheet and fills it in beside Rosa, who reads it and countersigns on her own phone."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from support.deeds import retire
from support.lessons import change_lesson, make_lesson, sheet

from rapport.catalogue.lesson import Lesson
from rapport.coaching.observation import Observation
from rapport.database import db
from rapport.people.audit import AuditRow
from rapport.people.user import User

SignIn = Callable[[str], FlaskClient]
Cast = dict[str, User]
ANSWERS = {"field.asks": "yes", "field.welcome": "4", "field.next": "Call on Friday.", "note": "You let him talk."}


@pytest.fixture
def visits(app: object) -> Lesson:
    """A lesson with one sheet."""
    return make_lesson("visits", observations=[sheet()])


def way(cast: Cast, name: str = "rosa") -> str:
    return f"/team/people/{cast[name].id}"


def kept(mona: FlaskClient, cast: Cast, **answers: str) -> str:
    """She fills in the sheet about Rosa; the observation's id."""
    form = {"fact_id": str(uuid4()), **ANSWERS, **answers}
    answer = mona.post(f"{way(cast)}/ride-along/visits/quiet", data=form)
    assert answer.status_code == 303
    return form["fact_id"]


def rows() -> list[Observation]:
    db.session.rollback()
    return list(db.session.scalars(select(Observation).order_by(Observation.at)))


@pytest.mark.usefixtures("visits")
def test_a_sheet_is_picked_filled_in_read_and_countersigned(sign_in: SignIn, cast: Cast) -> None:
    mona, rosa = sign_in("mona"), sign_in("rosa")
    assert f'href="{way(cast)}/ride-along/visits/quiet"' in mona.get(f"{way(cast)}/ride-along").text
    blank = mona.get(f"{way(cast)}/ride-along/visits/quiet").text
    assert "Sit still." in blank
    assert "checked" not in blank
    one = kept(mona, cast)
    read = mona.get(f"{way(cast)}/observations/{one}?kept=yes").text
    for words in ("Kept. It is on Rosa’s Today", "4 of 5", "Call on Friday.", "You let him talk.", "Left open"):
        assert words in read
    assert "Waits for Rosa to countersign" in read
    today = rosa.get("/").text
    assert "Mona rode along with you" in today
    assert f'href="/observations/{one}"' in today
    assert "You let him talk." in rosa.get(f"/observations/{one}").text
    answer = rosa.post(f"/observations/{one}", data={"seen": one, "note": "He was in a hurry."}, follow_redirects=True)
    assert "Countersigned. Mona sees it." in answer.text
    assert "rode along with you" not in rosa.get("/").text
    after = mona.get(f"{way(cast)}/observations/{one}").text
    assert "Rosa countersigned today" in after
    assert "He was in a hurry." in after
    assert "correction" not in after


@pytest.mark.usefixtures("visits")
def test_a_double_tap_keeps_one_and_notes_one(sign_in: SignIn, cast: Cast) -> None:
    mona, form = sign_in("mona"), {"fact_id": str(uuid4()), **ANSWERS}
    for _ in range(2):
        assert mona.post(f"{way(cast)}/ride-along/visits/quiet", data=form).status_code == 303
    assert len(rows()) == 1
    acts = db.session.execute(select(AuditRow.what, AuditRow.about)).all()
    assert [tuple(act) for act in acts] == [("rode along", "rosa@demo.example")]


@pytest.mark.usefixtures("visits")
@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"field.asks": "", "field.welcome": "", "field.next": ""}, "Please answer at least one line."),
        ({"field.welcome": "9"}, "Please pick one of"),
        ({"note": "x" * 2001}, "under 2,000 characters"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    sign_in: SignIn, cast: Cast, answers: dict[str, str], told: str
) -> None:
    form = {"fact_id": str(uuid4()), **ANSWERS, **answers}
    answer = sign_in("mona").post(f"{way(cast)}/ride-along/visits/quiet", data=form)
    assert answer.status_code == 422
    assert told in answer.text
    assert form["note"] in answer.text
    assert rows() == []


@pytest.mark.usefixtures("visits")
def test_the_same_form_with_other_words_is_asked_about_not_lost(sign_in: SignIn, cast: Cast) -> None:
    mona = sign_in("mona")
    one = kept(mona, cast)
    again = mona.post(f"{way(cast)}/ride-along/visits/quiet", data={"fact_id": one, **ANSWERS, "note": "Another."})
    assert again.status_code == 422
    assert "saved once before" in again.text
    assert "Another." in again.text
    assert one not in again.text, "saved again, it is another one"


@pytest.mark.usefixtures("visits")
def test_its_writer_corrects_it_until_it_is_countersigned(sign_in: SignIn, cast: Cast) -> None:
    mona, rosa = sign_in("mona"), sign_in("rosa")
    one = kept(mona, cast)
    change = f"{way(cast)}/observations/{one}/correction"
    assert "You let him talk." in mona.get(change).text
    answer = mona.post(change, data={"fact_id": str(uuid4()), **ANSWERS, "note": "You let her talk."})
    assert answer.status_code == 303
    stale = rosa.post(f"/observations/{one}", data={"seen": one, "note": "Thank you."})
    assert stale.status_code == 422
    for words in ("changed since you opened it", "You let her talk.", "Thank you."):
        assert words in stale.text
    seen = rows()[-1].id
    assert rosa.post(f"/observations/{one}", data={"seen": seen, "note": "Thank you."}).status_code == 303
    late = mona.post(change, data={"fact_id": str(uuid4()), **ANSWERS, "note": "Never mind."})
    assert late.status_code == 422
    assert "countersigned meanwhile" in late.text
    assert "Never mind." in late.text
    assert [row.comment for row in rows()] == ["You let him talk.", "You let her talk."]


@pytest.mark.usefixtures("visits")
def test_it_can_be_taken_back_before_it_is_countersigned(sign_in: SignIn, cast: Cast) -> None:
    mona, rosa, form = sign_in("mona"), sign_in("rosa"), {"fact_id": str(uuid4())}
    one = kept(mona, cast)
    for _ in range(2):
        answer = mona.post(f"{way(cast)}/observations/{one}/withdrawal", data=form, follow_redirects=True)
        assert "Taken back." in answer.text
    assert mona.get(f"{way(cast)}/observations/{one}").status_code == 404
    assert "rode along with you" not in rosa.get("/").text
    gone = rosa.get(f"/observations/{one}").text
    assert "Mona has taken this back." in gone
    assert "You let him talk." not in gone
    late = rosa.post(f"/observations/{one}", data={"seen": one, "note": "Thank you."})
    assert late.status_code == 422
    assert "Thank you." in late.text
    assert len(rows()) == 2


@pytest.mark.usefixtures("visits")
def test_what_is_countersigned_cannot_be_taken_back(sign_in: SignIn, cast: Cast) -> None:
    mona = sign_in("mona")
    one = kept(mona, cast)
    sign_in("rosa").post(f"/observations/{one}", data={"seen": one})
    answer = mona.post(f"{way(cast)}/observations/{one}/withdrawal", data={"fact_id": str(uuid4())})
    assert answer.status_code == 422
    assert "countersigned meanwhile" in answer.text


@pytest.mark.usefixtures("visits")
def test_who_leads_the_writer_reads_it_and_changes_nothing(sign_in: SignIn, cast: Cast) -> None:
    one = kept(sign_in("mona"), cast)
    viktor, petra = sign_in("viktor"), sign_in("petra")
    page = f"{way(cast)}/observations/{one}"
    assert "Mona Adler rode along" in viktor.get(page).text
    assert one in viktor.get(f"{way(cast)}/ride-along").text
    for path in (f"{page}/correction", f"{page}/withdrawal"):
        assert viktor.post(path, data=ANSWERS).status_code == 404
    assert viktor.get(f"{page}/correction").status_code == 404
    assert [petra.get(path).status_code for path in (page, f"{way(cast)}/ride-along")] == [404, 404]
    assert sign_in("mona").get(f"{way(cast, 'ravi')}/observations/{one}").status_code == 404
    assert len(rows()) == 1


@pytest.mark.usefixtures("visits")
@pytest.mark.parametrize("name", ["mona", "ravi", "viktor", "ada", "otto"])
def test_nobody_but_rosa_countersigns(sign_in: SignIn, cast: Cast, name: str) -> None:
    one = kept(sign_in("mona"), cast)
    other = sign_in(name)
    assert other.get(f"/observations/{one}").status_code == 404
    assert other.post(f"/observations/{one}", data={"seen": one}).status_code == 404
    assert rows()[0].countersigned_at is None


def test_a_sheet_that_changed_on_the_way_is_kept_as_it_was_seen(sign_in: SignIn, cast: Cast, visits: Lesson) -> None:
    seen = visits.fingerprint
    change_lesson(visits, observations=[])
    mona = sign_in("mona")
    assert mona.get(f"{way(cast)}/ride-along/visits/quiet").status_code == 404
    one = kept(mona, cast, fingerprint=seen)
    assert rows()[0].fingerprint == seen
    retire(db.session.get_one(Lesson, visits.id))
    two = kept(mona, cast, fingerprint=seen)
    for root in (one, two):
        assert "4 of 5" in sign_in("rosa").get(f"/observations/{root}").text
        assert mona.get(f"{way(cast)}/observations/{root}/correction").status_code == 200


@pytest.mark.usefixtures("visits")
def test_both_find_it_in_the_file_of_their_own_data(sign_in: SignIn, cast: Cast) -> None:
    one = kept(sign_in("mona"), cast)
    for name, held in (("rosa", [one]), ("mona", [one]), ("viktor", []), ("ravi", [])):
        own: dict[str, Any] = json.loads(sign_in(name).get("/me/data.json").text)
        assert [row["id"] for row in own["observations"]] == held


@pytest.mark.usefixtures("visits")
def test_what_my_manager_sees_has_it_too(sign_in: SignIn, cast: Cast) -> None:
    one = kept(sign_in("mona"), cast)
    assert f'href="/observations/{one}"' in sign_in("rosa").get("/me/manager-view").text
    assert f'href="{way(cast)}/observations/{one}"' in sign_in("mona").get(way(cast)).text


def test_without_sheets_the_page_says_how_one_comes_to_be(sign_in: SignIn, cast: Cast) -> None:
    assert "No sheets yet" in sign_in("mona").get(f"{way(cast)}/ride-along").text


@pytest.mark.usefixtures("visits")
def test_a_manager_who_does_not_sell_is_observed_too(sign_in: SignIn, cast: Cast) -> None:
    """Mona leads somebody for a day who has no lessons to do: their Today says so as well."""
    person = db.session.get_one(User, cast["rosa"].id)
    person.roles = "manager"
    db.session.commit()
    kept(sign_in("mona"), cast)
    assert "Mona rode along with you" in sign_in("rosa").get("/").text


@pytest.mark.usefixtures("visits")
def test_what_is_typed_is_only_ever_shown(sign_in: SignIn, cast: Cast) -> None:
    evil = "\"'><script>alert(1)</script>{{7*7}}"
    mona, rosa = sign_in("mona"), sign_in("rosa")
    one = kept(mona, cast, note=evil, **{"field.next": evil})
    page = f"{way(cast)}/observations/{one}"
    seen = [mona.get(path).text for path in (page, f"{page}/correction", f"{way(cast)}/ride-along", way(cast))]
    seen += [rosa.get(path).text for path in ("/", f"/observations/{one}", "/me/manager-view")]
    rosa.post(f"/observations/{one}", data={"seen": one, "note": evil})
    seen += [rosa.get(f"/observations/{one}").text, mona.get(page).text]
    assert not any("<script>alert" in text for text in seen)
    assert ["alert(1)" in text for text in seen] == ["{{7*7}}" in text for text in seen]
    assert sum("alert(1)" in text for text in seen) == 5


@pytest.mark.usefixtures("visits")
@pytest.mark.parametrize("name", ["mona", "rosa"])
def test_every_form_and_link_of_it_is_sound(app: Flask, sign_in: SignIn, cast: Cast, name: str) -> None:
    """Forms carry the token, links lead somewhere."""
    one = kept(sign_in("mona"), cast)
    app.config["WTF_CSRF_ENABLED"] = True
    page = f"{way(cast)}/observations/{one}"
    paths = {"mona": [page, f"{page}/correction", f"{way(cast)}/ride-along"], "rosa": [f"/observations/{one}"]}
    for path in paths[name]:
        text = sign_in(name).get(path).text
        assert text.count("<form") == text.count('name="csrf_token"')
        for link in re.findall(r'href="(/(?:team/people|observations)[^"]*)"', text):
            assert sign_in(name).get(link).status_code == 200, link
