-- Where headstart keeps its version table and journal: headstart.toml names it, and headstart makes no schema.
CREATE SCHEMA history;
