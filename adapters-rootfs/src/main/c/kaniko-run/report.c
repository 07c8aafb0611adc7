#include "kaniko-run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One record, written at once: the parent and the child share the file. */
struct record {
  char bytes[2 * PATH_MAX];
  size_t length;
};

static void add(struct record *record, const char *field) {
  size_t length = strnlen(field, PATH_MAX);
  if (record->length + length >= sizeof record->bytes) length = 0;
  memcpy(record->bytes + record->length, field, length);
  record->length += length;
  record->bytes[record->length++] = 0;
}

static void add_number(struct record *record, int number) {
  char digits[16];
  snprintf(digits, sizeof digits, "%d", number);
  add(record, digits);
}

static struct record record(const char *kind) {
  struct record record = {.length = 0};
  add(&record, kind);
  return record;
}

static struct record record_of_error(const char *kind, const char *subject) {
  struct record it = record(kind);
  add_number(&it, errno);
  add(&it, strerror(errno));
  add(&it, subject);
  return it;
}

static struct record record_of_step(const char *kind, const char *step, const char *place) {
  struct record it = record_of_error(kind, step);
  add(&it, place);
  return it;
}

static void end_record(const struct record *record) {
  if (write(REPORT, record->bytes, record->length) != (ssize_t)record->length) _exit(123);
}

/* A command may fill the disk, and its end shall be told nevertheless. */
enum { ROOM_FOR_REPORT = 64 << 10 };

void open_report(const char *file) {
  int fd = open(file, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 || (fd != REPORT && dup3(fd, REPORT, O_CLOEXEC) < 0)) _exit(123);
  if (fd != REPORT) close(fd);
  if (fallocate(REPORT, FALLOC_FL_KEEP_SIZE, 0, ROOM_FOR_REPORT) && errno != EOPNOTSUPP) _exit(123);
}

void report_exited(int status) {
  struct record it = record("exited");
  add_number(&it, status);
  end_record(&it);
}

void report_killed(int signal) {
  struct record it = record("killed");
  add_number(&it, signal);
  end_record(&it);
}

void report_without(const char *step, const char *place) {
  struct record it = record_of_step("without", step, place);
  end_record(&it);
}

static noreturn void end_with(const struct record *record) {
  end_record(record);
  _exit(0);
}

void refuse(const char *step, const char *place) {
  struct record it = record_of_step("refused", step, place);
  end_with(&it);
}

void refuse_root(const char *place) {
  struct record it = record_of_error("unfit-root", place);
  end_with(&it);
}

void refuse_working_directory(const char *directory) {
  struct record it = record_of_error("no-directory", directory);
  end_with(&it);
}

void refuse_unknown(const char *program) {
  struct record it = record("unknown-program");
  add(&it, program);
  end_with(&it);
}

void refuse_program(const char *path, const unsigned char *head, size_t length) {
  struct record it = record_of_error("unfit-program", path);
  char hexadecimal[2 * 256 + 1] = "";
  for (size_t i = 0; i < length && i < 256; i++) sprintf(hexadecimal + 2 * i, "%02x", head[i]);
  add(&it, hexadecimal);
  end_with(&it);
}
