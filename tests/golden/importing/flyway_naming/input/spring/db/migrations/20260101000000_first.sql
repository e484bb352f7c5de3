CREATE TABLE a (path text DEFAULT '${path}');
