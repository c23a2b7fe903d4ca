"""What procedures bring to the house."""

from tinhso.government.procedures.health import content_health
from tinhso.government.procedures.loader import load_configured
from tinhso.kernel.modules import Module

MODULE = Module(
    name="procedures", title="Thủ tục hành chính", content=load_configured, health=(content_health,), order=50
)
