"""The fact that a rep read a lesson to its end."""

from typing import Any

from rapport.database import Model
from rapport.learning.fact import Fact
from rapport.learning.raw import RawFact


class Completion(Fact, Model):
    __tablename__ = "completions"


def take(_fact: RawFact) -> dict[str, Any]:
    """A completion says nothing more than what every fact says."""
    return {}
