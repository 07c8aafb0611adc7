/* kaniko-run: runs one command of a Dockerfile in its root, and tells how it ended.
 *
 * Why a program of its own, when a JVM can start processes: a process gets a PID namespace only as
 * the first child of a process that asked for one, and its /proc only from a mount made inside; the
 * builder's threads share one process, which can do neither for a single command. Nor can a JVM
 * have the kernel kill the command when the builder dies, give it a clean set of capabilities,
 * signals and descriptors, or adopt and kill what the command leaves behind. This program does, is
 * single-threaded and small, and links statically: it looks up no name, loads no library and runs
 * nothing of the root before the command itself.
 *
 * Standard input gives the specification, and stays open: its end is the builder's word, or its
 * death, that the command must end. Standard output and error are the command's. The report goes to
 * a file, so that no exit status of a command can be taken for a failure of the preparation.
 *
 * The parent (this file) watches. The child enters its namespaces and its root (root.c, mounts.c),
 * gives up what it must not have (privileges.c) and becomes the command (command.c): process 1 of
 * its PID namespace, so that all that it started ends with it. */
#include "kaniko-run.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void ignore(int signal) { (void)signal; }

/* Only the builder ends this process; only a child's end interrupts its waiting. */
static void block_signals(void) {
  sigset_t all;
  sigfillset(&all);
  struct sigaction wake_up = {.sa_handler = ignore};
  if (sigprocmask(SIG_SETMASK, &all, NULL) || sigaction(SIGCHLD, &wake_up, NULL)) {
    refuse("block the signals", "");
  }
}

/* The status of `command` at its end, which comes at once when standard input ends. */
static int await(pid_t command) {
  struct pollfd builder = {.fd = STDIN_FILENO, .events = POLLIN};
  sigset_t all_but_children;
  sigfillset(&all_but_children);
  sigdelset(&all_but_children, SIGCHLD);
  for (;;) {
    int status;
    pid_t ended;
    while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
      if (ended == command) return status;
    }
    if (ppoll(&builder, 1, NULL, &all_but_children) > 0) {
      kill(command, SIGKILL);
      builder.fd = -1;
    }
  }
}

static void watch_parent(const int alive[2]) {
  close(alive[1]);
  if (alive[0] != ALIVE && dup3(alive[0], ALIVE, O_CLOEXEC) < 0) refuse("watch the parent", "");
  die_with_parent();
}

/* The way from a child of the watcher to the command, in a root of its own. */
static noreturn void run_isolated(const struct specification *spec, struct mount_points *points) {
  if (unshare(CLONE_NEWNS)) refuse("make a mount namespace", "");
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)) refuse("make the mounts private", "");
  if (unshare(CLONE_NEWUTS)) refuse("make a UTS namespace", "");
  if (unshare(CLONE_NEWIPC)) refuse("make an IPC namespace", "");
  if (spec->own_network) enter_own_network();
  if (sethostname(spec->hostname, strlen(spec->hostname))) refuse("set the host name", "");
  struct gifts gifts = take_gifts(spec);
  enter_root(spec, points);
  mount_all(spec, points, gifts);
  become_command(spec);
}

static noreturn void run_in_place(const struct specification *spec) {
  if (spec->own_network) enter_own_network();
  null_as_stdin("/dev/null");
  become_command(spec);
}

static noreturn void refuse_and_clean(const char *step, const struct mount_points *points) {
  int error = errno;
  remove_stubs(points);
  errno = error;
  refuse(step, "");
}

static pid_t start(
    const struct specification *spec, struct mount_points *points, const int alive[2]) {
  pid_t command = fork();
  if (command < 0) refuse_and_clean("start a process", points);
  if (command == 0) {
    watch_parent(alive);
    if (setsid() < 0) refuse("make a session", "");
    if (spec->root == IN_PLACE) run_in_place(spec);
    run_isolated(spec, points);
  }
  close(alive[0]);
  return command;
}

static void make_stubs(const struct specification *spec, struct mount_points *points) {
  int root = open(spec->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root < 0) refuse("open the directory", spec->directory);
  const char *misfit = make_mount_points(root, spec, points);
  if (misfit) {
    int error = errno;
    remove_stubs(points);
    errno = error;
    refuse_root(misfit);
  }
}

int main(void) {
  umask(0);
  struct specification spec = read_specification(STDIN_FILENO);
  open_report(spec.report);
  block_signals();
  if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)) refuse("become the reaper of orphans", "");

  int alive[2];
  if (pipe2(alive, O_CLOEXEC)) refuse("make a pipe", "");
  if (spec.root != IN_PLACE && unshare(CLONE_NEWPID)) refuse("make a PID namespace", "");

  /* From here to their removal nothing may end this process but a failure that removes them. */
  struct mount_points points = {.count = 0};
  if (spec.root == DIRECTORY) make_stubs(&spec, &points);
  pid_t command = start(&spec, &points, alive);
  int status = await(command);
  if (spec.root == IN_PLACE) kill_descendants();
  if (spec.root == DIRECTORY) remove_stubs(&points);

  if (WIFSIGNALED(status)) report_killed(WTERMSIG(status));
  else report_exited(WEXITSTATUS(status));
  return 0;
}
