/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-status.h"
#include "core/isolation/ct-stem-cache.h"
#include "core/isolation/ct-track-isolation.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-sound.h"

#define N_FRAMES 1000

static const CtStemKey recording = { { 1, 2 } };

/* A block of two stems, stereo, which tells its number. */
static void
fill_block (CtIsolatedBlock *block, float *samples, int number)
{
  *block = (CtIsolatedBlock){ .n_frames = N_FRAMES, .n_stems = 2 };
  for (int i = 0; i < 4 * N_FRAMES; i++)
    samples[i] = (float) sin (0.01 * i * (1 + number)) * (i < 2 * N_FRAMES ? 3 : 0.001f);
  block->stems[0] = samples;
  block->stems[1] = samples + 2 * N_FRAMES;
}

static CtStatus
put (CtStemCache *cache, int number)
{
  g_autofree float *samples = g_new (float, 4 * N_FRAMES);
  CtIsolatedBlock block;
  CtStemKey key = { { 7, (guint64) number } };

  fill_block (&block, samples, number);
  return ct_stem_cache_put (cache, &key, &block, 2);
}

/* Whether the block is there; it must then be the right one. */
static gboolean
get (CtStemCache *cache, int number)
{
  g_autofree float *samples = g_new (float, 4 * N_FRAMES);
  CtIsolatedBlock expected;
  CtStemKey key = { { 7, (guint64) number } };
  CtStemBlock *block = ct_stem_cache_get (cache, &key);

  if (!block)
    return FALSE;
  fill_block (&expected, samples, number);
  g_assert_cmpuint (block->n_frames, ==, N_FRAMES);
  g_assert_cmpuint (block->n_stems, ==, 2);
  for (int s = 0; s < 2; s++)
    for (int i = 0; i < 2 * N_FRAMES; i++)
      g_assert_cmpfloat_with_epsilon ((double) (block->scales[s] * (float) block->samples[2 * N_FRAMES * s + i]),
                                      (double) expected.stems[s][i], s ? 1e-7 : 1e-4);
  ct_stem_block_unref (block);
  return TRUE;
}

static CtStemCache *
open_cache (const char *folder, guint64 bytes)
{
  CtStemCache *cache;

  g_assert_cmpint (ct_stem_cache_new (folder, bytes, &recording, &cache), ==, CT_STATUS_OK);
  return cache;
}

/* As if the file had been used a second earlier: the clock of a file system is too coarse for the order of a test. */
static void
age_file (const char *path, gpointer data)
{
  struct stat info;
  struct timespec times[2];

  g_assert_cmpint (stat (path, &info), ==, 0);
  times[0] = times[1] = info.st_mtim;
  times[0].tv_sec--;
  times[1].tv_sec--;
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

static char *
new_folder (void)
{
  return test_sound_path ("cache");
}

static void
test_kept (void)
{
  g_autofree char *folder = new_folder (), *deep = g_build_filename (folder, "a", "b", NULL),
                  *a = g_path_get_dirname (deep);
  CtStemCache *cache = open_cache (deep, 0), *other;
  CtStemKey another = { { 1, 3 } }, missing = { { 7, 5 } };

  for (int i = 0; i < 5; i++)
    g_assert_cmpint (put (cache, i), ==, CT_STATUS_OK);
  g_assert_cmpint (test_folder_each (deep, NULL, NULL), ==, 5);
  g_assert_null (ct_stem_cache_get (cache, &missing));
  g_assert_false (ct_stem_cache_has (cache, &missing));
  /* another process finds them in the files, another recording does not */
  other = open_cache (deep, 0);
  g_assert_null (ct_stem_cache_peek (other, &(CtStemKey){ { 7, 2 } }));
  g_assert_true (ct_stem_cache_has (other, &(CtStemKey){ { 7, 2 } }));
  for (int i = 0; i < 5; i++)
    g_assert_true (get (other, i) && get (cache, i));
  ct_stem_cache_free (other);
  g_assert_cmpint (ct_stem_cache_new (deep, 0, &another, &other), ==, CT_STATUS_OK);
  g_assert_false (get (other, 2));
  ct_stem_cache_free (other);
  ct_stem_cache_free (cache);
  test_folder_remove (deep);
  test_folder_remove (a);
  test_folder_remove (folder);
}

static void
cut_file (const char *path, gpointer data)
{
  g_assert_cmpint (truncate (path, *(off_t *) data), ==, 0);
}

static void
spoil_file (const char *path, gpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size, at = *(gsize *) data;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  bytes[at % size] ^= 0x10;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
}

static void
replace_by_noise (const char *path, gpointer data)
{
  char noise[5000];

  for (gsize i = 0; i < sizeof noise; i++)
    noise[i] = (char) g_test_rand_int ();
  g_assert_true (g_file_set_contents (path, noise, sizeof noise, NULL));
}

/* Whatever became of a file, its block is either right or made again. */
static void
test_damaged (void)
{
  g_autofree char *folder = new_folder ();
  off_t lengths[] = { 0, 1, 8, 100, 400, 5000 };

  for (int i = 0; i < 300; i++)
    {
      CtStemCache *cache = open_cache (folder, 0);
      gsize at = i < 400 ? (gsize) i : (gsize) g_test_rand_int_range (0, 9000);

      g_assert_cmpint (put (cache, 0), ==, CT_STATUS_OK);
      ct_stem_cache_free (cache);
      if (i < (int) G_N_ELEMENTS (lengths))
        test_folder_each (folder, cut_file, &lengths[i]);
      else if (i < 10)
        test_folder_each (folder, replace_by_noise, NULL);
      else
        test_folder_each (folder, spoil_file, &at);
      cache = open_cache (folder, 0);
      g_assert_false (get (cache, 0));
      /* and is gone, so that it is made again */
      g_assert_cmpint (test_folder_each (folder, NULL, NULL), ==, 0);
      ct_stem_cache_free (cache);
    }
  test_folder_remove (folder);
}

/* More than the folder may hold: the files not used for longest go. */
static void
test_bound (void)
{
  g_autofree char *folder = new_folder (), *stranger = g_build_filename (folder, "notes.txt", NULL);
  gsize bytes = 9000;
  CtStemCache *cache = open_cache (folder, 20 * bytes), *other;
  int kept = 0;

  g_assert_true (g_file_set_contents (stranger, "mine", -1, NULL));
  for (int i = 0; i < 60; i++)
    {
      g_assert_cmpint (put (cache, i), ==, CT_STATUS_OK);
      test_folder_each (folder, age_file, NULL);
    }
  g_assert_cmpint (test_folder_each (folder, NULL, NULL), <=, 25);
  g_assert_true (g_file_test (stranger, G_FILE_TEST_EXISTS));
  ct_stem_cache_free (cache);
  other = open_cache (folder, 20 * bytes);
  for (int i = 0; i < 60; i++)
    {
      gboolean there = get (other, i);

      g_assert_true (i < 50 || there);
      kept += there;
    }
  g_assert_cmpint (kept, >=, 10);
  ct_stem_cache_free (other);
  test_folder_remove (folder);
}

static gboolean
has (CtStemCache *cache, int number)
{
  return ct_stem_cache_has (cache, &(CtStemKey){ { 7, (guint64) number } });
}

/* A short song that is edited again and again keeps what it needs and about as much of what it needed before, and not
 * what the folder may contain; other songs keep theirs. */
static void
test_need (void)
{
  g_autofree char *folder = new_folder ();
  const CtStemKey another = { { 3, 4 } };
  gsize bytes = 9000;
  CtStemCache *cache, *other;

  g_assert_cmpint (ct_stem_cache_new (folder, 1000 * bytes, &another, &other), ==, CT_STATUS_OK);
  for (int i = 0; i < 30; i++)
    g_assert_cmpint (put (other, i), ==, CT_STATUS_OK);
  test_folder_each (folder, age_file, NULL);
  cache = open_cache (folder, 1000 * bytes);
  ct_stem_cache_set_need (cache, 10 * bytes);
  for (int edit = 0; edit < 20; edit++)
    for (int i = 0; i < 10; i++)
      {
        /* the first half of the song is never changed */
        int number = i < 5 ? i : 10 * edit + i;

        if (!has (cache, number))
          g_assert_cmpint (put (cache, number), ==, CT_STATUS_OK);
        test_folder_each (folder, age_file, NULL);
      }
  g_assert_cmpint (test_folder_each (folder, NULL, NULL), <=, 30 + 20 + 5);
  ct_stem_cache_free (cache);
  cache = open_cache (folder, 1000 * bytes);
  for (int i = 0; i < 5; i++)
    g_assert_true (has (cache, i) && has (cache, 195 + i) && has (cache, 185 + i));
  g_assert_false (has (cache, 105));
  for (int i = 0; i < 30; i++)
    g_assert_true (has (other, i));
  ct_stem_cache_free (cache);
  ct_stem_cache_free (other);
  test_folder_remove (folder);
}

/* A folder that cannot be used: said each time, and the blocks stay in memory for a while. */
static void
test_unusable_folder (void)
{
  g_autofree char *file = test_sound_path ("file"), *folder = g_build_filename (file, "below", NULL);
  CtStemCache *cache;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  cache = open_cache (folder, 0);
  g_assert_cmpint (put (cache, 3), !=, CT_STATUS_OK);
  g_assert_true (get (cache, 3));
  ct_stem_cache_free (cache);
  if (geteuid () != 0)
    {
      g_autofree char *closed = test_sound_path ("closed");

      g_assert_cmpint (g_mkdir (closed, 0500), ==, 0);
      cache = open_cache (closed, 0);
      g_assert_cmpint (put (cache, 3), ==, CT_STATUS_NO_PERMISSION);
      g_assert_true (get (cache, 3));
      ct_stem_cache_free (cache);
      g_rmdir (closed);
    }
  /* none at all */
  cache = open_cache (NULL, 0);
  g_assert_cmpint (put (cache, 3), ==, CT_STATUS_OK);
  g_assert_true (get (cache, 3));
  g_assert_cmpuint (ct_stem_cache_folder_bytes (cache), ==, 0);
  ct_stem_cache_free (cache);
}

static gpointer
use_cache (gpointer data)
{
  CtStemCache *cache = open_cache (data, 0);

  for (int i = 0; i < 100; i++)
    {
      g_assert_cmpint (put (cache, i % 7), ==, CT_STATUS_OK);
      get (cache, (i * 3) % 7);
    }
  ct_stem_cache_free (cache);
  return NULL;
}

static void
test_several (void)
{
  g_autofree char *folder = new_folder ();
  GThread *threads[3];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("cache", use_cache, folder);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (test_folder_each (folder, NULL, NULL), ==, 7);
  test_folder_remove (folder);
}

static CtStatus
use_once (void *data)
{
  CtStemCache *cache;
  CtStatus status = ct_stem_cache_new (data, 0, &recording, &cache);

  if (status != CT_STATUS_OK)
    return status;
  status = put (cache, 1);
  ct_stem_cache_free (cache);
  return status;
}

static void
test_no_memory (void)
{
  g_autofree char *folder = new_folder ();

  failing_allocator_try_all (use_once, folder);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/stem-cache/kept", test_kept);
  g_test_add_func ("/stem-cache/damaged", test_damaged);
  g_test_add_func ("/stem-cache/bound", test_bound);
  g_test_add_func ("/stem-cache/need", test_need);
  g_test_add_func ("/stem-cache/unusable-folder", test_unusable_folder);
  g_test_add_func ("/stem-cache/several", test_several);
  g_test_add_func ("/stem-cache/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
