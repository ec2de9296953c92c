plimsoll:min.json.yaml:1:3009: warning: a place in the middle of a long line [minified]
plimsoll:min.json.yaml:1:1: warning: the whole of a long line [minified-all]
plimsoll:min.json.yaml:1:6024: note: the end of a long line [minified-end]
plimsoll:Dockerfile:2:1: warning: a step of 200 lines [long-step]
