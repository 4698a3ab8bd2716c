"""Backup and restore on both engines: one archive with the database, the files that people handed in, and a manifest.

A backup is consistent while writing goes on. The archive comes into being whole or not at all; its last member is the
digest of the manifest, so that one that was cut off or tampered with is refused before anything is touched.
"""
