--! Previous: -
--! Hash: sha1:b7673b620e8fb0b40825c1fe0754f355abcf1359

create schema if not exists app_public;
create schema if not exists app_private;
create table users (id int primary key);
