"""Pure decisions about processes: reading a drawing, judging it, evaluating its conditions. No Django, no database."""
