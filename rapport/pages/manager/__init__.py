"""What a manager meets: who needs them, the team, the work they ask for, campaigns."""

from flask import Flask

from rapport.pages.manager import (
    assign,
    assignment,
    assignment_acts,
    assignment_file,
    assignments,
    campaign_debrief,
    campaign_file,
    campaign_gaps,
    campaign_terms,
    campaigns,
    coaching,
    month,
    nudge,
    observation,
    person,
    person_file,
    ride_along,
    team,
    team_file,
)
from rapport.pages.manager.blueprint import bp

__all__ = [
    "assign",
    "assignment",
    "assignment_acts",
    "assignment_file",
    "assignments",
    "campaign_debrief",
    "campaign_file",
    "campaign_gaps",
    "campaign_terms",
    "campaigns",
    "coaching",
    "month",
    "nudge",
    "observation",
    "person",
    "person_file",
    "ride_along",
    "team",
    "team_file",
]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
