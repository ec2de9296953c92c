curl -fsSL https://example.com/key | gpg --dearmor -o /key.gpg && ls
a | { b; c; } | (d)
! e | f
a |& b
