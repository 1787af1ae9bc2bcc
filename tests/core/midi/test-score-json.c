/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <math.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-score-json.h"
#include "tests/support/failing-allocator.h"

typedef struct
{
  char *folder;
  char *path;
  CtScore *score;
  CtScoreJsonOptions options;
} Fixture;

static const CtNote notes[] = {
  { .onset_s = 0.5, .offset_s = 1.0004, .midi = 60, .track = 0, .velocity = 100, .confidence = 0.75f },
  { .onset_s = 0.75, .offset_s = 1, .midi = 61, .track = 0, .velocity = 10, .uncertain = true },
  { .onset_s = 1.25, .offset_s = 900000000.001, .midi = 72, .track = 1, .velocity = 1, .confidence = 1 },
};
static const CtKeyChange keys[] = { { 0.5, { -3, true }, 0.5f, false } };
static const CtChord chords[] = { { 0.5, 2.5, 1, CT_CHORD_MINOR_SEVENTH, 0, 3, false } };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  CtHarmony harmony = { (CtKeyChange *) keys, 1, (CtChord *) chords, 1 };

  fixture->folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "score.json", NULL);
  fixture->options = (CtScoreJsonOptions){ .software = "Coloratura",
                                           .recording = "/a/song.flac",
                                           .start_s = 0,
                                           .duration_s = 3.25 };
  g_assert_cmpint (ct_score_new (2, &fixture->score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_harmony_copy (&harmony, &fixture->score->harmony), ==, CT_STATUS_OK);
  for (size_t i = 0; i < G_N_ELEMENTS (notes); i++)
    g_assert_cmpint (ct_notes_append (&fixture->score->notes, &notes[i]), ==, CT_STATUS_OK);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_score_free (fixture->score);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* What was written, as another program reads it. */
static json_t *
write_and_read (Fixture *fixture)
{
  json_error_t error;
  json_t *root;

  g_assert_cmpint (ct_score_json_write (fixture->score, &fixture->options, fixture->path), ==, CT_STATUS_OK);
  root = json_load_file (fixture->path, 0, &error);
  if (!root)
    g_error ("%s", error.text);
  return root;
}

static void
assert_text (const json_t *object, const char *key, const char *expected)
{
  g_assert_cmpstr (json_string_value (json_object_get (object, key)), ==, expected);
}

static void
assert_number (const json_t *object, const char *key, double expected)
{
  g_assert_true (json_is_number (json_object_get (object, key)));
  g_assert_cmpfloat (json_number_value (json_object_get (object, key)), ==, expected);
}

static const json_t *
get_row (const json_t *root, const char *key, size_t i, size_t n)
{
  const json_t *rows = json_object_get (root, key);

  g_assert_cmpuint (json_array_size (rows), ==, n);
  return json_array_get (rows, i);
}

static void
test_members (Fixture *fixture, gconstpointer data)
{
  json_t *root;

  fixture->score->tracks[1].recognised = true;
  fixture->score->tracks[1].rgb = 0x0a0b0c;
  root = write_and_read (fixture);
  assert_text (root, "format", "coloratura-transcription");
  assert_number (root, "version", 1);
  assert_text (root, "recording", "/a/song.flac");
  assert_number (root, "duration_s", 3.25);
  assert_text (get_row (root, "tracks", 1, 2), "name", "Track 2");
  assert_number (get_row (root, "tracks", 0, 2), "notes", 1);
  assert_text (get_row (root, "tracks", 1, 2), "color", "#0a0b0c");
  g_assert_true (json_is_true (json_object_get (get_row (root, "tracks", 1, 2), "recognised")));
  g_assert_true (json_is_null (json_object_get (get_row (root, "tracks", 0, 2), "color")));
  g_assert_true (json_is_false (json_object_get (get_row (root, "tracks", 0, 2), "recognised")));
  assert_number (get_row (root, "notes", 0, 2), "onset_s", 0.5);
  assert_number (get_row (root, "notes", 0, 2), "offset_s", 1);
  assert_number (get_row (root, "notes", 0, 2), "confidence", 0.75);
  assert_number (get_row (root, "notes", 1, 2), "offset_s", 900000000.001);
  assert_number (get_row (root, "notes", 1, 2), "midi", 72);
  assert_number (get_row (root, "notes", 1, 2), "track", 2);
  g_assert_null (json_object_get (get_row (root, "notes", 0, 2), "bar"));
  g_assert_true (json_is_null (json_object_get (root, "tempo_map")));
  assert_text (get_row (root, "keys", 0, 1), "key", "C minor");
  assert_text (get_row (root, "chords", 0, 1), "chord", "Cm7/Eb");
  json_decref (root);
}

static void
test_hits (Fixture *fixture, gconstpointer data)
{
  static const CtHit hits[] = { { 0.5, 1, 0 }, { 1, 0.5f, 1 }, { 3, 0.1f, 0 } };
  static const CtPercussion percussion = { (CtHit *) hits, 3, { { "", 36 }, { "Rim", 37 } }, 2 };
  json_t *root;

  g_assert_cmpint (ct_percussion_copy (&percussion, &fixture->score->percussion), ==, CT_STATUS_OK);
  root = write_and_read (fixture);
  assert_text (get_row (root, "hit_groups", 0, 2), "name", "Bass Drum");
  assert_text (get_row (root, "hit_groups", 1, 2), "name", "Rim");
  assert_number (get_row (root, "hit_groups", 1, 2), "number", 2);
  assert_number (get_row (root, "hit_groups", 1, 2), "drum", 37);
  assert_number (get_row (root, "hits", 1, 3), "time_s", 1);
  assert_number (get_row (root, "hits", 1, 3), "group", 2);
  assert_number (get_row (root, "hits", 1, 3), "strength", 0.5);
  json_decref (root);
}

static void
test_tempo_map (Fixture *fixture, gconstpointer data)
{
  json_t *root;
  const json_t *map;

  g_assert_cmpint (ct_tempo_map_new_steady (120, 0.5, 3, 4, &fixture->score->tempo_map), ==, CT_STATUS_OK);
  root = write_and_read (fixture);
  map = json_object_get (root, "tempo_map");
  assert_number (get_row (map, "tempos", 0, 2), "time_s", 0.5);
  assert_number (get_row (map, "tempos", 0, 2), "bpm", 120);
  assert_number (get_row (map, "meters", 0, 1), "bar", 1);
  assert_number (get_row (map, "meters", 0, 1), "numerator", 3);
  assert_number (get_row (root, "notes", 1, 2), "bar", 1);
  assert_number (get_row (root, "notes", 1, 2), "beat", 2.5);
  json_decref (root);
  /* a tick before the third beat, as the table says it */
  fixture->score->notes.notes[2].onset_s = 1.4995;
  root = write_and_read (fixture);
  assert_number (get_row (root, "notes", 1, 2), "beat", 2.998);
  json_decref (root);
}

static void
test_names_of_any_bytes (Fixture *fixture, gconstpointer data)
{
  json_t *root;

  fixture->options.recording = "caf\xE9 \"\\\n \xE6\x9B\xB2\xE6.wav";
  g_strlcpy (fixture->score->tracks[0].name, "\xE5\x8F\x8C\xE7\xB0\xA7\xE7\xAE\xA1", CT_TRACK_NAME_SIZE);
  root = write_and_read (fixture);
  assert_text (root, "recording", "caf\xEF\xBF\xBD \"\\\n \xE6\x9B\xB2\xEF\xBF\xBD.wav");
  assert_text (get_row (root, "tracks", 0, 2), "name", fixture->score->tracks[0].name);
  json_decref (root);
}

static void
test_one_line (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  fixture->options.one_line = true;
  json_decref (write_and_read (fixture));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strchr (text, '\n'));
  g_assert_cmpstr (strchr (text, '\n'), ==, "\n");
}

static void
test_numbers_without_end (Fixture *fixture, gconstpointer data)
{
  static const double bad[] = { 1e9, INFINITY, NAN };

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      fixture->score->notes.notes[2].offset_s = bad[i];
      g_assert_cmpint (ct_score_json_write (fixture->score, &fixture->options, fixture->path), ==,
                       CT_STATUS_BAD_ARGUMENT);
    }
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static CtStatus
write_score (void *data)
{
  Fixture *fixture = data;

  return ct_score_json_write (fixture->score, &fixture->options, fixture->path);
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  fixture->options.recording = "\xE9.wav";
  failing_allocator_try_all (write_score, fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/score-json/members", Fixture, NULL, set_up, test_members, tear_down);
  g_test_add ("/score-json/hits", Fixture, NULL, set_up, test_hits, tear_down);
  g_test_add ("/score-json/tempo-map", Fixture, NULL, set_up, test_tempo_map, tear_down);
  g_test_add ("/score-json/names-of-any-bytes", Fixture, NULL, set_up, test_names_of_any_bytes, tear_down);
  g_test_add ("/score-json/one-line", Fixture, NULL, set_up, test_one_line, tear_down);
  g_test_add ("/score-json/numbers-without-end", Fixture, NULL, set_up, test_numbers_without_end, tear_down);
  g_test_add ("/score-json/no-memory", Fixture, NULL, set_up, test_no_memory, tear_down);
  return g_test_run ();
}
