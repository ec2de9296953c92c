if test -f a; then one; elif [ -f "b" ]; then two; else three; fi
while read -r line; do echo "$line"; done < list
until ping -c1 host; do sleep 1; done
for f in $(ls *.txt) b; do cat "$f"; done
case "$(uname -m)" in x86_64) arch=amd64 ;; *) exit 1 ;; esac
[[ -n $A && ! -f /x ]] && echo yes
