"""What leaves star management as a workbook."""
