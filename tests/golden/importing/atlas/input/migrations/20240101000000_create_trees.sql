-- Create "trees" table
CREATE TABLE "trees" ("id" int NOT NULL);
