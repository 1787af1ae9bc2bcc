/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/project-document.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-program.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/timbre/ct-track-postprocess.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/same-score.h"
#include "ui/document/ct-evidence.h"
#include "ui/project/ct-project-format.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-view.h"
#include "ui/support/ct-track-palette.h"

#define N_CANDIDATES 12

static CtEvidence *
new_evidence (gsize n_frames)
{
  gsize n = MIN (N_CANDIDATES, n_frames);
  CtAnalysis *analysis = calloc (1, sizeof *analysis);
  CtNote *candidates = calloc (n, sizeof *candidates);
  float *embeddings = calloc (n * CT_EMBEDDING_SIZE, sizeof *embeddings);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  g_assert_cmpint (ct_posteriorgram_new (n_frames, &analysis->posteriors), ==, CT_STATUS_OK);
  analysis->duration_s = (double) n_frames / CT_CQT_FRAME_RATE_HZ;
  for (gsize i = 0; i < n_frames * CT_N_PITCHES; i++)
    {
      analysis->posteriors->onset[i] = (guint8) (g_rand_int_range (rand, 0, 20) ? 0 : g_rand_int_range (rand, 0, 256));
      analysis->posteriors->frame[i] = (guint8) g_rand_int_range (rand, 0, 256);
    }
  for (gsize i = 0; i < n; i++)
    {
      double onset_s = (double) (i * (n_frames - 1) / n) / CT_CQT_FRAME_RATE_HZ;

      candidates[i] = (CtNote){
        onset_s,           onset_s + 0.3, (float) i / N_CANDIDATES, i % 2 ? -1 : 1, (guint8) (CT_MIDI_LOW + i),
        (guint8) (10 + i), i % 3 == 0
      };
      for (gsize d = 0; d < CT_EMBEDDING_SIZE; d++)
        embeddings[i * CT_EMBEDDING_SIZE + d] = (float) g_rand_double_range (rand, -0.25, 0.25);
    }
  return ct_evidence_new (analysis, candidates, embeddings, n);
}

static void
add_tracks (CtDocument *document, guint32 *ids)
{
  static const char *const names[] = { "Fl\303\266te \347\254\233 \"'<&%", "", "a/b" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      CtEditTrack track;

      ct_edit_track_init (&track, 0, ct_track_palette_rgb (i));
      ct_edit_track_set_name (&track, names[i]);
      track.program = (guint8) (40 + i);
      track.program_by_hand = i == 0;
      track.rgb_by_hand = i == 1;
      track.naming = i == 1 ? CT_NAMING_FAMILY : CT_NAMING_NUMBER;
      track.recognition = (guint8[]){ CT_RECOGNITION_NONE, CT_RECOGNITION_REFUSED, CT_RECOGNITION_DONE }[i];
      if (track.recognition == CT_RECOGNITION_DONE)
        track.guess = (CtTrackGuess){ .rgb = 0x102030, .program = 7, .naming = CT_NAMING_FAMILY };
      track.visible = i != 1;
      track.mute = i == 1;
      track.solo = i == 2;
      track.locked = i == 1;
      track.synthesised = i == 2;
      track.volume = 0.3f + (float) i / 3;
      track.pan = 0.1f - (float) i / 7;
      ids[i] = ct_document_add_track (document, &track, -1);
    }
}

static void
add_notes (CtDocument *document, const guint32 *tracks, gsize n_frames)
{
  guint64 heard = 0;

  for (guint i = 0; i < MIN (20, 2 * n_frames); i++)
    {
      CtEditNote note = { .onset_s = i * 0.07 + 1.0 / 3,
                          .offset_s = i * 0.07 + 0.5,
                          .confidence = (float) i / 21,
                          .origin_frame = i % 4 ? (int) (i * (n_frames - 1) / 20) : -1,
                          .origin_midi = i % 4 ? (guint8) (30 + i) : 0,
                          .track = tracks[i % 3],
                          .midi = (guint8) (30 + 2 * i),
                          .velocity = (guint8) (1 + 6 * i),
                          .heard_onset_s = i % 3 ? 0 : i * 0.07 + 0.25,
                          .heard_offset_s = i % 3 ? 0 : i * 0.07 + 0.625,
                          .edited = (guint8) (i | (i == 6 ? CT_EDITED_GRID : 0)),
                          .uncertain = i % 5 == 4 };
      guint64 id = ct_document_add_note (document, &note);

      if (i == 5 || i == 9)
        ct_document_delete_note (document, id);
      heard = id;
    }
  g_assert_cmpuint (heard, >, 0);
}

/* Two tempos, a pick-up, a change of meter, and a beat that a hand fixed. */
static void
add_tempo (CtDocument *document)
{
  static const CtTempoPoint points[] = { { -960, 1.0 / 3, false }, { 0, 0.9, true }, { 3840, 3.7, false } };
  static const CtMeter meters[] = { { 0, 4, 4 }, { 3840, 6, 8 } };
  CtEditTempo tempo = { .confidence = 0.1f + 0.2f, .meter_confidence = 0.7f };

  g_assert_cmpint (ct_tempo_map_new (points, G_N_ELEMENTS (points), meters, G_N_ELEMENTS (meters), &tempo.map), ==,
                   CT_STATUS_OK);
  ct_document_set_tempo (document, &tempo);
  ct_edit_tempo_clear (&tempo);
}

/* A key and two chords, without a gap and with one. */
static void
add_harmony (CtDocument *document)
{
  CtKeyChange keys[] = { { 1.0 / 3, { -3, true }, 0, true }, { 2, { 7, false }, 0, true } };
  CtChord chords[] = { { 0, 0.7, 0, CT_CHORD_HALF_DIMINISHED, 11, 5, true },
                       { 0.7, 2, 0, CT_CHORD_NONE, 0, 0, true },
                       { 3, 4, 0, CT_CHORD_NINTH, 1, 1, true } };

  ct_document_set_harmony (document, &(CtHarmony){ keys, G_N_ELEMENTS (keys), chords, G_N_ELEMENTS (chords) });
}

/* Hits of two groups, one of which has a name. */
static void
add_percussion (CtDocument *document)
{
  CtHit hits[] = { { 0.5, 1, 0 }, { 0.5, 0.25f, 1 }, { 1.0 / 3 + 1, 0.1f, 1 } };

  ct_document_set_percussion (document, &(CtPercussion){ .hits = hits,
                                                         .n_hits = G_N_ELEMENTS (hits),
                                                         .groups = { { .drum = 36, .mute = true },
                                                                     { .name = "Schl\303\274ssel", .drum = 54 } },
                                                         .n_groups = 2 });
}

CtDocument *
project_document_new (gsize n_frames)
{
  CtDocument *document = ct_document_new ();
  g_autoptr (CtEvidence) evidence = new_evidence (n_frames);
  g_autoptr (CtRecording) named = ct_recording_new ("/nowhere/Kl\303\244nge \377.flac", 12.5, 44100, 2);
  g_autoptr (CtRecording) recording = ct_recording_with_hash (named,
                                                              (const guint8 *) "0123456789abcdef0123456789ABCDEF");
  CtTranscriberOptions options;
  CtEditScore *score;
  guint32 tracks[3];

  recording->n_bytes = 987654321;
  recording->stream = 3;
  ct_document_set_recording (document, recording);
  ct_document_set_evidence (document, evidence);
  ct_document_begin (document, "Fill");
  add_tracks (document, tracks);
  add_notes (document, tracks, n_frames);
  ct_transcriber_options_init (&options);
  options.notes.onset_threshold = 0.1f + 0.2f;
  options.notes.repetition = -0.3f;
  options.notes.midi_low = 31;
  options.notes.notes_without_onset = !options.notes.notes_without_onset;
  options.tracks.n_tracks = 3;
  options.tracks.separation = 1.75f;
  options.postprocess.drop_octaves = !options.postprocess.drop_octaves;
  ct_document_set_options (document, &options);
  add_tempo (document);
  add_harmony (document);
  add_percussion (document);
  ct_document_commit (document);
  score = ct_document_copy_score (document);
  ct_document_load_score (document, score);
  ct_edit_score_free (score);
  return document;
}

CtSession *
project_document_new_session (CtDocument *document)
{
  CtSession *session = ct_session_new (document);

  ct_session_set_view (session, &(CtView){ 1.25, 3.5, 40.5, 70.25 });
  ct_session_set_playhead_s (session, 1.0 / 3);
  ct_session_set_loop (session, &(CtTimeSpan){ 0.5, 2.75 });
  ct_session_set_loop_enabled (session, FALSE);
  ct_session_set_follow (session, CT_FOLLOW_CENTRE);
  ct_session_set_current_track (session, ct_document_get_score (document)->tracks[1].id);
  g_object_set (session, "new-note-velocity", 99u, NULL);
  g_object_set (ct_session_get_display (session), "gain-db", 6.5, "contrast", 1.75, "fundamentals", 0.3, "color-map",
                CT_COLOR_MAP_CIVIDIS, "note-opacity", CT_NOTE_OPACITY_SOLID, "show-uncertain", TRUE, NULL);
  return session;
}

GBytes *
project_document_new_bytes (void)
{
  CtDocument *document = project_document_new (4);
  CtSession *session = project_document_new_session (document);
  g_autoptr (CtProject) project = ct_project_copy_document (document, session);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = ct_project_encode (project, "small", &error);

  g_assert_no_error (error);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
  return bytes;
}

static void
assert_same_options (const CtTranscriberOptions *a, const CtTranscriberOptions *b)
{
  g_assert_cmpfloat (a->notes.onset_threshold, ==, b->notes.onset_threshold);
  g_assert_cmpfloat (a->notes.frame_threshold, ==, b->notes.frame_threshold);
  g_assert_cmpfloat (a->notes.uncertain_threshold, ==, b->notes.uncertain_threshold);
  g_assert_cmpfloat (a->notes.repetition, ==, b->notes.repetition);
  g_assert_cmpfloat (a->notes.min_length_s, ==, b->notes.min_length_s);
  g_assert_cmpint (a->notes.tolerance_frames, ==, b->notes.tolerance_frames);
  g_assert_cmpint (a->notes.midi_low, ==, b->notes.midi_low);
  g_assert_cmpint (a->notes.midi_high, ==, b->notes.midi_high);
  g_assert_cmpint (a->notes.notes_without_onset, ==, b->notes.notes_without_onset);
  g_assert_cmpint (a->notes.early_start, ==, b->notes.early_start);
  g_assert_cmpint (a->tracks.n_tracks, ==, b->tracks.n_tracks);
  g_assert_cmpfloat (a->tracks.separation, ==, b->tracks.separation);
  g_assert_cmpint (a->postprocess.follow_register, ==, b->postprocess.follow_register);
  g_assert_cmpint (a->postprocess.drop_octaves, ==, b->postprocess.drop_octaves);
}

static void
assert_same_score (const CtEditScore *a, const CtEditScore *b)
{
  same_score_assert (a, b);
  g_assert_cmpuint (a->next_note_id, ==, b->next_note_id);
  g_assert_cmpuint (a->next_track_id, ==, b->next_track_id);
  assert_same_options (&a->options, &b->options);
}

static void
assert_same_evidence (const CtEvidence *a, const CtEvidence *b)
{
  gsize n_cells = a->analysis->posteriors->n_frames * CT_N_PITCHES;

  g_assert_cmpfloat (a->analysis->start_s, ==, b->analysis->start_s);
  g_assert_cmpfloat (a->analysis->duration_s, ==, b->analysis->duration_s);
  g_assert_cmpuint (a->analysis->posteriors->n_frames, ==, b->analysis->posteriors->n_frames);
  g_assert_cmpmem (a->analysis->posteriors->onset, n_cells, b->analysis->posteriors->onset, n_cells);
  g_assert_cmpmem (a->analysis->posteriors->frame, n_cells, b->analysis->posteriors->frame, n_cells);
  g_assert_cmpuint (a->n_candidates, ==, b->n_candidates);
  for (gsize i = 0; i < a->n_candidates; i++)
    {
      const CtNote *x = &a->candidates[i], *y = &b->candidates[i];

      g_assert_true (x->onset_s == y->onset_s && x->offset_s == y->offset_s && x->confidence == y->confidence
                     && x->track == y->track && x->midi == y->midi && x->velocity == y->velocity
                     && x->uncertain == y->uncertain);
    }
  g_assert_cmpmem (a->embeddings, a->n_candidates * CT_EMBEDDING_SIZE * sizeof (float), b->embeddings,
                   b->n_candidates * CT_EMBEDDING_SIZE * sizeof (float));
}

void
project_document_assert_same_recording (const CtRecording *a, const CtRecording *b)
{
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpint (a->hashed, ==, b->hashed);
  g_assert_cmpmem (a->sha256, sizeof a->sha256, b->sha256, sizeof b->sha256);
  g_assert_cmpuint (a->n_bytes, ==, b->n_bytes);
  g_assert_cmpfloat (a->duration_s, ==, b->duration_s);
  g_assert_cmpint (a->rate_hz, ==, b->rate_hz);
  g_assert_cmpint (a->channels, ==, b->channels);
  g_assert_cmpint (a->stream, ==, b->stream);
}

static void
assert_same_view (const CtProjectView *a, const CtProjectView *b)
{
  g_assert_true (ct_view_equal (&a->view, &b->view));
  g_assert_cmpfloat (a->playhead_s, ==, b->playhead_s);
  g_assert_cmpint (a->has_loop, ==, b->has_loop);
  g_assert_cmpfloat (a->loop.start_s, ==, b->loop.start_s);
  g_assert_cmpfloat (a->loop.end_s, ==, b->loop.end_s);
  g_assert_cmpint (a->loop_enabled, ==, b->loop_enabled);
  g_assert_cmpfloat (a->gain_db, ==, b->gain_db);
  g_assert_cmpfloat (a->contrast, ==, b->contrast);
  g_assert_cmpfloat (a->fundamentals, ==, b->fundamentals);
  g_assert_cmpint (a->color_map, ==, b->color_map);
  g_assert_cmpint (a->note_opacity, ==, b->note_opacity);
  g_assert_cmpint (a->show_uncertain, ==, b->show_uncertain);
  g_assert_cmpint (a->follow, ==, b->follow);
  g_assert_cmpuint (a->current_track, ==, b->current_track);
  g_assert_cmpuint (a->new_note_velocity, ==, b->new_note_velocity);
}

void
project_document_assert_same (const CtProject *a, const CtProject *b)
{
  assert_same_score (a->score, b->score);
  g_assert_cmpint (a->evidence != NULL, ==, b->evidence != NULL);
  if (a->evidence)
    assert_same_evidence (a->evidence, b->evidence);
  g_assert_cmpint (a->recording != NULL, ==, b->recording != NULL);
  if (a->recording)
    {
      g_assert_cmpstr (a->recording->path, ==, b->recording->path);
      project_document_assert_same_recording (a->recording, b->recording);
    }
  g_assert_cmpint (a->has_view, ==, b->has_view);
  if (a->has_view)
    assert_same_view (&a->view, &b->view);
}

void
project_document_keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  *kept = g_object_ref (result);
}

GAsyncResult *
project_document_wait (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

char *
project_document_new_folder (void)
{
  char *path = g_dir_make_tmp ("coloratura-XXXXXX", NULL);

  g_assert_nonnull (path);
  return path;
}

void
project_document_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        project_document_remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}
