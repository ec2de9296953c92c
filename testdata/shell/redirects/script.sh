echo a > /dev/null 2>&1
cat <<-'END' >> "out file"
	body $x
	END
exec 3<> f
cat <<< "here"
cmd &> log
>empty
