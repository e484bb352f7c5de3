create table {{.prefix}}_cats (id int);
{{ template "shared/one.sql" . }}
---- create above / drop below ----

drop function one();
drop table {{.prefix}}_cats;
