SELECT days[1:users.days[1]] FROM users;
