echo before
if true; then echo a
echo 'unclosed
