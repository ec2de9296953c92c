apk add --no-cache -t .build-deps gcc=12.2-r0 "musl-dev~=1.2" 'make>4'
apk --update add curl
apk add --virtual=.run $(cat packages) && apk del .build-deps
apk update; apk upgrade; apk cache clean
