/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-points.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-memory.h"
#include "core/timbre/ct-timbre-patterns.h"
#include "core/timbre/ct-timbre-space.h"
#include "core/transcribe/ct-nearest-notes.h"
#include "core/transcribe/ct-rescore-evidence.h"

void
ct_timbre_points_clear (CtTimbrePoints *self)
{
  g_clear_pointer (&self->points, g_array_unref);
  g_clear_pointer (&self->timbres, g_hash_table_unref);
  g_clear_pointer (&self->parted, ct_evidence_unref);
  memset (self, 0, sizeof *self);
}

const CtTimbrePoint *
ct_timbre_points_find (const CtTimbrePoints *self, guint64 id)
{
  for (guint i = 0; i < ct_timbre_points_count (self) && id != 0; i++)
    if (ct_timbre_points_get (self, i)->id == id)
      return ct_timbre_points_get (self, i);
  return NULL;
}

/* A checksum that does not depend on the order of the notes, nor on edits that keep their origins. */
static guint64
sum_origins (const CtEditScore *score, CtEvidence *evidence)
{
  guint64 sum = 0;

  for (gsize i = 0; i < score->n_notes; i++)
    if (!score->notes[i].uncertain && score->notes[i].origin_frame >= 0)
      {
        guint64 x = (guint64) score->notes[i].origin_frame << 8 | score->notes[i].origin_midi;

        x = (x + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
        sum += (x ^ x >> 29) | 1;
      }
  return sum ^ (guint64) (gsize) evidence;
}

/* ---- timbres ---- */

/* The notes of a score that were heard. */
typedef struct
{
  CtNote *notes;         /* [n] */
  ptrdiff_t *candidates; /* [n] */
  float *embeddings;     /* [n][CT_EMBEDDING_SIZE] */
  gsize n;
} Heard;

static void
clear_heard (Heard *self)
{
  g_free (self->notes);
  g_free (self->candidates);
  g_free (self->embeddings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Heard, clear_heard)

static void
gather (Heard *self, const CtEditScore *score, const CtRescoreEvidence *evidence)
{
  self->notes = g_new (CtNote, score->n_notes + 1);
  self->candidates = g_new (ptrdiff_t, score->n_notes + 1);
  self->embeddings = g_new (float, (score->n_notes + 1) * CT_EMBEDDING_SIZE);
  for (gsize i = 0; i < score->n_notes; i++)
    {
      ptrdiff_t candidate = ct_rescore_evidence_candidate (evidence, &score->notes[i]);

      if (candidate < 0)
        continue;
      memcpy (self->embeddings + self->n * CT_EMBEDDING_SIZE, evidence->embeddings + candidate * CT_EMBEDDING_SIZE,
              CT_EMBEDDING_SIZE * sizeof *self->embeddings);
      self->candidates[self->n] = candidate;
      self->notes[self->n++] = ct_edit_note_to_note (&score->notes[i]);
    }
}

/* The timbre of a candidate, as the projection takes it; NULL: the memory has not looked at it. */
static const float *
timbre_of (const CtTimbrePoints *self, const CtRescoreEvidence *evidence, ptrdiff_t candidate)
{
  if (candidate < 0)
    return NULL;
  return self->timbres ? g_hash_table_lookup (self->timbres, GSIZE_TO_POINTER (candidate + 1))
                       : evidence->embeddings + candidate * CT_EMBEDDING_SIZE;
}

static gboolean
knows_all (const CtTimbrePoints *self, const CtRescoreEvidence *evidence, const Heard *heard)
{
  for (gsize i = 0; i < heard->n; i++)
    if (!timbre_of (self, evidence, heard->candidates[i]))
      return FALSE;
  return TRUE;
}

/* Lets the memory part the timbres of the notes, where the evidence is for it. */
static CtStatus
part (CtTimbrePoints *self, CtEvidence *evidence, const CtRescoreEvidence *rescore, const Heard *heard)
{
  CtTimbrePatterns patterns;
  CtTimbreSpace space = { 0 };
  CtStatus status;

  if (self->parted != evidence || !rescore->memory)
    {
      g_clear_pointer (&self->timbres, g_hash_table_unref);
      g_clear_pointer (&self->parted, ct_evidence_unref);
    }
  if (!rescore->memory || (self->timbres && knows_all (self, rescore, heard)))
    return CT_STATUS_OK;
  status = ct_timbre_patterns_choose (heard->notes, NULL, heard->n, &patterns);
  if (status == CT_STATUS_OK)
    status = ct_timbre_space_init (&space, rescore->memory, heard->embeddings, heard->notes, NULL, heard->n, &patterns);
  if (status == CT_STATUS_OK)
    {
      g_clear_pointer (&self->timbres, g_hash_table_unref);
      g_clear_pointer (&self->parted, ct_evidence_unref);
      self->parted = ct_evidence_ref (evidence);
      self->timbres = g_hash_table_new_full (NULL, NULL, NULL, g_free);
      for (gsize i = 0; i < heard->n; i++)
        g_hash_table_insert (self->timbres, GSIZE_TO_POINTER (heard->candidates[i] + 1),
                             g_memdup2 (ct_timbre_space_at (&space, i), CT_TIMBRE_SIZE * sizeof (float)));
    }
  ct_timbre_space_clear (&space);
  return status;
}

gboolean
ct_timbre_points_fit (CtTimbrePoints *self, const CtEditScore *score, CtEvidence *evidence)
{
  guint64 sum = sum_origins (score, evidence);
  gsize width;
  CtRescoreEvidence rescore;
  g_auto (Heard) heard = { 0 };
  g_autofree float *timbres = NULL;

  if (sum == self->fitted || !evidence)
    return FALSE;
  self->fitted = 0; /* until it is: what lies as before may be timbres of another width */
  rescore = ct_evidence_for_rescore (evidence);
  gather (&heard, score, &rescore);
  if (part (self, evidence, &rescore, &heard) != CT_STATUS_OK)
    return FALSE;
  width = self->timbres ? CT_TIMBRE_SIZE : CT_EMBEDDING_SIZE;
  timbres = g_new (float, (heard.n + 1) * width);
  for (gsize i = 0; i < heard.n; i++)
    memcpy (timbres + i * width, timbre_of (self, &rescore, heard.candidates[i]), width * sizeof *timbres);
  if (ct_timbre_projection_fit (timbres, width, heard.notes, heard.n, CT_TIMBRE_RECALL_BETA,
                                self->projection.width ? &self->projection : NULL, &self->projection)
      != CT_STATUS_OK)
    return FALSE;
  self->fitted = sum;
  return TRUE;
}

/* ---- places ---- */

/* Which tracks are shown, [n_tracks]. */
static gboolean *
find_shown (const CtEditScore *score)
{
  gboolean *shown = g_new (gboolean, score->n_tracks + 1);
  gboolean any_solo = FALSE;

  for (gsize i = 0; i < score->n_tracks; i++)
    any_solo = any_solo || score->tracks[i].solo;
  for (gsize i = 0; i < score->n_tracks; i++)
    shown[i] = score->tracks[i].visible && (!any_solo || score->tracks[i].solo);
  return shown;
}

static void
add_point (CtTimbrePoints *self,
           const CtEditScore *score,
           gsize track,
           const CtEditNote *note,
           const float *timbre,
           gboolean own)
{
  CtTimbrePoint point = { .id = note->id,
                          .length_s = (float) (note->offset_s - note->onset_s),
                          .rgb = score->tracks[track].rgb,
                          .track = note->track,
                          .own = own,
                          .locked = score->tracks[track].locked };

  ct_timbre_projection_apply (&self->projection, timbre, &point.x, &point.y);
  g_array_append_val (self->points, point);
}

void
ct_timbre_points_place (CtTimbrePoints *self, const CtEditScore *score, CtEvidence *evidence, gboolean uncertain)
{
  gsize n = score->n_notes;
  g_autofree const float **timbres = g_new (const float *, n + 1);
  g_autofree CtNote *notes = g_new (CtNote, n + 1);
  g_autofree bool *heard = g_new (bool, n + 1);
  g_autofree gboolean *shown = find_shown (score);
  g_autofree ptrdiff_t *nearest = g_new (ptrdiff_t, n + 1);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  CtRescoreEvidence rescore;

  if (!self->points)
    self->points = g_array_new (FALSE, FALSE, sizeof (CtTimbrePoint));
  g_array_set_size (self->points, 0);
  if (!self->fitted || !evidence)
    return;
  rescore = ct_evidence_for_rescore (evidence);
  for (gsize i = 0; i < score->n_tracks; i++)
    g_hash_table_insert (places, GUINT_TO_POINTER (score->tracks[i].id), GUINT_TO_POINTER (i));
  for (gsize i = 0; i < n; i++)
    {
      timbres[i] = timbre_of (self, &rescore, ct_rescore_evidence_candidate (&rescore, &score->notes[i]));
      heard[i] = timbres[i] != NULL;
      notes[i] = ct_edit_note_to_note (&score->notes[i]);
    }
  ct_nearest_notes (notes, heard, n, nearest);
  for (gsize i = 0; i < n; i++)
    {
      gsize track = GPOINTER_TO_UINT (g_hash_table_lookup (places, GUINT_TO_POINTER (score->notes[i].track)));

      if (nearest[i] >= 0 && shown[track] && (uncertain || !score->notes[i].uncertain))
        add_point (self, score, track, &score->notes[i], timbres[nearest[i]], heard[i]);
    }
}
