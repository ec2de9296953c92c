plimsoll:Dockerfile:3:13: warning: `apt-get install` asks a question that nobody will answer [apt-get-yes, DL3014]
