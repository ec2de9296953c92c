echo before
echo )
echo after && ls
