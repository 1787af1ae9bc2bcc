/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-points.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-nearest-notes.h"
#include "core/transcribe/ct-transcriber-options.h"

void
ct_timbre_points_clear (CtTimbrePoints *self)
{
  g_clear_pointer (&self->points, g_array_unref);
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

gboolean
ct_timbre_points_fit (CtTimbrePoints *self, const CtEditScore *score, CtEvidence *evidence)
{
  guint64 sum = sum_origins (score, evidence);
  g_autofree float *embeddings = NULL;
  g_autofree CtNote *notes = NULL;
  gsize n = 0;

  if (sum == self->fitted || !evidence)
    return FALSE;
  embeddings = g_new (float, (score->n_notes + 1) * CT_EMBEDDING_SIZE);
  notes = g_new (CtNote, score->n_notes + 1);
  for (gsize i = 0; i < score->n_notes; i++)
    {
      const float *embedding = ct_evidence_embedding (evidence, &score->notes[i]);

      if (!embedding)
        continue;
      memcpy (embeddings + n * CT_EMBEDDING_SIZE, embedding, CT_EMBEDDING_SIZE * sizeof *embedding);
      notes[n++] = ct_edit_note_to_note (&score->notes[i]);
    }
  if (ct_timbre_projection_fit (embeddings, notes, n, score->options.tracks.beta,
                                self->fitted ? &self->projection : NULL, &self->projection)
      != CT_STATUS_OK)
    return FALSE;
  self->fitted = sum;
  return TRUE;
}

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
           const float *embedding,
           gboolean own)
{
  CtTimbrePoint point = { .id = note->id,
                          .length_s = (float) (note->offset_s - note->onset_s),
                          .rgb = score->tracks[track].rgb,
                          .track = note->track,
                          .own = own,
                          .locked = score->tracks[track].locked };

  ct_timbre_projection_apply (&self->projection, embedding, &point.x, &point.y);
  g_array_append_val (self->points, point);
}

void
ct_timbre_points_place (CtTimbrePoints *self, const CtEditScore *score, CtEvidence *evidence, gboolean uncertain)
{
  gsize n = score->n_notes;
  g_autofree const float **embeddings = g_new (const float *, n + 1);
  g_autofree CtNote *notes = g_new (CtNote, n + 1);
  g_autofree bool *heard = g_new (bool, n + 1);
  g_autofree gboolean *shown = find_shown (score);
  g_autofree ptrdiff_t *nearest = g_new (ptrdiff_t, n + 1);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);

  if (!self->points)
    self->points = g_array_new (FALSE, FALSE, sizeof (CtTimbrePoint));
  g_array_set_size (self->points, 0);
  if (!self->fitted)
    return;
  for (gsize i = 0; i < score->n_tracks; i++)
    g_hash_table_insert (places, GUINT_TO_POINTER (score->tracks[i].id), GUINT_TO_POINTER (i));
  for (gsize i = 0; i < n; i++)
    {
      embeddings[i] = ct_evidence_embedding (evidence, &score->notes[i]);
      heard[i] = embeddings[i] != NULL;
      notes[i] = ct_edit_note_to_note (&score->notes[i]);
    }
  ct_nearest_notes (notes, heard, n, nearest);
  for (gsize i = 0; i < n; i++)
    {
      gsize track = GPOINTER_TO_UINT (g_hash_table_lookup (places, GUINT_TO_POINTER (score->notes[i].track)));

      if (nearest[i] >= 0 && shown[track] && (uncertain || !score->notes[i].uncertain))
        add_point (self, score, track, &score->notes[i], embeddings[nearest[i]], heard[i]);
    }
}
