"""Paper and pages: drawings, tables and texts as people hold them in their hands."""
