# Scripts of one line each: for each code that has a row in plimsoll-shellcheck's signs, some that it is about.
[ "a" = "b" ]
[ yes ]
[ ! no ]
if test linux = linux; then x; fi
[ "a b" = c ]
[ '$x' = '$y' ]
[ \$x = y ]
[ -n "yes" ]
[ -z no ]
[ -n "${x} and more" ]
[ -n x -a "$y" = z ]
[ a = b -o c = d ]
[ "$y" = z ] && [ false ]
( [ a != b ] )
echo "$( [ a = b ] )"
[[ a == b ]]
[[ -n word ]]
[[ word ]]
cat "~/file"
x='~/file'
echo a >> "~/.bashrc"
function a() { b; }
function a { b; }
echo $unset_one
echo "${unset_two}"
echo ${#unset_three}
x=1 echo $x
echo $((unset_four + 1))
case x in y) z;; esac
case "x" in y) z;; esac
case  'x$y' in y) z;; esac
make 2>1
make > 1
make >>2
make &> 1
[ "$x" != a ] || [ "$x" != b ]
[ "$x" -ne 1 ] || [ "$x" -ne 2 ]
cat <(ls)
ls > >(cat)
echo $'a\tb'
for ((i = 0; i < 3; i++)); do x; done
((a = 1))
echo $((a++)) $((--b))
echo $((10#08))
select x in a b; do y; done
mkdir -p a/{b,c}
touch a{1..9}
echo {"a b",c}
echo {${a},b}
if [[ -f a ]]; then b; fi
cat <<< text
[ "$x" == y ]
test "$x" == y
[ "$x" =~ y ]
[[ $x =~ y ]]
make &> log
make >& log
x+=y
x=(a b)
x[1]=y
coproc cat
x=$(< file)
x=$( < file )
x=`< file`
let x=1
declare -a x
typeset x
shopt -s globstar
pushd /srv
popd
dirs
disown
mapfile x
readarray x
complete x
compgen x
caller
suspend
"source" a
source a
cd a && source b
trap x ERR
trap 'x' DEBUG
printf '%q' "$x"
printf '%5q' "$x"
echo ${!x}
echo "${!x[@]}"
echo ${!x*}
echo ${x[0]}
echo ${x[@]}
echo ${#x[@]}
echo ${x:1}
echo ${x:1:2}
echo ${x: -1}
echo ${x^}
echo ${x^^}
echo ${x,,}
echo ${x/a/b}
echo ${x//a/b}
coproc { cat; }
coproc worker { cat; }
x=$(0< file)
echo "${@:2}" ${*:1}
echo ${@[1]}
echo {"}",a}
