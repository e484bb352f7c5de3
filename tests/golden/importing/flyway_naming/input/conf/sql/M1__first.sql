CREATE TABLE a (note text DEFAULT '#[who] and ${who}');
