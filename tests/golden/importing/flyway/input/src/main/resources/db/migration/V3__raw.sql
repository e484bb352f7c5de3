COMMENT ON TABLE shops IS '${raw}';
