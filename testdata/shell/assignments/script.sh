A=1 B="two words" C=$A env
X=3
ARR=(a b)
export E=1 F
local x=1
readonly -a y
exit 3
A=1 return
