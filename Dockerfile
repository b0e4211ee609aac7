# The planner is a native addon without a musl build: bookworm-slim, not alpine.
FROM node:24-bookworm-slim
WORKDIR /hub
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts && npm cache clean --force
COPY tsconfig.json tsconfig.build.json ./
COPY bin bin
COPY gateway gateway
COPY hub hub
COPY subgraphs subgraphs
COPY simulation simulation
COPY migrations migrations
COPY schema schema
COPY data data
# Types are needed to build, not to run.
RUN node bin/unefois.js build && npm prune --omit=dev --ignore-scripts && mkdir -p /donnees && chown node /donnees
USER node
ENTRYPOINT []
CMD ["node", "bin/unefois.js", "start"]
