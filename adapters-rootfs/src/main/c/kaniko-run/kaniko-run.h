/* The parts of kaniko-run: see kaniko-run.c for what it is and in which order they play. */
#ifndef KANIKO_RUN_H
#define KANIKO_RUN_H

#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdnoreturn.h>
#include <sys/types.h>

/* Descriptors that the child keeps until the command starts; both close on exec. */
enum { REPORT = 3, ALIVE = 4, FIRST_FREE = 5 };

/* specification.c: what to run, and where. */

struct strings {
  char **all; /* ends with NULL */
  size_t count;
};

enum root_kind { OVERLAY, DIRECTORY, IN_PLACE };

enum mount_kind { BOUND_DIRECTORY, BOUND_FILE, CONTENT, MEMORY };

/* What the command is given for its time by RUN --mount. */
struct mount {
  enum mount_kind kind;
  char *source; /* of BOUND_*: a path of the builder; of CONTENT: the file's bytes in hexadecimal;
                   of MEMORY: tmpfs's options */
  char *target; /* in the root, links not followed yet */
  bool read_only;
  mode_t mode;  /* of CONTENT, the owner too */
  uid_t uid;
  gid_t gid;
};

struct specification {
  enum root_kind root;
  char *report;                /* the file that takes the report */
  char *scratch;               /* an empty directory of this run alone; unused in place */
  char *directory;             /* the root, when it is a directory */
  struct strings lower;        /* of an overlay, the topmost first */
  char *upper, *work;          /* of an overlay */
  struct strings bind_sources; /* files of the builder, mounted read-only ... */
  struct strings bind_targets; /* ... here in the root */
  struct mount *mounts;        /* those nearer to the root's top first */
  size_t mount_count;
  char *hostname;
  bool own_network;
  char *working_directory;
  uid_t uid;
  gid_t gid;
  size_t group_count;
  gid_t *groups;
  struct strings arguments;    /* none: only try everything that comes before */
  struct strings environment;
};

struct specification read_specification(int from);

/* report.c: the one way in which anything is told to the builder. A report is a sequence of
 * NUL-terminated fields: a kind, then as many fields as that kind has. Those that tell of a failure
 * take its reason from errno. */

void open_report(const char *file);
void report_exited(int status);
void report_killed(int signal);
/* A step that a command can do without was not allowed. `place` may be empty. */
void report_without(const char *step, const char *place);
/* The machine does not allow what is necessary. */
noreturn void refuse(const char *step, const char *place);
/* The root's own files do not allow it. */
noreturn void refuse_root(const char *place);
noreturn void refuse_working_directory(const char *directory);
/* Not found in PATH. */
noreturn void refuse_unknown(const char *program);
noreturn void refuse_program(const char *path, const unsigned char *head, size_t length);

/* mountpoints.c: places in a root that something can be mounted on. */

struct mount_points {
  size_t count;
  char (*places)[PATH_MAX];  /* absolute inside the root, free of links; the order is that of the
                                targets: /proc, /sys, /dev, then those of the binds, then those of
                                the mounts */
  size_t stub_count;
  struct stub *stubs;
};

enum { PROC_PLACE, SYS_PLACE, DEV_PLACE, FIRST_BIND_PLACE };

/* Finds every mount point and makes what is missing. NULL, or the target that cannot be one. */
const char *make_mount_points(int root, const struct specification *spec, struct mount_points *to);
/* Takes away what it made, where the command has not made it its own. */
void remove_stubs(const struct mount_points *points);
/* Lets go of what it made, where a whole layer of that is thrown away in the end. */
void keep_stubs(struct mount_points *points);

/* root.c: makes the root of this process that of the specification, in a mount namespace of its
 * own. For an overlay it also fills `points`. */
void enter_root(const struct specification *spec, struct mount_points *points);

/* mounts.c: what a process finds in every root. */

enum { DEVICE_COUNT = 6 };

/* What has to be made in sight of the builder's root, before that is left: mounts that are attached
 * nowhere yet. */
struct gifts {
  int *binds;  /* in the order of the specification */
  int *mounts; /* likewise; -1 for memory, which is mounted where it is needed */
  int devices[DEVICE_COUNT];
  int proc;
  int sys; /* -1 where it is not allowed */
  bool own_cgroups;
};

struct gifts take_gifts(const struct specification *spec);
void mount_all(
    const struct specification *spec, const struct mount_points *points, struct gifts gifts);
void null_as_stdin(const char *device);
/* A tree of the builder's, attached nowhere. */
int detached(const char *file);
void attach(int tree, const char *place);

/* given.c: the mounts that RUN --mount asks for. */

/* In sight of the builder's root; one descriptor for each mount. */
int *take_given(const struct specification *spec);
/* In the new root, when everything else is mounted. */
void mount_given(
    const struct specification *spec, const struct mount_points *points, const int *trees);

/* privileges.c: what of the builder a command must not have, and who it is instead. */

void enter_own_network(void);
void clear_inherited_state(void);
void keep_default_capabilities(void);
void become_user(const struct specification *spec);

/* command.c: becomes the command. */

/* Has the kernel kill this process when its parent dies, and dies if that is so already. */
void die_with_parent(void);
noreturn void become_command(const struct specification *spec);

/* leftovers.c: kills and reaps every descendant of this process. */

void kill_descendants(void);

#endif
