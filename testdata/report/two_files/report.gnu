plimsoll:compose.yaml:5:15: error: service `api` builds a stage that does not exist [unknown-build-target]
