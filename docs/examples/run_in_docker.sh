#!/bin/sh
# Builds an image in an ordinary container of a Docker engine and pushes it.
#
#   run_in_docker.sh DOCKERFILE CONTEXT DESTINATION [FLAG...]
#
#   DOCKERFILE   path of the Dockerfile inside the context, such as Dockerfile
#   CONTEXT      directory with the files to build from
#   DESTINATION  name to push to, such as registry.example.com/team/app:1.0
#   FLAG         more flags of the executor, such as --build-arg=VERSION=1
#
# KANIKO_IMAGE names the executor's image; KANIKO_NETWORK the network of the container. The
# credentials of "docker login" are used when there are any in DOCKER_CONFIG or ~/.docker.
set -eu

if [ $# -lt 3 ]; then
  sed -n 's/^#   *//p' "$0" | sed -n 1,5p >&2
  exit 2
fi
dockerfile=$1
context=$(cd "$2" && pwd)
destination=$3
shift 3

image=${KANIKO_IMAGE:-registry.example.com/kaniko:0.1.0}
config=${DOCKER_CONFIG:-${HOME:-/nonexistent}/.docker}/config.json

set -- --context=dir:///workspace --dockerfile="$dockerfile" --destination="$destination" "$@"
set -- "$image" "$@"
if [ -f "$config" ]; then
  set -- --volume="$(realpath "$config")":/kaniko/.docker/config.json:ro "$@"
fi
exec docker run --rm --network="${KANIKO_NETWORK:-bridge}" --volume="$context":/workspace:ro "$@"
