FROM node:22.11
COPY api/src /srv/src
COPY api/dist /srv/dist
USER node
