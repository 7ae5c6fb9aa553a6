"""Running the site: its people, its teams, the invitations that let more people in, and the trace of every act."""

from flask import Flask

from rapport.pages.admin import (
    audit_file,
    audit_list,
    erasure,
    invitations,
    people,
    people_file,
    person,
    person_account,
    person_teams,
    team,
    teams,
    upload,
    upload_example,
    upload_picture,
)
from rapport.pages.admin.blueprint import bp

__all__ = [
    "audit_file",
    "audit_list",
    "erasure",
    "invitations",
    "people",
    "people_file",
    "person",
    "person_account",
    "person_teams",
    "team",
    "teams",
    "upload",
    "upload_example",
    "upload_picture",
]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
