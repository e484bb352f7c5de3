SELECT 1;
\restrict abc
