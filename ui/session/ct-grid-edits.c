/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-grid-edits.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "ui/session/ct-note-edits-private.h"

#define SAME_S 1e-6 /* a note this close to where it was heard is there */

/* ---- moving ---- */

/* @ticks as far as all @notes stay within the recording. */
static double
clamp_ticks (CtDocument *document, const CtTempoMap *map, const GArray *notes, double ticks)
{
  double first_s = INFINITY, last_s = 0, horizon_s = ct_note_edits_horizon_s (document, notes);
  double earliest, latest;

  for (guint i = 0; i < notes->len; i++)
    {
      first_s = MIN (first_s, g_array_index (notes, CtEditNote, i).onset_s);
      last_s = MAX (last_s, g_array_index (notes, CtEditNote, i).offset_s);
    }
  earliest = ct_tempo_map_tick_at (map, 0) - ct_tempo_map_tick_at (map, first_s);
  latest = ct_tempo_map_tick_at (map, horizon_s) - ct_tempo_map_tick_at (map, last_s);
  return CLAMP (ticks, MIN (earliest, 0), MAX (latest, 0));
}

static double
moved_s (const CtTempoMap *map, double time_s, double ticks)
{
  return ct_tempo_map_time_at (map, ct_tempo_map_tick_at (map, time_s) + ticks);
}

GArray *
ct_grid_edits_plan_move (CtDocument *document, const guint64 *ids, guint n, double ticks, int semitones)
{
  const CtTempoMap *map = ct_document_get_tempo_map (document);
  GArray *notes = ct_note_edits_plan_move (document, ids, n, 0, semitones);

  g_return_val_if_fail (map, notes);
  if (notes->len == 0 || !isfinite (ticks))
    return notes;
  ticks = clamp_ticks (document, map, notes, ticks);
  for (guint i = 0; i < notes->len && ticks != 0; i++)
    {
      CtEditNote *note = &g_array_index (notes, CtEditNote, i);

      note->offset_s = moved_s (map, note->offset_s, ticks);
      note->onset_s = CLAMP (moved_s (map, note->onset_s, ticks), 0, MAX (note->offset_s - CT_NOTE_MIN_S, 0));
      note->offset_s = MAX (note->offset_s, note->onset_s + CT_NOTE_MIN_S);
      ct_note_edits_mark (note, CT_EDITED_TIME);
    }
  return notes;
}

guint
ct_grid_edits_move (CtDocument *document, const guint64 *ids, guint n, double ticks, int semitones)
{
  return ct_note_edits_apply_move (document, ct_grid_edits_plan_move (document, ids, n, ticks, semitones));
}

/* ---- nudging ---- */

static double
neighbour (const CtTempoMap *map, const CtNoteGrid *grid, double tick, int direction)
{
  return direction > 0 ? ct_note_grid_next (map, grid, tick) : ct_note_grid_previous (map, grid, tick);
}

guint
ct_grid_edits_nudge (CtDocument *document, const guint64 *ids, guint n, const CtNoteGrid *grid, int direction)
{
  const CtTempoMap *map = ct_document_get_tempo_map (document);
  g_autoptr (GArray) notes = ct_note_edits_take (document, ids, n);
  double first = INFINITY, ticks;

  g_return_val_if_fail (map, 0);
  if (notes->len == 0)
    return 0;
  for (guint i = 0; i < notes->len; i++)
    first = MIN (first, ct_tempo_map_tick_at (map, g_array_index (notes, CtEditNote, i).onset_s));
  ticks = neighbour (map, grid, first, direction) - first;
  if (clamp_ticks (document, map, notes, ticks) != ticks)
    return 0;
  return ct_note_edits_apply_nudge (document, ct_grid_edits_plan_move (document, ids, n, ticks, 0));
}

guint
ct_grid_edits_nudge_edge (CtDocument *document,
                          const guint64 *ids,
                          guint n,
                          const CtNoteGrid *grid,
                          CtNoteEdge edge,
                          int direction)
{
  const CtTempoMap *map = ct_document_get_tempo_map (document);
  GArray *notes = ct_note_edits_take (document, ids, n);
  double horizon_s = ct_note_edits_horizon_s (document, notes);

  for (guint i = 0; map && i < notes->len; i++)
    {
      CtEditNote *note = &g_array_index (notes, CtEditNote, i);
      double *edge_s = edge == CT_NOTE_START ? &note->onset_s : &note->offset_s;
      double low_s = edge == CT_NOTE_START ? 0 : note->onset_s + CT_NOTE_MIN_S;
      double high_s = edge == CT_NOTE_START ? note->offset_s - CT_NOTE_MIN_S : horizon_s;
      double to_s = ct_tempo_map_time_at (map, neighbour (map, grid, ct_tempo_map_tick_at (map, *edge_s), direction));

      if (to_s < low_s || to_s > high_s)
        continue;
      *edge_s = to_s;
      ct_note_edits_mark (note, CT_EDITED_TIME);
    }
  return ct_note_edits_apply_edge_nudge (document, edge, notes);
}

/* ---- quantising ---- */

/* Where @note was before it was put on a grid; where it is if it never was, or if a hand has moved it since. */
static CtNote
heard_note (const CtEditNote *note)
{
  CtNote heard = ct_edit_note_to_note (note);

  if (note->edited & CT_EDITED_GRID)
    {
      heard.onset_s = note->heard_onset_s;
      heard.offset_s = note->heard_offset_s;
    }
  return heard;
}

static gboolean
is_same_time (const CtNote *a, const CtNote *b)
{
  return fabs (a->onset_s - b->onset_s) < SAME_S && fabs (a->offset_s - b->offset_s) < SAME_S;
}

static void
forget_heard (CtEditNote *note)
{
  note->heard_onset_s = note->heard_offset_s = 0;
  note->edited &= (guint8) ~CT_EDITED_GRID;
}

/* Puts @note, heard as @heard, at the times of @to. */
static void
put_on_grid (CtEditNote *note, const CtNote *heard, const CtNote *to, double horizon_s)
{
  note->onset_s = CLAMP (to->onset_s, 0, MAX (horizon_s - CT_NOTE_MIN_S, 0));
  note->offset_s = CLAMP (to->offset_s, note->onset_s + CT_NOTE_MIN_S, MAX (horizon_s, note->onset_s + CT_NOTE_MIN_S));
  if (is_same_time (heard, to))
    {
      /* a note that is where it was heard has nothing to remember */
      note->onset_s = heard->onset_s;
      note->offset_s = heard->offset_s;
      if (note->edited & CT_EDITED_GRID)
        forget_heard (note);
      return;
    }
  note->heard_onset_s = heard->onset_s;
  note->heard_offset_s = heard->offset_s;
  note->edited |= CT_EDITED_GRID;
}

/* The mean distance of edges that @options move. */
static double
mean_distance_s (const CtQuantiseOptions *options, const CtNote *notes, const CtNote *lines, guint n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += (options->starts ? fabs (notes[i].onset_s - lines[i].onset_s) : 0)
           + (options->ends ? fabs (notes[i].offset_s - lines[i].offset_s) : 0);
  return n ? sum / (n * MAX ((guint) options->starts + (guint) options->ends, 1)) : 0;
}

static GArray *
take_sure (CtDocument *document, const guint64 *ids, guint n)
{
  GArray *notes = ct_note_edits_take (document, ids, n);
  guint n_sure = 0;

  for (guint i = 0; i < notes->len; i++)
    if (!g_array_index (notes, CtEditNote, i).uncertain)
      g_array_index (notes, CtEditNote, n_sure++) = g_array_index (notes, CtEditNote, i);
  return g_array_set_size (notes, n_sure);
}

GArray *
ct_grid_edits_plan_quantise (CtDocument *document,
                             const guint64 *ids,
                             guint n,
                             const CtQuantiseOptions *options,
                             CtGridChange *change)
{
  const CtTempoMap *map = ct_document_get_tempo_map (document);
  g_autoptr (GArray) notes = take_sure (document, ids, n);
  GArray *plan = g_array_new (FALSE, FALSE, sizeof (CtEditNote));
  g_autofree CtNote *heard = g_new0 (CtNote, notes->len + 1), *to = g_new0 (CtNote, notes->len + 1);
  g_autofree CtNote *lines = g_new0 (CtNote, notes->len + 1), *now = g_new0 (CtNote, notes->len + 1);
  CtQuantiseOptions all = *options;
  double horizon_s = ct_note_edits_horizon_s (document, notes);
  CtStatus status;

  *change = (CtGridChange){ .n_notes = notes->len };
  g_return_val_if_fail (map, plan);
  for (guint i = 0; i < notes->len; i++)
    {
      heard[i] = heard_note (&g_array_index (notes, CtEditNote, i));
      now[i] = ct_edit_note_to_note (&g_array_index (notes, CtEditNote, i));
    }
  all.strength = 1;
  status = ct_quantise (map, options, heard, notes->len, to);
  if (status == CT_STATUS_OK)
    status = ct_quantise (map, &all, heard, notes->len, lines);
  if (status != CT_STATUS_OK)
    g_error ("%s", ct_status_string (status)); /* no memory, where GLib ends as well */
  for (guint i = 0; i < notes->len; i++)
    {
      CtEditNote *note = &g_array_index (notes, CtEditNote, i), before = *note;

      put_on_grid (note, &heard[i], &to[i], horizon_s);
      if (!ct_edit_note_equal (note, &before))
        g_array_append_vals (plan, note, 1);
    }
  change->n_changed = plan->len;
  change->before_s = mean_distance_s (options, now, lines, notes->len);
  change->after_s = mean_distance_s (options, to, lines, notes->len);
  return plan;
}

guint
ct_grid_edits_quantise (CtDocument *document, const guint64 *ids, guint n, const CtQuantiseOptions *options)
{
  CtGridChange change;
  GArray *plan = ct_grid_edits_plan_quantise (document, ids, n, options, &change);

  return ct_note_edits_apply_plan (
      document, g_strdup_printf (ngettext ("Quantize Note", "Quantize %u Notes", plan->len), plan->len), NULL, plan);
}

CtEditScore *
ct_grid_edits_preview (CtDocument *document, const GArray *plan)
{
  CtEditScore *score = ct_document_copy_score (document);
  g_autoptr (GHashTable) places = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (gsize i = 0; i < score->n_notes; i++)
    g_hash_table_insert (places, &score->notes[i].id, &score->notes[i]);
  for (guint i = 0; i < plan->len; i++)
    {
      const CtEditNote *note = &g_array_index (plan, CtEditNote, i);
      CtEditNote *place = g_hash_table_lookup (places, &note->id);

      if (place)
        *place = *note;
    }
  if (score->n_notes > 0)
    qsort (score->notes, score->n_notes, sizeof *score->notes, ct_edit_note_compare);
  return score;
}

/* ---- as heard ---- */

guint
ct_grid_edits_count_remembered (CtDocument *document, const guint64 *ids, guint n)
{
  g_autoptr (GArray) notes = ct_note_edits_take (document, ids, n);
  guint n_remembered = 0;

  for (guint i = 0; i < notes->len; i++)
    n_remembered += ct_edit_note_remembers (&g_array_index (notes, CtEditNote, i));
  return n_remembered;
}

guint
ct_grid_edits_restore (CtDocument *document, const guint64 *ids, guint n)
{
  GArray *plan = ct_note_edits_take (document, ids, n);
  guint n_restored = 0;

  for (guint i = 0; i < plan->len; i++)
    {
      CtEditNote *note = &g_array_index (plan, CtEditNote, i);

      if (!ct_edit_note_remembers (note))
        continue;
      note->onset_s = note->heard_onset_s;
      note->offset_s = note->heard_offset_s;
      forget_heard (note);
      n_restored++;
    }
  return ct_note_edits_apply_plan (
      document,
      /* Translators: notes that were put on a grid go back to where they were heard */
      g_strdup_printf (ngettext ("Bring Back Note as Heard", "Bring Back %u Notes as Heard", n_restored), n_restored),
      NULL, plan);
}
