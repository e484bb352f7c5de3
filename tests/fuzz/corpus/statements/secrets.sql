ALTER ROLE r PASSWORD 'hunter2'; SELECT $$hunter2$$, E'a\'hunter2', N'hunter2', U&'hunter2' UESCAPE '!', 'a'
'hunter2' /* hunter2 */ FROM "b"; -- hunter2
SELECT 'hunter2