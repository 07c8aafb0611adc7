/* Mount points of a root whose files nobody vouches for. Every path is walked component by
 * component below the root's descriptor, links are resolved inside the root, and what has to be
 * made for the command's time (a stub) is made and removed by the descriptor of its directory, so
 * that no link that the command plants meanwhile leads a removal astray. */
#include "kaniko-run.h"

#include <errno.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST_LINKS = 40, MOST_STUBS = 512 };

struct stub {
  int parent;
  char name[NAME_MAX + 1];
  struct stat made;
};

/* A walk: `place` is done and free of links, `rest` is not yet. */
struct walk {
  int root;
  char *place;
  char rest[2 * PATH_MAX];
  int links;
};

static int open_in(int root, const char *place, int flags) {
  struct open_how how = {
      .flags = flags | O_CLOEXEC,
      .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
  };
  int fd = syscall(SYS_openat2, root, *place ? place : "/", &how, sizeof how);
  if (fd < 0 && errno == ENOSYS) refuse("openat2, which Linux has since 5.6", "");
  return fd;
}

static int set_modification_time(int directory, const struct stat *as_in) {
  struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, as_in->st_mtim};
  return futimens(directory, times);
}

static int make_stub(struct walk *walk, bool directory, struct mount_points *points) {
  char *name = strrchr(walk->place, '/');
  *name = 0;
  int parent = open_in(walk->root, walk->place, O_RDONLY | O_DIRECTORY);
  *name++ = '/';
  struct stat before, made;
  if (parent < 0 || fstat(parent, &before)) return -1;
  if (points->stub_count == MOST_STUBS || strlen(name) > NAME_MAX) {
    errno = ENAMETOOLONG;
    return -1;
  }
  if (directory) {
    if (mkdirat(parent, name, 0755)) return -1;
  } else {
    int file = openat(parent, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file < 0) return -1;
    close(file);
  }
  if (fstatat(parent, name, &made, AT_SYMLINK_NOFOLLOW)) return -1;
  struct stub *stub = &points->stubs[points->stub_count++];
  *stub = (struct stub){.parent = parent, .made = made};
  strcpy(stub->name, name);
  return set_modification_time(parent, &before);
}

/* Puts what a link says in front of the rest of the walk. */
static int follow(struct walk *walk, int link) {
  char text[PATH_MAX], rest[2 * PATH_MAX];
  ssize_t length = readlinkat(link, "", text, sizeof text - 1);
  if (length < 0) return -1;
  text[length] = 0;
  strcpy(rest, walk->rest);
  if (++walk->links > MOST_LINKS) errno = ELOOP;
  else if (length + 1 + strlen(rest) >= sizeof walk->rest) errno = ENAMETOOLONG;
  else {
    *(*text == '/' ? walk->place : strrchr(walk->place, '/')) = 0;
    strcpy(stpcpy(stpcpy(walk->rest, text), "/"), rest);
    return 0;
  }
  return -1;
}

/* Takes the next component off the rest. */
static bool next_component(struct walk *walk, char *component) {
  size_t start = strspn(walk->rest, "/");
  size_t length = strcspn(walk->rest + start, "/");
  memcpy(component, walk->rest + start, length);
  component[length] = 0;
  memmove(walk->rest, walk->rest + start + length, strlen(walk->rest + start + length) + 1);
  return length > 0;
}

static int step(
    struct walk *walk, const char *component, bool directory, struct mount_points *points) {
  if (!strcmp(component, ".")) return 0;
  if (!strcmp(component, "..")) {
    char *last = strrchr(walk->place, '/');
    if (last) *last = 0;
    return 0;
  }
  if (strlen(walk->place) + 1 + strlen(component) >= PATH_MAX) {
    errno = ENAMETOOLONG;
    return -1;
  }
  strcat(strcat(walk->place, "/"), component);
  bool is_last = !walk->rest[strspn(walk->rest, "/")];
  int found = open_in(walk->root, walk->place, O_PATH | O_NOFOLLOW);
  if (found < 0) {
    return errno == ENOENT ? make_stub(walk, directory || !is_last, points) : -1;
  }
  struct stat stat;
  int result = fstat(found, &stat);
  if (!result && S_ISLNK(stat.st_mode)) result = follow(walk, found);
  close(found);
  return result;
}

static int make_mount_point(
    int root, const char *target, bool directory, char *place, struct mount_points *points) {
  struct walk walk = {.root = root, .place = place};
  if (strlen(target) >= PATH_MAX) {
    errno = ENAMETOOLONG;
    return -1;
  }
  strcpy(walk.rest, target);
  char component[2 * PATH_MAX];
  while (next_component(&walk, component)) {
    if (step(&walk, component, directory, points)) return -1;
  }
  struct stat stat;
  int found = *place ? open_in(root, place, O_PATH) : -1;
  if (!*place) errno = EBUSY;
  if (found < 0 || fstat(found, &stat)) return -1;
  close(found);
  if (directory == S_ISDIR(stat.st_mode)) return 0;
  errno = directory ? ENOTDIR : EISDIR;
  return -1;
}

static int is_itself(const char *place, const char *target) {
  if (!strcmp(place, target)) return 0;
  errno = ENOTDIR;
  return -1;
}

const char *make_mount_points(int root, const struct specification *spec, struct mount_points *to) {
  const char *const directories[] = {"/proc", "/sys", "/dev"};
  size_t binds = spec->bind_targets.count;
  to->count = FIRST_BIND_PLACE + binds + spec->mount_count;
  to->places = calloc(to->count, sizeof *to->places);
  to->stubs = calloc(MOST_STUBS, sizeof *to->stubs);
  if (!to->places || !to->stubs) return "/";
  for (size_t i = 0; i < FIRST_BIND_PLACE + binds; i++) {
    bool directory = i < FIRST_BIND_PLACE;
    const char *target = directory ? directories[i] : spec->bind_targets.all[i - FIRST_BIND_PLACE];
    if (make_mount_point(root, target, directory, to->places[i], to)) return target;
    /* A process trusts what it reads below these two, wherever a link might put them. */
    if ((i == PROC_PLACE || i == SYS_PLACE) && is_itself(to->places[i], target)) return target;
  }
  for (size_t i = 0; i < spec->mount_count; i++) {
    const struct mount *mount = &spec->mounts[i];
    bool directory = mount->kind == BOUND_DIRECTORY || mount->kind == MEMORY;
    char *place = to->places[FIRST_BIND_PLACE + binds + i];
    if (make_mount_point(root, mount->target, directory, place, to)) return mount->target;
  }
  return NULL;
}

/* Removes a stub unless the command made it its own: filled it, changed or replaced it. */
static int remove_stub(const struct stub *stub) {
  struct stat now, parent;
  if (fstatat(stub->parent, stub->name, &now, AT_SYMLINK_NOFOLLOW)) return errno == ENOENT ? 0 : -1;
  const struct stat *made = &stub->made;
  bool untouched = now.st_ino == made->st_ino && now.st_dev == made->st_dev &&
      now.st_mode == made->st_mode && now.st_uid == made->st_uid && now.st_gid == made->st_gid;
  bool is_directory = S_ISDIR(made->st_mode);
  if (!untouched || (!is_directory && now.st_size)) return 0;
  if (fstat(stub->parent, &parent)) return -1;
  if (unlinkat(stub->parent, stub->name, is_directory ? AT_REMOVEDIR : 0)) {
    return is_directory && errno == ENOTEMPTY ? 0 : -1;
  }
  return set_modification_time(stub->parent, &parent);
}

void remove_stubs(const struct mount_points *points) {
  bool failed = false;
  for (size_t i = points->stub_count; i-- > 0;) {
    if (remove_stub(&points->stubs[i])) failed = true;
  }
  if (failed) refuse("remove a mount point that was made for the command", "");
}

void keep_stubs(struct mount_points *points) {
  while (points->stub_count) close(points->stubs[--points->stub_count].parent);
}
