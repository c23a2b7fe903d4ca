"""What geography brings to the house."""

from tinhso.foundation.geography.health import boundaries_readable
from tinhso.kernel.modules import Module

MODULE = Module(name="geography", title="Bản đồ", order=25, health=(boundaries_readable,))
