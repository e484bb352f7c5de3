CREATE TABLE t (id int);
\copy t FROM 'x'
