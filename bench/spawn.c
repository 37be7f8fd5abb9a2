// spawn ROUNDS COMMAND [ARG]... [--- COMMAND [ARG]...]...
//
// Starts each command in turn, ROUNDS times over, with stdin and stdout at /dev/null, and prints
// the median wall time of each in microseconds, one a line. Fails with the first command that
// fails.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char** environ;

enum { kMaxCommands = 16 };

static double now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static double run_us(char** command, const posix_spawn_file_actions_t* actions) {
  pid_t child;
  int status;
  double start = now_us();
  if (posix_spawnp(&child, command[0], actions, NULL, command, environ) != 0 ||
      waitpid(child, &status, 0) != child || status != 0) {
    fprintf(stderr, "spawn: %s failed\n", command[0]);
    exit(1);
  }
  return now_us() - start;
}

static int by_value(const void* a, const void* b) {
  double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  size_t rounds = strtoul(argv[1], NULL, 10);
  char** commands[kMaxCommands] = {&argv[2]};
  size_t count = 1;
  for (int i = 3; i < argc; i++) {
    if (strcmp(argv[i], "---") != 0 || count == kMaxCommands) continue;
    argv[i] = NULL;
    commands[count++] = &argv[i + 1];
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);

  double* times = malloc(count * rounds * sizeof *times);
  if (!times || rounds == 0) return 2;
  for (size_t round = 0; round < rounds; round++) {
    for (size_t i = 0; i < count; i++) {
      times[i * rounds + round] = run_us(commands[i], &actions);
    }
  }
  for (size_t i = 0; i < count; i++) {
    qsort(times + i * rounds, rounds, sizeof *times, by_value);
    printf("%.1f\n", times[i * rounds + rounds / 2]);
  }
  free(times);
  return 0;
}
