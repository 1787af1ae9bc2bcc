/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SAME_SCORE_H
#define SAME_SCORE_H

#include <glib.h>

#include "core/base/ct-harmony.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"

/* Asserts that notes, tracks and deleted notes of both are equal, in the same order, and their tempo, keys and
 * chords. */
static inline void
same_score_assert (const CtEditScore *a, const CtEditScore *b)
{
  g_assert_cmpuint (a->n_notes, ==, b->n_notes);
  for (gsize i = 0; i < a->n_notes; i++)
    g_assert_true (ct_edit_note_equal (&a->notes[i], &b->notes[i]));
  g_assert_cmpuint (a->n_tracks, ==, b->n_tracks);
  for (gsize i = 0; i < a->n_tracks; i++)
    g_assert_true (ct_edit_track_equal (&a->tracks[i], &b->tracks[i]));
  g_assert_cmpuint (a->n_deleted, ==, b->n_deleted);
  for (gsize i = 0; i < a->n_deleted; i++)
    g_assert_cmpint (ct_deleted_note_compare (&a->deleted[i], &b->deleted[i]), ==, 0);
  g_assert_true (ct_edit_tempo_equal (&a->tempo, &b->tempo));
  g_assert_true (ct_harmony_equal (&a->harmony, &b->harmony));
}

#endif
