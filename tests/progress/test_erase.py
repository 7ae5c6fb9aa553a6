"""Erasing a person: nothing is left to be read, and every count is what it was."""

import json
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import JSON, String, Text, select
from support.deeds import asked, did
from support.lessons import PLAN, REFLECTION, exercise, form_field, make_lesson, question, quiz

from rapport import clock, mail
from rapport.assignments.change import note_change
from rapport.catalogue.shelf import shelf
from rapport.coaching.help import HelpRequest
from rapport.coaching.note import Note
from rapport.coaching.nudge import Nudge
from rapport.coaching.observation import Observation
from rapport.coaching.reply import Reply
from rapport.coaching.sign_off import SignOff
from rapport.database import db
from rapport.learning.attempt import Answer
from rapport.learning.entry import Entry
from rapport.people import audit
from rapport.people.sign_in import sign_in_person
from rapport.people.sign_in_code import new_code
from rapport.people.sign_in_try import begin_try
from rapport.people.user import Leave, User
from rapport.progress import erase, projection, roster
from rapport.progress.wall import wall_for

SAID = "Zanzibar"  # stands in every word by Rosa and about her
COUNTS = ("progress", "module_progress", "team_standings", "dues", "attempts", "memberships", "invitation_uses")
# What erasing empties or takes away: rows and words that are a person's own.
GOES = {
    "answers": {"response"},
    "assignment_changes": {"why"},
    "audit": {"about", "address"},
    "entries": {"values"},
    "help_requests": {"words"},
    "leave": set(),
    "notes": {"text"},
    "nudges": {"text"},
    "observations": {"values", "comment", "answer"},
    "outcomes": {"note"},
    "outgoing_mail": {"to", "subject", "text", "error"},
    "plans": {"when", "then"},
    "reflections": {"text"},
    "replies": {"text"},
    "sign_in_codes": {"id", "email", "code_hash"},
    "sign_in_tries": {"kind", "email", "address"},
    "sign_ins": {"token_hash", "device"},
    "sign_offs": {"comment"},
    "users": {"email", "name", "password_hash", "zone", "working_days"},
}
# What stays: ids, keys, kinds and marks; what was written for many (lessons, and what was asked of a team); and
# the rows that counts are made of, which now belong to a former colleague.
STAYS = {
    "answers": {"question_key", "question_fingerprint"},
    "assignment_changes": {"form_id", "what"},
    "assignment_people": set(),
    "assignment_subjects": {"about"},
    "assignments": {"form_id", "why", "rule"},
    "attempts": {"id", "fingerprint", "retry_of", "carried"},
    "audit": {"what"},
    "campaigns": {"form_id", "exercise_key", "title", "why", "limits", "to_keep", "to_change"},
    "chosen_modules": set(),
    "completions": {"id", "fingerprint"},
    "dues": {"about", "closed_why"},
    "editions": {"fingerprint", "lesson_text", "quiz_text", "exercises", "reflection", "plan", "quiz", "observations"},
    "entries": {"id", "fingerprint", "root_id", "exercise_key"},
    "help_requests": {"id", "exercise_key"},
    "invitation_uses": set(),
    "invitations": {"role"},
    "lessons": {
        *("key", "title", "summary", "objective", "sources", "html"),
        *("exercises", "reflection", "plan", "quiz", "observations", "fingerprint"),
    },
    "memberships": set(),
    "module_progress": {"state"},
    "modules": {"key", "title", "summary", "html", "language", "fingerprint"},
    "notes": {"id"},
    "nudges": {"id"},
    "observations": {"id", "root_id", "sheet_key", "fingerprint", "title"},
    "outcomes": {"id", "fingerprint", "about", "subject_id", "field_key", "result"},
    "plans": {"id", "fingerprint", "root_id"},
    "progress": {"fingerprint", "exercises"},
    "publications": {"changes"},
    "pulses": set(),
    "reactions": {"kind"},
    "reflections": {"id", "fingerprint", "root_id"},
    "replies": {"id", "about", "subject_id"},
    "reps_below": set(),
    "seen_changes": set(),
    "sign_offs": {"id", "root_id", "result"},
    "team_standings": set(),
    "teams": {"name"},
    "uploads": {"id", "file_name", "state", "address", "leaving", "outcome"},
    "users": {"roles"},
}


def test_every_table_with_people_or_words_in_it_is_decided_on(app: Any) -> None:
    for table in db.metadata.sorted_tables:
        words = {one.name for one in table.columns if isinstance(one.type, String | Text | JSON)}
        words -= {one.name for one in table.columns if one.foreign_keys}
        decided = GOES.get(table.name, set()) | STAYS.get(table.name, set())
        assert words == decided, f"{table.name}: say in GOES or STAYS what becomes of {words ^ decided}"
        people = [
            one.name for one in table.columns if any(key.column.table.name == "users" for key in one.foreign_keys)
        ]
        assert not people or table.name in {*GOES, *STAYS}, (
            f"{table.name}: whose rows are these after {people} is erased?"
        )


@pytest.fixture
def rosa(cast: dict[str, User]) -> User:
    """Rosa did one of everything, and others wrote about her."""
    fields = [form_field("who", required=True), form_field("how", "choice", options=["Yes", "No"], required=True)]
    fields += [form_field("by", "date"), form_field("times", "number"), form_field("more", "long")]
    typed = question("q2", kind="typed", accepted=["no"])
    make_lesson(
        "whole",
        exercises=[exercise("calls", fields=fields, shared=True, goal=3)],
        reflection=REFLECTION,
        plan=PLAN,
        quiz=quiz(question("q1"), typed),
    )
    rosa, mona = cast["rosa"], cast["mona"]
    roster.follow([one.id for one in cast.values()], clock.now())
    asked(mona, "made", at=clock.now())
    did(rosa, "completion", "whole")
    answers = [{"question": "q1", "response": "yes"}, {"question": "q2", "response": f"{SAID}!"}]
    did(rosa, "attempt", "whole", answers=answers)
    values = {"who": SAID, "how": "Yes", "by": "2026-05-01", "times": "7", "more": f"{SAID} it is"}
    entry = did(rosa, "entry", "whole", exercise="calls", values=values)
    thought = did(rosa, "reflection", "whole", text=f"{SAID}.", shared=True)
    plan = did(rosa, "plan", "whole", when=f"in {SAID}", then=f"call {SAID}", ask_on="2026-01-01")
    did(rosa, "outcome", "", about="plan", subject=plan, result="not done", note=SAID)
    _coached(rosa, mona, entry, thought)
    _at_the_door(rosa, cast["ada"])
    return db.session.get_one(User, rosa.id)


def _coached(rosa: User, mona: User, entry: str, thought: str) -> None:
    now, lesson = clock.now(), shelf().lessons[-1].id
    both = {"rep_id": rosa.id, "at": now}
    db.session.add_all(
        [
            HelpRequest(id=str(uuid4()), lesson_id=lesson, words=SAID, **both),
            SignOff(
                id=str(uuid4()), root_id=entry, version_id=entry, by_id=mona.id, result="signed", comment=SAID, **both
            ),
            Reply(id=str(uuid4()), about="reflection", subject_id=thought, by_id=mona.id, text=SAID, **both),
            Note(id=str(uuid4()), manager_id=mona.id, text=SAID, **both),
            Nudge(id=str(uuid4()), by_id=mona.id, text=SAID, **both),
            _observation(rosa.id, mona.id, lesson),
        ]
    )
    db.session.flush()
    due = db.session.scalars(select(db.metadata.tables["dues"].c.assignment_id)).first()
    assert due
    note_change(due, str(uuid4()), "extended", mona.id, now, rep_id=rosa.id, why=SAID)


def _observation(rep_id: int, by_id: int, lesson: int) -> Observation:
    one = str(uuid4())
    return Observation(
        id=one,
        root_id=one,
        withdrawn=False,
        rep_id=rep_id,
        by_id=by_id,
        lesson_id=lesson,
        sheet_key="s",
        fingerprint="f",
        title="A call",
        values=[
            {"key": "a", "label": "Asks", "kind": "yesno", "value": "yes"},
            {"key": "b", "label": "Words", "kind": "text", "value": SAID},
        ],
        comment=SAID,
        answer=SAID,
        at=clock.now(),
    )


def _at_the_door(rosa: User, ada: User) -> None:
    now, person = clock.now(), db.session.get_one(User, rosa.id)
    sign_in_person(person, SAID, now)
    new_code(person.email, "x", now)
    begin_try("code", person.email, "10.1.2.3", True, now)
    mail.write(person.email, "Hello", SAID, now)
    told = mail.write("mona@demo.example", "Rosa Lind has a hand up", "She asks.", now)
    told.sent_at = now
    db.session.add(Leave(user_id=person.id, first_day=now.date(), last_day=now.date()))
    audit.note(ada.id, "changed a person", f"{person.email}: address, before rosa.old@else.example", "", now, person.id)
    audit.note(ada.id, "nudged", "rosa.old@else.example", "", now)
    audit.note(ada.id, "gave more time", f"assignment 1: {person.email}, soon", "", now)
    audit.note(ada.id, "said", "something about Rosa Lind here", "", now)
    audit.note(person.id, "danced", "alone", "10.1.2.3", now)
    db.session.commit()


def erased(rosa: User) -> None:
    mail.forget(rosa.email, rosa.name)
    erase.erase(rosa, clock.now())
    roster.follow([rosa.id], clock.now())
    db.session.commit()


def everything() -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [
            dict(row._mapping) for row in db.session.execute(select(table).order_by(*table.primary_key.columns))
        ]
        for table in db.metadata.sorted_tables
    }


def test_no_word_by_her_or_about_her_is_left(rosa: User) -> None:
    erased(rosa)
    left = {name: json.dumps(rows, default=str) for name, rows in everything().items()}
    for word in (SAID, "Rosa Lind", "rosa@demo", "rosa.old@else", "10.1.2.3"):
        assert {name for name, text in left.items() if word in text} == set()


def test_choices_dates_numbers_and_marks_stay(rosa: User) -> None:
    marks = list(db.session.scalars(select(Answer.mark).order_by(Answer.id)))
    erased(rosa)
    [entry] = db.session.scalars(select(Entry).where(Entry.rep_id == rosa.id))
    assert {value["key"]: value["value"] for value in entry.values} == {
        "who": "",
        "how": "Yes",
        "by": "2026-05-01",
        "times": "7",
        "more": "",
    }
    answers = list(db.session.scalars(select(Answer).order_by(Answer.id)))
    assert [answer.response for answer in answers] == ["yes", ""]
    assert [answer.mark for answer in answers] == marks
    [seen] = db.session.scalars(select(Observation))
    assert [value["value"] for value in seen.values] == ["yes", ""]


def test_the_counts_of_teams_walls_and_progress_are_what_they_were(rosa: User, cast: dict[str, User]) -> None:
    """Compared with a closed account: who is not there any more is not counted among those who are."""
    rosa.deactivated_at = clock.now()
    roster.follow([rosa.id], clock.now())
    db.session.commit()
    lesson = shelf().lessons[-1]
    wall = wall_for(cast["mona"], lesson, "calls")
    before = everything()
    erased(rosa)
    after = everything()
    assert wall is not None
    assert (len(wall.lines), wall.answers) == (1, {"Yes": 1, "No": 0})
    assert wall_for(cast["mona"], lesson, "calls") == wall
    for name in COUNTS:
        assert after[name] == before[name], name
    gone = {"leave", "outgoing_mail", "sign_ins", "sign_in_codes", "sign_in_tries"}
    for name in before.keys() - gone:
        assert len(after[name]) == len(before[name]), name


def test_progress_worked_out_anew_is_the_same(rosa: User) -> None:
    erased(rosa)
    before = everything()["progress"]
    assert before
    for _ in projection.rebuild():
        pass
    assert everything()["progress"] == before


def test_who_she_was_is_gone_for_good(rosa: User) -> None:
    erased(rosa)
    assert (rosa.name, rosa.is_active, rosa.password_hash) == ("A former colleague", False, None)
    assert rosa.email.endswith(".invalid")
    assert rosa.erased_at is not None


def test_others_of_the_same_name_keep_theirs(rosa: User, cast: dict[str, User]) -> None:
    twin = db.session.get_one(User, cast["otto"].id)
    twin.name = rosa.name
    audit.note(None, "said", f"{twin.name} came", "", clock.now(), twin.id)
    erased(rosa)
    assert twin.name == "Rosa Lind"
    assert [row.about for row in audit.about_person(twin.id, 5)] == ["Rosa Lind came"]


def test_a_manager_who_is_erased_leaves_no_words_either(rosa: User, cast: dict[str, User]) -> None:
    mona = db.session.get_one(User, cast["mona"].id)
    erased(mona)
    for kind, column in (
        (SignOff, "comment"),
        (Reply, "text"),
        (Note, "text"),
        (Nudge, "text"),
        (Observation, "comment"),
    ):
        assert [getattr(row, column) for row in db.session.scalars(select(kind))] == [""], kind
    [entry] = db.session.scalars(select(Entry).where(Entry.rep_id == rosa.id))
    assert entry.values[0]["value"] == SAID, "Rosa's own words are hers"
