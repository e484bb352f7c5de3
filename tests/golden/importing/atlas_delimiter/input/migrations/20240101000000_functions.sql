-- atlas:txmode none
-- atlas:delimiter -- end

CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RETURN 1;
END
$$
-- end

CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 2; END $$; -- end
SELECT one() + two() -- end
