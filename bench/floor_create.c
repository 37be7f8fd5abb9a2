// floor_create DIRECTORY COUNT: the least that COUNT new runs can cost: one directory and two files
// each, of the sizes that mlt writes. Prints the seconds it took.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { kJournalBytes = 800, kSnapshotBytes = 800 };

static void write_file(const char* path, size_t bytes) {
  static char text[kSnapshotBytes];
  memset(text, 'x', sizeof text);
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0 || write(fd, text, bytes) != (ssize_t)bytes || close(fd) != 0) {
    perror(path);
    exit(1);
  }
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  long count = strtol(argv[2], NULL, 10);
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (long i = 0; i < count; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%032lx", argv[1], i);
    if (mkdir(path, 0777) != 0) {
      perror(path);
      return 1;
    }
    snprintf(path, sizeof path, "%s/%032lx/journal.jsonl", argv[1], i);
    write_file(path, kJournalBytes);
    snprintf(path, sizeof path, "%s/%032lx/run.json", argv[1], i);
    write_file(path, kSnapshotBytes);
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.6f\n",
         (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9);
  return 0;
}
