/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The maker of stems with its thread, on a machine whose wall clock is set back all the time (see clock-set-back.h). */
#include "core/isolation/ct-stem-maker.h"

#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"
#include "core/isolation/ct-stem-cache.h"
#include "tests/support/failing-threads.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-sound.h"
#include "tests/support/test-wait.h"

#define RATE 22050
#define N_NOTES 20

typedef struct
{
  char *path;
  CtNote notes[N_NOTES];
  CtSoundReader *reader;
} Fixture;

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
set_up (Fixture *fixture)
{
  fixture->path = write_tones (fixture->notes);
  g_assert_cmpint (ct_sound_reader_new (fixture->path, 0, NULL, &fixture->reader), ==, CT_STATUS_OK);
}

static void
tear_down (Fixture *fixture)
{
  ct_sound_reader_free (fixture->reader);
  g_free (fixture->path);
}

static CtStemMaker *
start (Fixture *fixture, const char *folder)
{
  CtStemMakerOptions options = { .cache_folder = folder, .n_threads = 2 };
  CtStemMaker *maker;

  g_assert_cmpint (ct_stem_maker_new (fixture->reader, &options, &maker), ==, CT_STATUS_OK);
  return maker;
}

static void
set_notes (CtStemMaker *maker, const Fixture *fixture, gsize n)
{
  g_assert_cmpint (ct_stem_maker_set_notes (maker, fixture->notes, n, 2), ==, CT_STATUS_OK);
}

static void
wait_for_all (CtStemMaker *maker)
{
  test_wait_for (ct_stem_maker_progress (maker) == 1);
  g_assert_cmpint (ct_stem_maker_status (maker), ==, CT_STATUS_OK);
}

/* The block at @frame is ready, and one of the tracks sounds there. */
static void
assert_block (CtStemMaker *maker, int64_t frame)
{
  int64_t first = -1;
  int16_t stem_of[2];
  bool silent;
  CtStemBlock *block = NULL;

  test_wait_for ((block = ct_stem_maker_peek (maker, frame, &first, stem_of, 2, &silent)) != NULL);
  g_assert_cmpint (first, <=, frame);
  g_assert_cmpint (first + block->n_frames, >, frame);
  g_assert_cmpint (stem_of[0] + stem_of[1], ==, 1);
  ct_stem_block_unref (block);
}

/* The sound of a track is measured: plucked tones of four partials. */
static void
assert_sound (CtStemMaker *maker)
{
  CtNoteSound sound;
  unsigned version;

  test_wait_for (ct_stem_maker_sound (maker, 0, &sound, &version));
  g_assert_true (sound.measured);
  g_assert_cmpfloat (sound.sustain, ==, 0);
  g_assert_cmpfloat_with_epsilon (sound.decay_s, 0.5, 0.15);
  g_assert_cmpfloat_with_epsilon (sound.partials[3][1] / sound.partials[3][0], 0.5, 0.1);
  g_assert_cmpfloat (sound.partials[3][6], <, 0.05);
}

/* In the background everything is isolated, written to disk, found again by the next maker, and isolated again only
 * where a note moved. */
static void
test_background (void)
{
  g_autofree char *folder = test_sound_path ("cache");
  Fixture fixture;
  CtStemMaker *maker = NULL;
  int n_files = 0;

  set_up (&fixture);
  for (int run = 0; run < 2; run++)
    {
      int64_t first;
      int16_t stem_of[2];
      bool silent;

      ct_stem_maker_free (maker);
      maker = start (&fixture, folder);
      set_notes (maker, &fixture, N_NOTES);
      ct_stem_maker_set_focus (maker, 10 * RATE);
      assert_block (maker, 10 * RATE);
      wait_for_all (maker);
      g_assert_null (ct_stem_maker_peek (maker, 1000 * RATE, &first, stem_of, 2, &silent));
      g_assert_true (silent);
      assert_sound (maker);
      g_assert_cmpint (test_folder_each (folder, NULL, NULL), >=, 6);
      g_assert_true (run == 0 || test_folder_each (folder, NULL, NULL) == n_files);
      n_files = test_folder_each (folder, NULL, NULL);
    }
  /* the last note goes up: some blocks more, not all of them */
  fixture.notes[N_NOTES - 1].midi++;
  set_notes (maker, &fixture, N_NOTES);
  test_wait_for (test_folder_each (folder, NULL, NULL) == n_files + 4);
  wait_for_all (maker);
  g_assert_cmpint (test_folder_each (folder, NULL, NULL), ==, n_files + 4);
  ct_stem_maker_free (maker);
  tear_down (&fixture);
  test_folder_remove (folder);
}

/* Notes that change faster than they can be isolated, then a rest: all is isolated in the end. */
static void
test_hurried (void)
{
  Fixture fixture;

  set_up (&fixture);
  for (int i = 0; i < 20; i++)
    {
      CtStemMaker *maker = start (&fixture, NULL);

      for (int k = 1; k <= N_NOTES; k++)
        {
          fixture.notes[k - 1].midi = (guint8) g_test_rand_int_range (40, 90);
          set_notes (maker, &fixture, (gsize) k);
          ct_stem_maker_set_focus (maker, g_test_rand_int_range (-5, 30 * RATE));
          g_usleep ((gulong) g_test_rand_int_range (0, 3000));
        }
      /* most are freed in the middle of it */
      if (i % 5 == 0)
        wait_for_all (maker);
      ct_stem_maker_free (maker);
    }
  tear_down (&fixture);
}

/* A folder that cannot be used: reported once, and the tracks are heard all the same. */
static void
test_without_folder (void)
{
  g_autofree char *file = test_sound_path ("file"), *folder = g_build_filename (file, "below", NULL);
  Fixture fixture;
  CtStemMaker *maker;

  set_up (&fixture);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  maker = start (&fixture, folder);
  set_notes (maker, &fixture, N_NOTES);
  wait_for_all (maker);
  assert_block (maker, RATE);
  g_assert_cmpint (ct_stem_maker_take_cache_status (maker), !=, CT_STATUS_OK);
  g_assert_cmpint (ct_stem_maker_take_cache_status (maker), ==, CT_STATUS_OK);
  ct_stem_maker_free (maker);
  ct_stem_maker_free (NULL);
  tear_down (&fixture);
}

static CtStatus
make_all (void *data)
{
  Fixture *fixture = data;
  CtStemMakerOptions options = { .n_threads = 3 };
  CtStemMaker *maker;
  CtStatus status = ct_stem_maker_new (fixture->reader, &options, &maker);

  if (status != CT_STATUS_OK)
    return status;
  set_notes (maker, fixture, 20);
  test_wait_for (ct_stem_maker_progress (maker) == 1 || ct_stem_maker_status (maker) != CT_STATUS_OK);
  status = ct_stem_maker_status (maker);
  ct_stem_maker_free (maker);
  return status;
}

/* A thread that cannot be started: fewer do the work, or an error says so. */
static void
test_no_thread (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture);
  failing_threads_try_all (make_all, &fixture);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/stem-maker/background", test_background);
  g_test_add_func ("/stem-maker/hurried", test_hurried);
  g_test_add_func ("/stem-maker/without-folder", test_without_folder);
  g_test_add_func ("/stem-maker/no-thread", test_no_thread);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
