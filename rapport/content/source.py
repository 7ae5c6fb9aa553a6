"""What the files say, as plain frozen values. Markdown stays Markdown here: `markdown.py` renders it
when the catalogue is published, so that checking a library never pays for HTML."""

from dataclasses import dataclass, field

QUESTION_KINDS = ("one", "many", "typed", "number", "order", "match", "scenario")
FIELD_KINDS = ("text", "long", "number", "yesno", "choice", "scale", "date")
GRADES = ("primary", "secondary", "disputed", "unsourced", "own data")


@dataclass(frozen=True)
class Choice:
    """One option of a question. `key` is a short hash of its text, so that reordering keeps it."""

    key: str
    text: str
    right: bool
    feedback: str = ""
    line: int = 0


@dataclass(frozen=True)
class Item:
    """One thing to put in order."""

    key: str
    text: str


@dataclass(frozen=True)
class Pair:
    """One row of a match question: `left` belongs to `right`."""

    left_key: str
    left: str
    right_key: str
    right: str


@dataclass(frozen=True)
class Reply(Choice):
    """What can be said in a scene: a choice that leads on to the scene with the key `to`."""

    to: str = ""


@dataclass(frozen=True)
class Scene:
    """One moment of a conversation: what the customer does, and what can be said to it. An ending has no choices."""

    key: str
    title: str
    body: str
    choices: tuple[Reply, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Question:
    """`title` is the heading (inline Markdown), `body` what stands between heading and answers.

    Numeric bounds are decimal text ("9.5"), both inclusive, so that no float blurs a tolerance.
    """

    key: str
    kind: str
    title: str
    body: str = ""
    explanation: str = ""
    choices: tuple[Choice, ...] = ()
    accepted: tuple[str, ...] = ()
    answer: str = ""
    low: str = ""
    high: str = ""
    items: tuple[Item, ...] = ()
    pairs: tuple[Pair, ...] = ()
    scenes: tuple[Scene, ...] = ()
    fingerprint: str = ""
    line: int = 0


@dataclass(frozen=True)
class QuizSource:
    path: str
    title: str
    intro: str
    pass_mark: int
    shuffle: bool
    exam: bool
    review: bool
    questions: tuple[Question, ...]
    text: str
    fingerprint: str


@dataclass(frozen=True)
class Field:
    """One row of an exercise's form or of an observation sheet. `reminds` holds days before the date (0 = on the day)."""

    key: str
    label: str
    kind: str
    options: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    reminds: tuple[int, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class ExerciseSource:
    """A task with real customers. `goal` None means: as often as it happens; the first of `prompts` is for the first entry."""

    key: str
    title: str
    body: str
    goal: int | None
    unit: str
    within_days: int | None
    rhythm: str
    sign_off: bool
    shared: bool
    optional: bool
    fields: tuple[Field, ...]
    prompts: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class ReflectionSource:
    key: str
    title: str
    body: str
    optional: bool
    line: int = 0


@dataclass(frozen=True)
class PlanSource:
    """`whens` and `thens` are the suggestions; `ask_after_days` is when the outcome is asked."""

    key: str
    title: str
    body: str
    whens: tuple[str, ...]
    thens: tuple[str, ...]
    ask_after_days: int
    optional: bool
    line: int = 0


@dataclass(frozen=True)
class ObservationSource:
    """A sheet for whoever rides along: what to watch for, and how each line is answered. It is no step of the rep's."""

    key: str
    title: str
    body: str
    fields: tuple[Field, ...]
    line: int = 0


@dataclass(frozen=True)
class LessonSource:
    """`position` is the NN of the file name; `key` the rest of it, unique in the whole library."""

    path: str
    module_key: str
    key: str
    position: int
    title: str
    summary: str
    minutes: int
    objective: str
    sources: tuple[str, ...]
    body: str
    footnotes: dict[str, str]
    exercises: tuple[ExerciseSource, ...]
    reflection: ReflectionSource | None
    plan: PlanSource | None
    quiz: QuizSource | None
    text: str
    fingerprint: str
    observations: tuple[ObservationSource, ...] = ()


@dataclass(frozen=True)
class ModuleSource:
    """`pictures` holds width and height in pixels of the pictures in its folder, by file name."""

    path: str
    key: str
    title: str
    summary: str
    order: int
    body: str
    lessons: tuple[LessonSource, ...]
    fingerprint: str
    language: str = "en"
    pictures: dict[str, tuple[int, int]] = field(default_factory=dict)
