SELECT 1+-2, a<@b, c->>'d', e::int, f := 1, 1..2, .5e-3, a/*x*/-b--y
, @-1 FROM t;