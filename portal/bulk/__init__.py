"""Bulk work (批量): a workbook comes in, is read by a job, shown with all that is wrong, confirmed, done whole or not.

Rooms register importers (`portal/core/bulk.py`); here are the file, the progress, the preview and the report.
"""
