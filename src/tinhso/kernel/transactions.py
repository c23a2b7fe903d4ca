"""Transactions of verbs that only other verbs call."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")


def within_callers(verb: Callable[P, R]) -> Callable[P, R]:
    """Run a verb inside its caller's transaction, or in one of its own when there is none.

    `transaction.atomic` would set a savepoint each time: two more trips to the database. Without one, whoever calls
    must let an error pass and end its own transaction; it may not catch it and go on as if nothing was written.
    """

    @wraps(verb)
    def run(*arguments: P.args, **named: P.kwargs) -> R:
        if connection.in_atomic_block:
            return verb(*arguments, **named)
        with transaction.atomic():
            return verb(*arguments, **named)

    return run
