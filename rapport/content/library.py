"""The whole library: every file read, every problem in one list."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from rapport.content import check_library, check_prose, check_quiz, check_reading
from rapport.content.folder import Files, decode, find_files
from rapport.content.lesson_file import LessonDraft, parse_lesson
from rapport.content.module_file import ModuleDraft, parse_module
from rapport.content.place import Place, place_of
from rapport.content.problem import Problem
from rapport.content.quiz_file import QuizDraft, parse_quiz
from rapport.content.report import Report
from rapport.content.source import LessonSource, ModuleSource
from rapport.content.words import fingerprint

ALLOW = re.compile(r"<!--\s*allow\s*:\s*([a-z0-9, -]{1,200})-->")


@dataclass(frozen=True)
class Library:
    """Modules in the order readers meet them, and every problem, sorted by file and line."""

    modules: tuple[ModuleSource, ...]
    problems: list[Problem]

    @property
    def lessons(self) -> list[LessonSource]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.level == "error"]


def read_library(root: Path) -> Library:
    """The library in the folder that holds lessons/ and quizzes/."""
    return read_files(find_files(root))


def read_files(files: Files) -> Library:
    """The library that `files` hold, wherever they come from."""
    return _Reading(files).library()


class _Reading:
    """One reading of a library, step by step."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.reports: dict[str, Report] = {}
        self.texts: dict[str, str] = {}
        self.modules: dict[str, ModuleDraft] = {}
        self.lessons: dict[str, LessonDraft] = {}
        self.quizzes: dict[str, tuple[Place, QuizDraft]] = {}

    def library(self) -> Library:
        for path in sorted(self.files.texts):
            self._read(place_of(path))
        check_library.check(
            self.files,
            self.modules,
            self.lessons,
            {path: place for path, (place, _) in self.quizzes.items()},
            self.report,
        )
        self._check_prose()
        modules = [self._module(key, draft) for key, draft in self.modules.items()]
        modules.sort(key=lambda module: (module.order, module.key))
        return Library(tuple(modules), sorted(set(self._problems())))

    def report(self, path: str) -> Report:
        return self.reports.setdefault(path, Report(path))

    def _read(self, place: Place) -> None:
        report = self.report(place.path)
        if not place.kind:
            return
        text = decode(self.files.texts[place.path], report)
        if text is None:
            return
        self.texts[place.path] = text
        if place.kind == "module":
            self.modules[place.module] = parse_module(place.path, place.module, text, report)
        elif place.kind == "lesson":
            self.lessons[place.path] = parse_lesson(place.path, place.module, place.position, place.key, text, report)
        else:
            self.quizzes[place.path] = place, parse_quiz(place.path, place.key, text, report)

    def _check_prose(self) -> None:
        known = {*self.files.texts, *self.files.others}
        shown: set[str] = set()
        for module in self.modules.values():
            shown |= check_prose.check_module(module, known, self.report(module.source.path))
        for lesson in self.lessons.values():
            report = self.report(lesson.source.path)
            shown |= check_prose.check_lesson(lesson, known, report)
            check_reading.check(lesson, self._language(lesson), report)
        for place, quiz in self.quizzes.values():
            shown |= check_prose.check_quiz(quiz, place.module, known, self.report(place.path))
            check_quiz.check(quiz.source, self.report(place.path))
        check_library.check_images(self.files, self.texts, shown, self.report)

    def _language(self, lesson: LessonDraft) -> str:
        home = self.modules.get(lesson.source.module_key)
        return home.source.language if home else ""

    def _module(self, key: str, draft: ModuleDraft) -> ModuleSource:
        lessons = [
            self._with_quiz(lesson.source) for lesson in self.lessons.values() if lesson.source.module_key == key
        ]
        lessons.sort(key=lambda lesson: (lesson.position, lesson.key))
        return replace(draft.source, lessons=tuple(lessons), pictures=self.files.pictures_in(f"lessons/{key}"))

    def _with_quiz(self, lesson: LessonSource) -> LessonSource:
        found = self.quizzes.get(f"quizzes/{lesson.module_key}/{lesson.key}.md")
        if found is None:
            return lesson
        quiz = replace(found[1].source, title=found[1].source.title or lesson.title)
        return replace(lesson, quiz=quiz, fingerprint=fingerprint(lesson.key, lesson.text, quiz.text))

    def _problems(self) -> Iterable[Problem]:
        for path, report in self.reports.items():
            allowed = _allowed(self.texts.get(path, ""))
            for problem in report.problems:
                if problem.level == "error" or problem.rule not in allowed.get(problem.line, ()):
                    yield problem


def _allowed(text: str) -> dict[int, set[str]]:
    """The warnings that `<!-- allow: rule -->` silences, for its own line and the next."""
    found: dict[int, set[str]] = {}
    if "allow" not in text:
        return found
    for number, line in enumerate(text.split("\n"), 1):
        match = ALLOW.search(line) if "<!--" in line else None
        if match:
            rules = {rule.strip() for rule in match[1].split(",")}
            for near in (number, number + 1):
                found.setdefault(near, set()).update(rules)
    return found
