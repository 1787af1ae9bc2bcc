/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands in for libFuzzer: feeds a target with seeds, changed by a fixed random generator, so that the same inputs come
 * every time. driver FIRST COUNT SEED... feeds the inputs numbered FIRST to FIRST + COUNT - 1; a
 * failure names its input. */
#include "tests/fuzz/fuzz-target.h"

#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_INPUT_BYTES (1u << 20)
#define MAX_SEEDS 64
#define MAX_CHANGES 6
#define TIMEOUT_S 20 /* for one input, under sanitizers on a busy machine */

typedef struct
{
  uint8_t *bytes;
  size_t size;
} Seed;

static Seed seeds[MAX_SEEDS];
static size_t n_seeds;
static volatile unsigned long current;

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", 2016 */
static uint64_t random_state;

static uint32_t
random_number (void)
{
  random_state ^= random_state >> 12;
  random_state ^= random_state << 25;
  random_state ^= random_state >> 27;
  return (uint32_t) ((random_state * 0x2545f4914f6cdd1du) >> 32);
}

static size_t
random_below (size_t n)
{
  return n > 0 ? random_number () % n : 0;
}

/* Places near the start are likelier: that is where headers are. */
static size_t
random_place (size_t size)
{
  return random_below (random_below (3) == 0 ? size : size < 128 ? size : 128);
}

static void
overwrite (uint8_t *input, size_t size)
{
  static const uint64_t values[] = { 0,      1,       2,          0x7f,       0x80,       0xff,       0x7fff,    0x8000,
                                     0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0x7f800000, 0x7fc00000 };
  uint64_t value = random_below (2) ? values[random_below (sizeof values / sizeof values[0])] : random_number ();
  size_t at = random_place (size), width = (size_t) 1 << random_below (4);
  bool backwards = random_below (2);

  for (size_t i = 0; i < width && at + i < size; i++)
    input[at + i] = (uint8_t) (value >> (8 * (backwards ? width - 1 - i : i)));
}

/* Writes @n bytes of any seed over or into the input at a place of it. Returns the new size. */
static size_t
transplant (uint8_t *input, size_t size)
{
  const Seed *seed = &seeds[random_below (n_seeds)];
  size_t from = random_below (seed->size), to = random_place (size), n = 1 + random_below (64);

  if (n > seed->size - from)
    n = seed->size - from;
  if (random_below (2) && size + n <= MAX_INPUT_BYTES)
    {
      memmove (input + to + n, input + to, size - to);
      size += n;
    }
  else if (n > size - to)
    n = size - to;
  memcpy (input + to, seed->bytes + from, n);
  return size;
}

static size_t
cut_out (uint8_t *input, size_t size)
{
  size_t at = random_place (size), n = 1 + random_below (64);

  if (n > size - at)
    n = size - at;
  memmove (input + at, input + at + n, size - at - n);
  return size - n;
}

static size_t
change (uint8_t *input, size_t size)
{
  if (size == 0)
    return 0;
  switch (random_below (8))
    {
    case 0:
      return 1 + random_below (size);
    case 1:
      return cut_out (input, size);
    case 2:
      return transplant (input, size);
    case 3:
    case 4:
      input[random_place (size)] ^= (uint8_t) (1u << random_below (8));
      return size;
    default:
      overwrite (input, size);
      return size;
    }
}

/* A copy on the heap of exactly its size, so that a sanitizer sees every byte read beyond it. */
static void
run (const uint8_t *input, size_t size)
{
  uint8_t *copy = malloc (size > 0 ? size : 1);

  FUZZ_REQUIRE (copy);
  memcpy (copy, input, size);
  alarm (TIMEOUT_S);
  LLVMFuzzerTestOneInput (copy, size);
  alarm (0);
  free (copy);
}

static void
run_changed (unsigned long number, uint8_t *input)
{
  const Seed *seed;
  size_t size, n_changes;

  /* neighbouring numbers start far from each other (splitmix64's increment) */
  random_state = (number + 1) * 0x9e3779b97f4a7c15u;
  for (int i = 0; i < 8; i++)
    random_number ();
  seed = &seeds[random_below (n_seeds)];
  size = seed->size;
  memcpy (input, seed->bytes, size);
  n_changes = 1 + random_below (MAX_CHANGES);
  for (size_t i = 0; i < n_changes; i++)
    size = change (input, size);
  run (input, size);
}

static bool
read_seed (const char *path)
{
  Seed *seed = &seeds[n_seeds];
  FILE *file = n_seeds < MAX_SEEDS ? fopen (path, "rb") : NULL;

  if (!file)
    return false;
  seed->bytes = malloc (MAX_INPUT_BYTES);
  seed->size = seed->bytes ? fread (seed->bytes, 1, MAX_INPUT_BYTES, file) : 0;
  fclose (file);
  n_seeds++;
  return seed->size > 0;
}

static int
is_seed (const struct dirent *entry)
{
  return entry->d_name[0] != '.';
}

/* Reads a file, or all files of a folder by their names. */
static bool
read_seeds (const char *path)
{
  struct dirent **entries;
  int n = scandir (path, &entries, is_seed, alphasort);
  bool done = n > 0;

  if (n < 0)
    return read_seed (path);
  for (int i = 0; i < n; i++)
    {
      char name[4096];

      snprintf (name, sizeof name, "%s/%s", path, entries[i]->d_name);
      done = done && read_seed (name);
      free (entries[i]);
    }
  free (entries);
  return done;
}

/* Names the input that failed, or that does not come to an end. */
static void
report (int sig)
{
  char text[64];
  int n = snprintf (text, sizeof text, "failed at input %lu\n", current);

  if (write (STDERR_FILENO, text, (size_t) n) < 0 || sig == SIGALRM)
    signal (SIGABRT, SIG_DFL);
  if (sig == SIGALRM)
    abort ();
}

int
main (int argc, char **argv)
{
  unsigned long first = argc > 2 ? strtoul (argv[1], NULL, 10) : 0;
  const char *asked = getenv ("COLORATURA_FUZZ");
  unsigned long count = argc > 2 ? strtoul (asked ? asked : argv[2], NULL, 10) : 0;
  uint8_t *input = malloc (MAX_INPUT_BYTES);

  FUZZ_REQUIRE (input && argc > 3);
  for (int i = 3; i < argc; i++)
    if (!read_seeds (argv[i]))
      {
        fprintf (stderr, "%s: cannot be read\n", argv[i]);
        return 2;
      }
  signal (SIGABRT, report);
  signal (SIGALRM, report);
  current = first;
  for (size_t i = 0; i < n_seeds; i++)
    run (seeds[i].bytes, seeds[i].size);
  for (unsigned long i = 0; i < count; i++)
    {
      current = first + i;
      run_changed (current, input);
    }
  for (size_t i = 0; i < n_seeds; i++)
    free (seeds[i].bytes);
  free (input);
  printf ("%zu seeds, %lu inputs made of them\n", n_seeds, count);
  return 0;
}
