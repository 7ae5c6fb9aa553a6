"""A rep's written thought, private unless shared."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model
from rapport.learning.fact import Fact, Revisable


class Reflection(Fact, Revisable, Model):
    __tablename__ = "reflections"

    text: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(default=False)
