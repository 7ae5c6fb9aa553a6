"""How fast facts come in: 10,000 of them through POST /sync in batches of 50, and one at a time.

    python benchmarks/sync.py [--facts 10000] [--batch 50] [--people 100]

Everything a request costs is in the figures: sign-in, CSRF, JSON, checks, marks, progress and the commit,
on a database file of its own (DATABASE_URL for another). The mix is that of a lesson: one completion, one
attempt of five answers, six entries, one reflection, one plan.
"""

import argparse
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
LESSONS = 10
SINGLES = 300
Fact = dict[str, Any]


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        os.environ.update({"DATA_DIR": folder, "DEMO": "0", "SECRET_KEY": "only-for-this-benchmark"})
        result = _measure(options.facts, options.batch, options.people)
    print(f"{result['facts']:,} facts in batches of {options.batch}: {result['per_second']:,.0f} facts a second")
    print(f"median batch {result['batch_ms']:.1f} ms, median single fact {result['single_ms']:.2f} ms ({result['database']})")


def _measure(fact_count: int, batch: int, people: int) -> dict[str, Any]:
    from app import create_app
    from rapport.database import db

    app = create_app()
    with app.app_context():
        db.drop_all() if os.environ.get("DATABASE_URL") else None
        db.create_all()
        cookies = _fill(people)
        database = db.engine.dialect.name
    clients = [_client(app, cookie) for cookie in cookies]
    history = _history(fact_count // people)
    waits = [_send(clients[number % people], history[start : start + batch]) for start in range(0, len(history), batch) for number in range(people)]
    singles = [_send(clients[number % people], [fact]) for number, fact in enumerate(_history(SINGLES)[:SINGLES])]
    return {
        "facts": len(waits) * batch, "per_second": len(waits) * batch / sum(waits), "database": database,
        "batch_ms": median(waits) * 1000, "single_ms": median(singles) * 1000,
    }  # fmt: skip


def _send(client: Any, facts: list[Fact]) -> float:
    """Seconds for one request; the ids are new each time."""
    fresh = [{**fact, "id": str(uuid4())} for fact in facts]
    token = client.get("/sync/token").get_json()["token"]
    start = time.perf_counter()
    answer = client.post("/sync", json={"facts": fresh}, headers={"X-CSRFToken": token})
    wait = time.perf_counter() - start
    statuses = {result["status"] for result in answer.get_json()["results"]}
    if statuses != {"stored"}:
        raise SystemExit(f"not stored: {answer.get_json()['results'][0]}")
    return wait


def _history(length: int) -> list[Fact]:
    """One person's learning, lesson by lesson."""
    facts: list[Fact] = []
    while len(facts) < length:
        lesson, at = f"lesson-{len(facts) // 10 % LESSONS}", (datetime.now(UTC) - timedelta(days=1)).isoformat()
        common = {"lesson": lesson, "at": at}
        answers = [{"question": f"{lesson}-q{n}", "response": "yes", "sure": True, "round": 1} for n in range(5)]
        entry = {"kind": "entry", "exercise": f"{lesson}-calls", "values": {"who": "KL", "promise": "Send the list", "by": "2030-03-20"}, **common}
        facts += [{"kind": "completion", **common}, {"kind": "attempt", "answers": answers, **common}, *[entry] * 6]
        facts += [{"kind": "reflection", "text": "I talk too much.", **common}, {"kind": "plan", "when": "a", "then": "b", "ask_on": "2030-04-01", **common}]
    return facts[:length]


def _fill(people: int) -> list[str]:
    """Ten lessons and so many people, each signed in: their tokens."""
    from rapport.database import db
    from rapport.people.sign_in import sign_in_person
    from rapport.people.user import User

    now = datetime.now(UTC)
    _publish(now)
    users = [User(email=f"rep{n}@bench.example", name=f"Rep {n}", roles="rep", created_at=now, welcomed_at=now) for n in range(people)]
    db.session.add_all(users)
    db.session.flush()
    tokens = [sign_in_person(user, "bench", now) for user in users]
    db.session.commit()
    return tokens


def _publish(now: datetime) -> None:
    from rapport.catalogue.publish import publish
    from rapport.content.source import Choice, ExerciseSource, Field, LessonSource, ModuleSource, PlanSource, Question, QuizSource, ReflectionSource

    fields = (Field("who", "Who", "text", required=True), Field("promise", "Promise", "long"), Field("by", "By", "date", reminds=(3,)))
    choices = (Choice("yes", "Yes", True), Choice("no", "No", False))
    lessons = []
    for number in range(LESSONS):
        key = f"lesson-{number}"
        questions = tuple(Question(f"{key}-q{n}", "one", "Which?", explanation="Because.", choices=choices) for n in range(5))
        quiz = QuizSource("", "Quiz", "", 80, False, False, True, questions, "", key)
        exercise = ExerciseSource(f"{key}-calls", "Calls", "", 10, "calls", 14, "", False, False, False, fields)
        steps = {"exercises": (exercise,), "reflection": ReflectionSource("r", "What?", "", False), "plan": PlanSource("p", "Next", "", (), (), 7, False)}
        about = {"summary": "", "minutes": 2, "objective": "", "sources": (), "body": "Read this.", "footnotes": {}, "text": ""}
        lessons.append(LessonSource("", "bench", key, number, key, quiz=quiz, fingerprint=f"{key}x", **steps, **about))  # type: ignore[arg-type]
    publish((ModuleSource("", "bench", "Bench", "", 1, "", tuple(lessons), "bench"),), now)


def _client(app: Any, token: str) -> Any:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"], session.permanent = token, True, True
    return client


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("facts", 10_000), ("batch", 50), ("people", 100)):
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args()


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(ROOT))
    main()
