npm ci --omit=dev
npm install -g npm@10 @angular/cli typescript@$TS user/repo ./x.tgz
npm i --registry https://example.com express
yarn
yarn global add serve@14
yarn add lodash && yarn run build
pnpm add -D vite@5 && bun install
npm cache clean --force
