SELECT E'a\''
  'b\';c' -- note
  'd'; SELECT 2;