/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/exchange/ct-exporter.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-midi-reader.h"
#include "core/rhythm/ct-note-grid.h"
#include "tests/support/export-fixture.h"
#include "tests/support/project-document.h"
#include "tests/support/timbre-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/document/ct-track-edits.h"
#include "ui/exchange/ct-midi-import.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-file-error.h"

static void
test_scopes (ExportFixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .format = CT_EXPORT_MIDI };
  CtMidiSong *song = export_fixture_read (fixture, &options, 4);

  g_assert_cmpstr (song->tracks[0].name, ==, "Flute");
  g_assert_cmpint (song->tracks[0].program, ==, 70);
  g_assert_cmpstr (song->tracks[1].name, ==, "Hid/den");
  g_assert_cmpfloat_with_epsilon (song->tracks[0].notes[1].onset_s, 1.5, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->tracks[0].notes[1].offset_s, 2.25, 1e-3);
  g_assert_cmpint (song->tracks[0].notes[1].velocity, ==, 51);
  ct_midi_song_free (song);

  options.muted_too = TRUE;
  ct_midi_song_free (export_fixture_read (fixture, &options, 6));
  options.scope = CT_EXPORT_VISIBLE;
  ct_midi_song_free (export_fixture_read (fixture, &options, 4));
  options.muted_too = FALSE;
  ct_midi_song_free (export_fixture_read (fixture, &options, 2));
  options = (CtExportOptions){ .scope = CT_EXPORT_SELECTED, .tracks = &fixture->tracks[2], .n_tracks = 1 };
  song = export_fixture_read (fixture, &options, 2);
  g_assert_cmpint (song->tracks[0].notes[0].midi, ==, 80);
  ct_midi_song_free (song);
}

/* As heard, or on the grid of the beats. */
static void
test_quantised (ExportFixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .format = CT_EXPORT_MIDI,
                              .scope = CT_EXPORT_VISIBLE,
                              .quantised = TRUE,
                              .grid = { 4, CT_NOTE_GRID_STRAIGHT, 0 } };
  CtMidiSong *song = export_fixture_read (fixture, &options, 2);
  CtTempoMap *map;

  /* there are no beats */
  g_assert_cmpfloat_with_epsilon (song->notes[0].onset_s, 0.5, 1e-3);
  ct_midi_song_free (song);
  g_assert_cmpint (ct_tempo_map_new_steady (120, 0.1, 4, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Beats");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
  options.quantised = FALSE;
  song = export_fixture_read (fixture, &options, 2);
  g_assert_cmpfloat_with_epsilon (song->notes[0].onset_s, 0.5, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->notes[0].offset_s, 1.25, 1e-3);
  ct_midi_song_free (song);
  /* the first bar begins 0.1 s after the recording, and the file with the bar */
  options.quantised = TRUE;
  song = export_fixture_read (fixture, &options, 2);
  g_assert_cmpfloat_with_epsilon (song->notes[0].onset_s, 0.5, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->notes[0].offset_s, 1.0, 1e-3);
  ct_midi_song_free (song);
  /* the score in the window stays */
  g_assert_cmpfloat (ct_document_get_score (fixture->document)->notes[0].onset_s, ==, 0.5);
}

/* What sounds in the loop, cut to it, from time 0 on. */
static void
test_loop (ExportFixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .scope = CT_EXPORT_VISIBLE, .loop_only = TRUE };
  CtMidiSong *song = export_fixture_read (fixture, &options, 2);

  g_assert_cmpfloat_with_epsilon (song->notes[0].onset_s, 0, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->notes[0].offset_s, 0.25, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->notes[1].onset_s, 0.5, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->notes[1].offset_s, 1, 1e-3);
  ct_midi_song_free (song);
  /* without a loop there is the whole song */
  ct_session_clear_loop (fixture->session);
  song = export_fixture_read (fixture, &options, 2);
  g_assert_cmpfloat_with_epsilon (song->notes[0].onset_s, 0.5, 1e-3);
  ct_midi_song_free (song);
}

/* Bars of a part lie where they do in the song: its file begins with the bar that it begins in. */
static void
test_bars (ExportFixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .scope = CT_EXPORT_VISIBLE, .loop_only = TRUE };
  CtTempoMap *map;
  CtMidiSong *song;
  CtBarPosition place;

  g_assert_cmpint (ct_tempo_map_new_steady (90, 0.25, 3, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Tempo");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
  song = export_fixture_read (fixture, &options, 2);
  g_assert_cmpfloat_with_epsilon (song->notes[0].onset_s, 0.75, 1e-3); /* at 1 s, a beat and an eighth into the bar */
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (song->tempo_map, 0), 90, 1e-3);
  place = ct_tempo_map_position (song->tempo_map, (gint64) ct_tempo_map_tick_at (song->tempo_map, 0.75 + 1e-6));
  g_assert_cmpint (place.bar, ==, 1);
  g_assert_cmpint (place.beat, ==, 2);
  g_assert_cmpint (place.tick, ==, 120);
  ct_midi_song_free (song);
}

static void
test_csv (ExportFixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .format = CT_EXPORT_CSV, .scope = CT_EXPORT_VISIBLE };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (export_fixture_run (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (
      text, ==,
      "onset_s,offset_s,midi,track,velocity,confidence\n0.500,1.250,60,1,50,1.000\n1.500,2.250,61,1,51,1.000\n");
}

static void
assert_suggests (CtDocument *document, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename ("/tmp", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *suggested = NULL;

  ct_document_set_file (document, file);
  suggested = ct_exporter_dup_name (document, CT_EXPORT_MIDI);
  if (expected)
    g_assert_cmpstr (suggested, ==, expected);
  g_assert_null (strpbrk (suggested, "/\\:\n"));
  g_assert_cmpuint (strlen (suggested), <, 200);
  g_assert_true (g_utf8_validate (suggested, -1, NULL));
}

static void
test_names (ExportFixture *fixture, gconstpointer data)
{
  g_autofree char *endless = g_strnfill (250, 'x');
  g_autofree char *wide = g_strjoin ("", "\xe7\xac\x9b", endless, NULL);
  g_autoptr (GString) chinese = g_string_new (NULL);

  for (int i = 0; i < 80; i++)
    g_string_append (chinese, "\xe7\xac\x9b");
  assert_suggests (fixture->document, "Song.coloratura", "Song.mid");
  assert_suggests (fixture->document, "a:b\\c\n\xe2\x80\xae.coloratura", "a_b_c.mid");
  assert_suggests (fixture->document, "..hidden", "hidden.mid");
  assert_suggests (fixture->document, endless, NULL);
  assert_suggests (fixture->document, wide, NULL);
  assert_suggests (fixture->document, chinese->str, NULL);
}

static gsize
size_of (const char *path)
{
  GStatBuf st;

  g_assert_cmpint (g_stat (path, &st), ==, 0);
  return (gsize) st.st_size;
}

/* A document that is no file yet is called like its recording. */
static void
test_name_of_recording (void)
{
  static const char *const names[][2] = { { "/tmp/demo.flac", "demo.mid" },
                                          { "/tmp/No. 5, Allegro", "No. 5, Allegro.mid" },
                                          { "/tmp/Op. 1.mp3", "Op. 1.mid" },
                                          { "/tmp/.wav", "wav.mid" } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (CtDocument) document = ct_document_new ();
      g_autoptr (CtRecording) recording = ct_recording_new (names[i][0], 1, 44100, 1);
      g_autofree char *name = NULL;

      ct_document_set_recording (document, recording);
      name = ct_exporter_dup_name (document, CT_EXPORT_MIDI);
      g_assert_cmpstr (name, ==, names[i][1]);
    }
}

/* Every track, and the rest, as sound; twice, which replaces nothing. */
static void
test_stems (ExportFixture *fixture, gconstpointer data)
{
  g_autofree char *demo = g_build_filename (g_getenv ("COLORATURA_DATA_DIR"), "demo.flac", NULL);
  g_autoptr (CtRecording) recording = ct_recording_new (demo, 24, 44100, 2);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  int permille = 0;
  CtExportOptions options = { .format = CT_EXPORT_STEMS,
                              .scope = CT_EXPORT_VISIBLE,
                              .muted_too = TRUE,
                              .loop_only = TRUE,
                              .stem_format = CT_STEM_WAV,
                              .permille = &permille };
  static const char *const names[] = { "01 Flute.wav", "02 Silent.wav", "03 Hid_den.wav", "04 Rest.wav" };
  g_autoptr (GError) error = NULL;
  guint n_tracks;

  g_assert_false (ct_exporter_can_isolate (fixture->document));
  ct_document_set_recording (fixture->document, recording);
  g_assert_true (ct_exporter_can_isolate (fixture->document));
  g_assert_cmpuint (ct_exporter_count (fixture->session, &options, NULL), ==, 4);
  options.scope = CT_EXPORT_ALL;
  g_assert_cmpuint (ct_exporter_count (fixture->session, &options, NULL), ==, 6);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (export_fixture_run (fixture, &options, folder, NULL, &n_tracks, &error));
      g_assert_cmpuint (n_tracks, ==, 3);
      g_assert_cmpint (permille, ==, 1000);
      for (guint file = 0; file < G_N_ELEMENTS (names); file++)
        {
          g_autofree char *path = g_build_filename (fixture->folder, i ? "demo stems 2" : "demo stems", names[file],
                                                    NULL);

          g_assert_cmpuint (size_of (path), >=, 24 * 22050 * 3);
        }
    }
}

/* Where no track is heard, the drums and the rest. */
static void
test_stems_of_drums (ExportFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "01 Percussion.flac", "02 Rest.flac" };
  CtHit hits[] = { { 0.5, 1, 0 }, { 1.5, 1, 0 } };
  const CtPercussion percussion = { hits, 2, { { .drum = 36 } }, 1 };
  g_autofree char *demo = g_build_filename (g_getenv ("COLORATURA_DATA_DIR"), "demo.flac", NULL);
  g_autoptr (CtRecording) recording = ct_recording_new (demo, 24, 44100, 2);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  CtExportOptions options = { .format = CT_EXPORT_STEMS, .scope = CT_EXPORT_ALL };
  g_autoptr (GError) error = NULL;
  guint n_hits, n_notes, n_tracks;

  ct_document_set_recording (fixture->document, recording);
  ct_document_begin (fixture->document, "Drums alone");
  ct_document_set_percussion (fixture->document, &percussion);
  ct_document_commit (fixture->document);
  ct_track_edits_set_flag (fixture->document, fixture->tracks, 3, CT_TRACK_MUTE, TRUE);
  g_assert_cmpuint (ct_exporter_count (fixture->session, &options, &n_hits), ==, 0);
  g_assert_cmpuint (n_hits, ==, 2);
  g_assert_true (export_fixture_run (fixture, &options, folder, &n_notes, &n_tracks, &error));
  g_assert_cmpuint (n_notes, ==, 0);
  g_assert_cmpuint (n_tracks, ==, 0);
  for (guint file = 0; file < G_N_ELEMENTS (names); file++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, "demo stems", names[file], NULL);

      g_assert_cmpuint (size_of (path), >, 0);
    }
  /* a track alone has no drums */
  options.scope = CT_EXPORT_SELECTED;
  g_assert_false (export_fixture_run (fixture, &options, folder, NULL, NULL, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOTHING_TO_DO);
}

/* A round trip through the program's own import. */
static void
test_import_again (ExportFixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .muted_too = TRUE };
  CtDocument *other = ct_document_new ();
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  CtHit hits[] = { { 0.5, 1, 0 }, { 1, 100 / 127.0f, 1 }, { 1, 0.5f, 2 } };
  const CtPercussion percussion = { hits, 3, { { .drum = 36 }, { .drum = 42, .mute = true }, { "Bell", 53 } }, 3 };
  const CtPercussion *back;
  guint n_notes, n_tracks;

  ct_document_begin (fixture->document, "Drums");
  ct_document_set_percussion (fixture->document, &percussion);
  ct_document_commit (fixture->document);
  g_assert_true (export_fixture_run (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (ct_midi_import_is_midi (fixture->path));
  ct_midi_import_async (other, fixture->file, NULL, project_document_keep_result, &result);
  g_assert_true (ct_midi_import_finish (other, project_document_wait (&result), &n_notes, &n_tracks, &error));
  g_object_unref (result);
  g_assert_cmpuint (n_notes, ==, 9);
  g_assert_cmpuint (n_tracks, ==, 3);
  back = &ct_document_get_score (other)->percussion;
  g_assert_cmpuint (back->n_hits, ==, 3);
  g_assert_cmpuint (back->n_groups, ==, 3);
  for (gsize i = 0; i < 3; i++)
    {
      g_assert_cmpint (back->groups[i].drum, ==, percussion.groups[i].drum);
      g_assert_cmpfloat_with_epsilon (back->hits[i].time_s, hits[i].time_s, 1e-3);
      g_assert_cmpint (ct_hit_velocity (&back->hits[i]), ==, ct_hit_velocity (&hits[i]));
      g_assert_cmpint (back->hits[i].group, ==, hits[i].group);
    }
  for (gsize i = 0; i < 6; i++)
    g_assert_cmpint (ct_document_get_score (other)->notes[i].midi, ==, 60 + (int) (i % 3 * 10 + i / 3));
  g_assert_finalize_object (other);
}

/* Bends follow the spectrogram, where there is one; the notes stay the same. */
static void
test_bends (ExportFixture *fixture, gconstpointer data)
{
  CtDocument *document = timbre_document_new_demo ();
  CtSession *session = ct_session_new (document), *plain_session = fixture->session;
  CtExportOptions options = { 0 };
  CtMidiSong *plain, *bent;
  gsize plain_size;

  g_assert_false (ct_exporter_can_bend (fixture->document));
  g_assert_true (ct_exporter_can_bend (document));
  fixture->session = session;
  plain = export_fixture_read (fixture, &options, ct_exporter_count (session, &options, NULL));
  plain_size = size_of (fixture->path);
  options.pitch_bends = TRUE;
  bent = export_fixture_read (fixture, &options, (guint) plain->n_notes);
  g_assert_cmpuint (plain->n_notes, >, 20);
  g_assert_cmpuint (size_of (fixture->path), >, plain_size + 100);
  for (gsize i = 0; i < plain->n_notes; i++)
    g_assert_true (plain->notes[i].onset_s == bent->notes[i].onset_s && plain->notes[i].midi == bent->notes[i].midi);
  ct_midi_song_free (plain);
  ct_midi_song_free (bent);
  fixture->session = plain_session;
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
}

#define ADD(name, func)                                                                                                \
  g_test_add ("/exporter/" name, ExportFixture, NULL, export_fixture_set_up, func, export_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("scopes", test_scopes);
  ADD ("quantised", test_quantised);
  ADD ("loop", test_loop);
  ADD ("bars", test_bars);
  ADD ("csv", test_csv);
  ADD ("names", test_names);
  g_test_add_func ("/exporter/name-of-recording", test_name_of_recording);
  ADD ("stems", test_stems);
  ADD ("stems-of-drums", test_stems_of_drums);
  ADD ("bends", test_bends);
  ADD ("import-again", test_import_again);
  return g_test_run ();
}
