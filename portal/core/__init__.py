"""What every domain stands on and none owns: database, access, errors, paging, security, jobs, sheets, files."""
