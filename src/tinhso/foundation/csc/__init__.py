"""Con dấu số cho hệ thống khác: others sign with an agency's key, by the Cloud Signature Consortium's API v2.

Owns the systems that may connect, the rules and consents by which a seal's custodian (văn thư) lets them sign, and the
authorisations given out: each bound to the hashes it is for, good once, for five minutes. It holds no key and knows no
document; keys are signing's, and whose seal it is says the unit that holds it.
"""
