# The ledger on the official Node of the version it was tested on. A tag can be pointed elsewhere; whoever builds for production pins the digest
# with it: docker build --build-arg NODE_IMAGE=node:26.10.0-trixie-slim@sha256:<digest> .
ARG NODE_IMAGE=node:26.10.0-trixie-slim

# What runs needs: exactly what the lock file pins, no install scripts. Of that, the Node that comes through npm is taken out again, and
# nothing else: --omit=optional would also leave out what other packages bring for their platform.
FROM ${NODE_IMAGE} AS modules
WORKDIR /ledger
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -r node_modules/node-linux-* node_modules/.bin/node

# The code and the page, built; the page's sources and what builds it stay behind. Whatever modes files have where they come from, all can be
# read in the end.
FROM ${NODE_IMAGE} AS ledger
WORKDIR /ledger
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node_modules/.bin/vite build api/page --logLevel warn \
  && rm -r node_modules \
  && find api/page -mindepth 1 -maxdepth 1 ! -name dist -exec rm -r {} + \
  && chmod -R u=rwX,go=rX .

FROM ${NODE_IMAGE}
# Alone, without settings, it is a whole ledger that keeps its events in /data: give that a volume.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=7400 LEDGER_EVENTS=embedded:/data
WORKDIR /ledger
RUN install -d -o 1000 -g 1000 -m 700 /data
COPY --from=modules /ledger/node_modules node_modules
COPY --from=ledger /ledger .
# The user `node` of the image, by number, so that it can be seen from outside that it is not root.
USER 1000:1000
EXPOSE 7400
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 CMD ["node", "bin/healthy.mjs"]
ENTRYPOINT ["node", "--max-semi-space-size=64", "bin/ledger.mjs"]
CMD ["serve"]
