\set v 'it''s'
\set w a b c
\set n 'line\n2'
\set comb :w _suf
CREATE TABLE vars (i int, t text);
INSERT INTO vars VALUES (1, :'v'), (2, :'w'), (3, :'n'), (4, :'comb');
