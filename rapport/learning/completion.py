"""The fact that a rep read a lesson to its end."""

from rapport.database import Model
from rapport.learning.fact import Fact


class Completion(Fact, Model):
    __tablename__ = "completions"
