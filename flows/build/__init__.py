"""Build: dbt makes the marts from the raw tables."""
