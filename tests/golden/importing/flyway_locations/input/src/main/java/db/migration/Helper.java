package db.migration;
