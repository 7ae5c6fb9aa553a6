"""Uploading a file of people: first the picture, then exactly that; nobody is lost by a slip."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from support.people_files import HEADINGS, NINA, people_csv, people_xlsx

from rapport import clock, jobs
from rapport.database import db
from rapport.exchange import upload
from rapport.exchange.spreadsheet import read_spreadsheet
from rapport.exchange.upload import Upload
from rapport.people.audit import newest
from rapport.people.user import User, person_with

SignIn = Callable[[str], FlaskClient]
ROSA = ("Rosa Lindt", "rosa@demo.example", "Field / South", "", "", "", "", "")
FIVE = [("", f"{name}@demo.example", "", "", "", "", "", "") for name in ("rosa", "ravi", "mona", "tess", "petra")]


def choose(ada: FlaskClient, data: bytes, name: str = "people.csv", **more: str) -> Any:
    form = {"fact_id": str(uuid4()), "file": (BytesIO(data), name), **more}
    return ada.post("/admin/upload", data=form, content_type="multipart/form-data")


def picture_of(page: str) -> str:
    found = re.search(r'name="picture" value="(\w+)"', page)
    assert found
    return found[1]


def apply(ada: FlaskClient, where: str, **more: str) -> Any:
    return ada.post(where + "/application", data={"picture": picture_of(ada.get(where).text), **more})


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(User)) or 0


@pytest.mark.parametrize("make", [people_csv, people_xlsx])
def test_ada_sees_the_picture_and_has_it_done(sign_in: SignIn, make: Any) -> None:
    ada = sign_in("ada")
    where = choose(ada, make(NINA, ROSA)).location
    page = ada.get(where).text
    for words in ("What would change", "Nothing has been changed yet", "Nina Wolf", "Joins Field / North"):
        assert words in page
    assert "Name: Rosa Lind → Rosa Lindt" in page
    assert people() == 8
    assert apply(ada, where).location == where
    assert "Done" in ada.get(where).text
    assert people() == 9
    assert person_with("rosa@demo.example").name == "Rosa Lindt"  # type: ignore[union-attr]
    acts = [(row.what, row.about, row.by_id) for row in newest()]
    by = person_with("ada@demo.example").id  # type: ignore[union-attr]
    assert ("uploaded people", "people.csv: 1 added, 1 changed", by) in acts
    assert ("changed a person", "rosa@demo.example by a file: joins, leaves, name", by) in acts


def test_what_was_done_lately_is_found_again(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    where = choose(ada, people_csv(NINA, ROSA), name="october.csv").location
    assert "october.csv" not in ada.get("/admin/upload").text
    apply(ada, where)
    page = ada.get("/admin/upload").text
    for words in ("october.csv", f'href="{where}"', "1 added, 1 changed, today, "):
        assert words in page


def test_the_same_file_again_has_nothing_to_change(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    apply(ada, choose(ada, people_csv(NINA, ROSA)).location)
    page = ada.get(choose(ada, people_csv(NINA, ROSA)).location).text
    assert "Nothing to change" in page
    assert "Do it" not in page


def test_a_second_tap_does_nothing_more(sign_in: SignIn) -> None:
    ada, upload_id = sign_in("ada"), str(uuid4())
    first = choose(ada, people_csv(NINA), fact_id=upload_id)
    assert choose(ada, people_csv(ROSA), fact_id=upload_id).location == first.location
    assert db.session.query(Upload).count() == 1
    picture = picture_of(ada.get(first.location).text)
    for _ in range(2):
        assert ada.post(first.location + "/application", data={"picture": picture}).status_code == 303
    assert [row.what for row in newest()].count("uploaded people") == 1
    assert people() == 9


def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_done(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    where = choose(ada, people_csv(NINA, ("Kim", "kim@", "", "king", "", "24.13.2026", "", ""))).location
    page = ada.get(where).text
    assert "3 cells to be mended" in page
    assert "Row 3, column B (e-mail)" in page
    assert "“king” is no role here. There are rep, manager, trainer, admin." in page
    assert "There is no 24.13.2026 in the calendar." in page
    assert "Do it" not in page
    assert ada.post(where + "/application", data={"picture": "x"}).status_code == 303
    assert people() == 8
    rows = read_spreadsheet(ada.get(where + "/changes.xlsx").data).rows
    assert rows[1].cells[:2] == ("3", "column B (e-mail)")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"Name,E-mail\r\n", "This file has one row and no more"),
        (b"Name,Team\r\nRosa,North\r\n", "There is no column “e-mail”."),
        (b"Name,E-mial\r\nRosa,r@x.de\r\n", "“E-mial” is not known. Did you mean “E-mail”?"),
        (people_csv(NINA)[:-30], "This file seems to be cut off"),
        (people_xlsx(NINA)[:-500], "This workbook is damaged or cut off."),
        (b"%PDF-1.7 \x00", "neither a workbook (.xlsx) nor a table in text (.csv)"),
    ],
)
def test_a_file_of_which_nothing_can_be_used_is_refused_at_its_field(
    sign_in: SignIn, data: bytes, sentence: str
) -> None:
    answer = choose(sign_in("ada"), data, others_left="yes")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert re.search(r'name="others_left" value="yes" checked', answer.text)
    assert db.session.query(Upload).count() == 0


def test_without_a_file_one_is_asked_for(sign_in: SignIn) -> None:
    answer = sign_in("ada").post("/admin/upload", data={"others_left": "yes"})
    assert (answer.status_code, "Please choose a file first." in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition", "multipart/form-data; boundary=x"),
        (b"PK\x03\x04", "application/octet-stream"),
        (b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nName,E-mail\r\n--x--\r\n', "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="\xff\x00/../a.csv"\r\n\r\nName\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
)  # fmt: skip
def test_what_is_no_file_is_asked_for_again(sign_in: SignIn, body: bytes, kind: str) -> None:
    answer = sign_in("ada").post("/admin/upload", data=body, content_type=kind)
    assert answer.status_code in (400, 422)
    assert db.session.query(Upload).count() == 0


@pytest.mark.parametrize("name", ["a/b\\c.csv", "\u202egpj.csv", "x" * 300 + ".csv", "..", "\x00.csv"])
def test_any_name_of_a_file_will_do(sign_in: SignIn, name: str) -> None:
    ada = sign_in("ada")
    assert ada.get(choose(ada, people_csv(NINA), name=name).location).status_code == 200


class TestWhoLeaves:
    def test_nobody_for_not_being_in_the_file(self, sign_in: SignIn) -> None:
        ada = sign_in("ada")
        assert "Account closed" not in ada.get(choose(ada, people_csv(NINA)).location).text

    def test_when_it_is_said_the_number_must_be_typed(self, sign_in: SignIn) -> None:
        ada = sign_in("ada")
        where = choose(ada, people_csv(*FIVE), others_left="yes").location
        page = ada.get(where).text
        assert "Otto Brandis" in page
        assert "Ada Brandt" not in page
        for typed in ("", "3", "two", "２"):
            answer = apply(ada, where, leaving=typed)
            assert answer.status_code == 422
            assert "This is not the number of accounts that would be closed." in answer.text
        assert person_with("otto@demo.example").is_active  # type: ignore[union-attr]
        assert apply(ada, where, leaving="2").status_code == 303
        assert not person_with("otto@demo.example").is_active  # type: ignore[union-attr]
        assert person_with("ada@demo.example").is_active  # type: ignore[union-attr]

    def test_more_than_half_is_said_loudly(self, sign_in: SignIn) -> None:
        ada = sign_in("ada")
        page = ada.get(choose(ada, people_csv(FIVE[0]), others_left="yes").location).text
        assert "more than half of all who are here" in page

    def test_who_came_meanwhile_is_not_among_them(self, app: Flask, sign_in: SignIn, monkeypatch: Any) -> None:
        ada = sign_in("ada")
        where = choose(ada, people_csv(*FIVE), others_left="yes").location
        monkeypatch.setitem(jobs.JOBS, "apply_upload", lambda _: None)
        apply(ada, where, leaving="2")
        db.session.add(User(email="nina@demo.example", name="Nina", created_at=clock.now()))
        db.session.commit()
        jobs.apply_upload(where.rpartition("/")[2])
        assert person_with("nina@demo.example").is_active  # type: ignore[union-attr]
        assert not person_with("otto@demo.example").is_active  # type: ignore[union-attr]

    def test_a_file_without_an_end_cannot_tell(self, sign_in: SignIn) -> None:
        answer = choose(sign_in("ada"), people_csv(*FIVE).rstrip(), others_left="yes")
        assert (answer.status_code, "its last line has no end" in answer.text) == (422, True)


def test_what_changed_since_the_look_is_shown_and_not_done(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    where = choose(ada, people_csv(NINA)).location
    picture = picture_of(ada.get(where).text)
    db.session.add(User(email="nina@demo.example", name="Nina", created_at=clock.now()))
    db.session.commit()
    answer = ada.post(where + "/application", data={"picture": picture}, follow_redirects=True)
    assert "Something here has changed since you looked." in answer.text
    assert "Name: Nina → Nina Wolf" in answer.text
    assert person_with("nina@demo.example").name == "Nina"  # type: ignore[union-attr]


def test_another_admin_does_not_see_it(app: Flask, site: Any, sign_in: SignIn) -> None:
    where = choose(sign_in("ada"), people_csv(NINA)).location
    db.session.query(User).filter_by(email="tess@demo.example").update({"roles": "admin"})
    db.session.commit()
    somebody = person_with("tess@demo.example")
    db.session.expunge_all()
    db.session.rollback()
    tess = site.signed_in(somebody)
    assert tess.get("/admin/upload").status_code == 200
    assert tess.get(where).status_code == 404
    assert tess.post(where + "/application").status_code == 404
    assert choose(tess, people_csv(NINA), fact_id=where.rpartition("/")[2]).status_code == 404


class TestTheWorker:
    @pytest.fixture
    def left(self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> tuple[FlaskClient, str]:
        """Agreed to, and the worker has not come yet."""
        ada = sign_in("ada")
        rows = [(f"P {n}", f"p{n}@demo.example", f"Field / T{n % 3}", "", "", "", "", "") for n in range(7)]
        where = choose(ada, people_csv(*rows)).location
        with monkeypatch.context() as patch:
            patch.setitem(jobs.JOBS, "apply_upload", lambda _: None)
            apply(ada, where)
        return ada, where

    def test_one_may_watch(self, left: tuple[FlaskClient, str]) -> None:
        ada, where = left
        page = ada.get(where).text
        assert "Working on it" in page
        assert "0 of 7 people" in page
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page

    def test_it_says_how_far_it_is_and_is_taken_up_again(
        self, left: tuple[FlaskClient, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ada, where = left
        monkeypatch.setattr("rapport.exchange.people_apply.PART", 2)
        upload_id, parts = where.rpartition("/")[2], []

        def stop_at_four(upload_id: str, done: int, now: Any, real: Any = upload.got_to) -> None:
            parts.append(done)
            if done == 6:
                raise OSError("the disk is gone")
            real(upload_id, done, now)

        monkeypatch.setattr(upload, "got_to", stop_at_four)
        with pytest.raises(OSError, match="gone"):
            jobs.apply_upload(upload_id)
        assert (parts, people()) == ([2, 4, 6], 12)
        assert "4 of 7 people" in ada.get(where).text
        monkeypatch.undo()
        jobs.take_up_uploads()
        assert people() == 15
        assert "Done" in ada.get(where).text
        jobs.take_up_uploads()
        jobs.apply_upload(upload_id)
        assert people() == 15

    def test_two_workers_do_not_take_the_same(self, left: tuple[FlaskClient, str]) -> None:
        upload_id = left[1].rpartition("/")[2]
        assert upload.take(upload_id, clock.now()) is not None
        assert upload.take(upload_id, clock.now()) is None
        assert upload.waiting(clock.now()) == []
        assert upload.waiting(clock.now() + upload.CLAIM) == [upload_id]

    def test_what_never_works_is_given_up_and_said(self, left: tuple[FlaskClient, str]) -> None:
        ada, where = left
        for _ in range(upload.MOST_TRIES + 1):
            upload.take(where.rpartition("/")[2], clock.now())
            upload.let_go(where.rpartition("/")[2])
            db.session.commit()
        assert "It did not come to an end" in ada.get(where).text


def test_the_rows_are_forgotten_when_done_or_after_a_day(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    first, second = (choose(ada, people_csv(row)).location for row in (NINA, ROSA))
    apply(ada, first)
    db.session.expire_all()
    assert db.session.get_one(Upload, first.rpartition("/")[2]).rows is None
    upload.sweep(clock.now() + upload.KEPT)
    db.session.commit()
    assert "This look is over" in ada.get(second).text
    assert ada.post(second + "/application", data={"picture": "x"}).status_code == 303
    upload.sweep(clock.now() + upload.REMEMBERED)
    assert db.session.query(Upload).count() == 0


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_file_to_begin_with_can_be_uploaded(sign_in: SignIn, ending: str) -> None:
    ada = sign_in("ada")
    page = ada.get(choose(ada, ada.get(f"/admin/upload/example.{ending}").data).location).text
    for words in ("What would change", "Kim Larsen", "Leads Field sales / North"):
        assert words in page


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_everybody_as_a_file_changes_nothing_when_it_comes_back(sign_in: SignIn, ending: str) -> None:
    ada = sign_in("ada")
    page = ada.get(choose(ada, ada.get(f"/admin/people.{ending}").data, others_left="yes").location).text
    assert "Nothing to change" in page


def test_the_whole_picture_is_there_as_a_file(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    where = choose(ada, people_csv(NINA, ROSA, ("", "ravi@demo.example", "West", "", "", "", "", "closed"))).location
    rows = [row.cells for row in read_spreadsheet(ada.get(where + "/changes.csv").data).rows]
    assert [row[:3] for row in rows] == [
        ("What", "Name", "E-mail"),
        ("New team", "West"),
        ("Added", "Nina Wolf", "nina@demo.example"),
        ("Changed", "Rosa Lindt", "rosa@demo.example"),
        ("Closed", "Ravi Menon", "ravi@demo.example"),
    ]
    apply(ada, where, leaving="1")
    assert ada.get(where + "/changes.csv").status_code == 404


def test_long_lists_are_folded(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    rows = [(f"P {n}", f"p{n}@demo.example", "", "", "", "", "", "") for n in range(120)]
    page = ada.get(choose(ada, people_csv(*rows)).location).text
    assert "and 70 more" in page
    bad = [("", f"p{n}@demo.example", "", "", "", "", "", "") for n in range(120)]
    assert "and 20 more" in ada.get(choose(ada, people_csv(*bad)).location).text


def test_markup_in_a_file_is_only_ever_shown(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    evil = "<script>alert(1)</script>"
    for row in (
        (evil, "evil@demo.example", evil, "", "", "", "", ""),
        (evil, evil, evil, evil, evil, evil, evil, evil),
    ):
        where = choose(ada, people_csv(row, headings=(*HEADINGS, "x")), name=evil + ".csv").location
        assert "<script>alert" not in ada.get(where).text
