-- atlas:delimiter \n\n\n
CREATE TABLE trees (id int)


-- of which there are many
CREATE TABLE leaves (id int);



INSERT INTO trees VALUES (1)
