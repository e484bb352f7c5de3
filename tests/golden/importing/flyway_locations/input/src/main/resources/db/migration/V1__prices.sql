CREATE TABLE prices (id int, owner text DEFAULT '${owner}');
