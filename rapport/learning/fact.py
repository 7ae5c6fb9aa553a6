"""What every fact has. Facts are only ever added: correcting or withdrawing one is a new fact
that names the first of its line in `root_id`."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Moment


class Fact:
    """`id` was made where it happened, so a replay is known by it; `at` is when it happened there,
    `received_at` when the server took it in; `fingerprint` is the edition the person saw."""

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)


class Revisable:
    """A fact that can be corrected and withdrawn: `root_id` is the first of its line (its own id at
    first); the newest received of a line is what stands, unless it says `withdrawn`."""

    root_id: Mapped[str] = mapped_column(String(36), index=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)
