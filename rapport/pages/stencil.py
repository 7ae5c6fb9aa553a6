"""A page drawn once, with holes for what differs from one person and one visit to the next.

The lesson page is opened more than all others together, and nearly all of it is the same for
everybody who has come equally far. The holes have names that nobody can write into a lesson.
"""

import secrets

from flask_wtf.csrf import generate_csrf

PERSON, TOKEN, FACT = (f"hole-{secrets.token_hex(8)}" for _ in range(3))


def fill(page: str, person_id: int, fact_id: str) -> str:
    """The page for one person: who they are, their form's token and the id of the fact it will make."""
    page = page.replace(PERSON, str(person_id), 1)
    if TOKEN in page:
        page = page.replace(TOKEN, generate_csrf(), 1).replace(FACT, fact_id, 1)
    return page
