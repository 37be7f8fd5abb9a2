// Loaded (LD_PRELOAD) into every program of a transcript: the time of day stands still while a
// command runs and chance repeats itself, so that ages, durations and made-up names can be compared
// with what the transcript says. Everything else, waiting included, happens for real.
//
// TRANSCRIPT_STATE names a file of two native 64-bit numbers that all programs of one transcript
// share: the time in ms since 1970, which transcript.py moves on before each command and each `mlt`
// by one ms as it starts, and the number of random words drawn so far.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct state {
  _Atomic int64_t now_ms;
  _Atomic uint64_t drawn;
};

static struct state* shared;

__attribute__((constructor)) static void attach(void) {
  const char* path = getenv("TRANSCRIPT_STATE");
  int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void* mapped = mmap(NULL, sizeof(struct state), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (mapped == MAP_FAILED) return;
  shared = mapped;
  if (strcmp(program_invocation_short_name, "mlt") == 0) atomic_fetch_add(&shared->now_ms, 1);
}

int clock_gettime(clockid_t clock, struct timespec* result) {
  if (!shared || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) {
    return (int)syscall(SYS_clock_gettime, clock, result);
  }
  int64_t now_ms = atomic_load(&shared->now_ms);
  result->tv_sec = now_ms / 1000;
  result->tv_nsec = now_ms % 1000 * 1000000;
  return 0;
}

int gettimeofday(struct timeval* restrict result, void* restrict zone) {
  (void)zone;
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  result->tv_sec = now.tv_sec;
  result->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* result) {
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}

// splitmix64 (Steele, Lea, Flood 2014) over the number of the draw.
static uint64_t draw(void) {
  uint64_t z = (atomic_fetch_add(&shared->drawn, 1) + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

ssize_t getrandom(void* buffer, size_t size, unsigned flags) {
  if (!shared) return syscall(SYS_getrandom, buffer, size, flags);
  char* to = buffer;
  for (size_t left = size; left > 0;) {
    uint64_t word = draw();
    size_t part = left < sizeof word ? left : sizeof word;
    memcpy(to, &word, part);
    to += part;
    left -= part;
  }
  return (ssize_t)size;
}

int getentropy(void* buffer, size_t size) { return getrandom(buffer, size, 0) < 0 ? -1 : 0; }
