"""Django's view of ratings."""

from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """Ratings after hand-over."""

    name = "tinhso.government.ratings"
    label = "ratings"
