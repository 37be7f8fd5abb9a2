// floor_read_all STORE: opens and reads every file of every experiment of a store in MLflow's
// layout, on all cores. Prints the number of files and of bytes read.
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { kBufferBytes = 1 << 20, kMaxThreads = 256 };

struct folder {
  int parent;  // a directory, open
  char name[256];
};

static struct folder* folders;
static size_t folder_count;
static _Atomic size_t next_folder;
static _Atomic unsigned long long files_read, bytes_read;

static void read_folder(int parent, const char* name, char* buffer) {
  int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* directory = fd < 0 ? NULL : fdopendir(fd);
  if (!directory) {
    perror(name);
    exit(1);
  }
  for (struct dirent* entry; (entry = readdir(directory));) {
    if (entry->d_type == DT_DIR) {
      if (entry->d_name[0] != '.') read_folder(fd, entry->d_name, buffer);
      continue;
    }
    int file = openat(fd, entry->d_name, O_RDONLY | O_CLOEXEC);
    ssize_t size = file < 0 ? -1 : read(file, buffer, kBufferBytes);
    if (size < 0) {
      perror(entry->d_name);
      exit(1);
    }
    close(file);
    atomic_fetch_add(&files_read, 1);
    atomic_fetch_add(&bytes_read, (unsigned long long)size);
  }
  closedir(directory);
}

static void* read_some(void* unused) {
  (void)unused;
  char* buffer = malloc(kBufferBytes);
  if (!buffer) abort();
  for (size_t i; (i = atomic_fetch_add(&next_folder, 1)) < folder_count;) {
    read_folder(folders[i].parent, folders[i].name, buffer);
  }
  free(buffer);
  return NULL;
}

static void list_folders(int experiment) {
  static size_t capacity;
  DIR* directory = fdopendir(dup(experiment));
  for (struct dirent* entry; directory && (entry = readdir(directory));) {
    if (entry->d_type != DT_DIR || entry->d_name[0] == '.') continue;
    if (folder_count == capacity) {
      capacity = capacity ? capacity * 2 : 1024;
      folders = realloc(folders, capacity * sizeof *folders);
      if (!folders) abort();
    }
    folders[folder_count].parent = experiment;
    strcpy(folders[folder_count++].name, entry->d_name);
  }
  if (directory) closedir(directory);
}

int main(int argc, char** argv) {
  if (argc != 2 || chdir(argv[1]) != 0) return 2;
  DIR* root = opendir(".");
  if (!root) return 1;
  for (struct dirent* entry; (entry = readdir(root));) {
    if (entry->d_type != DT_DIR || entry->d_name[0] == '.') continue;
    int experiment = openat(dirfd(root), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (experiment >= 0) list_folders(experiment);
  }
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  pthread_t threads[kMaxThreads];
  size_t count = cores < 1 ? 1 : cores > kMaxThreads ? kMaxThreads : (size_t)cores;
  for (size_t i = 1; i < count; i++) {
    if (pthread_create(&threads[i], NULL, read_some, NULL) != 0) return 1;
  }
  read_some(NULL);
  for (size_t i = 1; i < count; i++) pthread_join(threads[i], NULL);
  printf("%llu files, %llu bytes\n", files_read, bytes_read);
  return 0;
}
