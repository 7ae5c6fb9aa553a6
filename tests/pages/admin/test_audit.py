"""The audit: every act, the newest first, to be searched, turned over page by page and taken along."""

import csv
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from rapport.database import db
from rapport.people.audit import AuditRow, note
from rapport.people.user import User

SignIn = Callable[[str], FlaskClient]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def acts(cast: dict[str, User]) -> None:
    """Ada, Mona and the command line at work on three days."""
    ada, mona, rosa = (cast[name].id for name in ("ada", "mona", "rosa"))
    note(ada, "closed an account", "rosa@demo.example", "10.0.0.1", NOON, rosa)
    note(mona, "nudged", "rosa@demo.example", "10.0.0.2", NOON + timedelta(days=1))
    note(None, "made an invitation", "invitation 7: rep, for 3", "command line", NOON + timedelta(days=2))
    db.session.commit()


def shown(browser: FlaskClient, query: str = "") -> list[str]:
    return re.findall(r"<b>([^<]+)</b>", browser.get(f"/admin/audit?{query}").text)


@pytest.mark.usefixtures("acts")
def test_the_newest_come_first_with_who_and_from_where(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert shown(ada) == ["Made an invitation", "Nudged", "Closed an account"]
    page = ada.get("/admin/audit").text
    for words in ("Ada Brandt, 12:00", "Mona Adler", "The command line", "from 10.0.0.1", "Monday 2 March"):
        assert words in page


@pytest.mark.usefixtures("acts")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("by=mona", ["Nudged"]),
        ("by=ADLER", ["Nudged"]),
        ("by=ada@demo", ["Closed an account"]),
        ("by=nobody", []),
        ("what=nudged", ["Nudged"]),
        ("what=danced", []),
        ("about=rosa", ["Nudged", "Closed an account"]),
        ("about=%25", []),
        ("about=7:", ["Made an invitation"]),
        ("from=2026-03-03", ["Made an invitation", "Nudged"]),
        ("to=2026-03-03", ["Nudged", "Closed an account"]),
        ("from=2026-03-03&to=2026-03-03", ["Nudged"]),
        ("from=2026-03-03&by=ada", []),
    ],
)
def test_searching(sign_in: SignIn, query: str, found: list[str]) -> None:
    assert shown(sign_in("ada"), query) == found


@pytest.mark.usefixtures("acts")
def test_about_one_person(sign_in: SignIn, cast: dict[str, User]) -> None:
    """Also where only the address was said."""
    assert shown(sign_in("ada"), f"person={cast['rosa'].id}") == ["Nudged", "Closed an account"]
    assert "About Rosa Lind" in sign_in("ada").get(f"/admin/audit?person={cast['rosa'].id}").text


@pytest.mark.parametrize("query", ["from=soon", "to=9999-12-31", "from=0001-01-01"])
def test_a_day_that_is_none_is_told(sign_in: SignIn, query: str) -> None:
    page = sign_in("ada").get(f"/admin/audit?{query}")
    assert page.status_code == 200
    assert "Please pick a day." in page.text


@pytest.mark.parametrize("query", ["before=x", f"before={10**30}", "person=-1", "before=999999", "person=2147483647"])
def test_odd_numbers(sign_in: SignIn, query: str) -> None:
    assert sign_in("ada").get(f"/admin/audit?{query}").status_code == 200


def test_days_are_those_of_the_admin(sign_in: SignIn, cast: dict[str, User]) -> None:
    db.session.get_one(User, cast["ada"].id).zone = "Pacific/Auckland"
    note(cast["ada"].id, "danced", "x", "", NOON)  # 1 o'clock on 3 March there
    db.session.commit()
    ada = sign_in("ada")
    assert shown(ada, "from=2026-03-03&to=2026-03-03") == ["Danced"]
    assert shown(ada, "to=2026-03-02") == []


def many(number: int, cast: dict[str, User]) -> None:
    rows = [
        {
            "at": NOON + timedelta(minutes=one // 7),
            "by_id": cast["ada"].id,
            "what": "danced",
            "about": f"step {one}",
            "address": "",
        }
        for one in range(number)
    ]
    db.session.execute(insert(AuditRow), rows)
    db.session.commit()


def test_turning_pages_meets_every_act_once(sign_in: SignIn, cast: dict[str, User]) -> None:
    many(170, cast)
    ada, path, seen = sign_in("ada"), "/admin/audit?what=danced", []
    while path:
        page = ada.get(path).text
        seen += re.findall(r"step (\d+)", page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        path = older[1].replace("&amp;", "&") if older else ""
    assert [int(step) for step in seen] == list(reversed(range(170)))


def test_it_takes_as_many_statements_for_many_as_for_few(
    sign_in: SignIn,
    cast: dict[str, User],
    statements: Callable,  # type: ignore[type-arg]
) -> None:
    ada = sign_in("ada")
    ada.get("/admin/audit")
    with statements() as few:
        ada.get("/admin/audit")
    many(300, cast)
    with statements() as much:
        ada.get("/admin/audit?by=ada&about=step&before=200")
    assert len(few) == len(much) == 3


@pytest.mark.usefixtures("acts")
def test_the_file_holds_what_was_found(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    answer = ada.get("/admin/audit.csv?about=rosa")
    rows = list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["Who"], row["What"], row["From where"]) for row in rows] == [
        ("Mona Adler", "nudged", "10.0.0.2"),
        ("Ada Brandt", "closed an account", "10.0.0.1"),
    ]
    assert ada.get("/admin/audit.xlsx").status_code == 200


def test_the_file_is_read_in_parts(sign_in: SignIn, cast: dict[str, User]) -> None:
    many(2300, cast)
    answer = sign_in("ada").get("/admin/audit.csv?what=danced")
    steps = [int(row["About"].split()[1]) for row in csv.DictReader(StringIO(answer.text.removeprefix("\ufeff")))]
    assert steps == list(reversed(range(2300)))


def test_no_search_reads_the_whole_table_in_order(sign_in: SignIn, cast: dict[str, User], statements: Callable) -> None:  # type: ignore[type-arg]
    """Each search walks an index that is in the order of the page already, and stops when the page is full."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan is told in another way")
    many(60, cast)
    ada = sign_in("ada")
    for query in ("", "what=danced", f"person={cast['rosa'].id}", "from=2026-03-02", "what=danced&before=40"):
        with statements() as seen:
            ada.get(f"/admin/audit?{query}")
        statement = next(one for one in seen if "FROM audit" in one and "LIMIT" in one)
        plan = _plan(statement)
        assert "TEMP B-TREE" not in plan, (query, plan)
        assert "USING INDEX ix_audit_" in plan, (query, plan)


def _plan(statement: str) -> str:
    with db.engine.connect() as connection:
        nothing = (None,) * statement.count("?")
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", nothing)
        return " ".join(row[3] for row in rows)
