/* What a process expects to find in a root: /proc, /sys, /dev, and the files that the builder lays
 * over the root's own. The choice of devices, and of what of /proc and /sys is hidden or read-only,
 * is that of the OCI runtime specification and of runc. */
#include "kaniko-run.h"

#include <errno.h>
#include <linux/magic.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

/* As of Linux 5.2, for C libraries whose headers are older. */
#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#define OPEN_TREE_CLOEXEC O_CLOEXEC
#define MOVE_MOUNT_F_EMPTY_PATH 4
#define FSOPEN_CLOEXEC 1
#define FSCONFIG_CMD_CREATE 6
#define FSMOUNT_CLOEXEC 1
#define MOUNT_ATTR_RDONLY 1
#define MOUNT_ATTR_NOSUID 2
#define MOUNT_ATTR_NODEV 4
#define MOUNT_ATTR_NOEXEC 8
#endif

enum { INERT = MS_NOSUID | MS_NODEV | MS_NOEXEC };

static const struct {
  const char *name;
  int major, minor;
} devices[DEVICE_COUNT] = {
    {"null", 1, 3},   {"zero", 1, 5},    {"full", 1, 7},
    {"random", 1, 8}, {"urandom", 1, 9}, {"tty", 5, 0},
};

static const char *const links[][2] = {{"/proc/self/fd", "fd"}, {"/proc/self/fd/0", "stdin"},
    {"/proc/self/fd/1", "stdout"}, {"/proc/self/fd/2", "stderr"}, {"pts/ptmx", "ptmx"}};

static const char *const hidden_in_proc[] = {"/proc/acpi", "/proc/asound", "/proc/interrupts",
    "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi",
    "/proc/timer_list", "/proc/timer_stats", NULL};

static const char *const read_only[] = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
    "/proc/sysrq-trigger", NULL};

static const char *const hidden_in_sys[] = {"/sys/devices/virtual/powercap", "/sys/firmware", NULL};

static const char *below(const char *place, const char *name) {
  static char path[PATH_MAX];
  if (snprintf(path, sizeof path, "%s/%s", place, name) >= (int)sizeof path) {
    errno = ENAMETOOLONG;
    refuse_root(place);
  }
  return path;
}

int detached(const char *file) {
  int tree = syscall(SYS_open_tree, AT_FDCWD, file, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
  if (tree < 0) refuse("take into the root", file);
  return tree;
}

/* A new mount of /proc or /sys, or -1. In a user namespace the kernel gives one only while the
 * builder's own is in sight. */
static int new_mount(const char *type, unsigned attributes) {
  attributes |= MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
  int context = syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);
  if (context < 0 || syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0)) return -1;
  return syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, attributes);
}

void attach(int tree, const char *place) {
  if (syscall(SYS_move_mount, tree, "", AT_FDCWD, place, MOVE_MOUNT_F_EMPTY_PATH)) {
    refuse("mount", place);
  }
  close(tree);
}

/* Device nodes live on a file system that nothing but mounts of the single nodes leads to. All else
 * in the root is mounted so that device nodes do not work there: a command may make nodes, for its
 * image, and cannot use them to reach the machine's disks. Who may make no nodes, in a user
 * namespace, takes those of the builder. */
static void take_devices(const char *scratch, int nodes[DEVICE_COUNT]) {
  if (mount("tmpfs", scratch, "tmpfs", MS_NOSUID | MS_NOEXEC, "mode=755,size=64k")) {
    refuse("mount a file system for device nodes", "");
  }
  for (int i = 0; i < DEVICE_COUNT; i++) {
    const char *node = below(scratch, devices[i].name);
    dev_t number = makedev(devices[i].major, devices[i].minor);
    if (mknod(node, S_IFCHR | 0666, number)) {
      if (errno != EPERM) refuse("make a device node", devices[i].name);
      node = below("/dev", devices[i].name);
    }
    nodes[i] = detached(node);
  }
  if (umount2(scratch, MNT_DETACH)) refuse("detach the device nodes", "");
}

struct gifts take_gifts(const struct specification *spec) {
  struct gifts gifts = {.binds = calloc(spec->bind_sources.count + 1, sizeof(int))};
  if (!gifts.binds) refuse("allocate memory", "");
  for (size_t i = 0; i < spec->bind_sources.count; i++) {
    gifts.binds[i] = detached(spec->bind_sources.all[i]);
  }
  gifts.mounts = take_given(spec);
  take_devices(spec->scratch, gifts.devices);
  gifts.proc = new_mount("proc", 0);
  if (gifts.proc < 0) refuse("mount", "/proc");
  gifts.sys = new_mount("sysfs", MOUNT_ATTR_RDONLY);
  if (gifts.sys < 0) report_without("mount", "/sys");
  struct statfs groups;
  if (statfs("/sys/fs/cgroup", &groups) || groups.f_type != CGROUP2_SUPER_MAGIC) return gifts;
  gifts.own_cgroups = !unshare(CLONE_NEWCGROUP);
  if (!gifts.own_cgroups) report_without("make a cgroup namespace", "");
  return gifts;
}

static void mount_special(const char *type, const char *place, unsigned long flags,
    const char *options) {
  if (mkdir(place, 0755) || mount(type, place, type, flags, options)) {
    report_without("mount", place);
  }
}

static void mount_dev(const char *dev, const int nodes[DEVICE_COUNT]) {
  if (mount("tmpfs", dev, "tmpfs", MS_NOSUID | MS_NODEV | MS_STRICTATIME, "mode=755,size=65536k")) {
    refuse("mount", dev);
  }
  for (int i = 0; i < DEVICE_COUNT; i++) {
    const char *place = below(dev, devices[i].name);
    int file = open(place, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (file < 0) refuse("make", place);
    close(file);
    attach(nodes[i], place);
  }
  for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
    if (symlink(links[i][0], below(dev, links[i][1]))) refuse("make a link in", dev);
  }
  mount_special("devpts", below(dev, "pts"), MS_NOSUID | MS_NOEXEC,
      "newinstance,ptmxmode=0666,mode=0620,gid=5");
  mount_special("tmpfs", below(dev, "shm"), INERT, "mode=1777,size=65536k");
  mount_special("mqueue", below(dev, "mqueue"), INERT, NULL);
}

void null_as_stdin(const char *device) {
  int null = open(device, O_RDONLY | O_CLOEXEC);
  if (null < 0 || dup2(null, STDIN_FILENO) < 0) refuse("open /dev/null", "");
  close(null);
}

static void hide(const char *path) {
  struct stat stat;
  if (lstat(path, &stat)) {
    if (errno == ENOENT) return;
    refuse("hide", path);
  }
  int result = S_ISDIR(stat.st_mode)
      ? mount("tmpfs", path, "tmpfs", MS_RDONLY | INERT, "size=0k,mode=755")
      : mount("/proc/self/fd/0", path, NULL, MS_BIND, NULL);
  if (result) refuse("hide", path);
}

static void make_read_only(const char *path) {
  if (mount(path, path, NULL, MS_BIND | MS_REC, NULL)) {
    if (errno == ENOENT) return;
    refuse("bind-mount", path);
  }
  if (mount(NULL, path, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | INERT, NULL)) {
    refuse("make read-only", path);
  }
}

static void hide_all(const char *const *paths) {
  for (; *paths; paths++) hide(*paths);
}

static void mount_sys(const struct gifts *gifts) {
  if (gifts->sys < 0) {
    /* Empty, but not the image's: what a command writes there is not to become part of that. */
    if (mount("tmpfs", "/sys", "tmpfs", MS_RDONLY | INERT, "size=0k,mode=555")) {
      refuse("mount", "/sys");
    }
    return;
  }
  attach(gifts->sys, "/sys");
  hide_all(hidden_in_sys);
  /* With the command's own group as the top, so that runtimes find their limits. */
  if (gifts->own_cgroups &&
      mount("cgroup2", "/sys/fs/cgroup", "cgroup2", MS_RDONLY | INERT, NULL)) {
    report_without("mount", "/sys/fs/cgroup");
  }
}

static void mount_proc(int proc) {
  attach(proc, "/proc");
  hide_all(hidden_in_proc);
  for (const char *const *path = read_only; *path; path++) make_read_only(*path);
}

void mount_all(
    const struct specification *spec, const struct mount_points *points, struct gifts gifts) {
  for (size_t i = 0; i < spec->bind_targets.count; i++) {
    const char *place = points->places[FIRST_BIND_PLACE + i];
    attach(gifts.binds[i], place);
    if (mount(NULL, place, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | INERT, NULL)) {
      refuse("make read-only", place);
    }
  }
  const char *dev = points->places[DEV_PLACE];
  mount_dev(dev, gifts.devices);
  null_as_stdin(below(dev, "null"));
  /* Hiding needs /proc: what is to be hidden elsewhere comes after it. */
  mount_proc(gifts.proc);
  mount_sys(&gifts);
  mount_given(spec, points, gifts.mounts);
}
