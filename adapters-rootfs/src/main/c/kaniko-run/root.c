/* The root of a command, as the root of a mount namespace. */
#include "kaniko-run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

static char root_place[PATH_MAX];

/* A directory of this run's own, `scratch`/`name`. */
static int make_scratch(const struct specification *spec, const char *name) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", spec->scratch, name);
  if (mkdir(path, 0755)) refuse("make the directory", path);
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) refuse("open the directory", path);
  return fd;
}

static int open_layer(const char *path) {
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) refuse("open the directory", path);
  return fd;
}

/* Labels belong to the machine, and overlayfs's own attributes are not true of a copy. */
static bool is_of_the_file(const char *attribute) {
  return strncmp(attribute, "trusted.overlay.", 16) && strcmp(attribute, "security.selinux");
}

static int copy_attributes(int from, int to) {
  static char names[XATTR_LIST_MAX], value[XATTR_SIZE_MAX];
  ssize_t length = flistxattr(from, names, sizeof names);
  if (length < 0) return errno == ENOTSUP ? 0 : -1;
  for (char *name = names; name < names + length; name += strlen(name) + 1) {
    if (!is_of_the_file(name)) continue;
    ssize_t size = fgetxattr(from, name, value, sizeof value);
    if (size < 0 || fsetxattr(to, name, value, size, 0)) return -1;
  }
  return 0;
}

static void copy_metadata(int from, int to) {
  struct stat stat;
  if (fstat(from, &stat) || fchown(to, stat.st_uid, stat.st_gid) || fchmod(to, stat.st_mode) ||
      copy_attributes(from, to) ||
      futimens(to, (struct timespec[]){stat.st_atim, stat.st_mtim})) {
    refuse("give the upper directory the attributes of the root", "");
  }
}

/* The layers are named by their descriptors, relative to /proc/self/fd: the kernel takes one page
 * of options, which holds as many such names as it takes layers (500), whatever their paths; no
 * path needs escaping; and the command's /proc/mounts tells nothing of the builder. */
static void mount_overlay(const int *lower, size_t count, int upper, int work) {
  char options[4096];
  size_t length = snprintf(options, sizeof options,
      "redirect_dir=nofollow,index=off,metacopy=off,upperdir=%d,workdir=%d", upper, work);
  for (size_t i = 0; i < count; i++) {
    length += snprintf(options + length, sizeof options - length, "%s%d", i ? ":" : ",lowerdir=",
        lower[i]);
    if (length + 16 > sizeof options) {
      errno = E2BIG;
      refuse("mount an overlay of so many layers", "");
    }
  }
  if (chdir("/proc/self/fd")) refuse("enter /proc/self/fd", "");
  char *end = options + length;
  /* Nothing in an upper directory outlives a crash of the machine, so nothing need be synced. */
  strcpy(end, ",volatile");
  int result = mount("overlay", root_place, "overlay", MS_NODEV, options);
  if (result && errno == EINVAL) {
    *end = 0;
    result = mount("overlay", root_place, "overlay", MS_NODEV, options);
  }
  if (result) refuse("mount an overlay", "");
}

/* Without these overlayfs mounts, in a user namespace for one, and fails later: at the first
 * directory that a command removes and makes again. */
static void require_overlay_attributes(int upper, const char *path) {
  static const char probe[] = "trusted.overlay.probe";
  if (fsetxattr(upper, probe, "y", 1, 0) || fremovexattr(upper, probe)) {
    refuse("write overlayfs's attributes in", path);
  }
}

/* What has to be made for mount points goes into a layer of its own, just below the upper
 * directory: it is written through an overlay whose upper directory it is, so that overlayfs itself
 * copies the directories above exactly as it always does. */
static void make_overlay(const struct specification *spec, struct mount_points *points) {
  size_t count = spec->lower.count;
  int upper = open_layer(spec->upper);
  require_overlay_attributes(upper, spec->upper);
  int lower[count + 1];
  for (size_t i = 0; i < count; i++) lower[i + 1] = open_layer(spec->lower.all[i]);
  lower[0] = make_scratch(spec, "mountpoints");
  int work = make_scratch(spec, "mountpoints-work");

  mount_overlay(lower + 1, count, lower[0], work);
  int root = open_layer(root_place);
  const char *misfit = make_mount_points(root, spec, points);
  if (misfit) refuse_root(misfit);
  keep_stubs(points);
  close(root);
  if (umount2(root_place, 0)) refuse("unmount the overlay of the mount points", "");

  copy_metadata(lower[1], upper);
  mount_overlay(lower, count + 1, upper, open_layer(spec->work));
}

void enter_root(const struct specification *spec, struct mount_points *points) {
  snprintf(root_place, sizeof root_place, "%s/root", spec->scratch);
  close(make_scratch(spec, "root"));
  if (spec->root == OVERLAY) {
    make_overlay(spec, points);
  } else if (mount(spec->directory, root_place, NULL, MS_BIND, NULL) ||
      mount(NULL, root_place, NULL, MS_REMOUNT | MS_BIND | MS_NODEV, NULL)) {
    refuse("bind-mount", spec->directory);
  }
  if (chdir(root_place)) refuse("enter the root", "");
  /* The old root lands on top of the new one, and goes. */
  if (syscall(SYS_pivot_root, ".", ".")) refuse("pivot_root", "");
  if (umount2(".", MNT_DETACH)) refuse("detach the builder's root", "");
  if (chdir("/")) refuse("enter the new root", "");
}
