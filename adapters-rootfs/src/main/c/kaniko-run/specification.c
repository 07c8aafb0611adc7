/* Reads the specification: a length of four bytes, the highest first, then that many bytes of
 * NUL-terminated fields, each a key followed by its values. */
#include "kaniko-run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST = 16 << 20 };

struct reader {
  char *next, *end;
};

static void read_fully(int from, void *to, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t n = read(from, (char *)to + done, length - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) _exit(124);
    done += n;
  }
}

static char *field(struct reader *reader) {
  if (reader->next == reader->end) _exit(124);
  char *field = reader->next;
  reader->next += strlen(field) + 1;
  return field;
}

/* 0 to 2^32-2: the last number means "leave as it is" to the kernel and is no id. */
static uint32_t id(struct reader *reader) {
  char *digits = field(reader), *end;
  errno = 0;
  unsigned long long id = strtoull(digits, &end, 10);
  if (errno || *digits < '0' || *digits > '9' || *end || id >= UINT32_MAX) _exit(124);
  return id;
}

static void append(struct strings *list, char *value) { list->all[list->count++] = value; }

static void *room(size_t entries, size_t size) {
  void *room = calloc(entries + 1, size);
  if (!room) _exit(124);
  return room;
}

static struct strings list(size_t entries) {
  return (struct strings){.all = room(entries, sizeof(char *))};
}

static void read_root(struct specification *spec, const char *kind) {
  if (!strcmp(kind, "overlay")) spec->root = OVERLAY;
  else if (!strcmp(kind, "directory")) spec->root = DIRECTORY;
  else if (!strcmp(kind, "in-place")) spec->root = IN_PLACE;
  else _exit(124);
}

static void read_mount_kind(struct mount *mount, const char *kind) {
  if (!strcmp(kind, "directory")) mount->kind = BOUND_DIRECTORY;
  else if (!strcmp(kind, "file")) mount->kind = BOUND_FILE;
  else if (!strcmp(kind, "content")) mount->kind = CONTENT;
  else if (!strcmp(kind, "memory")) mount->kind = MEMORY;
  else _exit(124);
}

static void read_mount(struct mount *mount, struct reader *reader) {
  read_mount_kind(mount, field(reader));
  mount->source = field(reader);
  mount->target = field(reader);
  mount->read_only = !strcmp(field(reader), "read-only");
  mount->mode = id(reader);
  mount->uid = id(reader);
  mount->gid = id(reader);
}

static void read_entry(struct specification *spec, struct reader *reader) {
  char *key = field(reader);
  if (!strcmp(key, "report")) spec->report = field(reader);
  else if (!strcmp(key, "scratch")) spec->scratch = field(reader);
  else if (!strcmp(key, "root")) read_root(spec, field(reader));
  else if (!strcmp(key, "directory")) spec->directory = field(reader);
  else if (!strcmp(key, "lower")) append(&spec->lower, field(reader));
  else if (!strcmp(key, "upper")) spec->upper = field(reader);
  else if (!strcmp(key, "work")) spec->work = field(reader);
  else if (!strcmp(key, "bind")) {
    append(&spec->bind_sources, field(reader));
    append(&spec->bind_targets, field(reader));
  }
  else if (!strcmp(key, "mount")) read_mount(&spec->mounts[spec->mount_count++], reader);
  else if (!strcmp(key, "hostname")) spec->hostname = field(reader);
  else if (!strcmp(key, "own-network")) spec->own_network = true;
  else if (!strcmp(key, "cwd")) spec->working_directory = field(reader);
  else if (!strcmp(key, "uid")) spec->uid = id(reader);
  else if (!strcmp(key, "gid")) spec->gid = id(reader);
  else if (!strcmp(key, "group")) spec->groups[spec->group_count++] = id(reader);
  else if (!strcmp(key, "argument")) append(&spec->arguments, field(reader));
  else if (!strcmp(key, "environment")) append(&spec->environment, field(reader));
  else _exit(124);
}

static bool is_complete(const struct specification *spec) {
  if (!spec->report || !spec->working_directory) return false;
  if (spec->root == IN_PLACE) return true;
  if (!spec->scratch || !spec->hostname) return false;
  return spec->root == OVERLAY ? spec->lower.count && spec->upper && spec->work : !!spec->directory;
}

/* A specification that is not as it must be comes from a builder of another version: there is
 * nobody to report to yet, and the exit status says it. */
struct specification read_specification(int from) {
  unsigned char size[4];
  read_fully(from, size, sizeof size);
  size_t length = (size_t)size[0] << 24 | size[1] << 16 | size[2] << 8 | size[3];
  if (length == 0 || length > LONGEST) _exit(124);
  char *bytes = room(length, 1);
  read_fully(from, bytes, length);
  if (bytes[length - 1]) _exit(124);
  size_t fields = 0;
  for (size_t i = 0; i < length; i++) fields += !bytes[i];
  struct specification spec = {
      .lower = list(fields),
      .bind_sources = list(fields),
      .bind_targets = list(fields),
      .mounts = room(fields, sizeof(struct mount)),
      .groups = room(fields, sizeof(gid_t)),
      .arguments = list(fields),
      .environment = list(fields),
  };
  struct reader reader = {bytes, bytes + length};
  while (reader.next < reader.end) read_entry(&spec, &reader);
  if (!is_complete(&spec)) _exit(124);
  return spec;
}
