"""Django's view of appointments."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    """Bookings, queue tickets, desks."""

    name = "tinhso.government.appointments"
    label = "appointments"
