"""A person who can sign in."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment

ROLES = ("rep", "manager", "trainer", "admin")
MONDAY_TO_FRIDAY = "12345"


class User(Model):
    """`roles` is a comma list of ROLES; `working_days` holds ISO weekdays ("12345" = Monday to Friday).

    `welcomed_at` is set when the first visit has asked for name, working days and time zone.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    roles: Mapped[str] = mapped_column(String(40), default="rep")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    working_days: Mapped[str] = mapped_column(String(7), default=MONDAY_TO_FRIDAY)
    created_at: Mapped[datetime] = mapped_column(Moment)
    welcomed_at: Mapped[datetime | None] = mapped_column(Moment)
    deactivated_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name

    def has(self, role: str) -> bool:
        return role in self.roles.split(",")


class Leave(Model):
    """Days away: streaks and reminders pause, both ends included."""

    __tablename__ = "leave"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
