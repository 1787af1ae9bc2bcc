/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/exchange/ct-exporter.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/isolation/ct-stem-files.h"
#include "core/midi/ct-midi-reader.h"
#include "core/rhythm/ct-note-grid.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/failing-calls.h"
#include "tests/support/failing-writes.h"
#include "tests/support/project-document.h"
#include "tests/support/timbre-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/exchange/ct-midi-import.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-track-palette.h"

/* Three tracks, "Flute" heard, "Silent" muted, "Hidden" invisible, with two notes each and an uncertain note on the
 * first; a loop from 1 to 2 s. */
typedef struct
{
  char *folder;
  char *path;
  GFile *file;
  CtDocument *document;
  CtSession *session;
  guint32 tracks[3];
} Fixture;

static void
fill (Fixture *fixture)
{
  static const char *const names[] = { "Flute", "Silent", "Hid\xe2\x80\xae/den\n" };

  ct_document_begin (fixture->document, "Fill");
  for (guint i = 0; i < 3; i++)
    {
      CtEditTrack track;

      ct_edit_track_init (&track, 0, ct_track_palette_rgb (i));
      ct_edit_track_set_name (&track, names[i]);
      track.program = (guint8) (70 + i);
      track.mute = i == 1;
      track.visible = i != 2;
      fixture->tracks[i] = ct_document_add_track (fixture->document, &track, -1);
      for (guint j = 0; j < 2 + (i == 0); j++)
        {
          CtEditNote note = { .onset_s = 0.5 + j,
                              .offset_s = 1.25 + j,
                              .confidence = 1,
                              .origin_frame = -1,
                              .track = fixture->tracks[i],
                              .midi = (guint8) (60 + 10 * i + j),
                              .velocity = (guint8) (50 + j),
                              .uncertain = j == 2 };

          ct_document_add_note (fixture->document, &note);
        }
    }
  ct_document_commit (fixture->document);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = project_document_new_folder ();
  fixture->path = g_build_filename (fixture->folder, "song", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
  fixture->document = ct_document_new ();
  fill (fixture);
  fixture->session = ct_session_new (fixture->document);
  ct_session_set_loop (fixture->session, &(CtTimeSpan){ 1, 2 });
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
  g_object_unref (fixture->file);
  project_document_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static gboolean
export_to (Fixture *fixture,
           const CtExportOptions *options,
           GFile *file,
           guint *n_notes,
           guint *n_tracks,
           GError **error)
{
  GAsyncResult *result = NULL;
  gboolean done;

  ct_exporter_export_async (fixture->session, options, file, NULL, project_document_keep_result, &result);
  done = ct_exporter_export_finish (fixture->session, project_document_wait (&result), n_notes, n_tracks, error);
  g_object_unref (result);
  return done;
}

/* What a reader finds in the file that was written with @options; @n_notes: as is told beforehand and afterwards. */
static CtMidiSong *
export_and_read (Fixture *fixture, const CtExportOptions *options, guint expected)
{
  guint n_notes = 0, n_tracks = 0;
  g_autoptr (GError) error = NULL;
  CtMidiSong *song;

  g_assert_cmpuint (ct_exporter_count (fixture->session, options, NULL), ==, expected);
  g_assert_true (export_to (fixture, options, fixture->file, &n_notes, &n_tracks, &error));
  g_assert_cmpuint (n_notes, ==, expected);
  g_assert_cmpint (ct_midi_reader_read (fixture->path, &song), ==, CT_STATUS_OK);
  g_assert_cmpuint (song->n_notes, ==, expected);
  g_assert_cmpuint (song->n_tracks, ==, n_tracks);
  return song;
}

static void
test_scopes (Fixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .format = CT_EXPORT_MIDI };
  CtMidiSong *song = export_and_read (fixture, &options, 4);

  g_assert_cmpstr (song->tracks[0].name, ==, "Flute");
  g_assert_cmpint (song->tracks[0].program, ==, 70);
  g_assert_cmpstr (song->tracks[1].name, ==, "Hid/den");
  g_assert_cmpfloat_with_epsilon (song->tracks[0].notes[1].onset_s, 1.5, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->tracks[0].notes[1].offset_s, 2.25, 1e-3);
  g_assert_cmpint (song->tracks[0].notes[1].velocity, ==, 51);
  ct_midi_song_free (song);

  options.muted_too = TRUE;
  ct_midi_song_free (export_and_read (fixture, &options, 6));
  options.scope = CT_EXPORT_VISIBLE;
  ct_midi_song_free (export_and_read (fixture, &options, 4));
  options.muted_too = FALSE;
  ct_midi_song_free (export_and_read (fixture, &options, 2));
  options = (CtExportOptions){ .scope = CT_EXPORT_SELECTED, .tracks = &fixture->tracks[2], .n_tracks = 1 };
  song = export_and_read (fixture, &options, 2);
  g_assert_cmpint (song->tracks[0].notes[0].midi, ==, 80);
  ct_midi_song_free (song);
}

/* As heard, or on the grid of the beats. */
static void
test_quantised (Fixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .format = CT_EXPORT_MIDI,
                              .scope = CT_EXPORT_VISIBLE,
                              .quantised = TRUE,
                              .grid = { 4, CT_NOTE_GRID_STRAIGHT, 0 } };
  CtMidiSong *song = export_and_read (fixture, &options, 2);
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
  song = export_and_read (fixture, &options, 2);
  g_assert_cmpfloat_with_epsilon (song->notes[0].onset_s, 0.5, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->notes[0].offset_s, 1.25, 1e-3);
  ct_midi_song_free (song);
  /* the first bar begins 0.1 s after the recording, and the file with the bar */
  options.quantised = TRUE;
  song = export_and_read (fixture, &options, 2);
  g_assert_cmpfloat_with_epsilon (song->notes[0].onset_s, 0.5, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->notes[0].offset_s, 1.0, 1e-3);
  ct_midi_song_free (song);
  /* the score in the window stays */
  g_assert_cmpfloat (ct_document_get_score (fixture->document)->notes[0].onset_s, ==, 0.5);
}

/* What sounds in the loop, cut to it, from time 0 on. */
static void
test_loop (Fixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .scope = CT_EXPORT_VISIBLE, .loop_only = TRUE };
  CtMidiSong *song = export_and_read (fixture, &options, 2);

  g_assert_cmpfloat_with_epsilon (song->notes[0].onset_s, 0, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->notes[0].offset_s, 0.25, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->notes[1].onset_s, 0.5, 1e-3);
  g_assert_cmpfloat_with_epsilon (song->notes[1].offset_s, 1, 1e-3);
  ct_midi_song_free (song);
  /* without a loop there is the whole song */
  ct_session_clear_loop (fixture->session);
  song = export_and_read (fixture, &options, 2);
  g_assert_cmpfloat_with_epsilon (song->notes[0].onset_s, 0.5, 1e-3);
  ct_midi_song_free (song);
}

/* Bars of a part lie where they do in the song: its file begins with the bar that it begins in. */
static void
test_bars (Fixture *fixture, gconstpointer data)
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
  song = export_and_read (fixture, &options, 2);
  g_assert_cmpfloat_with_epsilon (song->notes[0].onset_s, 0.75, 1e-3); /* at 1 s, a beat and an eighth into the bar */
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (song->tempo_map, 0), 90, 1e-3);
  place = ct_tempo_map_position (song->tempo_map, (gint64) ct_tempo_map_tick_at (song->tempo_map, 0.75 + 1e-6));
  g_assert_cmpint (place.bar, ==, 1);
  g_assert_cmpint (place.beat, ==, 2);
  g_assert_cmpint (place.tick, ==, 120);
  ct_midi_song_free (song);
}

static void
test_csv (Fixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .format = CT_EXPORT_CSV, .scope = CT_EXPORT_VISIBLE };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (export_to (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (
      text, ==,
      "onset_s,offset_s,midi,track,velocity,confidence\n0.500,1.250,60,1,50,1.000\n1.500,2.250,61,1,51,1.000\n");
}

/* Sheet music says what the tracks are called in the window; with a tempo map its bars are those of the song. */
static void
test_musicxml (Fixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .format = CT_EXPORT_MUSICXML, .scope = CT_EXPORT_VISIBLE, .chords = TRUE };
  g_autofree char *text = NULL, *plain = NULL, *path = g_strconcat (fixture->path, ".mxl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  CtKeyChange key = { 0, { -5, false }, 0, true };
  CtChord chord = { 1, 2, 0, CT_CHORD_HALF_DIMINISHED, 0, 0, true };
  CtTempoMap *map;
  guint n_notes, n_tracks;

  g_assert_true (export_to (fixture, &options, fixture->file, &n_notes, &n_tracks, &error));
  g_assert_cmpuint (n_notes, ==, 2);
  g_assert_true (g_file_get_contents (fixture->path, &plain, NULL, NULL));
  g_assert_nonnull (strstr (plain, "<part-name>Flute</part-name>"));
  g_assert_nonnull (strstr (plain, "one beat a second"));
  g_assert_nonnull (strstr (plain, "<harmony>"));
  g_assert_nonnull (strstr (plain, "<step>C</step>"));
  g_assert_null (strstr (plain, "Hid"));
  g_assert_cmpint (ct_tempo_map_new_steady (120, 0, 3, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Tempo");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_set_harmony (fixture->document, &(CtHarmony){ &key, 1, &chord, 1 });
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
  g_assert_true (export_to (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<beats>3</beats>"));
  g_assert_nonnull (strstr (text, "<fifths>-5</fifths>"));
  g_assert_nonnull (strstr (text, "half-diminished"));
  g_assert_nonnull (strstr (text, "<sound tempo=\"120.00\"/>"));
  g_assert_null (strstr (text, "one beat a second"));
  /* compressed by its name */
  g_assert_true (export_to (fixture, &options, file, NULL, NULL, &error));
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "PK"));
  g_unlink (path);
}

/* A drummer with two drums, of which one is muted, and the notes' tracks silent: what is heard is what is written. */
static void
test_drums (Fixture *fixture, gconstpointer data)
{
  CtHit hits[] = { { 0.5, 1, 0 }, { 1, 1, 1 }, { 1.5, 1, 0 } };
  const CtPercussion percussion = { hits, 3, { { .drum = 36 }, { .drum = 42, .mute = true } }, 2 };
  const CtPercussion none = { 0 };
  CtExportOptions options = { .format = CT_EXPORT_MUSICXML, .scope = CT_EXPORT_ALL };
  g_autofree char *text = NULL, *all = NULL;
  g_autoptr (GError) error = NULL;
  guint n_hits;

  ct_document_begin (fixture->document, "Drums");
  ct_document_set_percussion (fixture->document, &percussion);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->tracks); i++)
    {
      CtEditTrack track = *ct_document_get_track (fixture->document, fixture->tracks[i]);

      track.mute = true;
      ct_document_set_track (fixture->document, &track);
    }
  ct_document_commit (fixture->document);
  g_assert_cmpuint (ct_exporter_count (fixture->session, &options, &n_hits), ==, 0);
  g_assert_cmpuint (n_hits, ==, 2);
  g_assert_true (export_to (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<midi-unpitched>37</midi-unpitched>"));
  g_assert_null (strstr (text, "<midi-unpitched>43</midi-unpitched>"));
  options.muted_too = TRUE;
  g_assert_true (export_to (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &all, NULL, NULL));
  g_assert_nonnull (strstr (all, "<midi-unpitched>43</midi-unpitched>"));
  /* stems are of tracks */
  options = (CtExportOptions){ .format = CT_EXPORT_STEMS, .scope = CT_EXPORT_ALL };
  g_assert_cmpuint (ct_exporter_count (fixture->session, &options, &n_hits), ==, 0);
  g_assert_cmpuint (n_hits, ==, 0);
  options.format = CT_EXPORT_MUSICXML;
  ct_document_begin (fixture->document, "No drums");
  ct_document_set_percussion (fixture->document, &none);
  ct_document_commit (fixture->document);
  g_assert_false (export_to (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOTHING_TO_DO);
}

/* Its key is found, and its chords where they are asked for. */
static void
test_musicxml_harmony (Fixture *fixture, gconstpointer data)
{
  static const guint8 pitches[4][3] = { { 51, 67, 70 }, { 56, 68, 72 }, { 58, 65, 74 }, { 51, 67, 75 } };
  CtExportOptions options = { .format = CT_EXPORT_MUSICXML, .scope = CT_EXPORT_SELECTED, .chords = TRUE };
  CtKeyChange shown = { .key = { 4, FALSE } };
  g_autofree char *text = NULL, *plain = NULL;
  g_autoptr (GError) error = NULL;
  CtEditTrack track;
  guint32 id;

  ct_edit_track_init (&track, 0, 0);
  ct_document_begin (fixture->document, "Song");
  id = ct_document_add_track (fixture->document, &track, -1);
  for (guint i = 0; i < 12; i++)
    {
      CtEditNote note = { .onset_s = i / 3, .offset_s = i / 3 + 1, .confidence = 1, .origin_frame = -1, .track = id };

      note.midi = pitches[i / 3][i % 3];
      note.velocity = 80;
      ct_document_add_note (fixture->document, &note);
    }
  ct_document_commit (fixture->document);
  options.tracks = &id;
  options.n_tracks = 1;
  g_assert_true (export_to (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<fifths>-3</fifths>"));
  g_assert_nonnull (strstr (text, "<root-step>E</root-step>"));
  options.chords = FALSE;
  g_assert_true (export_to (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &plain, NULL, NULL));
  g_assert_nonnull (strstr (plain, "<fifths>-3</fifths>"));
  g_assert_null (strstr (plain, "<harmony>"));
  /* what the window shows is what is exported */
  g_clear_pointer (&plain, g_free);
  ct_document_take_harmony (fixture->document, &(CtHarmony){ &shown, 1, NULL, 0 });
  g_assert_true (export_to (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &plain, NULL, NULL));
  g_assert_nonnull (strstr (plain, "<fifths>4</fifths>"));
}

static void
assert_fails (Fixture *fixture, const CtExportOptions *options, GFile *file, CtFileError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (export_to (fixture, options, file, NULL, NULL, &error));
  g_assert_error (error, CT_FILE_ERROR, (int) code);
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  CtExportOptions options = { 0 }, none = { .scope = CT_EXPORT_SELECTED };
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://example.org/song.mid"),
                    full = g_file_new_for_path ("/dev/full");
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder), nowhere = g_file_new_for_path ("/nowhere/a.mid");
  g_autofree char *text = NULL;

  assert_fails (fixture, &options, remote, CT_FILE_ERROR_NOT_LOCAL);
  assert_fails (fixture, &options, full, CT_FILE_ERROR_FAILED);
  assert_fails (fixture, &options, folder, CT_FILE_ERROR_NOT_A_FILE);
  assert_fails (fixture, &options, nowhere, CT_FILE_ERROR_NOT_FOUND);
  /* nothing selected: an older file stays */
  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_cmpuint (ct_exporter_count (fixture->session, &none, NULL), ==, 0);
  assert_fails (fixture, &none, fixture->file, CT_FILE_ERROR_NOTHING_TO_DO);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
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
test_names (Fixture *fixture, gconstpointer data)
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
test_stems (Fixture *fixture, gconstpointer data)
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
      g_assert_true (export_to (fixture, &options, folder, NULL, &n_tracks, &error));
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

static void
cancel_later (GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static gboolean
is_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  return g_dir_read_name (dir) == NULL;
}

/* Stems that fail, or are called off, leave nothing and say why. */
static void
test_stems_that_fail (Fixture *fixture, gconstpointer data)
{
  g_autofree char *demo = g_build_filename (g_getenv ("COLORATURA_DATA_DIR"), "demo.flac", NULL);
  g_autoptr (CtRecording) gone = ct_recording_new ("/nowhere/gone.flac", 24, 44100, 2);
  g_autoptr (CtRecording) lost = ct_recording_with_path (gone, NULL);
  g_autoptr (CtRecording) there = ct_recording_new (demo, 24, 44100, 2);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder), nowhere = g_file_new_for_path ("/nowhere/at/all");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  CtRecording *const recordings[] = { gone, lost };
  CtExportOptions options = { .format = CT_EXPORT_STEMS };
  GAsyncResult *result = NULL;
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (recordings); i++)
    {
      ct_document_set_recording (fixture->document, recordings[i]);
      g_assert_false (export_to (fixture, &options, folder, NULL, NULL, &error));
      g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, "gone.flac"));
      g_clear_error (&error);
      g_assert_true (is_empty (fixture->folder));
    }
  ct_document_set_recording (fixture->document, there);
  g_assert_false (export_to (fixture, &options, nowhere, NULL, NULL, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_FAILED);
  g_clear_error (&error);

  ct_exporter_export_async (fixture->session, &options, folder, cancellable, project_document_keep_result, &result);
  g_idle_add_once ((GSourceOnceFunc) cancel_later, cancellable);
  g_assert_false (ct_exporter_export_finish (fixture->session, project_document_wait (&result), NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_object_unref (result);
  g_assert_true (is_empty (fixture->folder));
}

typedef struct
{
  Fixture *fixture;
  CtExportOptions options;
} Failing;

static void
export_failing (gpointer data, const char *what, gboolean fails)
{
  const Failing *failing = data;
  Fixture *fixture = failing->fixture;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean done;

  g_assert_true (g_file_set_contents (fixture->path, "older", -1, NULL));
  failing_calls_set (what);
  done = export_to (fixture, &failing->options, fixture->file, NULL, NULL, &error);
  failing_calls_end ();
  g_assert_cmpint (done, ==, !fails);
  g_assert_true (done || strstr (error->message, "“song”"));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpint (strcmp (text, "older") == 0, ==, fails);
  dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "song");
  g_assert_null (g_dir_read_name (dir));
}

/* Whatever fails while a file is written, one line names it, and the older file is whole. */
static void
test_every_write (Fixture *fixture, gconstpointer data)
{
  static const CtExportFormat formats[] = { CT_EXPORT_MIDI, CT_EXPORT_CSV, CT_EXPORT_MUSICXML };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    g_assert_cmpuint (failing_writes_try_all (export_failing,
                                              &(Failing){ fixture, { .format = formats[i], .scope = CT_EXPORT_ALL } }),
                      >=, 10);
}

/* A round trip through the program's own import. */
static void
test_import_again (Fixture *fixture, gconstpointer data)
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
  g_assert_true (export_to (fixture, &options, fixture->file, NULL, NULL, &error));
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
test_bends (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = timbre_document_new_demo ();
  CtSession *session = ct_session_new (document), *plain_session = fixture->session;
  CtExportOptions options = { 0 };
  CtMidiSong *plain, *bent;
  gsize plain_size;

  g_assert_false (ct_exporter_can_bend (fixture->document));
  g_assert_true (ct_exporter_can_bend (document));
  fixture->session = session;
  plain = export_and_read (fixture, &options, ct_exporter_count (session, &options, NULL));
  plain_size = size_of (fixture->path);
  options.pitch_bends = TRUE;
  bent = export_and_read (fixture, &options, (guint) plain->n_notes);
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

#define ADD(name, func) g_test_add ("/exporter/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("scopes", test_scopes);
  ADD ("quantised", test_quantised);
  ADD ("loop", test_loop);
  ADD ("bars", test_bars);
  ADD ("csv", test_csv);
  ADD ("musicxml", test_musicxml);
  ADD ("drums", test_drums);
  ADD ("musicxml-harmony", test_musicxml_harmony);
  ADD ("refused", test_refused);
  ADD ("names", test_names);
  g_test_add_func ("/exporter/name-of-recording", test_name_of_recording);
  ADD ("stems", test_stems);
  ADD ("stems-that-fail", test_stems_that_fail);
  ADD ("every-write", test_every_write);
  ADD ("bends", test_bends);
  ADD ("import-again", test_import_again);
  return g_test_run ();
}
