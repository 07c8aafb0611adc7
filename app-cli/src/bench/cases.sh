# What is built: each case is a folder below $made/cases with a Dockerfile that takes the registry
# as build argument REGISTRY. Sourced by bench.

all_cases=(scratch run-steps run-steps-large-root copy-many-files large-layer fork-and-join
  cached-nothing-changed cached-file-changed cached-base-changed memory-600m memory-2g)

# Those about memory show how little of it the executor needs; that base images change below a COPY
# --link is nothing that the other builders of Debian know.
is_measured() { # CASE BUILDER
  case $1 in
    memory-* | cached-base-changed) [ "$2" = executor ] || [ "$2" = container ] ;;
    *) true ;;
  esac
}

# Built twice, the second time with what the first has left, and only that is measured.
is_cached() { [[ $1 == cached-* ]]; } # CASE

# What has changed since the first build.
change_case() { # CASE
  local folder=$made/cases/$1
  case $1 in
    cached-file-changed) echo changed > "$folder/app/file" ;;
    cached-base-changed) sed -i 's,/debian$,/debian-changed,' "$folder/Dockerfile" ;;
  esac
}

change_case_back() { # CASE
  local folder=$made/cases/$1
  case $1 in
    cached-file-changed) echo first > "$folder/app/file" ;;
    cached-base-changed) sed -i 's,/debian-changed$,/debian,' "$folder/Dockerfile" ;;
  esac
}

java_options_of() { # CASE
  case $1 in
    memory-*) echo "${KANIKO_JAVA_OPTIONS:-} -Xmx256m" ;;
    *) echo "${KANIKO_JAVA_OPTIONS:-}" ;;
  esac
}

make_case() { # CASE
  local folder=$made/cases/$1
  mkdir -p "$folder"
  case $1 in
    scratch) make_scratch "$folder" ;;
    run-steps) make_run_steps "$folder" debian 12 ;;
    run-steps-large-root) make_run_steps "$folder" large-root 6 ;;
    copy-many-files) make_many_files "$folder" ;;
    large-layer) make_large_layer "$folder" ;;
    fork-and-join) make_fork_and_join "$folder" ;;
    cached-*) make_cached "$folder" "$1" ;;
    memory-600m) make_noise "$folder" 600 ;;
    memory-2g) make_noise "$folder" 2048 ;;
  esac
}

make_scratch() { # FOLDER
  echo 'hello' > "$1/file"
  printf 'FROM scratch\nCOPY file /file\nCMD ["/file"]\n' > "$1/Dockerfile"
}

make_run_steps() { # FOLDER BASE STEPS
  need_base "$2"
  {
    printf 'ARG REGISTRY\nFROM ${REGISTRY}/%s\n' "$2"
    for ((step = 1; step <= $3; step++)); do
      printf 'RUN echo %d > /step-%d\n' "$step" "$step"
    done
  } > "$1/Dockerfile"
}

make_many_files() { # FOLDER
  need_base debian
  small_files "$1/files" 20000
  printf 'ARG REGISTRY\nFROM ${REGISTRY}/debian\nCOPY files /files\n' > "$1/Dockerfile"
}

small_files() { # FOLDER COUNT; a thousand to a folder
  mkdir "$1"
  (
    cd "$1"
    seq "$2" | split -l 1 -a 6 -d - f-
    for ((d = 0; d * 1000 < $2; d++)); do
      prefix=$(printf 'f-%03d' "$d")
      mkdir "d-$d"
      mv "$prefix"??? "d-$d"
    done
  )
}

# Noise is what compressors can do nothing with; text is what logs and sources are like.
make_large_layer() { # FOLDER
  need_base debian
  mkdir "$1/files"
  noise 600 > "$1/files/noise"
  find /usr/share /usr/lib -type f \( -name '*.txt' -o -name '*.py' -o -name '*.pm' -o -name copyright \) \
    -print0 | sort -z | xargs -0 cat 2>/dev/null | head -c 50M > "$made/text" || true
  [ -s "$made/text" ] || fail "no text below /usr to fill a layer with"
  for ((copy = 0; copy * $(stat -c %s "$made/text") < 629145600; copy++)); do
    cat "$made/text"
  done | head -c 600M > "$1/files/text" || true
  rm "$made/text"
  printf 'ARG REGISTRY\nFROM ${REGISTRY}/debian\nCOPY files /files\n' > "$1/Dockerfile"
}

make_fork_and_join() { # FOLDER
  need_base debian
  cat > "$1/Dockerfile" <<'DOCKERFILE'
ARG REGISTRY
FROM ${REGISTRY}/debian AS left
RUN head -c 200M /dev/zero | sha256sum > /left && sleep 2
FROM ${REGISTRY}/debian AS right
RUN head -c 200M /dev/zero | sha256sum > /right && sleep 2
FROM ${REGISTRY}/debian AS middle
RUN head -c 200M /dev/zero | sha256sum > /middle && sleep 2
FROM ${REGISTRY}/debian
COPY --from=left /left /
COPY --from=right /right /
COPY --from=middle /middle /
DOCKERFILE
}

# Twelve steps, of which the last depends on a file; or copies that do not depend on the base.
make_cached() { # FOLDER CASE
  need_base debian
  mkdir "$1/app"
  echo first > "$1/app/file"
  printf 'ARG REGISTRY\nFROM ${REGISTRY}/debian\n' > "$1/Dockerfile"
  if [ "$2" = cached-base-changed ]; then
    need_base debian-changed
    noise 100 > "$1/app/noise"
    printf 'COPY --link app /app\nCOPY --link app /again\nCMD ["true"]\n' >> "$1/Dockerfile"
    return
  fi
  for ((step = 1; step <= 11; step++)); do
    printf 'RUN echo %d > /step-%d\n' "$step" "$step" >> "$1/Dockerfile"
  done
  printf 'COPY app /app\n' >> "$1/Dockerfile"
}

make_noise() { # FOLDER MEGABYTES
  noise "$2" > "$1/noise"
  printf 'FROM scratch\nCOPY noise /noise\n' > "$1/Dockerfile"
}

# The same bytes each time, faster than /dev/urandom.
noise() { # MEGABYTES
  openssl enc -aes-128-ctr -pass pass:noise -nosalt -pbkdf2 < /dev/zero 2>/dev/null |
    head -c "$1M" || true
}

need_base() { # NAME
  local folder=$made/bases/$1
  if [ ! -d "$folder" ]; then
    mkdir -p "$folder"
    case $1 in
      debian) "$here/../test/bases/debian/make" "$folder" ;;
      large-root) make_large_root "$folder" ;;
      debian-changed) make_debian_changed "$folder" ;;
    esac
    push_base "$1" "$folder/1.tar.gz"
    for builder in $chosen_builders; do
      keep_base_"$builder" "localhost:$registry_port/$1"
    done
  fi
}

# Debian and so many small files that there are 107,000 in all.
make_large_root() { # FOLDER
  need_base debian
  local root=$1/root have
  mkdir "$root"
  tar -C "$root" -xzf "$made/bases/debian/1.tar.gz"
  have=$(find "$root" | wc -l)
  small_files "$root/opt/many" $((107000 - have - 106))
  tar -C "$root" --sort=name --numeric-owner -c . | gzip -1n > "$1/1.tar.gz"
  rm -rf "$root"
}

# Debian and one more file.
make_debian_changed() { # FOLDER
  need_base debian
  gzip -dc "$made/bases/debian/1.tar.gz" > "$1/1.tar"
  echo changed > "$1/changed"
  tar -C "$1" --owner 0 --group 0 -rf "$1/1.tar" changed
  gzip -1n "$1/1.tar"
}
