"""Checks on the way through a conversation: every choice leads on, every scene is met, every talk ends."""

from rapport.content.report import Report
from rapport.content.source import Question, QuizSource, Reply, Scene
from rapport.content.words import anchor, did_you_mean

MOST_TURNS = 4
FEW = 50  # scenes to compare a link with; a file of thousands would take long, and nobody means it

Scenes = dict[str, Scene]


def check_conversations(quiz: QuizSource, report: Report) -> None:
    talks = [question for question in quiz.questions if question.scenes]
    for question in talks:
        if quiz.exam:
            told = (
                "each choice of a conversation shows what it leads to, and an exam tells nothing; take one of them out"
            )
            report.add("conversation-in-exam", question.line, 1, told)
        _check_way(question, report)
    if talks:
        _check_headings(quiz, report)


def _check_way(question: Question, report: Report) -> None:
    scenes = {scene.key: scene for scene in question.scenes}
    astray = [reply for scene in question.scenes for reply in scene.choices if reply.to not in scenes]
    for reply in astray:
        if reply.to:
            hint = did_you_mean(reply.to, scenes) if len(scenes) <= FEW else ""
            told = f'there is no scene "#{reply.to}" in this conversation.{hint}'
            report.add("unknown-scene", reply.line, 1, told)
    if all(scene.choices for scene in question.scenes):
        told = "this conversation never ends; it needs a scene without choices"
        report.add("no-ending", question.line, 1, told)
    elif not astray:
        _check_turns(question, scenes, report)


def _check_turns(question: Question, scenes: Scenes, report: Report) -> None:
    met, back = _met(question.scenes[0], scenes)
    for reply in back:
        told = "this leads back to where the talk has been, and it could go round for ever; lead to a scene of its own"
        report.add("conversation-loop", reply.line, 1, told)
    for scene in question.scenes:
        if scene.key not in met:
            told = "no choice leads to this scene, so nobody would see it; link to it or take it out"
            report.add("unreached-scene", scene.line, 1, told)
    turns = _turns(met, scenes, back)
    if turns > MOST_TURNS:
        told = f"this conversation takes up to {turns} turns; keep it to {MOST_TURNS}, or make two of it"
        report.add("long-conversation", question.line, 1, told)


def _met(first: Scene, scenes: Scenes) -> tuple[list[str], list[Reply]]:
    """The scenes that can be met, each before those that follow from it; and the replies that lead back."""
    done: dict[str, None] = {}
    back: list[Reply] = []
    way, on_the_way = [(first.key, iter(first.choices))], {first.key}
    while way:
        key, choices = way[-1]
        reply = next(choices, None)
        if reply is None:
            done[key] = None
            on_the_way.remove(way.pop()[0])
        elif reply.to in on_the_way:
            back.append(reply)
        elif reply.to not in done:
            way.append((reply.to, iter(scenes[reply.to].choices)))
            on_the_way.add(reply.to)
    return [*reversed(done)], back


def _turns(met: list[str], scenes: Scenes, back: list[Reply]) -> int:
    """How many turns the longest way takes."""
    turns, lines_back = dict.fromkeys(met, 0), {reply.line for reply in back}
    for key in met:
        for reply in scenes[key].choices:
            if reply.line not in lines_back:
                turns[reply.to] = max(turns[reply.to], turns[key] + 1)
    return max(turns.values())


def _check_headings(quiz: QuizSource, report: Report) -> None:
    """A link to a heading means one place, for whoever reads the file on GitHub too."""
    seen: dict[str, int] = {}
    heads = [(anchor(question.title), question.line) for question in quiz.questions]
    heads += [(scene.key, scene.line) for question in quiz.questions for scene in question.scenes]
    for key, line in sorted(heads, key=lambda head: head[1]):
        if key in seen and key:
            told = f"line {seen[key]} has the same heading, so that a link could mean either; change one of them"
            report.add("same-heading", line, 1, told)
        seen.setdefault(key, line)
