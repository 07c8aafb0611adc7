/* From a process that has its root to the command itself. */
#include "kaniko-run.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

void die_with_parent(void) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)) refuse("ask to be killed with the parent", "");
  /* getppid() tells nothing across a PID namespace; a pipe whose only writer is the parent does. */
  struct pollfd alive = {.fd = ALIVE};
  if (poll(&alive, 1, 0) != 0) _exit(0);
}

static bool is_program(const char *path) {
  struct stat found;
  if (stat(path, &found)) return false;
  if (!S_ISDIR(found.st_mode)) return !access(path, X_OK);
  errno = EISDIR;
  return false;
}

/* The file's first bytes tell why the kernel did not take it. */
static noreturn void refuse_execution(const char *path) {
  int error = errno;
  unsigned char head[256];
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  ssize_t length = file < 0 ? 0 : read(file, head, sizeof head);
  errno = error;
  refuse_program(path, head, length < 0 ? 0 : length);
}

static noreturn void execute(const char *path, const struct specification *spec) {
  execve(path, spec->arguments.all, spec->environment.all);
  refuse_execution(path);
}

static const char *search_path(const struct specification *spec) {
  for (char **variable = spec->environment.all; *variable; variable++) {
    if (!strncmp(*variable, "PATH=", 5)) return *variable + 5;
  }
  return "";
}

/* Looks in absolute directories only: a program that lies in the working directory by chance shall
 * not become the command. */
static noreturn void look_up(const char *program, const struct specification *spec) {
  char path[PATH_MAX];
  for (const char *from = search_path(spec); *from;) {
    size_t length = strcspn(from, ":");
    int written = snprintf(path, sizeof path, "%.*s/%s", (int)length, from, program);
    if (*from == '/' && written < (int)sizeof path && is_program(path)) execute(path, spec);
    from += length + (from[length] == ':');
  }
  refuse_unknown(program);
}

static bool enter_directory(const char *directory) {
  if (chdir(directory)) return false;
  /* A directory outside the root has no name that getcwd can tell. */
  char name[PATH_MAX];
  return getcwd(name, sizeof name) && *name == '/';
}

void become_command(const struct specification *spec) {
  clear_inherited_state();
  /* As the builder, which may enter what the user may not; and again as the user, who may enter
   * what the builder may not: a directory on a network file system. */
  const char *directory = spec->working_directory;
  bool entered = enter_directory(directory);
  if (!entered && errno != EACCES && errno != EPERM) refuse_working_directory(directory);
  if (spec->root != IN_PLACE) keep_default_capabilities();
  become_user(spec);
  if (!entered && !enter_directory(directory)) refuse_working_directory(directory);
  /* Again: a change of the user clears it. */
  die_with_parent();
  if (!spec->arguments.count) _exit(0);
  const char *program = spec->arguments.all[0];
  if (!strchr(program, '/')) look_up(program, spec);
  if (!is_program(program)) refuse_program(program, NULL, 0);
  execute(program, spec);
}
