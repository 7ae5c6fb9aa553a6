"""Who works at Larkfield Supply, and how far each of them has come."""

from dataclasses import dataclass

COMPANY = "Larkfield Supply"
PASSWORD = "rapport-{first}"
EMAIL = "{first}@demo.example"

# The campaign that Mona started two weeks ago: most of her team logs in this exercise, wherever they
# stand. A few had come so far by themselves, and began a week before.
CAMPAIGN = "yes-wall"
CAMPAIGN_DAYS = 14
FIRST_REQUEST_DAYS = 20


@dataclass(frozen=True)
class Person:
    """`lessons` is how many lessons they have learnt in order, `also` which others and how many days ago;
    `days` how many days ago they began, `care` how often they answer right at once (0 to 1), `quiet` how
    many days they have been silent, `resting` how many days ago they took their last new lesson (their
    exercises go on). `wall` is how many requests they have logged in the campaign, `entries` how many
    they have logged where it isn't left to chance, `due` the exercise whose last promise falls due today;
    somebody `steady` does each exercise to its goal."""

    name: str
    team: str
    roles: str = "rep"
    manages: bool = False
    zone: str = "Europe/Berlin"
    lessons: int = 0
    days: int = 0
    care: float = 0.75
    quiet: int = 0
    resting: int = 0
    also: tuple[tuple[str, int], ...] = ()
    wall: int = 0
    entries: tuple[tuple[str, int], ...] = ()
    due: str = ""
    steady: bool = False

    @property
    def first(self) -> str:
        return self.name.split()[0].lower()

    @property
    def email(self) -> str:
        return EMAIL.format(first=self.first)

    @property
    def password(self) -> str:
        """Of those in the CAST; the others have none."""
        return PASSWORD.format(first=self.first)

    @property
    def job(self) -> str:
        """What they do: "rep in North"."""
        if self.manages:
            return f"manager of {self.team}"
        return f"rep in {self.team}" if self.roles == "rep" else self.roles


TEAMS = (
    (COMPANY, None),
    ("Field sales", COMPANY),
    ("North", "Field sales"),
    ("South", "Field sales"),
    ("Inside sales", COMPANY),
)

CAST = (
    Person(
        "Rosa Lind", "North", lessons=14, days=38, care=0.82, resting=9, steady=True,
        wall=5, also=(("thanks-full-stop", 6),), entries=(("call-ten", 7),), due="call-ten",
    ),
    Person("Ravi Menon", "South", lessons=5, days=16, care=0.7, quiet=1, wall=3),
    Person("Mona Adler", "North", roles="rep,manager", manages=True, lessons=35, days=75, care=0.9, quiet=1, resting=15, wall=3),
    Person("Tess Harlow", "Inside sales", roles="trainer"),
    Person("Ada Brandt", COMPANY, roles="admin"),
    Person("Viktor Hahn", "Field sales", roles="manager", manages=True, days=110),
)  # fmt: skip

COLLEAGUES = (
    Person("Jonas Okafor", "North", lessons=0, days=9, quiet=9),
    Person("Mei Tan", "North", lessons=24, days=61, care=0.6, quiet=1, wall=7, due="introduction-map"),
    Person("Ahmed Rahal", "North", lessons=16, days=44, care=0.85, wall=6, due="call-ten"),
    Person("Birgitta Sørensen-Achterberg", "North", lessons=9, days=28, care=0.8, quiet=3, wall=4),
    Person("Luca Ferri", "North", lessons=42, days=90, care=0.92, resting=5, steady=True, wall=8, due="gap-report"),
    Person("Oluwaseun Adebayo-Fitzgerald", "North", lessons=3, days=18, care=0.65, quiet=5, wall=3),
    Person("Ines Duarte", "North", lessons=19, days=48, care=0.7, wall=6),
    Person("Kwame Boateng", "North", lessons=11, days=33, care=0.75, quiet=2, wall=4),
    Person("Yuki Arai", "North", lessons=40, days=84, care=0.88, wall=7),
    Person("Marek Novák", "North", lessons=1, days=15, care=0.55, quiet=4, wall=2),
    Person("Sofia Lindqvist", "North", lessons=4, days=20, care=0.8, quiet=6, wall=3),
    Person("Petra Vogel", "South", roles="rep,manager", manages=True, lessons=22, days=55, care=0.9, quiet=1, wall=2),
    Person("Tomás Rivera", "South", lessons=39, days=80, care=0.82, wall=5, due="gap-report"),
    Person("Aisha Karim", "South", lessons=13, days=38, care=0.77, wall=4),
    Person("Sven Holm", "South", lessons=0, days=2),
    Person("Chiara Bianchi", "South", lessons=7, days=24, care=0.7, quiet=7, wall=2),
    Person("Daniel Weiss", "South", lessons=3, days=16, care=0.6, quiet=3),
    Person("Fatou Diallo", "Inside sales", lessons=12, days=35, care=0.85),
    Person("Henk de Vries", "Inside sales", lessons=2, days=12, care=0.66, quiet=2),
)

EVERYBODY = CAST + COLLEAGUES
