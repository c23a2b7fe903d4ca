"""Django's view of workflow."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Tables of processes and their instances."""

    name = "tinhso.foundation.workflow"
    label = "workflow"
