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
from rapport.content.folder import Files
from rapport.content.library import Library, read_files
from rapport.content.words import short_hash
from rapport.database import db
from rapport.people.sign_in import sign_in_person
from rapport.people.user import User

LESSONS = 10
QUESTIONS = 5
IN_A_LESSON = 10  # facts
SINGLES = 300
Fact = dict[str, Any]

MODULE = "---\ntitle: Bench\nsummary: To measure.\norder: 1\n---\n"
LESSON = """---
title: {key}
summary: To measure.
minutes: 1
---

Read this.

## Exercise: Calls
<!-- id: {key}-calls -->

- goal: 10 calls
- within: 14 days

| Log | Answer |
| --- | --- |
| Who | text |
| Promise | long text |
| By | date, reminds 3 days before |

## Reflect: What?

## Plan: Next

When …

- I park

Then …

- I call
"""
QUESTION = """## Which of {number}?
<!-- id: {key}-q{number} -->

- [x] Yes
- [ ] No

> Because.

"""


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
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    facts: list[Fact] = []
    for number in range(-(-length // IN_A_LESSON)):
        key = f"lesson-{number % LESSONS}"
        facts += [{"lesson": key, "at": yesterday, **fact} for fact in _learn(key)]
    return facts[:length]


def _learn(key: str) -> list[Fact]:
    """Everything that one lesson asks for."""
    right = short_hash("Yes")
    answers = [{"question": f"{key}-q{n}", "response": right, "sure": True, "round": 1} for n in range(QUESTIONS)]
    values = {"who": "KL", "promise": "Send the list", "by": "2030-03-20"}
    return [
        {"kind": "completion"},
        {"kind": "attempt", "answers": answers},
        *[{"kind": "entry", "exercise": f"{key}-calls", "values": values}] * 6,
        {"kind": "reflection", "text": "I talk too much."},
        {"kind": "plan", "when": "I park", "then": "I call", "ask_on": "2030-04-01"},
    ]


def _fill(people: int) -> list[str]:
    """Ten lessons and so many people, each signed in: their tokens."""
    now = datetime.now(UTC)
    publish(_library().modules, now)
    users = [
        User(email=f"rep{n}@bench.example", name=f"Rep {n}", roles="rep", created_at=now, welcomed_at=now)
        for n in range(people)
    ]
    db.session.add_all(users)
    db.session.flush()
    tokens = [sign_in_person(user, "bench", now) for user in users]
    db.session.commit()
    return tokens


def _library() -> Library:
    """The lessons as a trainer would write them."""
    texts = {"lessons/bench/module.md": MODULE}
    for number in range(LESSONS):
        key = f"lesson-{number}"
        questions = "".join(QUESTION.format(key=key, number=n) for n in range(QUESTIONS))
        texts[f"lessons/bench/{number + 1:02}-{key}.md"] = LESSON.format(key=key)
        texts[f"quizzes/bench/{key}.md"] = f"---\npass: 80\n---\n\n{questions}"
    return read_files(Files({path: text.encode() for path, text in texts.items()}))


def _client(app: Any, token: str) -> Any:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"], session.permanent = token, True, True
    return client


if __name__ == "__main__":
    main()
