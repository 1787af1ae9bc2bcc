/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <sndfile.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-stem-files.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define RATE 22050
#define FRAMES (RATE * 4 + 123)

static void
test_names (void)
{
  static const struct
  {
    gsize number, n;
    const char *name, *expected;
  } cases[] = {
    { 1, 4, "Track 1", "01 Track 1.flac" },
    { 12, 120, "Flöte 长笛", "012 Flöte 长笛.flac" },
    { 1, 2, "../../etc/passwd", "01 _.._etc_passwd.flac" },
    { 1, 2, "/", "01 _.flac" },
    { 1, 2, "a\\b:c*d?e\"f<g>h|i", "01 a_b_c_d_e_f_g_h_i.flac" },
    { 1, 2, "", "01.flac" },
    { 1, 2, "   ", "01.flac" },
    { 1, 2, "...", "01.flac" },
    { 1, 2, "  x. . ", "01 x.flac" },
    { 1, 2, "a\nb\tc\x7f", "01 a_b_c_.flac" },
    { 1, 2, "\xff\xc3(\xed\xa0\x80", "01 __(___.flac" },
    { 1, 2, "right\xe2\x80\xaeleft", "01 right_left.flac" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char name[CT_STEM_NAME_SIZE];

      ct_stem_file_name (cases[i].number, cases[i].n, cases[i].name, CT_STEM_FLAC, name);
      g_assert_cmpstr (name, ==, cases[i].expected);
    }
}

/* Whatever bytes: a name, not a path, of a length that every file system takes. */
static void
test_names_of_anything (void)
{
  for (int i = 0; i < 20000; i++)
    {
      char text[CT_TRACK_NAME_SIZE * 4], name[CT_STEM_NAME_SIZE];
      int length = g_test_rand_int_range (0, sizeof text);

      for (int k = 0; k < length; k++)
        text[k] = (char) g_test_rand_int_range (1, 256);
      text[length] = '\0';
      ct_stem_file_name ((gsize) g_test_rand_int_range (1, 2000), 2000, text, CT_STEM_WAV, name);
      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_cmpuint (strlen (name), <=, 100);
      g_assert_null (strchr (name, '/'));
      g_assert_true (g_ascii_isdigit (name[0]));
      g_assert_true (g_str_has_suffix (name, ".wav"));
    }
}

/* Two tones and their notes. */
static CtScore *
make_song (char **path, float **sound)
{
  CtScore *score;

  *sound = g_new0 (float, 2 * FRAMES);
  g_assert_cmpint (ct_score_new (2, &score), ==, CT_STATUS_OK);
  for (int t = 0; t < 2; t++)
    {
      CtNote note = { 0.5 + t, 2.5 + t, 1, (gint16) t, (guint8) (60 + 9 * t), 80, false };
      double hz = 440 * pow (2, (note.midi - 69) / 12.0);

      g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
      for (int i = (int) (note.onset_s * RATE); i < note.offset_s * RATE; i++)
        for (int c = 0; c < 2; c++)
          (*sound)[2 * i + c] += (float) (0.3 * sin (2 * G_PI * hz * i / RATE) * (c == t ? 1 : 0.3));
    }
  *path = test_sound_write ("song.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE, 2, *sound, FRAMES);
  return score;
}

/* Removes @folder and returns how many files were in it. */
static int
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  int n = 0;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
      n++;
    }
  g_rmdir (folder);
  return n;
}

static void
note_progress (double fraction, void *data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >, *last);
  g_assert_cmpfloat (fraction, <=, 1);
  *last = fraction;
}

static void
test_sum (void)
{
  static const char *const names[] = { "01 Track 1.flac", "02 Track 2.flac", "03 left over.flac" };
  g_autofree char *path = NULL, *folder = test_sound_path ("stems");
  g_autofree float *sound = NULL, *sum = g_new0 (float, 2 * FRAMES);
  CtScore *score = make_song (&path, &sound);
  double progress = 0, error = 0, power = 0;
  CtStemFilesOptions options = { .rest_name = "left over", .progress = note_progress, .progress_data = &progress };

  g_assert_cmpint (ct_stem_files_write (path, score, folder, &options, NULL), ==, CT_STATUS_OK);
  g_assert_cmpfloat (progress, ==, 1);
  for (int f = 0; f < 3; f++)
    {
      g_autofree char *stem = g_build_filename (folder, names[f], NULL);
      g_autofree float *samples = g_new (float, 2 * FRAMES);
      SF_INFO info = { 0 };
      SNDFILE *file = sf_open (stem, SFM_READ, &info);

      g_assert_nonnull (file);
      g_assert_cmpint (info.samplerate, ==, RATE);
      g_assert_cmpint (info.channels, ==, 2);
      g_assert_cmpint (sf_readf_float (file, samples, FRAMES + 1), ==, FRAMES);
      sf_close (file);
      for (int i = 0; i < 2 * FRAMES; i++)
        sum[i] += samples[i];
      /* each tone is where it belongs */
      if (f < 2)
        g_assert_cmpfloat_with_epsilon (
            test_sound_level (samples, 2, f, (1 + (gsize) f) * RATE, (2 + (gsize) f) * RATE), 0.3, 0.03);
      else
        g_assert_cmpfloat (test_sound_level (samples, 2, 0, RATE, 2 * RATE), <, 0.03);
    }
  for (int i = 0; i < 2 * FRAMES; i++)
    {
      error += pow ((double) (sum[i] - sound[i]), 2);
      power += pow ((double) sound[i], 2);
    }
  g_assert_cmpfloat (10 * log10 (error / power), <, -60);
  /* and what names them */
  g_assert_cmpint (empty_folder (folder), ==, 4);
  ct_score_free (score);
}

/* What is above full scale is in the files as it is, but softer, by one factor for all of them. */
static void
test_loud (void)
{
  static const char *const endings[] = { [CT_STEM_FLAC] = "flac", [CT_STEM_WAV] = "wav" };
  static const char *const names[] = { "01 Track 1", "02 Track 2", "03 rest" };
  g_autofree char *path = NULL, *loud = NULL, *folder = test_sound_path ("stems");
  g_autofree float *sound = NULL;
  CtScore *score = make_song (&path, &sound);

  for (int i = 0; i < 2 * FRAMES; i++)
    sound[i] *= 5;
  loud = test_sound_write ("loud.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE, 2, sound, FRAMES);
  for (int format = CT_STEM_FLAC; format <= CT_STEM_WAV; format++)
    {
      g_autofree float *sum = g_new0 (float, 2 * FRAMES), *samples = g_new (float, 2 * FRAMES);
      float gain = 1;
      double progress = 0;
      CtStemFilesOptions options = { .format = format,
                                     .gain = &gain,
                                     .progress = note_progress,
                                     .progress_data = &progress };

      g_assert_cmpint (ct_stem_files_write (loud, score, folder, &options, NULL), ==, CT_STATUS_OK);
      g_assert_cmpfloat (gain, >, 0.4);
      g_assert_cmpfloat (gain, <, 0.7);
      for (int f = 0; f < 3; f++)
        {
          g_autofree char *name = g_strdup_printf ("%s.%s", names[f], endings[format]);
          g_autofree char *stem = g_build_filename (folder, name, NULL);
          SF_INFO info = { 0 };
          SNDFILE *file = sf_open (stem, SFM_READ, &info);

          g_assert_nonnull (file);
          g_assert_cmpint (sf_readf_float (file, samples, FRAMES + 1), ==, FRAMES);
          sf_close (file);
          for (int i = 0; i < 2 * FRAMES; i++)
            sum[i] += samples[i];
        }
      for (int i = 0; i < 2 * FRAMES; i++)
        g_assert_cmpfloat_with_epsilon (sum[i], gain * sound[i], 1e-5);
      g_assert_cmpint (empty_folder (folder), ==, 4);
    }
  ct_score_free (score);
}

/* Drums of two groups are one file before the rest, and what they are no other file has. */
static void
test_drums (void)
{
  static const char *const names[] = { "01 Track 1.wav", "02 Track 2.wav", "03 percussion.wav", "04 rest.wav" };
  g_autofree char *path = NULL, *folder = test_sound_path ("stems"), *drummed = NULL;
  g_autofree float *sound = NULL, *sum = g_new0 (float, 2 * FRAMES);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  CtScore *score = make_song (&path, &sound);
  CtStemFilesOptions options = { .format = CT_STEM_WAV };

  score->percussion.hits = calloc (6, sizeof *score->percussion.hits);
  score->percussion.n_groups = 2;
  score->percussion.groups[0].drum = score->percussion.groups[1].drum = 38;
  for (int i = 0; i < 6; i++)
    {
      double time_s = 0.25 + 0.5 * i;

      score->percussion.hits[score->percussion.n_hits++] = (CtHit){ time_s, 1, (uint8_t) (i % 2) };
      for (int k = 0; k < RATE / 10; k++)
        for (int c = 0; c < 2; c++)
          sound[2 * ((int) (time_s * RATE) + k) + c] += (float) (g_rand_double_range (rand, -0.3, 0.3)
                                                                 * exp (-k / (0.02 * RATE)));
    }
  drummed = test_sound_write ("drummed.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE, 2, sound, FRAMES);
  g_assert_cmpint (ct_stem_files_write (drummed, score, folder, &options, NULL), ==, CT_STATUS_OK);
  for (int f = 0; f < 4; f++)
    {
      g_autofree char *stem = g_build_filename (folder, names[f], NULL);
      g_autofree float *samples = g_new (float, 2 * FRAMES);
      SF_INFO info = { 0 };
      SNDFILE *file = sf_open (stem, SFM_READ, &info);
      double level;

      g_assert_nonnull (file);
      g_assert_cmpint (sf_readf_float (file, samples, FRAMES + 1), ==, FRAMES);
      sf_close (file);
      for (int i = 0; i < 2 * FRAMES; i++)
        sum[i] += samples[i];
      /* the first hit comes before any note */
      level = test_sound_level (samples, 2, 0, RATE / 4, RATE / 4 + RATE / 20);
      if (f == 2)
        g_assert_cmpfloat (level, >, 0.8 * test_sound_level (sound, 2, 0, RATE / 4, RATE / 4 + RATE / 20));
      else
        g_assert_cmpfloat (level, <, 0.2 * test_sound_level (sound, 2, 0, RATE / 4, RATE / 4 + RATE / 20));
    }
  for (int i = 0; i < 2 * FRAMES; i++)
    g_assert_cmpfloat_with_epsilon (sum[i], sound[i], 1e-3);
  g_assert_cmpint (empty_folder (folder), ==, 5);
  ct_score_free (score);
}

static void
test_problems (void)
{
  g_autofree char *path = NULL, *folder = test_sound_path ("stems"), *deep = test_sound_path ("no/where"),
                  *inside = NULL;
  g_autofree float *sound = NULL;
  CtScore *score = make_song (&path, &sound);
  atomic_bool cancelled = true;
  CtStemFilesOptions options = { .cancelled = &cancelled, .format = CT_STEM_WAV };
  CtStemFailure failure;

  g_assert_cmpint (ct_stem_files_write (path, score, folder, &options, &failure), ==, CT_STATUS_CANCELLED);
  g_assert_cmpint (empty_folder (folder), ==, 0);
  g_assert_cmpint (ct_stem_files_write (deep, score, folder, NULL, &failure), ==, CT_STATUS_NOT_FOUND);
  g_assert_cmpint (failure.what, ==, CT_STEM_FAILED_RECORDING);
  g_assert_cmpint (ct_stem_files_write (path, score, deep, NULL, &failure), ==, CT_STATUS_NOT_FOUND);
  g_assert_cmpint (failure.what, ==, CT_STEM_FAILED_FOLDER);
  g_assert_cmpint (ct_stem_files_write (path, score, path, NULL, &failure), ==, CT_STATUS_NOT_A_FILE);

  /* the recording itself, and a folder, in the place of a stem */
  atomic_store (&cancelled, false);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  inside = g_build_filename (folder, "02 Track 2.wav", NULL);
  g_assert_cmpint (link (path, inside), ==, 0);
  g_assert_cmpint (ct_stem_files_write (path, score, folder, &options, &failure), ==, CT_STATUS_EXISTS);
  g_assert_cmpstr (failure.name, ==, "02 Track 2.wav");
  g_assert_cmpint (g_remove (inside), ==, 0);
  g_assert_cmpint (g_mkdir (inside, 0700), ==, 0);
  g_assert_cmpint (ct_stem_files_write (path, score, folder, &options, &failure), !=, CT_STATUS_OK);
  g_assert_cmpstr (failure.name, ==, "02 Track 2.wav");
  g_assert_cmpint (g_rmdir (inside), ==, 0);
  empty_folder (folder);
  ct_score_free (score);
}

/* A file that may not grow stands for a full disk. */
static void
test_full_disk (void)
{
  g_autofree char *path = NULL, *folder = test_sound_path ("stems");
  g_autofree float *sound = NULL;
  CtScore *score = make_song (&path, &sound);
  CtStemFilesOptions options = { .format = CT_STEM_WAV };
  CtStemFailure failure;
  struct rlimit limit, small;
  CtStatus status;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 65536;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  status = ct_stem_files_write (path, score, folder, &options, &failure);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_cmpint (status, ==, CT_STATUS_NO_SPACE);
  g_assert_true (g_str_has_suffix (failure.name, ".wav"));
  g_assert_cmpint (empty_folder (folder), ==, 0);
  ct_score_free (score);
}

/* No room for what is unpacked of the recording is told apart from no room for the stems. */
static void
test_full_scratch (void)
{
  g_autofree char *path = NULL, *packed = NULL, *folder = test_sound_path ("stems");
  g_autofree float *sound = NULL;
  CtScore *score = make_song (&path, &sound);
  CtStemFailure failure;
  struct rlimit limit, small;
  CtStatus status;

  packed = test_sound_write ("song.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, RATE, 2, sound, FRAMES);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 65536;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  status = ct_stem_files_write (packed, score, folder, NULL, &failure);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_cmpint (status, ==, CT_STATUS_NO_SPACE);
  g_assert_cmpint (failure.what, ==, CT_STEM_FAILED_SCRATCH);
  g_assert_cmpint (failure.scratch_bytes, ==, FRAMES * 2 * sizeof (float));
  g_assert_cmpint (empty_folder (folder), ==, 0);
  ct_score_free (score);
}

typedef struct
{
  const char *path, *folder;
  const CtScore *score;
} Writing;

static CtStatus
write_stems (void *data)
{
  const Writing *writing = data;
  CtStemFilesOptions options = { .n_threads = 1, .format = CT_STEM_WAV };
  CtStatus status = ct_stem_files_write (writing->path, writing->score, writing->folder, &options, NULL);

  g_assert_cmpint (empty_folder (writing->folder), ==, status == CT_STATUS_OK ? 4 : 0);
  return status;
}

static void
test_no_memory (void)
{
  g_autofree char *path = NULL, *folder = test_sound_path ("stems");
  g_autofree float *sound = NULL;
  CtScore *score = make_song (&path, &sound);

  failing_allocator_try_all (write_stems, &(Writing){ path, folder, score });
  ct_score_free (score);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/stem-files/names", test_names);
  g_test_add_func ("/stem-files/names-of-anything", test_names_of_anything);
  g_test_add_func ("/stem-files/sum", test_sum);
  g_test_add_func ("/stem-files/loud", test_loud);
  g_test_add_func ("/stem-files/drums", test_drums);
  g_test_add_func ("/stem-files/problems", test_problems);
  g_test_add_func ("/stem-files/full-disk", test_full_disk);
  g_test_add_func ("/stem-files/full-scratch", test_full_scratch);
  g_test_add_func ("/stem-files/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
