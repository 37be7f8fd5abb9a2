// floor_read STORE: opens and reads the run.json and stats the journal of every run of a native
// store, on all cores. Prints the number of runs and of bytes read.
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { kRunIdDigits = 32, kBufferBytes = 1 << 20, kMaxThreads = 256 };

struct run {
  int experiment;  // a directory, open
  char id[kRunIdDigits + 1];
};

static struct run* runs;
static size_t run_count;
static _Atomic size_t next_run;
static _Atomic unsigned long long bytes_read;

static void* read_some(void* unused) {
  (void)unused;
  char* buffer = malloc(kBufferBytes);
  if (!buffer) abort();
  for (size_t i; (i = atomic_fetch_add(&next_run, 1)) < run_count;) {
    char path[kRunIdDigits + 32];
    snprintf(path, sizeof path, "%s/run.json", runs[i].id);
    int fd = openat(runs[i].experiment, path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? -1 : read(fd, buffer, kBufferBytes);
    struct stat stat;
    snprintf(path, sizeof path, "%s/journal.jsonl", runs[i].id);
    if (size < 0 || fstatat(runs[i].experiment, path, &stat, AT_SYMLINK_NOFOLLOW) != 0) {
      perror(path);
      exit(1);
    }
    close(fd);
    atomic_fetch_add(&bytes_read, (unsigned long long)size);
  }
  free(buffer);
  return NULL;
}

static void list_runs(int experiment) {
  static size_t capacity;
  DIR* directory = fdopendir(dup(experiment));
  for (struct dirent* entry; directory && (entry = readdir(directory));) {
    if (strlen(entry->d_name) != kRunIdDigits) continue;
    if (run_count == capacity) {
      capacity = capacity ? capacity * 2 : 1024;
      runs = realloc(runs, capacity * sizeof *runs);
      if (!runs) abort();
    }
    runs[run_count].experiment = experiment;
    memcpy(runs[run_count++].id, entry->d_name, kRunIdDigits + 1);
  }
  if (directory) closedir(directory);
}

int main(int argc, char** argv) {
  if (argc != 2 || chdir(argv[1]) != 0) return 2;
  DIR* experiments = opendir("experiments");
  if (!experiments) return 1;
  for (struct dirent* entry; (entry = readdir(experiments));) {
    if (entry->d_name[0] == '.') continue;
    int experiment = openat(dirfd(experiments), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (experiment >= 0) list_runs(experiment);
  }
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  pthread_t threads[kMaxThreads];
  size_t count = cores < 1 ? 1 : cores > kMaxThreads ? kMaxThreads : (size_t)cores;
  for (size_t i = 1; i < count; i++) {
    if (pthread_create(&threads[i], NULL, read_some, NULL) != 0) return 1;
  }
  read_some(NULL);
  for (size_t i = 1; i < count; i++) pthread_join(threads[i], NULL);
  printf("%zu runs, %llu bytes\n", run_count, (unsigned long long)bytes_read);
  return 0;
}
