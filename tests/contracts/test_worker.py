"""The worker's threads: many share few connections, and a fault of one stops nobody."""

import threading

import pytest
from django.db import connection

from tinhso.entry.turning import deliver_until, repeat_until
from tinhso.kernel.modules import Loop


class Stopping(threading.Event):
    """Asks, each time a thread waits, whether it still holds a connection, and ends it after the third."""

    def __init__(self):
        super().__init__()
        self.held = []

    def wait(self, _seconds=None):
        self.held.append(connection.connection is not None)
        if len(self.held) == 3:
            self.set()
        return super().wait(0)


def in_a_thread(turn):
    beside = threading.Thread(target=turn)
    beside.start()
    beside.join(30)
    assert not beside.is_alive()


def look():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return False


def fail():
    look()
    raise ValueError("a room's fault")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [look, fail])
def test_a_loop_that_waits_leaves_its_connection_to_the_others(run):
    stopping = Stopping()
    in_a_thread(lambda: repeat_until(Loop("a", run, pause=0.05), stopping))
    assert stopping.held == [False, False, False]


@pytest.mark.django_db(transaction=True)
def test_so_does_the_delivery_of_events():
    stopping = Stopping()
    in_a_thread(lambda: deliver_until(stopping))
    assert stopping.held == [False, False, False]
