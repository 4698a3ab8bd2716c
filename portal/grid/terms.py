"""Words of the ground."""

from portal.core.words import Word


class AreaKind(Word):
    """Which outline an administrative area is."""

    COUNTY = "county", "县", "County"
    STREET = "street", "街道", "Street"
