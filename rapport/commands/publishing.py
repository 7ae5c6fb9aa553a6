"""Publishing, the same when it is typed and when the site starts: lessons and everybody's progress change together."""

from functools import partial

from rapport import clock
from rapport.catalogue.publish import Changes, publish
from rapport.commands.waiting import Waiting
from rapport.content.library import Library
from rapport.database import db
from rapport.progress import projection, roster


def put_out(library: Library, waiting: Waiting) -> Changes:
    """Publish a library without errors, in one transaction."""
    changes = publish(library.modules, clock.now(), told=partial(waiting.count, noun="lessons"))
    for done, total in projection.catch_up():
        waiting.count(done, total, noun="people")
    db.session.commit()
    if changes:
        for _reps in roster.after_publishing(clock.now()):
            db.session.commit()
    return changes
