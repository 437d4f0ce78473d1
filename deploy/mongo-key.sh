#!/usr/bin/env bash
# Makes the replica set's key once. MongoDB refuses a key that anyone but its own user can read.
set -euo pipefail
folder=${1:-/key}
owner=${2:-mongodb:mongodb}

if [ ! -s "$folder/mongo.key" ]; then
  # 756 bytes make 1008 characters of base64; MongoDB takes 1024 at most.
  head -c 756 /dev/urandom | base64 | tr -d '\n' > "$folder/mongo.key.new"
  mv "$folder/mongo.key.new" "$folder/mongo.key"
fi
chown "$owner" "$folder/mongo.key"
chmod 400 "$folder/mongo.key"
echo 'the key of the replica set is in place'
