DELETE FROM flipr.users;
