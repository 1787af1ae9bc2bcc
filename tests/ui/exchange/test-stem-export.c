/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/exchange/ct-stem-export.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sndfile.h>
#include <string.h>
#include <unistd.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-temporary-file.h"
#include "tests/support/project-document.h"
#include "tests/support/test-sound.h"
#include "ui/document/ct-recording.h"
#include "ui/support/ct-file-error.h"

#define RATE_HZ 44100
#define N_FRAMES 44100

typedef struct
{
  CtScore *score; /* one note on one track */
  CtRecording *recording;
  char *parent;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const CtNote note = { .onset_s = 0.1, .offset_s = 0.9, .confidence = 1, .midi = 69, .velocity = 80 };
  g_autofree float *samples = test_sound_tone (RATE_HZ, 1, N_FRAMES, 440, 0.5, 0.1);
  g_autofree char *path = NULL;

  test_sound_begin ();
  path = test_sound_write ("tone.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, RATE_HZ, 1, samples, N_FRAMES);
  fixture->recording = ct_recording_new (path, 1, RATE_HZ, 1);
  fixture->parent = test_sound_path ("stems");
  g_assert_cmpint (g_mkdir (fixture->parent, 0777), ==, 0);
  g_assert_cmpint (ct_score_new (1, &fixture->score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_notes_append (&fixture->score->notes, &note), ==, CT_STATUS_OK);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_score_free (fixture->score);
  ct_recording_unref (fixture->recording);
  project_document_remove_folder (fixture->parent);
  g_free (fixture->parent);
  test_sound_end ();
}

static CtStemExportOptions
wav_options (const Fixture *fixture, const char *name)
{
  return (CtStemExportOptions){ .parent = fixture->parent, .name = name, .format = CT_STEM_WAV };
}

static guint
count (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* A folder of its own each time, whatever lies there already: nothing is replaced. */
static void
test_folders (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "song stems", "song stems 2", "song stems 4" };
  g_autofree char *third = g_build_filename (fixture->parent, "song stems 3", NULL);

  g_assert_true (g_file_set_contents (third, "a file", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *expected = g_build_filename (fixture->parent, names[i], NULL);
      g_autofree char *rest = g_build_filename (expected, "02 Rest.wav", NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *folder = NULL;
      CtStemExportOptions options = wav_options (fixture, "song stems");
      float gain = 0;
      int permille = -1;

      options.permille = &permille;
      options.gain = &gain;
      folder = ct_stem_export_write (fixture->score, fixture->recording, &options, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (folder, ==, expected);
      g_assert_cmpint (permille, ==, 1000);
      g_assert_cmpfloat (gain, ==, 1);
      g_assert_true (g_file_test (rest, G_FILE_TEST_IS_REGULAR));
      /* and what names the two */
      g_assert_cmpuint (count (folder), ==, 3);
    }
}

/* A folder in which an export was killed is taken by the next; one that is still written to is not. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *left = g_build_filename (fixture->parent, "stems", NULL);
  g_autofree char *second = g_build_filename (fixture->parent, "stems 2", NULL);
  g_autofree char *beside = NULL, *again = NULL;
  CtStemExportOptions options = wav_options (fixture, "stems");
  char name[CT_TEMPORARY_NAME_SIZE];
  int folder, file;

  g_assert_cmpint (g_mkdir (left, 0777), ==, 0);
  folder = open (left, O_RDONLY | O_DIRECTORY);
  g_assert_cmpint (folder, >=, 0);
  file = ct_temporary_file_open (folder, name);
  g_assert_cmpint (file, >=, 0);
  close (folder);
  beside = ct_stem_export_write (fixture->score, fixture->recording, &options, NULL, NULL);
  g_assert_cmpstr (beside, ==, second);
  close (file);
  again = ct_stem_export_write (fixture->score, fixture->recording, &options, NULL, NULL);
  g_assert_cmpstr (again, ==, left);
  g_assert_cmpuint (count (left), ==, 3);
}

/* What is too loud for a file is made softer, and told. */
static void
test_loud (Fixture *fixture, gconstpointer data)
{
  g_autofree float *samples = test_sound_tone (RATE_HZ, 1, N_FRAMES, 440, 2, 0.1);
  g_autofree char *path = test_sound_write ("loud.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE_HZ, 1, samples, N_FRAMES);
  g_autoptr (CtRecording) loud = ct_recording_with_path (fixture->recording, path);
  g_autofree char *folder = NULL;
  CtStemExportOptions options = wav_options (fixture, "stems");
  float gain = 0;

  options.gain = &gain;
  folder = ct_stem_export_write (fixture->score, loud, &options, NULL, NULL);
  g_assert_nonnull (folder);
  g_assert_cmpfloat (gain, >, 0.3);
  g_assert_cmpfloat (gain, <, 0.9);
}

/* What cannot be done leaves no folder, and names what is wrong. */
static void
test_failures (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = test_sound_write_bytes ("text.wav", "no sound", 8);
  g_autoptr (CtRecording) lost = ct_recording_with_path (fixture->recording, NULL);
  g_autoptr (CtRecording) damaged = ct_recording_with_path (fixture->recording, text);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  CtStemExportOptions options = wav_options (fixture, "stems"), nowhere = options;
  GError *error = NULL;

  g_assert_null (ct_stem_export_write (fixture->score, lost, &options, NULL, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "tone.wav"));
  g_clear_error (&error);

  g_assert_null (ct_stem_export_write (fixture->score, damaged, &options, NULL, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_UNKNOWN_FORMAT);
  g_assert_nonnull (strstr (error->message, "text.wav"));
  g_clear_error (&error);

  nowhere.parent = "/nowhere/at/all";
  g_assert_null (ct_stem_export_write (fixture->score, fixture->recording, &nowhere, NULL, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "“stems”: its folder does not exist");
  g_clear_error (&error);

  g_cancellable_cancel (cancelled);
  g_assert_null (ct_stem_export_write (fixture->score, fixture->recording, &options, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count (fixture->parent), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/stem-export/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("folders", test_folders);
  ADD ("killed", test_killed);
  ADD ("loud", test_loud);
  ADD ("failures", test_failures);
  return g_test_run ();
}
