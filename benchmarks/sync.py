"""How fast facts come in: 10,000 of them through POST /sync in batches of 50, and one at a time.

    python -m benchmarks.sync [--facts 10000] [--batch 50] [--people 100] [--database URL]

Everything a request costs the server is in the figures: sign-in, CSRF, JSON, checks, marks, progress and the
commit to the disk, in a SQLite file of its own, or in the empty database named. The mix is that of a lesson:
one completion, one attempt of five answers, six entries, one reflection, one plan.
"""

import argparse
import gc
import json
import os
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from app import create_app
from benchmarks.table import Row, show, spread
from rapport.catalogue.publish import publish
from rapport.content.source import (
    Choice,
    ExerciseSource,
    Field,
    LessonSource,
    ModuleSource,
    PlanSource,
    Question,
    QuizSource,
    ReflectionSource,
)
from rapport.database import db
from rapport.people.sign_in import sign_in_person
from rapport.people.user import User

LESSONS = 10
SINGLES = 300
Fact = dict[str, Any]


@dataclass
class Sent:
    """What one request cost, in seconds: by the clock, and of the processor."""

    wait: float
    cpu: float


def measure(facts: int = 10_000, batch: int = 50, people: int = 100, database: str = "") -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        with patch.dict(os.environ, {"DATA_DIR": folder, "DATABASE_URL": database, "SECRET_KEY": "benchmark"}):
            app = create_app()
        with app.app_context():
            db.create_all()
            clients = [_client(app, token) for token in _fill(people)]
            name = db.engine.dialect.name
        gc.freeze()  # as the server does before it opens
        history = _history(facts // people)
        starts = range(0, len(history), batch)
        batches = [_send(client, history[start : start + batch]) for start in starts for client in clients]
        singles = [_send(clients[number % people], [fact]) for number, fact in enumerate(_history(SINGLES))]
        with app.app_context():
            db.engine.dispose()
        gc.unfreeze()
    return _rows(len(history) * people, batch, batches, singles, name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("facts", 10_000), ("batch", 50), ("people", 100)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--database", default="")
    show(measure(**vars(parser.parse_args())))


def _rows(count: int, batch: int, batches: list[Sent], singles: list[Sent], database: str) -> list[Row]:
    return [
        Row(
            f"{count:,} new facts in batches of {batch} ({database})",
            f"{count / sum(sent.wait for sent in batches):,.0f} facts a second",
            "≥ 5,000",
        ),
        Row(f"a batch of {batch}", spread([sent.wait * 1000 for sent in batches], "ms", 1)),
        Row("server CPU a fact in a batch", spread([sent.cpu / batch * 1e6 for sent in batches], "µs", 0), "≤ 200 µs"),
        Row("a single fact", spread([sent.wait * 1000 for sent in singles], "ms"), "≤ 5 ms"),
    ]


def _send(client: Any, facts: list[Fact]) -> Sent:
    """One request; the ids are new each time."""
    body = json.dumps({"facts": [{**fact, "id": str(uuid4())} for fact in facts]})
    headers = {"X-CSRFToken": client.get("/sync/token").get_json()["token"], "Content-Type": "application/json"}
    start, cpu = time.perf_counter(), time.process_time()
    answer = client.post("/sync", data=body, headers=headers)
    sent = Sent(time.perf_counter() - start, time.process_time() - cpu)
    statuses = {result["status"] for result in answer.get_json()["results"]}
    if statuses != {"stored"}:
        raise SystemExit(f"not stored: {answer.get_json()['results'][0]}")
    return sent


def _history(length: int) -> list[Fact]:
    """One person's learning, lesson by lesson."""
    facts: list[Fact] = []
    while len(facts) < length:
        lesson, at = f"lesson-{len(facts) // 10 % LESSONS}", (datetime.now(UTC) - timedelta(days=1)).isoformat()
        common = {"lesson": lesson, "at": at}
        answers = [{"question": f"{lesson}-q{n}", "response": "yes", "sure": True, "round": 1} for n in range(5)]
        entry = {
            "kind": "entry",
            "exercise": f"{lesson}-calls",
            "values": {"who": "KL", "promise": "Send the list", "by": "2030-03-20"},
            **common,
        }
        facts += [{"kind": "completion", **common}, {"kind": "attempt", "answers": answers, **common}, *[entry] * 6]
        facts += [
            {"kind": "reflection", "text": "I talk too much.", **common},
            {"kind": "plan", "when": "a", "then": "b", "ask_on": "2030-04-01", **common},
        ]
    return facts[:length]


def _fill(people: int) -> list[str]:
    """Ten lessons and so many people, each signed in: their tokens."""
    now = datetime.now(UTC)
    _publish(now)
    users = [
        User(email=f"rep{n}@bench.example", name=f"Rep {n}", roles="rep", created_at=now, welcomed_at=now)
        for n in range(people)
    ]
    db.session.add_all(users)
    db.session.flush()
    tokens = [sign_in_person(user, "bench", now) for user in users]
    db.session.commit()
    return tokens


def _publish(now: datetime) -> None:
    fields = (
        Field("who", "Who", "text", required=True),
        Field("promise", "Promise", "long"),
        Field("by", "By", "date", reminds=(3,)),
    )
    choices = (Choice("yes", "Yes", True), Choice("no", "No", False))
    lessons = []
    for number in range(LESSONS):
        key = f"lesson-{number}"
        questions = tuple(
            Question(f"{key}-q{n}", "one", "Which?", explanation="Because.", choices=choices) for n in range(5)
        )
        quiz = QuizSource("", "Quiz", "", 80, False, False, True, questions, "", key)
        exercise = ExerciseSource(f"{key}-calls", "Calls", "", 10, "calls", 14, "", False, False, False, fields)
        steps = {
            "exercises": (exercise,),
            "reflection": ReflectionSource("r", "What?", "", False),
            "plan": PlanSource("p", "Next", "", (), (), 7, False),
        }
        about = {
            "summary": "",
            "minutes": 2,
            "objective": "",
            "sources": (),
            "body": "Read this.",
            "footnotes": {},
            "text": "",
        }
        lessons.append(LessonSource("", "bench", key, number, key, quiz=quiz, fingerprint=f"{key}x", **steps, **about))  # type: ignore[arg-type]
    publish((ModuleSource("", "bench", "Bench", "", 1, "", tuple(lessons), "bench"),), now)


def _client(app: Any, token: str) -> Any:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"], session.permanent = token, True, True
    return client


if __name__ == "__main__":
    main()
