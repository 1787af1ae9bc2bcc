/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>

#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-pitch-name.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-note-csv.h"
#include "tests/support/failing-allocator.h"

#define HEADER "onset_s,offset_s,midi,track,velocity,confidence\n"

typedef struct
{
  char *folder;
  char *path;
  CtScore *score;
  const CtPitchNaming *names;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "notes.csv", NULL);
  g_assert_cmpint (ct_score_new (3, &fixture->score), ==, CT_STATUS_OK);
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

static void
add (Fixture *fixture, CtNote note)
{
  g_assert_cmpint (ct_notes_append (&fixture->score->notes, &note), ==, CT_STATUS_OK);
}

static void
assert_table (Fixture *fixture, const char *expected)
{
  g_autofree char *contents = NULL;

  g_assert_cmpint (ct_note_csv_write (fixture->score, fixture->names, fixture->path), ==, CT_STATUS_OK);
  g_assert_true (g_file_get_contents (fixture->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, expected);
}

static void
test_lines (Fixture *fixture, gconstpointer data)
{
  assert_table (fixture, HEADER);
  add (fixture, (CtNote){ -0.01, 0.0116099, 1.0f, 0, 24, 1, false });
  add (fixture, (CtNote){ 1.5, 2.0, 0.12345f, 2, 60, 100, false });
  add (fixture, (CtNote){ 1.5, 2.0, 0.1f, 2, 61, 100, true });
  add (fixture, (CtNote){ 9.9996, 7200.0625, 0.0f, -1, 107, 127, false });
  add (fixture, (CtNote){ 999999999.0, 999999999.0, 0.5f, 1, 107, 127, false });
  assert_table (fixture, HEADER "0.000,0.012,24,1,1,1.000\n"
                                "1.500,2.000,60,3,100,0.123\n"
                                "10.000,7200.063,107,0,127,0.000\n"
                                "999999999.000,999999999.000,107,2,127,0.500\n");
}

/* Drum hits stand among the notes, without a pitch. */
static void
test_hits (Fixture *fixture, gconstpointer data)
{
  static const CtHit hits[] = { { 0.5, 1, 0 }, { 1, 0.5f, 1 }, { 3, 0.1f, 0 } };
  static const CtPercussion percussion = { (CtHit *) hits, 3, { { "", 36 }, { "Rim", 37 } }, 2 };
  static const CtPitchNaming letters = { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY };

  g_assert_cmpint (ct_percussion_copy (&percussion, &fixture->score->percussion), ==, CT_STATUS_OK);
  add (fixture, (CtNote){ 0.75, 1.25, 1.0f, 0, 60, 100, false });
  fixture->names = &letters;
  g_assert_cmpint (ct_tempo_map_new_steady (60, 0, 4, 4, &fixture->score->tempo_map), ==, CT_STATUS_OK);
  assert_table (fixture, "onset_s,offset_s,midi,track,velocity,confidence,bar,beat,name\n"
                         "0.500,0.500,,4,127,1.000,1,1.500,Bass Drum\n"
                         "0.750,1.250,60,1,100,1.000,1,1.750,C4\n"
                         "1.000,1.000,,5,64,1.000,1,2.000,Side Stick\n"
                         "3.000,3.000,,4,13,1.000,1,4.000,Bass Drum\n");
}

/* Names are those of the key where a note begins. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  static const CtPitchNaming letters = { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY };
  static const CtPitchNaming numbers = { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY };
  static const CtPitchNaming french = { CT_NOTE_NAMES_FRENCH, CT_SPELLING_FLATS };
  CtKeyChange *keys = g_new0 (CtKeyChange, 2);

  keys[0].key.fifths = -1;
  keys[1] = (CtKeyChange){ .time_s = 1, .key = { 4, false } };
  fixture->score->harmony = (CtHarmony){ .keys = keys, .n_keys = 2 };
  add (fixture, (CtNote){ 0, 0.5, 1.0f, 0, 70, 1, false });
  add (fixture, (CtNote){ 1, 2, 1.0f, 0, 70, 1, false });
  fixture->names = &letters;
  assert_table (fixture, "onset_s,offset_s,midi,track,velocity,confidence,name\n"
                         "0.000,0.500,70,1,1,1.000,Bb4\n"
                         "1.000,2.000,70,1,1,1.000,A#4\n");
  fixture->names = &french;
  assert_table (fixture, "onset_s,offset_s,midi,track,velocity,confidence,name\n"
                         "0.000,0.500,70,1,1,1.000,Sib4\n"
                         "1.000,2.000,70,1,1,1.000,Sib4\n");
  fixture->names = &numbers;
  g_assert_cmpint (ct_tempo_map_new_steady (60, 0, 4, 4, &fixture->score->tempo_map), ==, CT_STATUS_OK);
  assert_table (fixture, "onset_s,offset_s,midi,track,velocity,confidence,bar,beat,name\n"
                         "0.000,0.500,70,1,1,1.000,1,1.000,4\n"
                         "1.000,2.000,70,1,1,1.000,1,2.000,#4\n");
  add (fixture, (CtNote){ 2, 3, 1.0f, 0, 36, 1, false });
  assert_table (fixture, "onset_s,offset_s,midi,track,velocity,confidence,bar,beat,name\n"
                         "0.000,0.500,70,1,1,1.000,1,1.000,4\n"
                         "1.000,2.000,70,1,1,1.000,1,2.000,#4\n"
                         "2.000,3.000,36,1,1,1.000,1,3.000,\"#5,,,\"\n");
}

/* 6/8 at 60 dotted quarters a minute, from 1 s on */
static void
test_places (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (ct_tempo_map_new_steady (90, 1, 6, 8, &fixture->score->tempo_map), ==, CT_STATUS_OK);
  add (fixture, (CtNote){ 0.5, 1.0, 1.0f, 0, 60, 1, false });
  add (fixture, (CtNote){ 1.0, 2.0, 1.0f, 0, 60, 1, false });
  add (fixture, (CtNote){ 3.5, 4.0, 1.0f, 0, 60, 1, false });
  add (fixture, (CtNote){ 2.9999, 4.0, 1.0f, 0, 60, 1, false });
  assert_table (fixture, "onset_s,offset_s,midi,track,velocity,confidence,bar,beat\n"
                         "0.500,1.000,60,1,1,1.000,0,5.500\n"
                         "1.000,2.000,60,1,1,1.000,1,1.000\n"
                         "3.500,4.000,60,1,1,1.000,2,2.500\n"
                         "3.000,4.000,60,1,1,1.000,2,1.000\n");
}

static void
test_not_finite (Fixture *fixture, gconstpointer data)
{
  add (fixture, (CtNote){ 0.0, INFINITY, 0.5f, 0, 60, 1, false });
  g_assert_cmpint (ct_note_csv_write (fixture->score, fixture->names, fixture->path), ==, CT_STATUS_BAD_ARGUMENT);
  fixture->score->notes.notes[0].offset_s = NAN;
  g_assert_cmpint (ct_note_csv_write (fixture->score, fixture->names, fixture->path), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* Sets a locale with a decimal comma, compiled here where the system has the tool but none installed. */
static gboolean
set_comma_locale (const char *folder)
{
  g_autofree char *compiled = g_build_filename (folder, "de_DE.UTF-8", NULL);
  const char *arguments[] = { "localedef", "-i", "de_DE", "-f", "UTF-8", compiled, NULL };

  if (setlocale (LC_ALL, "de_DE.UTF-8"))
    return TRUE;
  if (!g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL))
    return FALSE;
  g_setenv ("LOCPATH", folder, TRUE);
  return setlocale (LC_ALL, "de_DE.UTF-8") != NULL;
}

static void
test_locale (Fixture *fixture, gconstpointer data)
{
  g_autofree char *locales = g_dir_make_tmp ("coloratura-locale-XXXXXX", NULL);
  const char *const remove[] = { "rm", "-r", locales, NULL };

  if (set_comma_locale (locales))
    {
      g_assert_cmpstr (localeconv ()->decimal_point, ==, ",");
      add (fixture, (CtNote){ 1234.5, 1235.25, 0.5f, 0, 60, 1, false });
      assert_table (fixture, HEADER "1234.500,1235.250,60,1,1,0.500\n");
      setlocale (LC_ALL, "C");
    }
  else
    g_test_skip ("no locale with a decimal comma (install the package locales)");
  g_assert_true (g_spawn_sync (NULL, (char **) remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
}

static CtStatus
write_table (void *data)
{
  Fixture *fixture = data;

  return ct_note_csv_write (fixture->score, fixture->names, fixture->path);
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  add (fixture, (CtNote){ .midi = 60 });
  failing_allocator_try_all (write_table, fixture);
}

#define ADD(name, func) g_test_add ("/note-csv/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("lines", test_lines);
  ADD ("names", test_names);
  ADD ("hits", test_hits);
  ADD ("places", test_places);
  ADD ("not-finite", test_not_finite);
  ADD ("locale", test_locale);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
