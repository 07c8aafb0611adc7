# Who builds, and the registry it is pushed to. Every run_* leaves the seconds it took in $seconds
# and the largest resident memory of a process, in KiB, in $peak. Sourced by bench.

all_builders=(executor container buildah docker)
docker_client=/usr/bin/docker
registry_port=
# Not empty while builds may use what earlier ones have left.
caching=
registry_pid=
docker_pid=

# --- the registry: every start puts it back to the base images alone ---

start_registry() {
  stop_registry
  rm -rf "$made/registry"
  mkdir -p "$made/pristine"
  cp -al "$made/pristine" "$made/registry"
  if [ -z "$registry_port" ]; then
    registry_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  fi
  cat > "$made/registry.yml" <<YAML
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: $made/registry}}
http: {addr: "127.0.0.1:$registry_port"}
YAML
  docker-registry serve "$made/registry.yml" > "$made/registry.log" 2>&1 &
  registry_pid=$!
  await "the registry" curl -sf "http://localhost:$registry_port/v2/"
}

stop_registry() {
  stop "$registry_pid"
  registry_pid=
}

stop() { # PID
  if [ -n "$1" ] && kill "$1" 2>/dev/null; then
    wait "$1" 2>/dev/null || true
  fi
}

await() { # NAME COMMAND...
  local name=$1
  shift
  for ((try = 0; try < 300; try++)); do
    if "$@" > /dev/null 2>&1; then
      return 0
    fi
    sleep 0.1
  done
  fail "$name did not come up"
}

# An image of one layer, as an OCI layout that skopeo pushes.
push_base() { # NAME LAYER
  local layout=$made/layout size digest diff_id config manifest
  mkdir -p "$layout/blobs/sha256"
  digest=$(sha256sum < "$2" | cut -d ' ' -f 1)
  diff_id=$(gzip -dc "$2" | sha256sum | cut -d ' ' -f 1)
  size=$(stat -c %s "$2")
  cp "$2" "$layout/blobs/sha256/$digest"
  config=$(jq -nc --arg diff "sha256:$diff_id" --arg arch "$(dpkg --print-architecture)" \
    '{created: "2024-01-01T00:00:00Z", architecture: $arch, os: "linux",
      config: {Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]},
      rootfs: {type: "layers", diff_ids: [$diff]},
      history: [{created: "2024-01-01T00:00:00Z", created_by: "the base"}]}')
  manifest=$(jq -nc --arg layer "sha256:$digest" --argjson size "$size" \
    --arg config "$(blob "$layout" "$config")" --argjson config_size "${#config}" \
    '{schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: {mediaType: "application/vnd.oci.image.config.v1+json", digest: $config, size: $config_size},
      layers: [{mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: $layer, size: $size}]}')
  jq -nc --arg manifest "$(blob "$layout" "$manifest")" --argjson size "${#manifest}" \
    '{schemaVersion: 2, manifests: [{mediaType: "application/vnd.oci.image.manifest.v1+json",
      digest: $manifest, size: $size}]}' > "$layout/index.json"
  echo '{"imageLayoutVersion": "1.0.0"}' > "$layout/oci-layout"
  skopeo copy --quiet --dest-tls-verify=false "oci:$layout" "docker://localhost:$registry_port/$1"
  rm -rf "$layout"
  stop_registry
  rm -rf "$made/pristine"
  cp -al "$made/registry" "$made/pristine"
  start_registry
}

blob() { # LAYOUT TEXT; prints the digest
  local digest
  digest=$(printf %s "$2" | sha256sum | cut -d ' ' -f 1)
  printf %s "$2" > "$1/blobs/sha256/$digest"
  echo "sha256:$digest"
}

# --- measuring ---

no_cache() { [ -n "$caching" ] || echo --no-cache; }

timed() { # COMMAND...
  /usr/bin/time -f '%e %M' -o "$made/time" "$@" || return 1
  read -r seconds peak < <(tail -n 1 "$made/time")
}

unmount_below() { # FOLDER
  awk -v folder="$1/" 'index($2, folder) == 1 { print $2 }' /proc/self/mounts | tac |
    while read -r mount; do umount "$mount"; done
}

# --- this project's executor ---

prepare_executor() {
  executor=${KANIKO_EXECUTOR:-$(realpath -m "$here/../../target/kaniko/bin/executor")}
  [ -x "$executor" ] || fail "$executor is not there: run 'mvn package', or set KANIKO_EXECUTOR"
}

# It keeps a base when a build has unpacked it, as the stores of the others do.
keep_base_executor() { # NAME
  local folder=$made/keep
  mkdir -p "$folder"
  printf 'FROM %s\nWORKDIR /kept\n' "$1" > "$folder/Dockerfile"
  "$executor" --context "dir://$folder" --destination "$1-kept" --no-push \
    --insecure-registry "localhost:$registry_port" > /dev/null 2>&1
}

# The cache is where an executor in a pod has it: in the registry.
cache_flags() {
  [ -z "$caching" ] || echo "--cache --cache-repo localhost:$registry_port/cache"
}

run_executor() { # CONTEXT NAME
  KANIKO_JAVA_OPTIONS=$(java_options_of "$(basename "$1")") timed "$executor" \
    --context "dir://$1" --dockerfile Dockerfile --destination "$2" \
    --insecure-registry "localhost:$registry_port" --build-arg "REGISTRY=localhost:$registry_port" \
    $(cache_flags)
}

clean_executor() { :; }

# --- the same in an ordinary container, in place, as in a pod ---

prepare_container() {
  local archive said
  archive=${KANIKO_IMAGE:-$(realpath -m "$here/../../target/image/executor.tar")}
  [ -f "$archive" ] || fail "$archive is not there: run app-cli/src/image/build, or set KANIKO_IMAGE"
  prepare_docker
  said=$(docker_here load --quiet --input "$archive")
  executor_image=${said##*: }
}

keep_base_container() { :; }

# The time of the container's own start and end counts.
run_container() { # CONTEXT NAME
  export -f docker_here
  export made docker_client
  watch_peak /kaniko/jre/bin/java &
  local watcher=$!
  KANIKO_JAVA_OPTIONS=$(java_options_of "$(basename "$1")") timed bash -euc '
    docker_here run --rm --network host --env KANIKO_JAVA_OPTIONS --volume "$1:/workspace:ro" \
      "$4" --destination "$2" --insecure-registry "$3" --build-arg "REGISTRY=$3" $5' \
    bash "$1" "$2" "localhost:$registry_port" "$executor_image" "$(cache_flags)" || { kill "$watcher"; return 1; }
  kill "$watcher"
  wait "$watcher" 2> /dev/null || true
  peak=$(cat "$made/peak")
}

# Keeps the largest resident memory that a process of this program has had in $made/peak.
watch_peak() { # PROGRAM
  local process most=0 now
  echo 0 > "$made/peak"
  while sleep 0.1; do
    for process in $(pgrep -x "$(basename "$1")" || true); do
      [ "$(readlink "/proc/$process/exe")" = "$1" ] || continue
      now=$(awk '/^VmHWM:/ { print $2 }' "/proc/$process/status" 2> /dev/null || true)
      if [ "${now:-0}" -gt "$most" ]; then
        most=$now
        echo "$most" > "$made/peak"
      fi
    done
  done
}

clean_container() { :; }

# --- buildah ---

buildah_here() {
  buildah --root "$made/buildah/root" --runroot "$made/buildah/run" --storage-driver overlay "$@"
}

prepare_buildah() { mkdir -p "$made/buildah"; }

keep_base_buildah() { buildah_here pull --quiet --tls-verify=false "$1" > /dev/null; } # NAME

run_buildah() { # CONTEXT NAME
  export -f buildah_here
  export made
  timed bash -euc '
    buildah_here bud --isolation chroot $4 --layers --pull=never --tls-verify=false \
      --build-arg "REGISTRY=$3" --tag "$2" "$1"
    buildah_here push --tls-verify=false "$2"' bash "$1" "$2" "localhost:$registry_port" \
    "$(no_cache)"
}

# Everything that was built goes; the bases stay.
clean_buildah() { buildah_here images --all --format '{{.ID}} {{.Name}}' | remove_buildah_images; }

remove_buildah_images() {
  while read -r id name; do
    case $name in
      */debian | */debian-changed | */large-root) ;;
      *) buildah_here rmi --force "$id" > /dev/null 2>&1 || true ;;
    esac
  done
}

# --- Docker's BuildKit ---

docker_here() {
  DOCKER_HOST=unix://$made/docker/docker.sock DOCKER_CONFIG=$made/docker DOCKER_BUILDKIT=1 \
    $docker_client "$@"
}

prepare_docker() {
  [ -z "$docker_pid" ] || return 0
  mkdir -p "$made/docker"
  dockerd --data-root "$made/docker/data" --exec-root "$made/docker/exec" \
    --pidfile "$made/docker/pid" --host "unix://$made/docker/docker.sock" \
    --iptables=false --ip6tables=false --bridge=none > "$made/docker/log" 2>&1 &
  docker_pid=$!
  await dockerd docker_here version
}

stop_docker() {
  stop "$docker_pid"
  docker_pid=
}

keep_base_docker() { docker_here pull --quiet "$1" > /dev/null; } # NAME

# The work is done by the engine: its peak counts, from here on.
run_docker() { # CONTEXT NAME
  export -f docker_here
  export made docker_client
  local engine
  echo 5 > "/proc/$docker_pid/clear_refs"
  timed bash -euc '
    docker_here build $4 --network host --build-arg "REGISTRY=$3" --tag "$2" "$1"
    docker_here push --quiet "$2"' bash "$1" "$2" "localhost:$registry_port" \
    "$(no_cache)" || return 1
  engine=$(awk '/^VmHWM:/ { print $2 }' "/proc/$docker_pid/status")
  peak=$((engine > peak ? engine : peak))
}

clean_docker() {
  docker_here images --format '{{.Repository}}:{{.Tag}}' | grep -v -E '/(debian|debian-changed|large-root):|^kaniko-executor:' |
    xargs -r -n 1 "$docker_client" --host "unix://$made/docker/docker.sock" image rm --force > /dev/null
  docker_here builder prune --all --force > /dev/null
}
