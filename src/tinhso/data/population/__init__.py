"""Population: data of persons as the national population database holds them (CSDL quốc gia về dân cư).

Asks the national source over SOAP for one person at a time, by number, name and birth date together, for a stated
purpose and a subject (a draft, a dossier, a visit at the desk), and puts every question on record. What came back is
kept with that subject only: this room is no register of the population and answers nothing from memory to anybody else.
A source that is slow or down holds nobody up: the person goes on as «chưa xác minh» and a queue verifies later.

Knows no dossier and no form. Officers ask through `look_up`, portals through `known_of_applicant`, and whoever keeps
the subject listens to PersonVerified.
"""
