/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"
#include "core/isolation/ct-stem-cache.h"
#include "core/isolation/ct-stem-maker.h"
#include "core/isolation/ct-track-isolation.h"
#include "tests/support/failing-allocator.h"
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

/* Calls @func for every file of the folder and returns how many there are. */
static int
each_file (const char *folder, void (*func) (const char *path, gpointer data), gpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  int n = 0;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (func)
        func (path, data);
      n++;
    }
  return n;
}

static void
remove_file (const char *path, gpointer data)
{
  g_assert_cmpint (g_remove (path), ==, 0);
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
remove_folder (const char *folder)
{
  each_file (folder, remove_file, NULL);
  g_rmdir (folder);
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
  g_assert_cmpint (each_file (deep, NULL, NULL), ==, 5);
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
  remove_folder (deep);
  remove_folder (a);
  remove_folder (folder);
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
        each_file (folder, cut_file, &lengths[i]);
      else if (i < 10)
        each_file (folder, replace_by_noise, NULL);
      else
        each_file (folder, spoil_file, &at);
      cache = open_cache (folder, 0);
      g_assert_false (get (cache, 0));
      /* and is gone, so that it is made again */
      g_assert_cmpint (each_file (folder, NULL, NULL), ==, 0);
      ct_stem_cache_free (cache);
    }
  remove_folder (folder);
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
      each_file (folder, age_file, NULL);
    }
  g_assert_cmpint (each_file (folder, NULL, NULL), <=, 25);
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
  remove_folder (folder);
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
  g_assert_cmpint (each_file (folder, NULL, NULL), ==, 7);
  remove_folder (folder);
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
  remove_folder (folder);
}

/* ---- maker ---- */

#define RATE 22050

static char *
write_tones (CtNote *notes)
{
  gsize n = 20 * RATE;
  g_autofree float *sound = g_new0 (float, n);

  for (int i = 0; i < 20; i++)
    {
      double hz = 440 * pow (2, (60 + i % 12 - 69) / 12.0);

      notes[i] = (CtNote){ i, i + 0.9, 1, (gint16) (i % 2), (guint8) (60 + i % 12), 100, false };
      for (int k = 0; k < 0.9 * RATE; k++)
        for (int h = 1; h < 5; h++)
          sound[i * RATE + k] += (float) (0.1 / h * exp (-2.0 * k / RATE) * sin (2 * G_PI * h * hz * k / RATE));
    }
  return test_sound_write ("tones.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE, 1, sound, n);
}

static void
wait_for_all (CtStemMaker *maker)
{
  for (int i = 0; i < 3000 && ct_stem_maker_progress (maker) < 1; i++)
    g_usleep (10000);
  g_assert_cmpfloat (ct_stem_maker_progress (maker), ==, 1);
  g_assert_cmpint (ct_stem_maker_status (maker), ==, CT_STATUS_OK);
}

/* In the background everything is made, kept on disk, found again by the next maker, and renewed only where a note
 * moved. */
static void
test_maker (void)
{
  g_autofree char *folder = new_folder (), *path = NULL;
  CtNote notes[20];
  CtStemMakerOptions options = { .cache_folder = folder, .n_threads = 2 };
  CtSoundReader *reader;
  CtStemMaker *maker;
  CtNoteSound sound;
  unsigned version;
  int n_files;

  path = write_tones (notes);
  g_assert_cmpint (ct_sound_reader_new (path, NULL, &reader), ==, CT_STATUS_OK);
  for (int run = 0; run < 2; run++)
    {
      int64_t first = -1;
      int16_t stem_of[2];
      bool silent;
      CtStemBlock *block = NULL;

      g_assert_cmpint (ct_stem_maker_new (reader, &options, &maker), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_stem_maker_set_notes (maker, notes, 20, 2), ==, CT_STATUS_OK);
      ct_stem_maker_set_focus (maker, 10 * RATE);
      for (int i = 0; i < 3000 && !block; i++)
        {
          block = ct_stem_maker_peek (maker, 10 * RATE, &first, stem_of, 2, &silent);
          g_usleep (10000);
        }
      g_assert_nonnull (block);
      g_assert_cmpint (first, <=, 10 * RATE);
      g_assert_cmpint (first + block->n_frames, >, 10 * RATE);
      g_assert_cmpint (stem_of[0] + stem_of[1], ==, 1);
      ct_stem_block_unref (block);
      wait_for_all (maker);
      g_assert_null (ct_stem_maker_peek (maker, 1000 * RATE, &first, stem_of, 2, &silent));
      g_assert_true (silent);
      for (int i = 0; i < 3000 && !ct_stem_maker_sound (maker, 0, &sound, &version); i++)
        g_usleep (10000);
      /* plucked tones of four partials */
      g_assert_true (sound.measured);
      g_assert_cmpfloat (sound.sustain, ==, 0);
      g_assert_cmpfloat_with_epsilon (sound.decay_s, 0.5, 0.15);
      g_assert_cmpfloat_with_epsilon (sound.partials[3][1] / sound.partials[3][0], 0.5, 0.1);
      g_assert_cmpfloat (sound.partials[3][6], <, 0.05);
      n_files = each_file (folder, NULL, NULL);
      g_assert_cmpint (n_files, >=, 6);
      if (run == 0)
        ct_stem_maker_free (maker);
    }
  /* the last note goes up: some blocks more, not all of them */
  notes[19].midi++;
  g_assert_cmpint (ct_stem_maker_set_notes (maker, notes, 20, 2), ==, CT_STATUS_OK);
  for (int i = 0; i < 3000 && each_file (folder, NULL, NULL) < n_files + 4; i++)
    g_usleep (10000);
  wait_for_all (maker);
  g_assert_cmpint (each_file (folder, NULL, NULL), ==, n_files + 4);
  ct_stem_maker_free (maker);
  ct_sound_reader_free (reader);
  remove_folder (folder);
}

/* Changing notes faster than they can be worked on, and ending in the middle of it. */
static void
test_maker_hurried (void)
{
  g_autofree char *path = NULL;
  CtNote notes[20];
  CtStemMakerOptions options = { .n_threads = 2 };
  CtSoundReader *reader;
  CtStemMaker *maker;

  path = write_tones (notes);
  g_assert_cmpint (ct_sound_reader_new (path, NULL, &reader), ==, CT_STATUS_OK);
  for (int i = 0; i < 20; i++)
    {
      g_assert_cmpint (ct_stem_maker_new (reader, &options, &maker), ==, CT_STATUS_OK);
      for (int k = 0; k < 20; k++)
        {
          notes[k % 20].midi = (guint8) g_test_rand_int_range (40, 90);
          g_assert_cmpint (ct_stem_maker_set_notes (maker, notes, (gsize) k, 2), ==, CT_STATUS_OK);
          ct_stem_maker_set_focus (maker, g_test_rand_int_range (-5, 30 * RATE));
          g_usleep ((gulong) g_test_rand_int_range (0, 3000));
        }
      ct_stem_maker_free (maker);
    }
  ct_sound_reader_free (reader);
}

/* A folder that is full or closed: told once, and the tracks are heard all the same. */
static void
test_maker_without_folder (void)
{
  g_autofree char *file = test_sound_path ("file"), *folder = g_build_filename (file, "below", NULL), *path = NULL;
  CtNote notes[20];
  CtStemMakerOptions options = { .cache_folder = folder, .n_threads = 1 };
  CtSoundReader *reader;
  CtStemMaker *maker;
  CtStatus told = CT_STATUS_OK;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  path = write_tones (notes);
  g_assert_cmpint (ct_sound_reader_new (path, NULL, &reader), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_stem_maker_new (reader, &options, &maker), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_stem_maker_set_notes (maker, notes, 20, 2), ==, CT_STATUS_OK);
  for (int i = 0; i < 3000 && told == CT_STATUS_OK; i++)
    {
      told = ct_stem_maker_take_cache_status (maker);
      g_usleep (10000);
    }
  g_assert_cmpint (told, !=, CT_STATUS_OK);
  wait_for_all (maker);
  g_assert_cmpint (ct_stem_maker_take_cache_status (maker), ==, CT_STATUS_OK);
  ct_stem_maker_free (maker);
  ct_stem_maker_free (NULL);
  ct_sound_reader_free (reader);
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
  g_test_add_func ("/stem-cache/unusable-folder", test_unusable_folder);
  g_test_add_func ("/stem-cache/several", test_several);
  g_test_add_func ("/stem-cache/no-memory", test_no_memory);
  g_test_add_func ("/stem-maker/background", test_maker);
  g_test_add_func ("/stem-maker/hurried", test_maker_hurried);
  g_test_add_func ("/stem-maker/without-folder", test_maker_without_folder);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
