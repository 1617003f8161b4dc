"""Stage collect: find the reports of a source and fetch them gently; what came goes into the archive."""
