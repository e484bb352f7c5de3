COPY t FROM stdin;
1	;
'
\.
COPY public.t (a, "b") FROM STDIN WITH (FORMAT csv);
\.
SELECT 1;