plimsoll:Dockerfile:2:19: error: `--from` is given twice [duplicate-flag]
plimsoll:Dockerfile:2:6: warning: labels that lie in each other [overlap]
plimsoll:Dockerfile:3:5: warning: two labels at one place [same-place]
plimsoll:Dockerfile:3:1: note: a place without words [no-words]
