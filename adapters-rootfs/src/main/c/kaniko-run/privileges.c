#include "kaniko-run.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST_OPEN_FILES = 1 << 14 };

/* What Docker and BuildKit leave to a build's root. */
static const unsigned kept[] = {CAP_AUDIT_WRITE, CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER,
    CAP_FSETID, CAP_KILL, CAP_MKNOD, CAP_NET_BIND_SERVICE, CAP_NET_RAW, CAP_SETFCAP, CAP_SETGID,
    CAP_SETPCAP, CAP_SETUID, CAP_SYS_CHROOT};

void enter_own_network(void) {
  if (unshare(CLONE_NEWNET)) refuse("make a network namespace", "");
  struct ifreq loopback = {.ifr_name = "lo"};
  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (any < 0 || ioctl(any, SIOCGIFFLAGS, &loopback)) refuse("find the loopback interface", "");
  loopback.ifr_flags |= IFF_UP;
  if (ioctl(any, SIOCSIFFLAGS, &loopback)) refuse("start the loopback interface", "");
  close(any);
}

/* By the system call itself: the C library keeps two signals from its callers, and a parent with
 * another C library may have left even those ignored. */
static void reset_signals(void) {
  static const unsigned long as_born[8]; /* the kernel's struct sigaction: SIG_DFL, no flags */
  for (int signal = 1; signal < NSIG; signal++) {
    if (signal == SIGKILL || signal == SIGSTOP) continue;
    if (syscall(SYS_rt_sigaction, signal, as_born, NULL, NSIG / 8)) refuse("reset the signals", "");
  }
  sigset_t none;
  sigemptyset(&none);
  if (sigprocmask(SIG_SETMASK, &none, NULL)) refuse("reset the signals", "");
}

/* A JVM raises its limit to the highest there is, which on some machines is a billion: programs
 * that close every descriptor up to the limit would run for minutes. It can be raised again. */
static void limit_open_files(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit)) refuse("read the limit of open files", "");
  if (limit.rlim_cur <= MOST_OPEN_FILES) return;
  limit.rlim_cur = MOST_OPEN_FILES;
  if (setrlimit(RLIMIT_NOFILE, &limit)) refuse("limit the open files", "");
}

static void close_all_others(void) {
  if (!syscall(SYS_close_range, FIRST_FREE, ~0U, 0)) return;
  /* Before Linux 5.9. A JVM passes on none, so these are this program's own few. */
  for (int fd = FIRST_FREE; fd < 4096; fd++) close(fd);
}

void clear_inherited_state(void) {
  reset_signals();
  limit_open_files();
  close_all_others();
  umask(022);
  /* An empty keyring instead of the builder's; a kernel without keyrings has none to hide. */
  if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0) {
    report_without("make a session keyring", "");
  }
}

static bool is_kept(unsigned capability) {
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
    if (kept[i] == capability) return true;
  }
  return false;
}

void keep_default_capabilities(void) {
  for (unsigned capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
    if (!is_kept(capability) && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)) {
      refuse("drop a capability", "");
    }
  }
}

/* So that opening /dev/stdout works for every user. */
static void give_output_to(uid_t user) {
  for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
    struct stat stat;
    if (fstat(fd, &stat) || !S_ISFIFO(stat.st_mode) || stat.st_uid == user) continue;
    if (fchown(fd, user, -1)) report_without("give the output to the user", "");
  }
}

/* A command inherits none; what root has beyond that it gets from the bounding set, at exec. */
static void clear_capabilities(bool root) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2];
  if (syscall(SYS_capget, &header, data)) refuse("read the capabilities", "");
  for (int i = 0; i < 2; i++) {
    data[i].inheritable = 0;
    if (!root) data[i].effective = data[i].permitted = 0;
  }
  if (syscall(SYS_capset, &header, data)) refuse("clear the capabilities", "");
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)) {
    refuse("clear the capabilities", "");
  }
}

static bool is_user(const struct specification *spec) {
  uid_t users[3];
  gid_t groups[3];
  if (getresuid(users, users + 1, users + 2) || getresgid(groups, groups + 1, groups + 2)) {
    refuse("tell the user", "");
  }
  for (int i = 0; i < 3; i++) {
    if (users[i] != spec->uid || groups[i] != spec->gid) return false;
  }
  return true;
}

void become_user(const struct specification *spec) {
  /* Without any right nothing can be changed, and nothing need be: the builder starts no command
   * here but as its own user, and has compared the supplementary groups. */
  if (spec->root == IN_PLACE && spec->uid && is_user(spec)) {
    clear_capabilities(false);
    return;
  }
  give_output_to(spec->uid);
  if (setgroups(spec->group_count, spec->groups)) refuse("set the supplementary groups", "");
  if (setresgid(spec->gid, spec->gid, spec->gid)) refuse("set the group", "");
  if (setresuid(spec->uid, spec->uid, spec->uid)) refuse("set the user", "");
  clear_capabilities(spec->uid == 0);
}
