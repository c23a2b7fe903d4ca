"""What workflow brings to the house."""

from tinhso.foundation.workflow.holdings import HOLDINGS
from tinhso.kernel.modules import Module

MODULE = Module(name="workflow", title="Quy trình", holdings=HOLDINGS, order=20)
