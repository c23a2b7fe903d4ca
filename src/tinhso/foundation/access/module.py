"""What access brings to the house: nothing of its own; it turns what others declare into actors."""

from tinhso.kernel.modules import Module

MODULE = Module(name="access", title="Phân quyền", order=30)
