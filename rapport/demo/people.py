"""Who works at Larkfield Supply, and how far each of them has come."""

from dataclasses import dataclass

COMPANY = "Larkfield Supply"
PASSWORD = "rapport-{first}"
EMAIL = "{first}@demo.example"


@dataclass(frozen=True)
class Person:
    """`lessons` is how many lessons they have learnt, `days` how many days ago they began, `care` how
    often they answer right at once (0 to 1), `quiet` how many days they have been silent, `resting` how
    many days ago they took their last new lesson (their exercises go on)."""

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
    Person("Rosa Lind", "North", lessons=14, days=38, care=0.82, resting=9),
    Person("Ravi Menon", "South", lessons=5, days=16, care=0.7, quiet=1),
    Person("Mona Adler", "North", roles="rep,manager", manages=True, lessons=9, days=40, care=0.9, quiet=2),
    Person("Tess Harlow", "Inside sales", roles="trainer"),
    Person("Ada Brandt", COMPANY, roles="admin"),
)

COLLEAGUES = (
    Person("Jonas Okafor", "North", lessons=0, days=9, quiet=9),
    Person("Mei Tan", "North", lessons=13, days=36, care=0.6, quiet=1),
    Person("Ahmed Rahal", "North", lessons=6, days=30, care=0.85),
    Person("Birgitta Sørensen-Achterberg", "North", lessons=4, days=21, care=0.8, quiet=3),
    Person("Luca Ferri", "North", lessons=16, days=38, care=0.92),
    Person("Oluwaseun Adebayo-Fitzgerald", "North", lessons=2, days=14, care=0.65, quiet=5),
    Person("Ines Duarte", "North", lessons=10, days=28, care=0.7),
    Person("Kwame Boateng", "North", lessons=5, days=25, care=0.75, quiet=2),
    Person("Yuki Arai", "North", lessons=12, days=31, care=0.88),
    Person("Marek Novák", "North", lessons=1, days=6, care=0.55, quiet=4),
    Person("Sofia Lindqvist", "North", lessons=3, days=18, care=0.8, quiet=6),
    Person("Petra Vogel", "South", roles="rep,manager", manages=True, lessons=6, days=35, care=0.9, quiet=1),
    Person("Tomás Rivera", "South", lessons=14, days=34, care=0.82),
    Person("Aisha Karim", "South", lessons=7, days=26, care=0.77),
    Person("Sven Holm", "South", lessons=0, days=2),
    Person("Chiara Bianchi", "South", lessons=4, days=16, care=0.7, quiet=7),
    Person("Daniel Weiss", "South", lessons=2, days=11, care=0.6, quiet=3),
    Person("Fatou Diallo", "Inside sales", lessons=5, days=22, care=0.85),
    Person("Henk de Vries", "Inside sales", lessons=1, days=8, care=0.66, quiet=2),
)

EVERYBODY = CAST + COLLEAGUES
