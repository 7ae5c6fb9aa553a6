"""Rapport: bite-sized lessons on keeping customers, done with real customers, still known months later.

The map, in reading order; each line may know only those above it:

content     Markdown files → plain values, and every problem in them
catalogue   what can be learnt now: modules, lessons, quizzes; publishing
people      who is here: users, teams, sign-ins, invitations; who may see whom
learning    what a rep did: append-only facts, and how answers are marked
progress    where people stand: computed from facts
demo        a believable company, so that a new site shows what it is for
pages       the screens, by audience: rep, account, admin
commands    what is typed: flask content | progress | people | demo | up | worker

Below them all: config, database, clock and text. Beside them: schema (the database's shape), mail, jobs (work
done after the answer) and install (makes .venv). docs/architecture.md follows five features through these files.
"""
