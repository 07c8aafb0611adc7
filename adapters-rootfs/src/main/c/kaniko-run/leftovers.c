/* Without a PID namespace, what a command leaves behind is found by its parent: this process is the
 * nearest subreaper, so the children of whatever dies become its own. */
#include "kaniko-run.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t parent_of(const char *process) {
  char path[64], text[512];
  snprintf(path, sizeof path, "/proc/%.20s/stat", process);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length < 0) return 0;
  text[length] = 0;
  /* The name, in parentheses, may hold anything, even parentheses. */
  char *after_name = strrchr(text, ')');
  int parent;
  return after_name && sscanf(after_name, ") %*c %d", &parent) == 1 ? parent : 0;
}

static void kill_children(void) {
  DIR *processes = opendir("/proc");
  if (!processes) refuse("read /proc, to find what the command left behind", "");
  for (struct dirent *entry; (entry = readdir(processes));) {
    if (!isdigit((unsigned char)*entry->d_name) || parent_of(entry->d_name) != getpid()) continue;
    /* A child keeps its number until it is reaped here. */
    kill(atoi(entry->d_name), SIGKILL);
  }
  closedir(processes);
}

void kill_descendants(void) {
  do {
    kill_children();
    while (waitpid(-1, NULL, WNOHANG) > 0);
    if (waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD) return;
    usleep(1000);
  } while (true);
}
