"""Stand-ins for outside systems that a development machine cannot reach (máy giả lập). Never for real data.

Each speaks the documented protocol of the real system over HTTP, keeps what it was sent in a file of its own, and can
be told to be slow, wrong or down. The program talks to them with the same client code as to the real ones. Nothing in
the house imports this package and it imports nothing of the house: they meet on the wire alone.

A simulator is a module or package here with `TITLE: str` and `make_app(folder: Path) -> Starlette`; it is served under
`/<its name>/` with `-` for `_`. `behaviour.Behaviour` gives it the modes that every one has.
"""
