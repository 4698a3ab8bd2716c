"""Geography without Flask and without the database: numbers in, numbers or map markup out.

Places are WGS-84 degrees named `lat` and `lon`; distances are metres along the WGS-84 ellipsoid. GeoJSON and
WKB keep their own order, longitude first. Other coordinate systems come in and go out only through
`geo.place`.
"""
