"""Rapport: bite-sized lessons on keeping customers, done with real customers, still known months later.

The map, in reading order:

content     Markdown files → plain values, and every problem in them
catalogue   what can be learnt now: modules, lessons, quizzes; publishing
people      who is here: users, teams, sessions, invitations
learning    what a rep did: append-only facts, and how answers are marked
progress    where people stand: computed from facts
pages       the screens, by audience; the only code that knows Flask
commands    what is typed: flask content | progress | people | worker | demo
"""
