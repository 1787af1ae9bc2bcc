/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What MuseScore understands of our sheet music, where it is installed. */
#include <ftw.h>
#include <gio/gio.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-midi-file.h"
#include "core/midi/ct-midi-reader.h"
#include "core/notation/ct-musicxml.h"
#include "core/notation/ct-notation.h"

#define PROGRAM "musescore3"
#define BPM 120
#define TICKS_A_SECOND (BPM / 60 * 960)

typedef struct
{
  char *folder; /* which is a home to MuseScore */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
}

static int
remove_entry (const char *path, const struct stat *info, int type, struct FTW *place)
{
  return g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (nftw (fixture->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS), ==, 0);
  g_free (fixture->folder);
}

/* Adds a group that is played as @drum, hit at each of @quarters ([n]). */
static void
add_group (CtPercussion *percussion, guint8 drum, const double *quarters, gsize n)
{
  percussion->groups[percussion->n_groups].drum = drum;
  percussion->hits = realloc (percussion->hits, (percussion->n_hits + n) * sizeof *percussion->hits);
  for (gsize i = 0; i < n; i++)
    percussion->hits[percussion->n_hits++] = (CtHit){ quarters[i] * 60 / BPM, 0.8f, (guint8) percussion->n_groups };
  percussion->n_groups++;
}

/* Three bars of a drummer, who plays sixteenths, triplets and a rest, beside a note of a clarinet. */
static CtScore *
new_song (void)
{
  static const double kick[] = { 0, 1.5, 2, 4, 5.75, 6, 8 }, snare[] = { 1, 3, 5, 7, 7.25, 7.5, 7.75 };
  static const double closed[] = { 0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 4.5, 5, 5.5, 6, 6.5 }, open[] = { 3.5 };
  static const double tom[] = { 9, 9 + 1 / 3.0, 9 + 2 / 3.0, 10 }, crash[] = { 8 };
  const CtNote note = { .onset_s = 0, .offset_s = 2, .midi = 60, .velocity = 64 };
  CtScore *score;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new_steady (BPM, 0, 4, 4, &score->tempo_map), ==, CT_STATUS_OK);
  score->tracks[0].program = 71;
  g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
  add_group (&score->percussion, 36, kick, G_N_ELEMENTS (kick));
  add_group (&score->percussion, 38, snare, G_N_ELEMENTS (snare));
  add_group (&score->percussion, 42, closed, G_N_ELEMENTS (closed));
  add_group (&score->percussion, 46, open, G_N_ELEMENTS (open));
  add_group (&score->percussion, 45, tom, G_N_ELEMENTS (tom));
  add_group (&score->percussion, 49, crash, G_N_ELEMENTS (crash));
  ct_percussion_sort (&score->percussion);
  g_assert_true (ct_percussion_is_valid (&score->percussion));
  return score;
}

static void
write_musicxml (const CtScore *score, const char *path)
{
  CtNotationOptions options;
  CtNotation *piece;

  ct_notation_options_init (&options);
  options.percussion = true;
  g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_musicxml_write (piece, &(CtMusicXmlOptions){ 0 }, path), ==, CT_STATUS_OK);
  ct_notation_free (piece);
}

/* Lets MuseScore read the score at @in and play it into the MIDI file @out. */
static void
play (const char *in, const char *out, const char *home)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                                                        | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  g_subprocess_launcher_setenv (launcher, "QT_QPA_PLATFORM", "offscreen", TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", home, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, PROGRAM, "-o", out, in, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s", said);
  g_assert_true (g_subprocess_get_successful (process));
}

/* The hits of a MIDI file, a line for each: its tick, of 960 a quarter note, and its drum. */
static char *
dup_hits (const char *path)
{
  g_autoptr (GString) hits = g_string_new (NULL);
  CtMidiSong *song;

  g_assert_cmpint (ct_midi_reader_read (path, NULL, &song), ==, CT_STATUS_OK);
  for (gsize i = 0; i < song->n_tracks; i++)
    for (gsize j = 0; song->tracks[i].percussion && j < song->tracks[i].n_notes; j++)
      g_string_append_printf (hits, "%ld %d\n", lrint (song->tracks[i].notes[j].onset_s * TICKS_A_SECOND),
                              song->tracks[i].notes[j].midi);
  ct_midi_song_free (song);
  return g_string_free (g_steal_pointer (&hits), FALSE);
}

static void
test_drums (Fixture *fixture, gconstpointer data)
{
  g_autofree char *music = g_build_filename (fixture->folder, "song.musicxml", NULL);
  g_autofree char *ours = g_build_filename (fixture->folder, "ours.mid", NULL);
  g_autofree char *theirs = g_build_filename (fixture->folder, "theirs.mid", NULL);
  g_autofree char *program = g_find_program_in_path (PROGRAM), *expected = NULL, *found = NULL;
  CtScore *score;

  if (!program)
    {
      g_test_skip (PROGRAM " is not installed");
      return;
    }
  score = new_song ();
  write_musicxml (score, music);
  g_assert_cmpint (ct_midi_file_write (score, NULL, 0, &(CtMidiFileOptions){ .from_bar = true }, ours), ==,
                   CT_STATUS_OK);
  play (music, theirs, fixture->folder);
  expected = dup_hits (ours);
  found = dup_hits (theirs);
  g_assert_cmpstr (expected, !=, "");
  g_assert_cmpstr (found, ==, expected);
  ct_score_free (score);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/musescore/drums", Fixture, NULL, set_up, test_drums, tear_down);
  return g_test_run ();
}
