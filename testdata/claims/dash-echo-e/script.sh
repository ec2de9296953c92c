echo -e a
