"""What a load of packages reports: faults by file and line, versions published and refused."""

from dataclasses import dataclass

PROMISE_DIFFERS = "example_promise_differs"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a package: where, a stable code, and in Vietnamese what to do."""

    file: str
    line: int
    code: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence} [{self.code}]"

    @property
    def is_warning(self) -> bool:
        """Whether a version is published all the same: its example was reckoned by another calendar than this one."""
        return self.code == PROMISE_DIFFERS


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: versions published now, versions known already, every fault of those refused, and warnings."""

    published: tuple[str, ...] = ()
    unchanged: int = 0
    refused: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing was refused."""
        return not self.refused
