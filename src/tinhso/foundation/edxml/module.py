"""What edXML brings to the house: words and bytes, nothing on a screen."""

from django.utils.translation import gettext as _

from tinhso.kernel.modules import Module

MODULE = Module(name="edxml", title=_("Gói tin edXML"), order=25)
