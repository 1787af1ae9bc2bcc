/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-points.h"

#include "core/base/ct-note.h"
#include "core/timbre/ct-memory-network.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/timbre-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-model.h"

#define N 90

typedef struct
{
  FakeTimbres *timbres;
  CtDocument *document;
  CtTimbrePoints points;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->timbres = fake_timbres_new (N, 3, 0.1, 0, 5);
  fixture->document = timbre_document_new (fixture->timbres, 3, FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_timbre_points_clear (&fixture->points);
  g_assert_null (fixture->points.points);
  g_assert_finalize_object (fixture->document);
  fake_timbres_free (fixture->timbres);
}

static gboolean
fit (Fixture *fixture)
{
  return ct_timbre_points_fit (&fixture->points, ct_document_get_score (fixture->document),
                               ct_document_get_evidence (fixture->document));
}

static void
place (Fixture *fixture, gboolean uncertain)
{
  ct_timbre_points_place (&fixture->points, ct_document_get_score (fixture->document),
                          ct_document_get_evidence (fixture->document), uncertain);
}

/* The projection is made once, and again only where the notes that were heard are others. */
static void
test_fit (Fixture *fixture, gconstpointer data)
{
  CtEditNote note;

  g_assert_false (ct_timbre_points_fit (&fixture->points, ct_document_get_score (fixture->document), NULL));
  place (fixture, TRUE);
  g_assert_cmpuint (ct_timbre_points_count (&fixture->points), ==, 0);
  g_assert_true (fit (fixture));
  g_assert_false (fit (fixture));
  /* an edit that leaves the origin alone changes no timbre */
  note = ct_document_get_score (fixture->document)->notes[5];
  note.midi++;
  ct_document_begin (fixture->document, "Edit");
  ct_document_set_note (fixture->document, &note);
  ct_document_commit (fixture->document);
  g_assert_false (fit (fixture));
  ct_document_begin (fixture->document, "Delete");
  ct_document_delete_note (fixture->document, note.id);
  ct_document_commit (fixture->document);
  g_assert_true (fit (fixture));
}

/* Each point is the note's, in the order of the score; a timbre's notes lie together. */
static void
test_place (Fixture *fixture, gconstpointer data)
{
  const CtEditScore *score = ct_document_get_score (fixture->document);
  double sums[3][2] = { { 0 } };

  fit (fixture);
  place (fixture, FALSE);
  g_assert_cmpuint (ct_timbre_points_count (&fixture->points), ==, N);
  for (guint i = 0; i < N; i++)
    {
      const CtTimbrePoint *point = ct_timbre_points_get (&fixture->points, i);
      const CtEditNote *note = &score->notes[i];

      g_assert_cmpuint (point->id, ==, note->id);
      g_assert_cmpuint (point->track, ==, note->track);
      g_assert_cmphex (point->rgb, ==, ct_document_get_track (fixture->document, note->track)->rgb);
      g_assert_cmpfloat_with_epsilon (point->length_s, note->offset_s - note->onset_s, 1e-5);
      g_assert_true (point->own);
      g_assert_true (ct_timbre_points_find (&fixture->points, note->id) == point);
      sums[fixture->timbres->timbres[i]][0] += (double) point->x / (N / 3);
      sums[fixture->timbres->timbres[i]][1] += (double) point->y / (N / 3);
    }
  for (guint i = 0; i < N; i++)
    {
      const CtTimbrePoint *point = ct_timbre_points_get (&fixture->points, i);
      const double *mean = sums[fixture->timbres->timbres[i]];

      g_assert_cmpfloat_with_epsilon (point->x, mean[0], 0.3);
      g_assert_cmpfloat_with_epsilon (point->y, mean[1], 0.3);
    }
  g_assert_null (ct_timbre_points_find (&fixture->points, 0));
  g_assert_null (ct_timbre_points_find (&fixture->points, G_MAXUINT64));
}

/* A drawn note has no timbre of its own and lies where the nearest one lies. */
static void
test_drawn (Fixture *fixture, gconstpointer data)
{
  const CtEditNote heard = ct_document_get_score (fixture->document)->notes[7];
  CtEditNote drawn = heard;
  const CtTimbrePoint *point, *near;
  guint64 id;

  drawn.origin_frame = -1;
  drawn.edited = CT_EDITED_DRAWN;
  drawn.onset_s += 0.001;
  ct_document_begin (fixture->document, "Draw");
  id = ct_document_add_note (fixture->document, &drawn);
  ct_document_commit (fixture->document);
  fit (fixture);
  place (fixture, FALSE);
  point = ct_timbre_points_find (&fixture->points, id);
  near = ct_timbre_points_find (&fixture->points, heard.id);
  g_assert_nonnull (point);
  g_assert_false (point->own);
  g_assert_cmpfloat (point->x, ==, near->x);
  g_assert_cmpfloat (point->y, ==, near->y);
}

static void
set_track (Fixture *fixture, gsize i, gboolean visible, gboolean solo, gboolean locked)
{
  CtEditTrack track = ct_document_get_score (fixture->document)->tracks[i];

  track.visible = visible;
  track.solo = solo;
  track.locked = locked;
  ct_document_begin (fixture->document, "Change");
  ct_document_set_track (fixture->document, &track);
  ct_document_commit (fixture->document);
}

static void
test_shown (Fixture *fixture, gconstpointer data)
{
  CtEditNote note = ct_document_get_score (fixture->document)->notes[0];

  note.uncertain = TRUE;
  ct_document_begin (fixture->document, "Doubt");
  ct_document_set_note (fixture->document, &note);
  ct_document_commit (fixture->document);
  fit (fixture);
  place (fixture, FALSE);
  g_assert_cmpuint (ct_timbre_points_count (&fixture->points), ==, N - 1);
  place (fixture, TRUE);
  g_assert_cmpuint (ct_timbre_points_count (&fixture->points), ==, N);
  set_track (fixture, 1, FALSE, FALSE, FALSE);
  place (fixture, TRUE);
  g_assert_cmpuint (ct_timbre_points_count (&fixture->points), ==, 2 * N / 3);
  set_track (fixture, 2, TRUE, TRUE, TRUE);
  place (fixture, TRUE);
  g_assert_cmpuint (ct_timbre_points_count (&fixture->points), ==, N / 3);
  for (guint i = 0; i < N / 3; i++)
    g_assert_true (ct_timbre_points_get (&fixture->points, i)->locked);
}

/* Timbres of the encoder that the memory was trained with are parted by it; it looks again only at new notes. */
static void
test_memory (Fixture *fixture, gconstpointer data)
{
  CtEvidence *evidence = ct_document_get_evidence (fixture->document);
  CtNote *candidates = g_memdup2 (evidence->candidates, N * sizeof *candidates);
  float *embeddings = g_memdup2 (evidence->embeddings, N * CT_EMBEDDING_SIZE * sizeof *embeddings);
  g_autoptr (CtEvidence) other = NULL;
  const GHashTable *parted;
  CtEditNote note;

  evidence->encoder = ct_model_get_encoder ();
  g_assert_true (fit (fixture));
  g_assert_cmpuint (fixture->points.projection.width, ==, CT_TIMBRE_SIZE);
  g_assert_cmpuint (g_hash_table_size (fixture->points.timbres), ==, N);
  parted = fixture->points.timbres;
  place (fixture, FALSE);
  g_assert_cmpuint (ct_timbre_points_count (&fixture->points), ==, N);
  for (guint i = 0; i < N; i++)
    g_assert_true (ct_timbre_points_get (&fixture->points, i)->own);

  note = ct_document_get_score (fixture->document)->notes[5];
  ct_document_begin (fixture->document, "Delete");
  ct_document_delete_note (fixture->document, note.id);
  ct_document_commit (fixture->document);
  g_assert_true (fit (fixture));
  g_assert_true (fixture->points.timbres == parted);

  /* those of another encoder are shown as they are */
  other = ct_evidence_with_candidates (evidence, candidates, embeddings, N, 0);
  ct_document_set_evidence (fixture->document, other);
  g_assert_true (fit (fixture));
  g_assert_null (fixture->points.timbres);
  g_assert_cmpuint (fixture->points.projection.width, ==, CT_EMBEDDING_SIZE);
  place (fixture, FALSE);
  g_assert_cmpuint (ct_timbre_points_count (&fixture->points), ==, N - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/timbre-points/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("fit", test_fit);
  ADD ("place", test_place);
  ADD ("drawn", test_drawn);
  ADD ("shown", test_shown);
  ADD ("memory", test_memory);
  return g_test_run ();
}
