"""The portal of a county's grass-roots service work: one package per domain (see docs/ and README.md)."""
