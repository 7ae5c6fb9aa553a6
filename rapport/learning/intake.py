"""The one door for facts: each is checked by itself, so that one bad fact never blocks the others."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rapport.catalogue.shelf import Shelf
from rapport.database import db
from rapport.learning import attempt, completion, entry, plan, reflection
from rapport.learning.fact import add_new
from rapport.learning.known import TABLES, Base, Known, edition
from rapport.learning.raw import RawFact, read_id, read_moment
from rapport.learning.refusal import COMES_RIGHT_LATER, Refusal
from rapport.people.user import User

TAKERS: dict[str, Callable[[RawFact], Any]] = {
    "completion": completion.take,
    "attempt": attempt.take,
    "entry": entry.take,
    "reflection": reflection.take,
    "plan": plan.take,
    "outcome": plan.take_outcome,
}
LINKS = {"attempt": ("retry_of", "unknown-attempt")} | {
    kind: ("root", f"unknown-{kind}") for kind in ("entry", "reflection", "plan")
}


@dataclass(frozen=True)
class Result:
    """`status` is stored, known (was here already) or refused; then `reason` is a code of
    `refusal.REASONS`, `message` its sentence, and `field` the part at fault where there is one."""

    id: str | None
    status: str
    reason: str = ""
    message: str = ""
    field: str = ""


class Intake:
    """One batch of one rep's facts on its way in. Nothing is written before `store`."""

    def __init__(self, rep: User, shelf: Shelf, now: datetime) -> None:
        self.rep_id = rep.id
        self.zone = ZoneInfo(rep.zone)
        self.now = now.astimezone(UTC)
        self.known = Known(rep.id, shelf)
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.answers: list[dict[str, Any]] = []

    def take(self, facts: list[Any]) -> list[Result]:
        """Check every fact; one that goes on from a later one of the batch is looked at again."""
        self.known.look_up(_ids(facts))
        results = [self._result(fact, place) for place, fact in enumerate(facts)]
        again = [place for place, result in enumerate(results) if result.reason in COMES_RIGHT_LATER]
        while again:
            for place in again:
                results[place] = self._result(facts[place], place)
            left = [place for place in again if results[place].reason in COMES_RIGHT_LATER]
            again = left if len(left) < len(again) else []
        return results

    def store(self) -> dict[str, dict[str, Any]]:
        """Write what was taken: the rows that were new after all, by kind and id, each with its kind."""
        added: dict[str, dict[str, Any]] = {}
        for kind, rows in self.rows.items():
            new = add_new(TABLES[kind].__table__, rows)
            added |= {f"{kind} {row['id']}": {**row, "kind": kind} for row in rows if row["id"] in new}
        answers = [row for row in self.answers if f"attempt {row['attempt_id']}" in added]
        if answers:
            db.session.connection().execute(db.metadata.tables["answers"].insert(), answers)
        return added

    def _result(self, fact: Any, place: int) -> Result:
        given = fact.get("id") if isinstance(fact, dict) else None
        shown = given[:100] if isinstance(given, str) else None
        try:
            return Result(shown, self._take_one(fact, place))
        except Refusal as refusal:
            return Result(shown, "refused", refusal.code, refusal.sentence, refusal.field)

    def _take_one(self, values: Any, place: int) -> str:
        if not isinstance(values, dict):
            raise Refusal("bad-fact")
        fact, kind = RawFact(values), values.get("kind")
        fact.id = read_id(values.get("id"))
        if not isinstance(kind, str) or kind not in TAKERS:
            raise Refusal("not-yet" if kind == "review" else "unknown-kind", "kind")
        if base := self.known.facts.get((kind, fact.id)):
            if base.rep_id != self.rep_id:
                raise Refusal("id-taken", "id")
            return "known"
        self._add(kind, fact, self._common(kind, fact, place))
        return "stored"

    def _common(self, kind: str, fact: RawFact, place: int) -> dict[str, Any]:
        """The columns that every fact has; facts of a batch arrive a microsecond apart, in their order."""
        received_at = self.now + timedelta(microseconds=place)
        fact.at = read_moment(fact.values.get("at"), received_at)
        fact.day = fact.at.astimezone(self.zone).date()
        fact.base = self._base(kind, fact)
        lesson = self._lesson(kind, fact)
        fact.edition = edition(lesson, fact.values.get("fingerprint"))
        fact.exam = bool(lesson.quiz.get("exam") or fact.edition.quiz.get("exam"))
        if kind == "attempt" and fact.exam and (fact.base or self.known.has_taken(lesson.id)):
            raise Refusal("exam-taken")
        return {
            "id": fact.id,
            "rep_id": self.rep_id,
            "lesson_id": lesson.id,
            "fingerprint": fact.edition.fingerprint,
            "at": fact.at,
            "received_at": received_at,
            "day": fact.day,
        }

    def _base(self, kind: str, fact: RawFact) -> Base | None:
        """The fact that this one goes on from: its own line's first, the attempt retried, the outcome's subject."""
        if kind == "outcome":
            return self._subject(fact)
        name, code = LINKS.get(kind, ("", ""))
        base_id = fact.link(name, code) if name else None
        if base_id is None:
            return None
        base = self.known.own(kind, base_id)
        if base is None:
            raise Refusal(code, name)
        return base

    def _subject(self, fact: RawFact) -> Base:
        about = fact.values.get("about")
        if not isinstance(about, str) or about not in ("plan", "entry"):
            raise Refusal("bad-value", "about")
        subject = fact.link("subject", f"unknown-{about}")
        base = self.known.own(about, subject) if subject else None
        if base is None:
            raise Refusal(f"unknown-{about}", "subject")
        return base

    def _lesson(self, kind: str, fact: RawFact) -> Any:
        if fact.base and kind != "attempt":
            return self.known.lesson_by_id(fact.base.lesson_id)
        key = fact.values.get("lesson")
        lesson = self.known.lesson(key) if isinstance(key, str) and 0 < len(key) <= 80 and key.isprintable() else None
        if lesson is None:
            raise Refusal("unknown-lesson", "lesson")
        if fact.base and fact.base.lesson_id != lesson.id:
            raise Refusal("unknown-attempt", "retry_of")
        return lesson

    def _add(self, kind: str, fact: RawFact, common: dict[str, Any]) -> None:
        taken = TAKERS[kind](fact)
        base = Base(fact.id, self.rep_id, common["lesson_id"])
        if kind == "attempt":
            taken, answers = taken
            self.answers += answers
            given = ((row["question_key"], row["round"], row["mark"]) for row in answers)
            base.right_marks = attempt.right_marks(taken["carried"], given)
            self.known.exams[base.lesson_id] = True
        base.root_id, base.exercise_key = taken.get("root_id", ""), taken.get("exercise_key", "")
        base.values = taken.get("values", [])
        self.known.facts[kind, fact.id] = base
        self.rows[kind].append({**common, **taken})


def _ids(facts: list[Any]) -> dict[str, set[str]]:
    """Every id that the batch names, by the kind of fact it should belong to."""
    ids: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        kind = fact.get("kind") if isinstance(fact, dict) else None
        if not isinstance(kind, str) or kind not in TAKERS:
            continue
        about = fact.get("about")
        named = [(kind, fact.get("id"))]
        if kind == "outcome" and about in ("plan", "entry"):
            named.append((about, fact.get("subject")))
        elif kind in LINKS:
            named.append((kind, fact.get(LINKS[kind][0])))
        for owner, value in named:
            try:
                ids[owner].add(read_id(value))
            except Refusal:
                continue
    return ids
