"""A handbook as a workbook: written, filled in by people, and read into its files."""
