/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/export-fixture.h"
#include "ui/document/ct-document.h"
#include "ui/exchange/ct-exporter.h"
#include "ui/support/ct-file-error.h"

/* Sheet music says what the tracks are called in the window; with a tempo map its bars are those of the song. */
static void
test_musicxml (ExportFixture *fixture, gconstpointer data)
{
  CtExportOptions options = { .format = CT_EXPORT_MUSICXML, .scope = CT_EXPORT_VISIBLE, .chords = TRUE };
  g_autofree char *text = NULL, *plain = NULL, *path = g_strconcat (fixture->path, ".mxl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  CtKeyChange key = { 0, { -5, false }, 0, true };
  CtChord chord = { 1, 2, 0, CT_CHORD_HALF_DIMINISHED, 0, 0, true };
  CtTempoMap *map;
  guint n_notes, n_tracks;

  g_assert_true (export_fixture_run (fixture, &options, fixture->file, &n_notes, &n_tracks, &error));
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
  g_assert_true (export_fixture_run (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<beats>3</beats>"));
  g_assert_nonnull (strstr (text, "<fifths>-5</fifths>"));
  g_assert_nonnull (strstr (text, "half-diminished"));
  g_assert_nonnull (strstr (text, "<sound tempo=\"120.00\"/>"));
  g_assert_null (strstr (text, "one beat a second"));
  /* compressed by its name */
  g_assert_true (export_fixture_run (fixture, &options, file, NULL, NULL, &error));
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "PK"));
  g_unlink (path);
}

/* A drummer with two drums, of which one is muted, and the notes' tracks silent: what is heard is what is written. */
static void
test_drums (ExportFixture *fixture, gconstpointer data)
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
  g_assert_true (export_fixture_run (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<midi-unpitched>37</midi-unpitched>"));
  g_assert_null (strstr (text, "<midi-unpitched>43</midi-unpitched>"));
  options.muted_too = TRUE;
  g_assert_true (export_fixture_run (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &all, NULL, NULL));
  g_assert_nonnull (strstr (all, "<midi-unpitched>43</midi-unpitched>"));
  options.muted_too = FALSE;
  ct_document_begin (fixture->document, "No drums");
  ct_document_set_percussion (fixture->document, &none);
  ct_document_commit (fixture->document);
  g_assert_false (export_fixture_run (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOTHING_TO_DO);
}

/* Its key is found, and its chords where they are asked for. */
static void
test_musicxml_harmony (ExportFixture *fixture, gconstpointer data)
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
  g_assert_true (export_fixture_run (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<fifths>-3</fifths>"));
  g_assert_nonnull (strstr (text, "<root-step>E</root-step>"));
  options.chords = FALSE;
  g_assert_true (export_fixture_run (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &plain, NULL, NULL));
  g_assert_nonnull (strstr (plain, "<fifths>-3</fifths>"));
  g_assert_null (strstr (plain, "<harmony>"));
  /* what the window shows is what is exported */
  g_clear_pointer (&plain, g_free);
  ct_document_take_harmony (fixture->document, &(CtHarmony){ &shown, 1, NULL, 0 });
  g_assert_true (export_fixture_run (fixture, &options, fixture->file, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, &plain, NULL, NULL));
  g_assert_nonnull (strstr (plain, "<fifths>4</fifths>"));
}

#define ADD(name, func)                                                                                                \
  g_test_add ("/exporter-musicxml/" name, ExportFixture, NULL, export_fixture_set_up, func, export_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("musicxml", test_musicxml);
  ADD ("drums", test_drums);
  ADD ("musicxml-harmony", test_musicxml_harmony);
  return g_test_run ();
}
