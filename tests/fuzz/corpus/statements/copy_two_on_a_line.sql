COPY a FROM stdin; COPY b FROM stdin;
1
\.
2
\.
