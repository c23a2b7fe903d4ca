"""Views: translate a request into verbs and reads of this room."""
