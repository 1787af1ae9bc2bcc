/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-chord-csv.h"
#include "tests/support/failing-allocator.h"

typedef struct
{
  char *folder;
  char *path;
  CtScore *score;
} Fixture;

static const CtKeyChange keys[] = { { 0, { -1, false }, 1, false }, { 4, { 5, false }, 1, false } };
static const CtChord chords[] = {
  { 0, 2, 1, CT_CHORD_MAJOR_SEVENTH, 10, 2, false },
  { 2, 3.0625, 1, CT_CHORD_NONE, 0, 0, false },
  { 4, 6, 1, CT_CHORD_HALF_DIMINISHED, 10, 10, false },
};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "chords.csv", NULL);
  g_assert_cmpint (ct_score_new (1, &fixture->score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_harmony_copy (&(CtHarmony){ (CtKeyChange *) keys, G_N_ELEMENTS (keys), (CtChord *) chords,
                                                  G_N_ELEMENTS (chords) },
                                    &fixture->score->harmony),
                   ==, CT_STATUS_OK);
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
assert_table (Fixture *fixture, const char *expected)
{
  g_autofree char *contents = NULL;

  g_assert_cmpint (ct_chord_csv_write (fixture->score, fixture->path), ==, CT_STATUS_OK);
  g_assert_true (g_file_get_contents (fixture->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, expected);
}

static void
test_lines (Fixture *fixture, gconstpointer data)
{
  assert_table (fixture, "start_s,end_s,chord\n"
                         "0.000,2.000,Bbmaj7/D\n"
                         "2.000,3.063,N.C.\n"
                         "4.000,6.000,A#m7b5\n");
  g_assert_cmpint (ct_tempo_map_new_steady (120, 0, 3, 4, &fixture->score->tempo_map), ==, CT_STATUS_OK);
  assert_table (fixture, "start_s,end_s,chord,bar,beat\n"
                         "0.000,2.000,Bbmaj7/D,1,1.000\n"
                         "2.000,3.063,N.C.,2,2.000\n"
                         "4.000,6.000,A#m7b5,3,3.000\n");
  fixture->score->harmony.n_chords = 0;
  assert_table (fixture, "start_s,end_s,chord,bar,beat\n");
}

static void
test_times_without_end (Fixture *fixture, gconstpointer data)
{
  fixture->score->harmony.chords[2].end_s = 1e9;
  g_assert_cmpint (ct_chord_csv_write (fixture->score, fixture->path), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static CtStatus
write_table (void *data)
{
  Fixture *fixture = data;

  return ct_chord_csv_write (fixture->score, fixture->path);
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  failing_allocator_try_all (write_table, fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/chord-csv/lines", Fixture, NULL, set_up, test_lines, tear_down);
  g_test_add ("/chord-csv/times-without-end", Fixture, NULL, set_up, test_times_without_end, tear_down);
  g_test_add ("/chord-csv/no-memory", Fixture, NULL, set_up, test_no_memory, tear_down);
  return g_test_run ();
}
