"""Tables of service positions, in and out: .xlsx, .csv and GeoJSON."""
