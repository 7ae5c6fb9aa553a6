"""Checks that need more than one file: names, keys and places, quizzes and their lessons, pictures."""

from collections.abc import Callable, Container, Mapping

from rapport.content.folder import IMAGES, Files
from rapport.content.lesson_file import LessonDraft
from rapport.content.module_file import ModuleDraft
from rapport.content.place import Place, place_of
from rapport.content.report import Report
from rapport.content.words import did_you_mean, is_key, slug

Reports = Callable[[str], Report]
HEAVY = 200_000


def check(
    files: Files,
    modules: Mapping[str, ModuleDraft],
    lessons: Mapping[str, LessonDraft],
    quizzes: Mapping[str, Place],
    report: Reports,
) -> None:
    """Everything about names, keys and places."""
    for path in (*files.texts, *files.others):
        _check_name(path, path in files.texts, report(path))
    _check_modules(files, modules, report)
    _check_lessons(lessons, report)
    _check_exercises(lessons, report)
    _check_quizzes(files, quizzes, report)


def check_images(files: Files, read: Container[str], shown: set[str], report: Reports) -> None:
    """Pictures that nobody sees, or that are too heavy for a phone; nothing is unseen while a file cannot be read."""
    unread = {place.module for place in map(place_of, files.texts) if place.kind and place.path not in read}
    for path, size in files.others.items():
        if not _is_image(path):
            continue
        if path not in shown and path.split("/")[1] not in unread:
            report(path).add("unused-image", 1, 1, "no lesson and no quiz shows this picture; delete it or show it")
        if size > HEAVY:
            report(path).add(
                "heavy-image", 1, 1, f"this picture has {size // 1000:,} KB; make it smaller than {HEAVY // 1000} KB"
            )


def _check_name(path: str, is_text: bool, report: Report) -> None:
    parts = path.split("/")
    top, folder, name = parts[0], parts[1] if len(parts) > 2 else "", parts[-1]
    if name.lower() == "readme.md" or (is_text and place_of(path).kind):
        return
    if folder and not is_key(folder):
        report.add(
            "folder-name",
            1,
            1,
            f'the folder "{folder}" needs a name in small letters, digits and hyphens, such as "{slug(folder) or "five-causes"}"',
        )
    elif is_text and len(parts) == 3 and top == "lessons":
        report.add(
            "file-name",
            1,
            1,
            f'a lesson\'s file is called NN-key.md, such as "01-{slug(name.removesuffix(".md").lstrip("0123456789-_ ")) or "five-causes"}.md"',
        )
    elif is_text and len(parts) == 3:
        report.add(
            "file-name",
            1,
            1,
            f'a quiz has the key of its lesson, such as "{slug(name.removesuffix(".md")) or "five-causes"}.md"',
        )
    elif not (len(parts) == 3 and top == "lessons" and _is_image(path)):
        report.add("unknown-file", 1, 1, "this file is not read here; move it out of the folder")


def _check_modules(files: Files, modules: Mapping[str, ModuleDraft], report: Reports) -> None:
    places = [place_of(path) for path in files.texts]
    with_lessons = {place.module for place in places if place.kind == "lesson"}
    with_file = {place.module for place in places if place.kind == "module"}
    for key in sorted(with_lessons - with_file):
        report(f"lessons/{key}/module.md").add(
            "module-without-file", 1, 1, 'this file is missing; write it with "title", "summary" and "order" at its top'
        )
    for key in sorted(with_file - with_lessons):
        report(f"lessons/{key}/module.md").add(
            "empty-module", 1, 1, "this module has no lesson yet; add one, or move the folder away until it has"
        )


def _check_lessons(lessons: Mapping[str, LessonDraft], report: Reports) -> None:
    keys: dict[str, str] = {}
    positions: dict[tuple[str, int], str] = {}
    for path, draft in lessons.items():
        lesson = draft.source
        place = lesson.module_key, lesson.position
        if lesson.key in keys:
            report(path).add(
                "duplicate-lesson",
                1,
                1,
                f'the key "{lesson.key}" is already used by {keys[lesson.key]}; give this file another name',
            )
        if place in positions:
            report(path).add(
                "duplicate-position", 1, 1, f"{positions[place]} has the same number; give this file another one"
            )
        keys.setdefault(lesson.key, path)
        positions.setdefault(place, path)


def _check_exercises(lessons: Mapping[str, LessonDraft], report: Reports) -> None:
    found: dict[str, tuple[str, int]] = {}
    for path, draft in lessons.items():
        for exercise in draft.source.exercises:
            first, line = found.setdefault(exercise.key, (path, exercise.line))
            if first != path:
                report(path).add(
                    "duplicate-exercise",
                    exercise.line,
                    1,
                    f'the id "{exercise.key}" is already used in {first}:{line}; give this exercise another id',
                )


def _check_quizzes(files: Files, quizzes: Mapping[str, Place], report: Reports) -> None:
    known = {(place.module, place.key) for place in map(place_of, files.texts) if place.kind == "lesson"}
    modules = {key: module for module, key in known}
    for path, place in quizzes.items():
        if (place.module, place.key) in known:
            continue
        elsewhere = modules.get(place.key)
        hint = (
            f" Its lesson is in {elsewhere}; move the quiz to quizzes/{elsewhere}/."
            if elsewhere
            else did_you_mean(place.key, [key for _, key in known])
        )
        report(path).add(
            "quiz-without-lesson", 1, 1, f"there is no lesson lessons/{place.module}/NN-{place.key}.md.{hint}"
        )


def _is_image(path: str) -> bool:
    return path.lower().endswith(IMAGES)
