#!/usr/bin/env bash
# Makes what is missing of the cluster's authority and its nodes' certificates; RENEW=yes makes the nodes' certificates anew, under the same
# authority. Nodes run as user 1000 and see their own key alone; the authority's key is for this script only.
set -euo pipefail
cd "${1:-/certificates}"
owner=${2:-1000:1000}
authority_days=3650
node_days=825
made=$(mktemp -d)
trap 'rm -r "$made"' EXIT

# Into a folder that is there already, such as a volume. The tool takes none, and exits with 0 also where it failed, so what it should have
# made is looked at. The key comes last: where it is, the rest is.
take() {
  local folder=$1 name=$2
  test -s "$made/$folder/$name.crt"
  test -s "$made/$folder/$name.key"
  cp "$made/$folder/$name.crt" "$folder/"
  cp "$made/$folder/$name.key" "$folder/"
}

if [ ! -s authority/ca.key ]; then
  es-gencert-cli create-ca -days "$authority_days" -out "$made/authority"
  take authority ca
fi
chmod 700 authority
chmod 600 authority/ca.key
cp authority/ca.crt ca/ca.crt
chmod 755 ca
chmod 644 ca/ca.crt

for node in eventstore1 eventstore2 eventstore3; do
  if [ "${RENEW:-no}" = yes ] || [ ! -s "$node/node.key" ]; then
    # `eventstore` is the name under which clients find any of them, `localhost` that of the health check.
    es-gencert-cli create-node -days "$node_days" -ca-certificate authority/ca.crt -ca-key authority/ca.key \
      -dns-names "$node,eventstore,localhost" -ip-addresses 127.0.0.1 -out "$made/$node"
    take "$node" node
  fi
  chown -R "$owner" "$node"
  chmod 700 "$node"
  chmod 600 "$node/node.key"
done
echo 'the certificates of the cluster are in place'
