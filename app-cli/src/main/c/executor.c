/*
 * Starts the executor: the Java runtime that lies beside this program, with the options that
 * lib/java.options lists, one a line, and the arguments given. Where the first argument is a command
 * like "check", lib/java.options.check lists more, if it is there.
 *
 * It is a program and not a shell script because in the executor's own image there is no shell, and
 * after a base image was unpacked there is one that must not be trusted. For the same reason it is
 * linked statically. It sets the locale before the runtime starts, which alone decides how Java
 * reads the bytes of arguments and file names.
 *
 * It lies in the distribution's bin/, or in its top directory as in the executor's own image, where
 * the runtime has its own C library and locale beside it.
 *
 * Called by the name of one of its commands, as the link bin/warmer calls it, it runs that command.
 *
 * As process 1 of a container it stays, as the parent of the runtime: it passes signals on, reaps
 * what nobody else waits for, and ends as the runtime ends.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define OPTIONS "lib/java.options"
#define WARMER "warmer"
#define LOCALES "jre/lib/locale"

enum { MOST_OPTIONS = 64, LONGEST_OPTION = 4096 };

static void fail(const char *what, const char *path) {
  fprintf(stderr, "executor: cannot %s %s: %s\n", what, path, strerror(errno));
  exit(1);
}

static char *in_home(const char *home, const char *path) {
  char *joined;
  if (asprintf(&joined, "%s/%s", home, path) < 0) {
    fail("name", path);
  }
  return joined;
}

static void cut_last_name(char *path) {
  char *slash = strrchr(path, '/');
  if (slash != NULL) {
    *slash = '\0';
  }
}

static bool exists_in(const char *home, const char *path) {
  char *joined = in_home(home, path);
  bool exists = access(joined, F_OK) == 0;
  free(joined);
  return exists;
}

/* /opt/kaniko for /opt/kaniko/bin/executor, and /kaniko for /kaniko/executor. */
static char *find_home(void) {
  static char self[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  if (length < 0) {
    fail("read", "/proc/self/exe (is /proc mounted?)");
  }
  self[length] = '\0';
  cut_last_name(self);
  if (!exists_in(self, OPTIONS)) {
    cut_last_name(self);
  }
  return self;
}

/* Replaces @HOME@ at the start of what follows the first '=' or of the whole option. */
static char *with_home(const char *option, const char *home) {
  const char *mark = strstr(option, "@HOME@");
  char *result;
  int written =
      mark == NULL
          ? asprintf(&result, "%s", option)
          : asprintf(&result, "%.*s%s%s", (int)(mark - option), option, home, mark + 6);
  if (written < 0) {
    fail("read", option);
  }
  return result;
}

/* Adds the options of a file behind the first count, and returns how many there are then. */
static int add_from_file(const char *path, const char *home, char **into, int count) {
  FILE *file = fopen(path, "re");
  if (file == NULL) {
    fail("read", path);
  }
  char line[LONGEST_OPTION];
  while (count < MOST_OPTIONS && fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    if (line[0] != '\0' && line[0] != '#') {
      into[count++] = with_home(line, home);
    }
  }
  fclose(file);
  return count;
}

static int read_options(const char *home, const char *command, char **into) {
  int count = add_from_file(in_home(home, OPTIONS), home, into, 0);
  char *more;
  if (command[0] != '\0' && command[strspn(command, "abcdefghijklmnopqrstuvwxyz")] == '\0') {
    if (asprintf(&more, OPTIONS ".%s", command) < 0) {
      fail("name", OPTIONS);
    }
    if (exists_in(home, more)) {
      count = add_from_file(in_home(home, more), home, into, count);
    }
    free(more);
  }
  return count;
}

/* More options, separated by blanks, for those who measure or debug the executor. */
static int add_from_environment(char **into, int count) {
  char *more = getenv("KANIKO_JAVA_OPTIONS");
  if (more == NULL) {
    return count;
  }
  char *copy = strdup(more);
  for (char *word = strtok(copy, " "); word != NULL && count < MOST_OPTIONS;
       word = strtok(NULL, " ")) {
    into[count++] = word;
  }
  return count;
}

/*
 * UTF-8, whatever the user's language. The runtime's own C library finds that where LOCPATH says, and
 * has no other category of a locale there than the one for characters.
 */
static void set_locale(const char *home) {
  if (exists_in(home, LOCALES)) {
    unsetenv("LC_ALL");
    unsetenv("LANG");
    setenv("LC_CTYPE", "C.UTF-8", 1);
    setenv("LOCPATH", in_home(home, LOCALES), 1);
  } else {
    setenv("LC_ALL", "C.UTF-8", 1);
  }
}

/* What this process was started with is gone from /proc/1, where commands of a build could read it:
 * the arguments and the environment lie one behind the other. */
static void hide(int argc, char **argv) {
  char *end = argv[argc - 1] + strlen(argv[argc - 1]);
  for (char **variable = environ; *variable != NULL; variable++) {
    char *last = *variable + strlen(*variable);
    end = last > end ? last : end;
  }
  char *behind_name = argv[0] + strlen(argv[0]) + 1;
  if (behind_name < end) {
    memset(behind_name, 0, (size_t)(end - behind_name));
  }
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    fail("hide", "this process");
  }
}

static void pass_on(int signal, pid_t runtime) {
  if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP || signal == SIGQUIT) {
    kill(runtime, signal);
  }
}

/* Returns in the child; the parent waits for it and ends as it does. */
static void become_parent(int argc, char **argv) {
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  pid_t runtime = fork();
  if (runtime < 0) {
    fail("start", "the runtime");
  }
  if (runtime == 0) {
    sigprocmask(SIG_SETMASK, &before, NULL);
    return;
  }
  hide(argc, argv);
  for (;;) {
    int status;
    pid_t ended;
    while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
      if (ended == runtime && WIFEXITED(status)) exit(WEXITSTATUS(status));
      if (ended == runtime && WIFSIGNALED(status)) exit(128 + WTERMSIG(status));
    }
    siginfo_t signal;
    if (sigwaitinfo(&all, &signal) > 0) pass_on(signal.si_signo, runtime);
  }
}

static const char *name_in(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash == NULL ? path : slash + 1;
}

/* A build before this one may have removed the directory that the shell is in: Java refuses that. */
static void leave_removed_directory(void) {
  char here[PATH_MAX];
  if (getcwd(here, sizeof here) == NULL && errno == ENOENT && chdir("/") != 0) {
    fail("enter", "/");
  }
}

int main(int argc, char **argv) {
  if (getpid() == 1) become_parent(argc, argv);
  leave_removed_directory();
  char *home = find_home();
  char **arguments = calloc((size_t)argc + 2 * MOST_OPTIONS + 5, sizeof *arguments);
  if (arguments == NULL) {
    fail("start", "java");
  }
  int count = 0;
  arguments[count++] = in_home(home, "jre/bin/java");
  count += read_options(home, argc > 1 ? argv[1] : "", arguments + count);
  count = add_from_environment(arguments, count);
  arguments[count++] = "-jar";
  arguments[count++] = in_home(home, "lib/kaniko-app-cli.jar");
  if (argc > 0 && strcmp(name_in(argv[0]), WARMER) == 0) {
    arguments[count++] = WARMER;
  }
  for (int i = 1; i < argc; i++) {
    arguments[count++] = argv[i];
  }
  set_locale(home);
  execv(arguments[0], arguments);
  fail("start", arguments[0]);
}
