src/A.c
