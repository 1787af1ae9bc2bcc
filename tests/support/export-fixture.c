/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/export-fixture.h"

#include <gio/gio.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/midi/ct-midi-reader.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/project-document.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-track-palette.h"

static void
fill (ExportFixture *fixture)
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

void
export_fixture_set_up (ExportFixture *fixture, gconstpointer data)
{
  fixture->folder = project_document_new_folder ();
  fixture->path = g_build_filename (fixture->folder, "song", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
  fixture->document = ct_document_new ();
  fill (fixture);
  fixture->session = ct_session_new (fixture->document);
  ct_session_set_loop (fixture->session, &(CtTimeSpan){ 1, 2 });
}

void
export_fixture_tear_down (ExportFixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
  g_object_unref (fixture->file);
  project_document_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

gboolean
export_fixture_run (ExportFixture *fixture,
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

CtMidiSong *
export_fixture_read (ExportFixture *fixture, const CtExportOptions *options, guint expected)
{
  guint n_notes = 0, n_tracks = 0;
  g_autoptr (GError) error = NULL;
  CtMidiSong *song;

  g_assert_cmpuint (ct_exporter_count (fixture->session, options, NULL), ==, expected);
  g_assert_true (export_fixture_run (fixture, options, fixture->file, &n_notes, &n_tracks, &error));
  g_assert_cmpuint (n_notes, ==, expected);
  g_assert_cmpint (ct_midi_reader_read (fixture->path, NULL, &song), ==, CT_STATUS_OK);
  g_assert_cmpuint (song->n_notes, ==, expected);
  g_assert_cmpuint (song->n_tracks, ==, n_tracks);
  return song;
}
