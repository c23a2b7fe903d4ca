"""The design system: tokens, components, base templates, formats. It knows no room of the house."""
