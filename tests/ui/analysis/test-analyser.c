/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/failing-calls.h"
#include "ui/analysis/ct-analyser.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-level-store.h"
#include "ui/document/ct-model.h"
#include "ui/document/ct-recording.h"
#include "ui/document/ct-timbre-book.h"
#include "ui/document/ct-track-edits.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-track-palette.h"

typedef struct
{
  CtDocument *document;
  CtAnalyser *analyser;
  GFile *demo;
  GCancellable *cancellable;
  GError *error;
  gboolean done, succeeded;
  guint n_grown, n_grown_before_notes;
} Fixture;

static void
levels_grown (CtLevelStore *levels, guint first, guint n, Fixture *fixture)
{
  fixture->n_grown += n > 0;
  if (n > 0)
    g_assert_cmpuint (first + n, ==, ct_level_store_get_n_frames (levels));
  fixture->n_grown_before_notes += n > 0 && !fixture->done;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "resources", "demo.flac", NULL);

  fixture->document = ct_document_new ();
  fixture->analyser = ct_analyser_new (fixture->document);
  fixture->demo = g_file_new_for_path (path);
  fixture->cancellable = g_cancellable_new ();
  g_signal_connect (ct_document_get_levels (fixture->document), "grown", G_CALLBACK (levels_grown), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->analyser);
  if (fixture->document)
    g_assert_finalize_object (fixture->document);
  g_object_unref (fixture->demo);
  g_object_unref (fixture->cancellable);
  g_clear_error (&fixture->error);
}

static void
opened (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->succeeded = ct_analyser_open_finish (CT_ANALYSER (source), result, &fixture->error);
  fixture->done = TRUE;
}

static void
attached (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->succeeded = ct_analyser_attach_finish (CT_ANALYSER (source), result, &fixture->error);
  fixture->done = TRUE;
}

static void
open_file (Fixture *fixture, GFile *file)
{
  fixture->done = FALSE;
  ct_analyser_open_async (fixture->analyser, file, fixture->cancellable, opened, fixture);
}

static void
wait_for_call (Fixture *fixture)
{
  while (!fixture->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_until_idle (Fixture *fixture)
{
  while (ct_analyser_get_busy (fixture->analyser))
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_empty (CtDocument *document)
{
  g_assert_null (ct_document_get_recording (document));
  g_assert_null (ct_document_get_evidence (document));
  g_assert_cmpuint (ct_level_store_get_n_frames (ct_document_get_levels (document)), ==, 0);
  g_assert_cmpuint (ct_document_get_score (document)->n_notes, ==, 0);
  g_assert_cmpuint (ct_document_get_score (document)->n_tracks, ==, 0);
  g_assert_false (ct_document_get_modified (document));
}

static void
assert_cancelled (Fixture *fixture)
{
  g_assert_true (fixture->done);
  g_assert_false (fixture->succeeded);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&fixture->error);
  g_assert_false (ct_analyser_get_busy (fixture->analyser));
  g_assert_null (ct_analyser_get_activity (fixture->analyser));
}

static void
assert_hash (const CtRecording *recording, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *contents = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 sha256[32];
  gsize size, digest_size = sizeof sha256;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_checksum_update (checksum, (const guchar *) contents, (gssize) size);
  g_checksum_get_digest (checksum, sha256, &digest_size);
  g_assert_true (recording->hashed);
  g_assert_cmpmem (recording->sha256, 32, sha256, 32);
  g_assert_cmpuint (recording->n_bytes, ==, size);
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  const CtEditScore *score;
  CtEvidence *evidence;
  gsize n_frames, n_first;

  g_assert_false (ct_analyser_get_busy (fixture->analyser));
  open_file (fixture, fixture->demo);
  g_assert_true (ct_analyser_get_busy (fixture->analyser));
  g_assert_nonnull (ct_analyser_get_activity (fixture->analyser));
  wait_for_call (fixture);
  g_assert_no_error (fixture->error);
  g_assert_true (fixture->succeeded);
  score = ct_document_get_score (fixture->document);
  g_assert_cmpuint (score->n_tracks, ==, 3);
  g_assert_cmpuint (score->n_notes, >, 80);
  g_assert_false (ct_document_get_modified (fixture->document));
  g_assert_cmpfloat (ct_analyser_get_fraction (fixture->analyser), ==, 1);
  g_assert_cmpuint (fixture->n_grown_before_notes, >=, 2);
  evidence = ct_document_get_evidence (fixture->document);
  n_frames = evidence->analysis->posteriors->n_frames;
  n_first = evidence->n_candidates;
  g_assert_cmpuint (n_first, ==, score->n_notes);
  g_assert_cmpuint (ct_level_store_get_n_frames (ct_document_get_levels (fixture->document)), ==, n_frames);
  g_assert_cmpfloat_with_epsilon (ct_document_get_duration_s (fixture->document),
                                  (double) n_frames / CT_CQT_FRAME_RATE_HZ, 0.02);

  wait_until_idle (fixture);
  g_assert_null (ct_analyser_get_activity (fixture->analyser));
  evidence = ct_document_get_evidence (fixture->document);
  g_assert_cmpuint (evidence->n_candidates, >, n_first);
  for (gsize i = 0; i < score->n_notes; i++)
    g_assert_nonnull (ct_evidence_embedding (evidence, &score->notes[i]));
  assert_hash (ct_document_get_recording (fixture->document), fixture->demo);
}

static gboolean
cancel_now (gpointer data)
{
  Fixture *fixture = data;

  g_cancellable_cancel (fixture->cancellable);
  return G_SOURCE_REMOVE;
}

/* At once, after a while, after a longer while: nothing is left, and it can be opened again. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  static const guint delays_ms[] = { 0, 3, 20, 60, 120, 200, 300, 450 };
  guint n_cancelled = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (delays_ms); i++)
    {
      g_cancellable_reset (fixture->cancellable);
      open_file (fixture, fixture->demo);
      if (delays_ms[i])
        g_timeout_add (delays_ms[i], cancel_now, fixture);
      else
        g_cancellable_cancel (fixture->cancellable);
      wait_for_call (fixture);
      if (fixture->succeeded) /* the machine was faster: then it stays */
        {
          g_assert_cmpuint (ct_document_get_score (fixture->document)->n_tracks, ==, 3);
          while (!g_cancellable_is_cancelled (fixture->cancellable))
            g_main_context_iteration (NULL, TRUE);
          break;
        }
      assert_cancelled (fixture);
      assert_empty (fixture->document);
      n_cancelled++;
    }
  g_assert_cmpuint (n_cancelled, >, 1);
  wait_until_idle (fixture);
}

static void
cancel_when_grown (CtLevelStore *levels, guint first, guint n, Fixture *fixture)
{
  if (n > 0)
    ct_analyser_cancel (fixture->analyser);
}

static void
test_cancel_while_growing (Fixture *fixture, gconstpointer data)
{
  CtLevelStore *levels = ct_document_get_levels (fixture->document);

  g_signal_connect (levels, "grown", G_CALLBACK (cancel_when_grown), fixture);
  open_file (fixture, fixture->demo);
  wait_for_call (fixture);
  g_assert_cmpuint (fixture->n_grown, >, 0);
  assert_cancelled (fixture);
  assert_empty (fixture->document);
  g_signal_handlers_disconnect_by_func (levels, cancel_when_grown, fixture);
  open_file (fixture, fixture->demo);
  wait_for_call (fixture);
  g_assert_no_error (fixture->error);
  wait_until_idle (fixture);
}

/* Once there are notes they stay. */
static void
test_cancel_rest (Fixture *fixture, gconstpointer data)
{
  CtEvidence *evidence;

  open_file (fixture, fixture->demo);
  wait_for_call (fixture);
  g_assert_true (ct_analyser_get_busy (fixture->analyser));
  evidence = ct_document_get_evidence (fixture->document);
  ct_analyser_cancel (fixture->analyser);
  g_assert_false (ct_analyser_get_busy (fixture->analyser));
  /* the job that was given up holds the analyser until its result has come and been dropped */
  while (G_OBJECT (fixture->analyser)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (ct_document_get_evidence (fixture->document) == evidence);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_tracks, ==, 3);
}

static void
assert_refused (Fixture *fixture, GFile *file, int code, const char *message)
{
  open_file (fixture, file);
  wait_for_call (fixture);
  g_assert_false (fixture->succeeded);
  g_assert_error (fixture->error, CT_FILE_ERROR, code);
  g_assert_cmpstr (fixture->error->message, ==, message);
  g_clear_error (&fixture->error);
  assert_empty (fixture->document);
  g_assert_false (ct_analyser_get_busy (fixture->analyser));
}

static void
test_bad_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  g_autofree char *text = g_build_filename (folder, "text.wav", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty.flac", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe.wav", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing.wav", NULL);
  g_autofree char *folder_name = g_path_get_basename (folder);
  g_autofree char *folder_message = g_strdup_printf ("“%s”: not a regular file", folder_name);
  const char *const paths[] = { missing, folder, pipe, text, empty };
  const int codes[] = { CT_FILE_ERROR_NOT_FOUND, CT_FILE_ERROR_NOT_A_FILE, CT_FILE_ERROR_NOT_A_FILE,
                        CT_FILE_ERROR_UNKNOWN_FORMAT, CT_FILE_ERROR_DAMAGED };
  const char *const messages[] = { "“missing.wav”: no such file", folder_message, "“pipe.wav”: not a regular file",
                                   "“text.wav”: not a readable audio file", "“empty.flac”: the file is empty" };
  g_autoptr (GFile) elsewhere = g_file_new_for_uri ("http://example.org/song.wav");

  g_assert_true (g_file_set_contents (text, "This is no sound at all, not even a short one.", -1, NULL));
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (paths[i]);

      assert_refused (fixture, file, codes[i], messages[i]);
    }
  assert_refused (fixture, elsewhere, CT_FILE_ERROR_NOT_LOCAL, "“song.wav”: not a local file");
  g_unlink (text);
  g_unlink (empty);
  g_unlink (pipe);
  g_rmdir (folder);
}

/* A drive that is pulled while its recording is analysed: the recording is named, and can be opened once it is back. */
static void
test_pulled_drive (Fixture *fixture, gconstpointer data)
{
  static const char *const failures[] = { "read:0:EIO+", "read:2:EIO+", "read:20:EIO+" };

  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_test_message ("%s", failures[i]);
      failing_calls_set (failures[i]);
      assert_refused (fixture, fixture->demo, CT_FILE_ERROR_FAILED, "“demo.flac”: reading failed");
      failing_calls_end ();
    }
  open_file (fixture, fixture->demo);
  wait_for_call (fixture);
  g_assert_no_error (fixture->error);
  g_assert_true (fixture->succeeded);
  wait_until_idle (fixture);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, >, 0);
}

static void
test_document_goes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtAnalyser) kept = g_object_ref (fixture->analyser);

  open_file (fixture, fixture->demo);
  while (fixture->n_grown == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (g_steal_pointer (&fixture->document));
  wait_for_call (fixture);
  assert_cancelled (fixture);
}

/* Two windows open recordings at once: one after the other. */
static void
test_two (Fixture *fixture, gconstpointer data)
{
  Fixture other = { 0 };

  set_up (&other, NULL);
  open_file (fixture, fixture->demo);
  open_file (&other, other.demo);
  wait_for_call (fixture);
  wait_for_call (&other);
  g_assert_true (fixture->succeeded && other.succeeded);
  wait_until_idle (fixture);
  wait_until_idle (&other);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==,
                    ct_document_get_score (other.document)->n_notes);
  tear_down (&other, NULL);
}

/* Notes drawn while the levels grow stay beside the transcription. */
static void
test_drawn_meanwhile (Fixture *fixture, gconstpointer data)
{
  CtEditNote note = { .onset_s = 1,
                      .offset_s = 2,
                      .confidence = 1,
                      .origin_frame = -1,
                      .midi = 100,
                      .velocity = 90,
                      .edited = CT_EDITED_DRAWN };
  CtEditTrack track;
  const CtEditScore *score;
  guint64 id;

  open_file (fixture, fixture->demo);
  while (fixture->n_grown == 0)
    g_main_context_iteration (NULL, TRUE);
  ct_document_begin (fixture->document, "Draw");
  ct_edit_track_init (&track, 0, ct_track_palette_rgb (0));
  note.track = ct_document_add_track (fixture->document, &track, -1);
  id = ct_document_add_note (fixture->document, &note);
  ct_document_commit (fixture->document);
  wait_for_call (fixture);
  g_assert_no_error (fixture->error);
  score = ct_document_get_score (fixture->document);
  g_assert_cmpuint (score->n_tracks, ==, 4);
  g_assert_cmpuint (score->n_notes, >, 80);
  g_assert_cmpuint (ct_document_get_note (fixture->document, id)->track, ==, note.track);
  ct_document_undo (fixture->document);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, 1);
  wait_until_idle (fixture);
}

/* A call while one is under way is refused and does it no harm. */
static void
test_call_in_call (Fixture *fixture, gconstpointer data)
{
  Fixture second = { .analyser = fixture->analyser };

  open_file (fixture, fixture->demo);
  ct_analyser_open_async (fixture->analyser, fixture->demo, NULL, opened, &second);
  wait_for_call (&second);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_clear_error (&second.error);
  wait_for_call (fixture);
  g_assert_true (fixture->succeeded);
  wait_until_idle (fixture);
}

/* What a project keeps of @evidence: no spectrogram. */
static CtEvidence *
saved_evidence (CtEvidence *evidence, gsize n_frames)
{
  CtAnalysis *analysis = calloc (1, sizeof *analysis);
  CtNote *candidates = malloc ((evidence->n_candidates + 1) * sizeof *candidates);
  float *embeddings = malloc ((evidence->n_candidates + 1) * CT_EMBEDDING_SIZE * sizeof *embeddings);
  CtEvidence *saved;

  g_assert_cmpint (ct_posteriorgram_new (n_frames, &analysis->posteriors), ==, CT_STATUS_OK);
  n_frames = MIN (n_frames, evidence->analysis->posteriors->n_frames);
  memcpy (analysis->posteriors->onset, evidence->analysis->posteriors->onset, n_frames * CT_N_PITCHES);
  memcpy (analysis->posteriors->frame, evidence->analysis->posteriors->frame, n_frames * CT_N_PITCHES);
  memcpy (candidates, evidence->candidates, evidence->n_candidates * sizeof *candidates);
  memcpy (embeddings, evidence->embeddings, evidence->n_candidates * CT_EMBEDDING_SIZE * sizeof *embeddings);
  saved = ct_evidence_new (analysis, candidates, embeddings, evidence->n_candidates);
  saved->encoder = evidence->encoder;
  return saved;
}

/* A project is opened again: @n_more frames longer than its recording, or @old, with another encoder's embeddings. */
static CtDocument *
attach (Fixture *fixture, gsize n_more, gboolean old)
{
  CtEvidence *evidence;
  g_autoptr (CtEvidence) saved = NULL;
  CtEditScore *score;
  CtDocument *heard = fixture->document;

  open_file (fixture, fixture->demo);
  wait_for_call (fixture);
  wait_until_idle (fixture);
  evidence = ct_document_get_evidence (heard);
  saved = saved_evidence (evidence, evidence->analysis->posteriors->n_frames + n_more);
  if (old)
    {
      saved->encoder = 0;
      memset (saved->embeddings, 0, saved->n_candidates * CT_EMBEDDING_SIZE * sizeof *saved->embeddings);
    }
  g_assert_finalize_object (fixture->analyser);
  fixture->document = ct_document_new ();
  fixture->analyser = ct_analyser_new (fixture->document);
  score = ct_document_copy_score (heard);
  ct_document_load_score (fixture->document, score);
  ct_edit_score_free (score);
  ct_document_set_recording (fixture->document, ct_document_get_recording (heard));
  ct_document_set_evidence (fixture->document, saved);
  fixture->done = FALSE;
  ct_analyser_attach_async (fixture->analyser, fixture->demo, NULL, attached, fixture);
  wait_for_call (fixture);
  g_assert_no_error (fixture->error);
  wait_until_idle (fixture);
  return heard;
}

static void
test_attach (Fixture *fixture, gconstpointer data)
{
  CtDocument *heard = attach (fixture, 0, FALSE);
  CtEvidence *evidence = ct_document_get_evidence (fixture->document);
  gsize n_frames = evidence->analysis->posteriors->n_frames;

  g_assert_nonnull (evidence->analysis->spectrogram);
  g_assert_cmpuint (ct_spectrogram_n_frames (evidence->analysis->spectrogram), ==, n_frames);
  g_assert_cmpuint (ct_level_store_get_n_frames (ct_document_get_levels (fixture->document)), ==, n_frames);
  g_assert_cmpuint (evidence->n_candidates, ==, ct_document_get_evidence (heard)->n_candidates);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, ct_document_get_score (heard)->n_notes);
  g_assert_false (ct_document_get_modified (fixture->document));
  assert_hash (ct_document_get_recording (fixture->document), fixture->demo);
  g_assert_finalize_object (heard);
}

/* What another encoder made is made anew, and all else stays: that is no edit. */
static void
test_attach_old (Fixture *fixture, gconstpointer data)
{
  CtDocument *heard = attach (fixture, 0, TRUE);
  CtEvidence *before = ct_document_get_evidence (heard), *evidence = ct_document_get_evidence (fixture->document);

  g_assert_cmpuint (evidence->encoder, ==, ct_model_get_encoder ());
  g_assert_cmpuint (evidence->n_candidates, ==, before->n_candidates);
  g_assert_cmpmem (evidence->embeddings, evidence->n_candidates * CT_EMBEDDING_SIZE * sizeof (float),
                   before->embeddings, before->n_candidates * CT_EMBEDDING_SIZE * sizeof (float));
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, ct_document_get_score (heard)->n_notes);
  g_assert_false (ct_document_get_modified (fixture->document));
  g_assert_finalize_object (heard);
}

/* Another recording than was heard can be seen, but nothing is measured in it. */
static void
test_attach_other (Fixture *fixture, gconstpointer data)
{
  CtDocument *heard = attach (fixture, 5, FALSE);

  g_assert_null (ct_document_get_evidence (fixture->document)->analysis->spectrogram);
  g_assert_cmpuint (ct_level_store_get_n_frames (ct_document_get_levels (fixture->document)), ==,
                    ct_level_store_get_n_frames (ct_document_get_levels (heard)));
  g_assert_finalize_object (heard);
}

static void
test_attach_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/at-all.wav");
  g_autoptr (CtRecording) recording = ct_recording_new (NULL, 12, 44100, 2);

  ct_document_set_recording (fixture->document, recording);
  ct_analyser_attach_async (fixture->analyser, missing, NULL, attached, fixture);
  wait_for_call (fixture);
  g_assert_error (fixture->error, CT_FILE_ERROR, CT_FILE_ERROR_NOT_FOUND);
  g_assert_true (ct_document_get_recording (fixture->document) == recording);
}

/* What was named and learned in one song is recognised in the next. */
static void
test_recognised (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "known", NULL);
  CtTimbreBook *book = ct_timbre_book_get_default ();
  const CtEditTrack *track;

  g_assert_true (ct_timbre_book_open (book, path, NULL));
  open_file (fixture, fixture->demo);
  wait_for_call (fixture);
  ct_track_edits_rename (fixture->document, ct_document_get_score (fixture->document)->tracks[1].id, "Anna");
  g_assert_true (ct_timbre_book_learn (book, fixture->document, NULL, NULL));
  wait_until_idle (fixture);

  g_assert_finalize_object (fixture->analyser);
  g_assert_finalize_object (fixture->document);
  fixture->document = ct_document_new ();
  fixture->analyser = ct_analyser_new (fixture->document);
  open_file (fixture, fixture->demo);
  wait_for_call (fixture);
  track = &ct_document_get_score (fixture->document)->tracks[1];
  g_assert_cmpstr (track->name, ==, "Anna");
  g_assert_cmpint (track->recognition, ==, CT_RECOGNITION_DONE);
  g_assert_false (ct_document_get_modified (fixture->document));
  wait_until_idle (fixture);
  g_assert_true (ct_timbre_book_forget_all (book, NULL));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/analyser/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("open", test_open);
  ADD ("cancel", test_cancel);
  ADD ("cancel-while-growing", test_cancel_while_growing);
  ADD ("cancel-rest", test_cancel_rest);
  ADD ("bad-files", test_bad_files);
  ADD ("pulled-drive", test_pulled_drive);
  ADD ("document-goes", test_document_goes);
  ADD ("two", test_two);
  ADD ("drawn-meanwhile", test_drawn_meanwhile);
  ADD ("call-in-call", test_call_in_call);
  ADD ("attach", test_attach);
  ADD ("attach-old", test_attach_old);
  ADD ("attach-other", test_attach_other);
  ADD ("attach-missing", test_attach_missing);
  ADD ("recognised", test_recognised);
  return g_test_run ();
}
