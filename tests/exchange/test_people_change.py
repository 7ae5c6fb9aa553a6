"""What a file of people would change, and doing it: added, changed, left; twice the same is once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from support.people_files import HEADINGS, NINA, people_csv

from rapport import clock
from rapport.database import db
from rapport.exchange.people_apply import Applying
from rapport.exchange.people_change import Plan, plan
from rapport.exchange.people_file import PeopleFile, read_people
from rapport.exchange.person_change import Change
from rapport.exchange.present import read_present
from rapport.exchange.sheet import FileRefused
from rapport.exchange.spreadsheet import read_spreadsheet
from rapport.people.access import people_below
from rapport.people.audit import newest
from rapport.people.sign_in import devices_of, sign_in_person
from rapport.people.team import STILL_THERE, Membership, Team, add_member, add_team
from rapport.people.user import Leave, User, person_with

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def looked_at(data: bytes, others_left: bool = False) -> tuple[PeopleFile, Plan]:
    file = read_people(read_spreadsheet(data))
    return file, plan(file, read_present(), others_left)


def planned(*rows: Any, headings: Any = HEADINGS, others_left: bool = False) -> Plan:
    file, found = looked_at(people_csv(*rows, headings=headings), others_left)
    assert file.slips == []
    return found


def slips(*rows: Any, headings: Any = HEADINGS) -> list[str]:
    return [str(slip) for slip in looked_at(people_csv(*rows, headings=headings))[0].slips]


def done(found: Plan) -> None:
    for _ in Applying(found, read_present(), None, "Europe/Berlin", "here", NOW).parts():
        db.session.commit()


def told(change: Change) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.after) for one in change.differences()]


def teams_of(email: str) -> dict[str, bool]:
    now = select(Team.name, Membership.manages).join(Membership).join(User, User.id == Membership.user_id)
    return {row.name: row.manages for row in db.session.execute(now.where(User.email == email, STILL_THERE))}


def test_somebody_new_is_added_with_team_days_and_a_trace(app: Flask) -> None:
    found = planned((*NINA[:6], "2026-12-24 to 2027-01-02; 2027-02-01", ""))
    assert [one.email for one in found.added] == ["nina@demo.example"]
    assert (found.changed, found.leaving, found.new_teams, found.unchanged) == ([], [], [], 0)
    done(found)
    nina = person_with("nina@demo.example")
    assert nina is not None
    assert (nina.name, nina.roles, nina.zone, str(nina.starts_on)) == (
        "Nina Wolf",
        "rep",
        "Europe/Berlin",
        "2026-12-01",
    )
    assert teams_of(nina.email) == {"North": False}
    assert [(str(one.first_day), str(one.last_day)) for one in db.session.query(Leave)] == [
        ("2026-12-24", "2027-01-02"),
        ("2027-02-01", "2027-02-01"),
    ]
    assert [(row.what, row.about, row.about_id, row.address) for row in newest()] == [
        ("added a person", "nina@demo.example", nina.id, "here")
    ]


def test_the_same_file_again_changes_nothing(app: Flask) -> None:
    rows = [
        (*NINA[:6], "2026-12-24 to 2027-01-02", ""),
        ("Leo Lang", "leo@demo.example", "West / Nine / Shop", "manager", "", "", "", ""),
        ("Rosa Lindt", "rosa@demo.example", "South", "rep, trainer", "leo@demo.example", "2025-01-01", "", "open"),
    ]
    done(planned(*rows))
    again = planned(*rows)
    assert again.is_empty
    assert again.unchanged == 3


def test_a_cell_that_says_nothing_leaves_everything_as_it_is(app: Flask) -> None:
    found = planned(("", "mona@demo.example", "", "", "", "", "", ""))
    assert found.is_empty


def test_somebody_who_moves_leaves_one_team_and_joins_the_other(app: Flask) -> None:
    found = planned(("Rosa Lind", "rosa@demo.example", "field / SOUTH", "", "", "", "", ""))
    assert told(found.changed[0]) == [("leaves", "Field / North", ""), ("joins", "", "Field / South")]
    done(found)
    assert teams_of("rosa@demo.example") == {"South": False}
    times = select(Membership.left_at).join(User).where(User.email == "rosa@demo.example").order_by(Membership.id)
    assert list(db.session.scalars(times)) == [NOW, None]


def test_teams_are_made_inside_each_other_by_whichever_row_names_them(app: Flask) -> None:
    found = planned(
        ("", "rosa@demo.example", "Shop", "", "", "", "", ""),
        ("", "ravi@demo.example", "West / Nine / Shop", "", "", "", "", ""),
    )
    assert found.new_teams == [("West",), ("West", "Nine"), ("West", "Nine", "Shop")]
    done(found)
    assert teams_of("rosa@demo.example") == teams_of("ravi@demo.example") == {"Shop": False}


def test_a_sheet_may_hold_teams_only(app: Flask) -> None:
    found = planned(("Field / North",), ("field / East / Coast",), headings=("Team",))
    assert (found.new_teams, found.size) == ([("Field", "East"), ("Field", "East", "Coast")], 0)
    done(found)
    assert planned(("Field / East / Coast",), headings=("Team",)).is_empty


def test_a_name_that_two_teams_have_is_asked_about(app: Flask) -> None:
    field = db.session.scalars(select(Team).where(Team.name == "Harbour")).one()
    add_team("North", field)
    assert slips(("", "rosa@demo.example", "North", "", "", "", "", "")) == [
        (
            "row 2, column C (team): 2 teams are called North: please write the way to the one you mean, "
            "such as Field / North; Harbour / North."
        )
    ]


class TestWhoLeads:
    def test_the_manager_of_a_row_leads_its_team(self, app: Flask) -> None:
        found = planned(("", "rosa@demo.example", "Field / North", "", "ravi@demo.example", "", "", ""))
        assert [told(one) for one in found.changed] == [
            [("role", "rep", "rep, manager"), ("leads", "", "Field / North")]
        ]
        done(found)
        ravi = person_with("ravi@demo.example")
        assert ravi is not None
        assert teams_of(ravi.email) == {"South": False, "North": True}
        assert [one.first_name for one in people_below(ravi)] == ["Rosa"]

    @pytest.mark.parametrize("row", [("", "yes"), ("manager", ""), ("rep, manager", ""), ("", "rosa@demo.example")])
    def test_who_says_so_leads_their_own_team(self, app: Flask, row: tuple[str, str]) -> None:
        done(planned(("", "rosa@demo.example", "Field / North", row[0], row[1], "", "", "")))
        assert teams_of("rosa@demo.example") == {"North": True}
        assert person_with("rosa@demo.example").has("manager")  # type: ignore[union-attr]

    def test_the_manager_of_a_leader_leads_the_team_above(self, app: Flask) -> None:
        rows = [
            ("", "rosa@demo.example", "Field / North", "", "mona@demo.example", "", "", ""),
            ("", "mona@demo.example", "Field / North", "", "viktor@demo.example", "", "", ""),
            ("", "viktor@demo.example", "Field", "", "", "", "", ""),
        ]
        assert planned(*rows).is_empty

    def test_there_must_be_a_team_above(self, app: Flask) -> None:
        assert slips(("", "viktor@demo.example", "Field", "", "ada@demo.example", "", "", "")) == [
            (
                "row 2, column E (manager): viktor@demo.example leads Field, which has no team above it that "
                "ada@demo.example could lead."
            )
        ]

    def test_no_means_no_more(self, app: Flask) -> None:
        found = planned(("", "mona@demo.example", "Field / North", "rep", "no", "", "", ""))
        assert told(found.changed[0]) == [
            ("role", "rep, manager", "rep"),
            ("leads no more", "", "Field / North"),
        ]
        done(found)
        assert teams_of("mona@demo.example") == {"North": False}

    def test_a_manager_who_is_nowhere_is_a_slip(self, app: Flask) -> None:
        assert slips(("", "rosa@demo.example", "Field / North", "", "who@demo.example", "", "", "")) == [
            "row 2, column E (manager): Nobody with the address who@demo.example is here or in this file."
        ]

    def test_a_manager_without_a_team_is_a_slip(self, app: Flask) -> None:
        assert slips(("", "rosa@demo.example", "", "", "mona@demo.example", "", "", "")) == [
            "row 2, column E (manager): Please also say which team, in the column “team”."
        ]


class TestWhoLeaves:
    EVERYBODY = [
        ("", f"{name}@demo.example", "", "", "", "", "", "") for name in ("rosa", "ravi", "mona", "tess", "petra")
    ]

    def test_nobody_who_is_not_in_the_file_unless_it_is_said(self, app: Flask) -> None:
        assert planned(*self.EVERYBODY).leaving == []

    def test_those_who_are_not_in_it_when_it_is_said_but_no_admin(self, app: Flask) -> None:
        found = planned(*self.EVERYBODY, others_left=True)
        assert sorted(one.email for one in found.leaving) == ["otto@demo.example", "viktor@demo.example"]
        assert not found.empties_the_site

    def test_more_than_half_is_seen(self, app: Flask) -> None:
        assert planned(self.EVERYBODY[0], others_left=True).empties_the_site

    def test_a_manager_who_is_only_named_is_not_gone(self, app: Flask) -> None:
        row = ("", "rosa@demo.example", "Field / North", "", "viktor@demo.example", "", "", "")
        assert "viktor@demo.example" not in {one.email for one in planned(row, others_left=True).leaving}

    def test_they_are_signed_out_and_what_they_did_stays(self, app: Flask, cast: dict[str, User]) -> None:
        sign_in_person(cast["otto"], "Chrome", clock.now())
        done(planned(*self.EVERYBODY, others_left=True))
        otto = db.session.get_one(User, cast["otto"].id)
        assert otto.deactivated_at == NOW
        assert devices_of(otto, clock.now()) == []
        assert {row.what for row in newest()} == {"closed an account"}
        assert planned(*self.EVERYBODY, others_left=True).is_empty

    def test_a_row_may_close_and_open_an_account(self, app: Flask) -> None:
        found = planned(("", "otto@demo.example", "", "", "", "", "", "closed"))
        assert [one.email for one in found.leaving] == ["otto@demo.example"]
        done(found)
        silent = planned(("Otto X", "otto@demo.example", "", "", "", "", "", ""))
        assert ([one.email for one in silent.still_closed], silent.is_empty) == (["otto@demo.example"], True)
        back = planned(("", "otto@demo.example", "", "", "", "", "", "open"))
        assert told(back.changed[0]) == [("account", "closed", "open")]
        done(back)
        assert person_with("otto@demo.example").is_active  # type: ignore[union-attr]

    def test_an_admin_is_neither_closed_nor_made_by_a_file(self, app: Flask) -> None:
        rows = [
            ("", "ada@demo.example", "", "rep", "", "", "", "closed"),
            ("", "rosa@demo.example", "", "admin", "", "", "", ""),
        ]
        assert slips(*rows) == [
            "row 2, column H (account): An admin's account is closed on their own page, not by a file.",
            "row 3, column D (role): Nobody becomes an admin by a file. Please do that on the person's own page.",
        ]
        assert told(planned(("", "ada@demo.example", "", "rep", "", "", "", "")).changed[0]) == [
            ("role", "admin", "rep, admin")
        ]

    def test_a_file_without_people_or_without_an_end_tells_nothing(self, app: Flask) -> None:
        with pytest.raises(FileRefused, match="There are no people in this file"):
            planned(("Field",), headings=("Team",), others_left=True)
        whole = people_csv(*self.EVERYBODY).rstrip()
        with pytest.raises(FileRefused, match="its last line has no end"):
            looked_at(whole, others_left=True)


def test_a_new_person_needs_a_name(app: Flask) -> None:
    assert slips(("", "nina@demo.example", "", "", "", "", "", "")) == [
        "row 2, column A (name): Please give a name: this person is new here."
    ]


def test_the_picture_is_another_one_when_somebody_was_quicker(app: Flask) -> None:
    before = planned(NINA).picture
    assert planned(NINA).picture == before
    add_member(db.session.scalars(select(Team.id).where(Team.name == "South")).one(), 1, NOW)
    assert planned(NINA).picture == before, "what has nothing to do with the file"
    db.session.add(User(email="nina@demo.example", name="Nina", created_at=NOW))
    assert planned(NINA).picture != before


def test_who_takes_over_after_a_crash_goes_on_with_the_rest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapport.exchange.people_apply.PART", 2)
    rows = [(f"P {n}", f"p{n}@demo.example", f"Field / T{n % 3}", "", "", "", "", "") for n in range(7)]
    parts = Applying(planned(*rows), read_present(), None, "UTC", "", NOW).parts()
    assert next(parts) == 2
    db.session.commit()
    assert next(parts) == 4
    db.session.rollback()  # the machine stops here
    rest = planned(*rows)
    assert (len(rest.added), rest.unchanged, rest.new_teams) == (5, 2, [])
    done(rest)
    assert planned(*rows).is_empty


TEAMS = st.sampled_from(
    ["", "Field", "Field / North", "North", "West", "West / Nine", "-", "South; West / Nine (leads)"]
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "Some Name", "Ötto=1"]),
        st.sampled_from([f"{name}@demo.example" for name in ("rosa", "mona", "otto", "viktor", "ada", "one", "two")]),
        TEAMS,
        st.sampled_from(["", "rep", "manager", "trainer, rep"]),
        st.sampled_from(["", "yes", "no", "mona@demo.example", "two@demo.example"]),
        st.sampled_from(["", "2026-01-05", "24.12.2026"]),
        st.sampled_from(["", "2026-12-24 to 2027-01-02"]),
        st.sampled_from(["", "open", "closed"]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda row: row[1],
)


@settings(max_examples=60)
@given(rows=ROWS, others_left=st.booleans())
def test_whatever_is_applied_changes_nothing_the_second_time(site: Any, rows: Any, others_left: bool) -> None:
    site.restore()
    with site.app.app_context():
        file, found = looked_at(people_csv(*rows), others_left)
        if not file.slips:
            done(found)
            file, again = looked_at(people_csv(*rows), others_left)
            assert file.slips == []
            assert [told(one) for one in again.changed] == []
            assert again.is_empty
        db.session.rollback()


@settings(max_examples=150)
@given(rows=ROWS, cut=st.integers(min_value=0, max_value=400))
def test_a_file_that_was_cut_off_never_closes_an_account_unseen(site: Any, rows: Any, cut: int) -> None:
    """Either it is refused, or what it says is shown, and more would leave than one has been told of."""
    site.restore()
    with site.app.app_context():
        whole = people_csv(*[(*row[:7], "") for row in rows])
        told_of = {one.id for one in looked_at(whole, others_left=True)[1].leaving}
        assert looked_at(whole)[1].leaving == []
        try:
            file, found = looked_at(whole[: max(len(whole) - 1 - cut, 0)], others_left=True)
        except FileRefused:
            return
        finally:
            db.session.rollback()
        leaving = {one.id for one in found.leaving}
        assert file.slips or leaving == told_of or len(leaving) > len(told_of)


def test_ten_thousand_are_looked_at_in_a_few_statements(app: Flask, statements: Any) -> None:
    rows = [(f"P {n}", f"p{n}@demo.example", f"Field / T{n % 50}", "", "", "", "", "") for n in range(2_000)]
    started = clock.now()
    with statements() as seen:
        found = planned(*rows)
    assert len(seen) == 4
    assert len(found.added) == 2_000
    assert clock.now() - started < timedelta(seconds=5)
