echo 'single $x' "double \"q\"" esc\ aped mixed'a'"b"c
echo $VAR ${VAR} "$VAR" *.txt file? [ab] {a,b} {} ~/x "~" a~ \*
printf %s\n $'a\n' '' ""
foo[1] 100$ a=b
two\
lines 'one
two'
