/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/exchange/ct-midi-import.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/ct-percussion.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/project-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-file-error.h"

/* Two tracks: "Ob/oe" with two notes, and one on channel 10 without a name. */
static const char midi[] = "MThd\0\0\0\x06\0\x01\0\x02\x01\xe0"
                           "MTrk\0\0\0\x27"
                           "\0\xff\x03\x0c"
                           "Ob/\xe2\x80\xaeoe\n\0x\x01"
                           "\0\xc0\x44"
                           "\0\x90\x3c\x64"
                           "\x83\x60\x3c\0"
                           "\0\x90\x3e\x01"
                           "\x83\x60\x3e\0"
                           "\0\xff\x2f\0"
                           "MTrk\0\0\0\x0c"
                           "\0\x99\x24\x7f"
                           "\0\x89\x24\0"
                           "\0\xff\x2f\0";

typedef struct
{
  char *folder;
  char *path;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = project_document_new_folder ();
  fixture->path = g_build_filename (fixture->folder, "song.mid", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
  g_assert_true (g_file_set_contents (fixture->path, midi, sizeof midi - 1, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->file);
  project_document_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static gboolean
import (CtDocument *document, GFile *file, GError **error)
{
  GAsyncResult *result = NULL;
  guint n_notes = 0, n_tracks = 0;
  gboolean done;

  ct_midi_import_async (document, file, NULL, project_document_keep_result, &result);
  done = ct_midi_import_finish (document, project_document_wait (&result), &n_notes, &n_tracks, error);
  g_object_unref (result);
  if (done)
    {
      g_assert_cmpuint (n_notes, ==, 3);
      g_assert_cmpuint (n_tracks, ==, 1);
    }
  return done;
}

static gboolean
has_kick (const CtEditScore *score)
{
  for (gsize i = 0; i < score->percussion.n_groups; i++)
    if (score->percussion.groups[i].drum == 36)
      return TRUE;
  return FALSE;
}

/* Onto new tracks behind the others, and drums into rows, in one step. */
static void
test_step (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  g_autoptr (CtProject) before = ct_project_copy_document (document, NULL), undone = NULL;
  const CtEditScore *score;
  gsize n_drawn = 0, n_groups;
  g_autoptr (GError) error = NULL;

  g_assert_true (import (document, fixture->file, &error));
  score = ct_document_get_score (document);
  g_assert_true (ct_edit_score_is_valid (score));
  g_assert_cmpuint (score->n_tracks, ==, before->score->n_tracks + 1);
  g_assert_cmpstr (score->tracks[3].name, ==, "Ob/oex");
  g_assert_cmpint (score->tracks[3].program, ==, 0x44);
  g_assert_true (score->tracks[3].program_by_hand);
  g_assert_cmpuint (score->percussion.n_hits, ==, before->score->percussion.n_hits + 1);
  n_groups = score->percussion.n_groups;
  g_assert_cmpuint (n_groups, ==, before->score->percussion.n_groups + (has_kick (before->score) ? 0 : 1));
  g_assert_true (has_kick (score));
  for (gsize i = 0; i < score->n_notes; i++)
    if (score->notes[i].track == score->tracks[3].id)
      {
        g_assert_cmpint (score->notes[i].edited, ==, CT_EDITED_DRAWN);
        g_assert_cmpint (score->notes[i].origin_frame, ==, -1);
        g_assert_cmpfloat (score->notes[i].confidence, ==, 1);
        n_drawn++;
      }
  g_assert_cmpuint (n_drawn, ==, 2);
  ct_document_undo (document);
  undone = ct_project_copy_document (document, NULL);
  g_assert_cmpuint (undone->score->n_notes, ==, before->score->n_notes);
  g_assert_cmpuint (undone->score->n_tracks, ==, before->score->n_tracks);
  g_assert_true (ct_percussion_equal (&undone->score->percussion, &before->score->percussion));
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  g_assert_finalize_object (document);
}

static void
assert_fails (const char *path, CtFileError code)
{
  CtDocument *document = ct_document_new ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_false (import (document, file, &error));
  g_assert_error (error, CT_FILE_ERROR, (int) code);
  g_assert_null (strchr (error->message, '\n'));
  g_assert_cmpuint (ct_document_get_score (document)->n_tracks, ==, 0);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  g_assert_finalize_object (document);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);
  CtDocument *document = ct_document_new ();
  g_autoptr (GFile) remote = g_file_new_for_uri ("http://example.org/a.mid");
  g_autoptr (GError) error = NULL;

  for (gsize n = 1; n < sizeof midi - 1; n++)
    {
      g_assert_true (g_file_set_contents (fixture->path, midi, (gssize) n, NULL));
      assert_fails (fixture->path, n < 4 ? CT_FILE_ERROR_UNKNOWN_FORMAT : CT_FILE_ERROR_DAMAGED);
    }
  g_assert_true (
      g_file_set_contents (fixture->path, "MThd\0\0\0\x06\0\x01\0\0\x01\xe0MTrk\0\0\0\x04\0\xff\x2f\0", 26, NULL));
  assert_fails (fixture->path, CT_FILE_ERROR_NOTHING_TO_DO);
  assert_fails (fixture->folder, CT_FILE_ERROR_NOT_A_FILE);
  assert_fails ("/dev/zero", CT_FILE_ERROR_NOT_A_FILE);
  assert_fails ("/nowhere/a.mid", CT_FILE_ERROR_NOT_FOUND);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_fails (pipe, CT_FILE_ERROR_NOT_A_FILE);
  g_assert_false (ct_midi_import_is_midi (pipe));
  g_assert_false (import (document, remote, &error));
  g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_LOCAL);
  g_assert_finalize_object (document);
}

#define ADD(name, func) g_test_add ("/midi-import/" name, Fixture, NULL, set_up, func, tear_down)

/* The tempo map comes with it, undone with the rest; a song that has one keeps it. */
static void
test_tempo (Fixture *fixture, gconstpointer data)
{
  static const char song[] = "MThd\0\0\0\x06\0\0\0\x01\x01\xe0"
                             "MTrk\0\0\0\x1b"
                             "\0\xff\x51\x03\x0a\x2c\x2a" /* 90 quarters a minute */
                             "\0\xff\x58\x04\x03\x02\x18\x08"
                             "\0\x90\x3c\x64"
                             "\x83\x60\x3c\0"
                             "\0\xff\x2f\0";
  CtDocument *empty = ct_document_new (), *full = project_document_new (60);
  g_autoptr (CtProject) before = ct_project_copy_document (full, NULL);
  const CtTempoMap *map;
  GAsyncResult *result = NULL;

  g_assert_true (g_file_set_contents (fixture->path, song, sizeof song - 1, NULL));
  ct_midi_import_async (empty, fixture->file, NULL, project_document_keep_result, &result);
  g_assert_true (ct_midi_import_finish (empty, project_document_wait (&result), NULL, NULL, NULL));
  g_clear_object (&result);
  map = ct_document_get_tempo_map (empty);
  g_assert_nonnull (map);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (map, 0), 90, 0.001);
  g_assert_cmpint (ct_tempo_map_meter_at (map, 0)->numerator, ==, 3);
  ct_document_undo (empty);
  g_assert_null (ct_document_get_tempo_map (empty));
  g_assert_finalize_object (empty);

  ct_midi_import_async (full, fixture->file, NULL, project_document_keep_result, &result);
  g_assert_true (ct_midi_import_finish (full, project_document_wait (&result), NULL, NULL, NULL));
  g_clear_object (&result);
  g_assert_true (ct_tempo_map_equal (ct_document_get_tempo_map (full), before->score->tempo.map));
  g_assert_finalize_object (full);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("step", test_step);
  ADD ("refused", test_refused);
  ADD ("tempo", test_tempo);
  return g_test_run ();
}
