/* What RUN --mount asks for: directories and files of the builder, files whose content only the
 * builder's memory holds, and file systems in memory. */
#include "kaniko-run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* These have the same values in what statvfs(3) gives and what mount(2) takes. */
enum { KEPT_FLAGS = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC };

static int digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

static void write_content(int file, const char *hexadecimal) {
  char bytes[4096];
  while (*hexadecimal) {
    size_t length = 0;
    for (; *hexadecimal && length < sizeof bytes; hexadecimal += 2) {
      bytes[length++] = digit(hexadecimal[0]) << 4 | digit(hexadecimal[1]);
    }
    if (write(file, bytes, length) != (ssize_t)length) refuse("write a file for the command", "");
  }
}

/* A file of a file system in memory that nothing but this one mount leads to. */
static int take_content(const struct mount *mount, const char *scratch, size_t number) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%zu", scratch, number);
  int file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) refuse("make a file for the command", "");
  write_content(file, mount->source);
  if (fchown(file, mount->uid, mount->gid) || fchmod(file, mount->mode)) {
    refuse("give a file to the command's user", "");
  }
  close(file);
  return detached(path);
}

int *take_given(const struct specification *spec) {
  int *trees = calloc(spec->mount_count + 1, sizeof(int));
  if (!trees) refuse("allocate memory", "");
  if (spec->mount_count == 0) return trees;
  if (mount("tmpfs", spec->scratch, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755")) {
    refuse("mount a file system in memory", "");
  }
  for (size_t i = 0; i < spec->mount_count; i++) {
    const struct mount *mount = &spec->mounts[i];
    switch (mount->kind) {
      case BOUND_DIRECTORY:
      case BOUND_FILE: trees[i] = detached(mount->source); break;
      case CONTENT: trees[i] = take_content(mount, spec->scratch, i); break;
      case MEMORY: trees[i] = -1; break;
    }
  }
  if (umount2(spec->scratch, MNT_DETACH)) refuse("detach the files for the command", "");
  return trees;
}

/* A place below another mount, /dev for one, is not there yet: the one in the root is hidden. */
static void require_place(char *place, bool directory) {
  struct stat stat;
  if (!lstat(place, &stat)) return;
  for (char *slash = strchr(place + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    int result = mkdir(place, 0755);
    *slash = '/';
    if (result && errno != EEXIST) refuse_root(place);
  }
  if (directory) {
    if (mkdir(place, 0755)) refuse_root(place);
    return;
  }
  int file = open(place, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
  if (file < 0) refuse_root(place);
  close(file);
}

static void restrict_mount(const char *place, bool read_only) {
  struct statvfs now;
  if (statvfs(place, &now)) refuse("look at the mount", place);
  unsigned long flags = (now.f_flag & KEPT_FLAGS) | MS_NODEV | (read_only ? MS_RDONLY : 0);
  if (mount(NULL, place, NULL, MS_REMOUNT | MS_BIND | flags, NULL)) {
    refuse(read_only ? "make read-only" : "restrict the mount", place);
  }
}

void mount_given(
    const struct specification *spec, const struct mount_points *points, const int *trees) {
  for (size_t i = 0; i < spec->mount_count; i++) {
    const struct mount *given = &spec->mounts[i];
    char *place = points->places[FIRST_BIND_PLACE + spec->bind_targets.count + i];
    require_place(place, given->kind == BOUND_DIRECTORY || given->kind == MEMORY);
    if (given->kind != MEMORY) attach(trees[i], place);
    else if (mount("tmpfs", place, "tmpfs", MS_NOSUID | MS_NODEV, given->source)) {
      refuse("mount a file system in memory at", place);
    }
  }
  /* Only now: what is mounted inside of another mount needed a place there. */
  for (size_t i = spec->mount_count; i-- > 0;) {
    char *place = points->places[FIRST_BIND_PLACE + spec->bind_targets.count + i];
    restrict_mount(place, spec->mounts[i].read_only);
  }
}
