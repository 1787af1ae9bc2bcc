/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps that change notes one by one. */
#include "ui/session/ct-note-edits-private.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"

#define END_OF_TIME_S 1e5 /* without a recording: more than a day */

guint64 *
ct_note_edits_dup_picked (CtSession *session, guint *n)
{
  CtDocument *document = ct_session_get_document (session);
  guint n_selected;
  guint64 *ids = ct_selection_dup (ct_session_get_selection (session), &n_selected);

  *n = 0;
  for (guint i = 0; i < n_selected; i++)
    if (ct_session_can_pick (session, ct_document_get_note (document, ids[i])))
      ids[(*n)++] = ids[i];
  return ids;
}

double
ct_note_edits_horizon_s (CtDocument *document, const GArray *notes)
{
  double end_s = ct_document_get_recording (document) ? ct_document_get_duration_s (document) : END_OF_TIME_S;

  for (guint i = 0; i < notes->len; i++)
    end_s = MAX (end_s, g_array_index (notes, CtEditNote, i).offset_s);
  return end_s;
}

gboolean
ct_note_edits_is_open (CtDocument *document, guint32 id)
{
  const CtEditTrack *track = ct_document_get_track (document, id);

  return track && !track->locked;
}

guint
ct_note_edits_count_locked (CtDocument *document, const guint64 *ids, guint n)
{
  guint n_locked = 0;

  for (guint i = 0; i < n; i++)
    {
      const CtEditNote *note = ct_document_get_note (document, ids[i]);

      n_locked += note && !ct_note_edits_is_open (document, note->track);
    }
  return n_locked;
}

GArray *
ct_note_edits_take (CtDocument *document, const guint64 *ids, guint n)
{
  GArray *notes = g_array_sized_new (FALSE, FALSE, sizeof (CtEditNote), n);

  for (guint i = 0; i < n; i++)
    {
      const CtEditNote *note = ct_document_get_note (document, ids[i]);

      if (note && ct_note_edits_is_open (document, note->track))
        g_array_append_vals (notes, note, 1);
    }
  return notes;
}

void
ct_note_edits_mark (CtEditNote *note, guint flags)
{
  note->edited |= (guint8) (flags | (note->uncertain ? CT_EDITED_ACCEPTED : 0));
  if (flags & CT_EDITED_TIME)
    note->edited &= (guint8) ~CT_EDITED_GRID;
  note->uncertain = FALSE;
}

static guint
apply (CtDocument *document, const char *name, const char *key, const GArray *notes)
{
  guint n_changed = 0;

  ct_document_begin_coalesced (document, name, key);
  for (guint i = 0; i < notes->len; i++)
    {
      const CtEditNote *note = &g_array_index (notes, CtEditNote, i);

      if (ct_edit_note_equal (note, ct_document_get_note (document, note->id)))
        continue;
      ct_document_set_note (document, note);
      n_changed++;
    }
  ct_document_commit (document);
  return n_changed;
}

guint
ct_note_edits_apply_plan (CtDocument *document, char *name, const char *key, GArray *plan)
{
  g_autofree char *owned_name = name;
  g_autofree char *full_key = NULL;
  g_autoptr (GArray) notes = plan;
  guint64 hash = 14695981039346656037u; /* FNV-1a */

  if (key)
    {
      for (guint i = 0; i < notes->len; i++)
        hash = (hash ^ g_array_index (notes, CtEditNote, i).id) * 1099511628211u;
      full_key = g_strdup_printf ("%s-%" G_GINT64_MODIFIER "x", key, hash);
    }
  return apply (document, owned_name, full_key, notes);
}

guint
ct_note_edits_apply_move (CtDocument *document, GArray *plan)
{
  return ct_note_edits_apply_plan (document,
                                   g_strdup_printf (ngettext ("Move Note", "Move %u Notes", plan->len), plan->len),
                                   NULL, plan);
}

guint
ct_note_edits_apply_nudge (CtDocument *document, GArray *plan)
{
  return ct_note_edits_apply_plan (document,
                                   g_strdup_printf (ngettext ("Nudge Note", "Nudge %u Notes", plan->len), plan->len),
                                   "nudge-time", plan);
}

guint
ct_note_edits_apply_edge_nudge (CtDocument *document, CtNoteEdge edge, GArray *plan)
{
  return ct_note_edits_apply_plan (document,
                                   g_strdup_printf (ngettext ("Resize Note", "Resize %u Notes", plan->len), plan->len),
                                   edge == CT_NOTE_START ? "nudge-start" : "nudge-end", plan);
}

/* ---- moving ---- */

static double
clamp_time_move (const GArray *notes, double horizon_s, double time_s)
{
  double first_s = INFINITY, last_s = 0;

  for (guint i = 0; i < notes->len; i++)
    {
      first_s = MIN (first_s, g_array_index (notes, CtEditNote, i).onset_s);
      last_s = MAX (last_s, g_array_index (notes, CtEditNote, i).offset_s);
    }
  return CLAMP (time_s, -first_s, MAX (horizon_s - last_s, 0));
}

static int
clamp_pitch_move (const GArray *notes, int semitones)
{
  int low = 127, high = 0;

  for (guint i = 0; i < notes->len; i++)
    {
      low = MIN (low, g_array_index (notes, CtEditNote, i).midi);
      high = MAX (high, g_array_index (notes, CtEditNote, i).midi);
    }
  return CLAMP (semitones, -low, 127 - high);
}

GArray *
ct_note_edits_plan_move (CtDocument *document, const guint64 *ids, guint n, double time_s, int semitones)
{
  GArray *notes = ct_note_edits_take (document, ids, n);

  if (notes->len == 0 || !isfinite (time_s))
    return notes;
  time_s = clamp_time_move (notes, ct_note_edits_horizon_s (document, notes), time_s);
  semitones = clamp_pitch_move (notes, semitones);
  for (guint i = 0; i < notes->len; i++)
    {
      CtEditNote *note = &g_array_index (notes, CtEditNote, i);

      if (time_s != 0)
        {
          double length_s = note->offset_s - note->onset_s;

          note->onset_s = MAX (note->onset_s + time_s, 0);
          note->offset_s = note->onset_s + length_s;
          ct_note_edits_mark (note, CT_EDITED_TIME);
        }
      if (semitones != 0)
        {
          note->midi = (guint8) (note->midi + semitones);
          ct_note_edits_mark (note, CT_EDITED_PITCH);
        }
    }
  return notes;
}

guint
ct_note_edits_move (CtDocument *document, const guint64 *ids, guint n, double time_s, int semitones)
{
  return ct_note_edits_apply_move (document, ct_note_edits_plan_move (document, ids, n, time_s, semitones));
}

guint
ct_note_edits_nudge_time (CtDocument *document, const guint64 *ids, guint n, double time_s)
{
  return ct_note_edits_apply_nudge (document, ct_note_edits_plan_move (document, ids, n, time_s, 0));
}

guint
ct_note_edits_nudge_pitch (CtDocument *document, const guint64 *ids, guint n, int semitones)
{
  GArray *plan = ct_note_edits_take (document, ids, n);
  gboolean fits = clamp_pitch_move (plan, semitones) == semitones;

  for (guint i = 0; fits && i < plan->len; i++)
    {
      CtEditNote *note = &g_array_index (plan, CtEditNote, i);

      note->midi = (guint8) (note->midi + semitones);
      ct_note_edits_mark (note, CT_EDITED_PITCH);
    }
  return ct_note_edits_apply_plan (
      document, g_strdup_printf (ngettext ("Transpose Note", "Transpose %u Notes", plan->len), plan->len),
      "nudge-pitch", plan);
}

/* ---- edges and single fields ---- */

static void
move_edge (CtEditNote *note, CtNoteEdge edge, double time_s, double horizon_s)
{
  CtEditNote before = *note;

  if (edge == CT_NOTE_START)
    note->onset_s = CLAMP (note->onset_s + time_s, 0, MAX (note->offset_s - CT_NOTE_MIN_S, 0));
  else
    note->offset_s = CLAMP (note->offset_s + time_s, note->onset_s + CT_NOTE_MIN_S,
                            MAX (horizon_s, note->onset_s + CT_NOTE_MIN_S));
  if (note->onset_s != before.onset_s || note->offset_s != before.offset_s)
    ct_note_edits_mark (note, CT_EDITED_TIME);
}

GArray *
ct_note_edits_plan_resize (CtDocument *document, const guint64 *ids, guint n, CtNoteEdge edge, double time_s)
{
  GArray *notes = ct_note_edits_take (document, ids, n);
  double horizon_s = ct_note_edits_horizon_s (document, notes);

  for (guint i = 0; i < notes->len && isfinite (time_s) && time_s != 0; i++)
    move_edge (&g_array_index (notes, CtEditNote, i), edge, time_s, horizon_s);
  return notes;
}

guint
ct_note_edits_resize (CtDocument *document, const guint64 *ids, guint n, CtNoteEdge edge, double time_s)
{
  GArray *plan = ct_note_edits_plan_resize (document, ids, n, edge, time_s);

  return ct_note_edits_apply_plan (document,
                                   g_strdup_printf (ngettext ("Resize Note", "Resize %u Notes", plan->len), plan->len),
                                   NULL, plan);
}

guint
ct_note_edits_nudge_edge (CtDocument *document, const guint64 *ids, guint n, CtNoteEdge edge, double time_s)
{
  return ct_note_edits_apply_edge_nudge (document, edge, ct_note_edits_plan_resize (document, ids, n, edge, time_s));
}

static double
get_field (const CtEditNote *note, CtNoteField field)
{
  switch (field)
    {
    case CT_NOTE_PITCH:
      return note->midi;
    case CT_NOTE_ONSET:
      return note->onset_s;
    case CT_NOTE_DURATION:
      return note->offset_s - note->onset_s;
    case CT_NOTE_VELOCITY:
      return note->velocity;
    default:
      g_return_val_if_reached (0);
    }
}

static void
set_field (CtEditNote *note, CtNoteField field, double value, double horizon_s)
{
  double length_s = note->offset_s - note->onset_s;

  switch (field)
    {
    case CT_NOTE_PITCH:
      note->midi = (guint8) CLAMP (lround (value), 0, 127);
      ct_note_edits_mark (note, CT_EDITED_PITCH);
      break;
    case CT_NOTE_ONSET:
      note->onset_s = CLAMP (value, 0, MAX (horizon_s - length_s, 0));
      note->offset_s = note->onset_s + length_s;
      ct_note_edits_mark (note, CT_EDITED_TIME);
      break;
    case CT_NOTE_DURATION:
      note->offset_s = CLAMP (note->onset_s + value, note->onset_s + CT_NOTE_MIN_S,
                              MAX (horizon_s, note->onset_s + CT_NOTE_MIN_S));
      ct_note_edits_mark (note, CT_EDITED_TIME);
      break;
    case CT_NOTE_VELOCITY:
      note->velocity = (guint8) CLAMP (lround (value), 1, 127);
      ct_note_edits_mark (note, CT_EDITED_VELOCITY);
      break;
    default:
      g_return_if_reached ();
    }
}

static char *
dup_field_step_name (CtNoteField field, guint n)
{
  switch (field)
    {
    case CT_NOTE_PITCH:
      return g_strdup_printf (ngettext ("Change Pitch of Note", "Change Pitch of %u Notes", n), n);
    case CT_NOTE_ONSET:
      return g_strdup_printf (ngettext ("Change Start of Note", "Change Start of %u Notes", n), n);
    case CT_NOTE_DURATION:
      return g_strdup_printf (ngettext ("Change Length of Note", "Change Length of %u Notes", n), n);
    case CT_NOTE_VELOCITY:
      return g_strdup_printf (ngettext ("Change Velocity of Note", "Change Velocity of %u Notes", n), n);
    default:
      g_return_val_if_reached (NULL);
    }
}

guint
ct_note_edits_set (CtDocument *document,
                   const guint64 *ids,
                   guint n,
                   CtNoteField field,
                   double value,
                   gboolean relative)
{
  GArray *plan;
  double horizon_s;

  g_return_val_if_fail (isfinite (value), 0);
  plan = ct_note_edits_take (document, ids, n);
  horizon_s = ct_note_edits_horizon_s (document, plan);
  for (guint i = 0; i < plan->len; i++)
    {
      CtEditNote *note = &g_array_index (plan, CtEditNote, i), changed = *note;

      set_field (&changed, field, relative ? get_field (note, field) + value : value, horizon_s);
      if (get_field (&changed, field) != get_field (note, field))
        *note = changed;
    }
  return ct_note_edits_apply_plan (document, dup_field_step_name (field, plan->len),
                                   field == CT_NOTE_VELOCITY ? "velocity" : NULL, plan);
}

/* ---- whole notes ---- */

/* The origin of a note as the key of a hash table; NULL: it has none. */
static gpointer
origin_key (const CtEditNote *note)
{
  return note->origin_frame < 0 ? NULL
                                : (gpointer) (((guintptr) (guint32) note->origin_frame << 8) + note->origin_midi + 1);
}

/* How many notes share each origin: two or more if one was split. */
static GHashTable *
count_origins (CtDocument *document)
{
  const CtEditScore *score = ct_document_get_score (document);
  GHashTable *counts = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; i < score->n_notes; i++)
    {
      gpointer key = origin_key (&score->notes[i]);

      if (key)
        g_hash_table_insert (counts, key, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1));
    }
  return counts;
}

void
ct_note_edits_delete_part (CtDocument *document, const CtEditNote *note)
{
  CtEditNote part = *note;

  part.origin_frame = -1;
  part.origin_midi = 0;
  ct_document_set_note (document, &part);
  ct_document_delete_note (document, part.id);
}

/* Frees @name. An origin is remembered as deleted only when the last part of its note goes. */
static guint
remove_notes (CtDocument *document, char *name, const guint64 *ids, guint n)
{
  g_autofree char *owned_name = name;
  g_autoptr (GArray) notes = ct_note_edits_take (document, ids, n);
  g_autoptr (GHashTable) origins = count_origins (document);

  ct_document_begin (document, owned_name);
  for (guint i = 0; i < notes->len; i++)
    {
      const CtEditNote *note = &g_array_index (notes, CtEditNote, i);
      gpointer key = origin_key (note);
      guint n_same = key ? GPOINTER_TO_UINT (g_hash_table_lookup (origins, key)) : 0;

      if (n_same > 1)
        {
          g_hash_table_insert (origins, key, GUINT_TO_POINTER (n_same - 1));
          ct_note_edits_delete_part (document, note);
        }
      else
        ct_document_delete_note (document, note->id);
    }
  ct_document_commit (document);
  return notes->len;
}

static guint
count_open (CtDocument *document, const guint64 *ids, guint n)
{
  g_autoptr (GArray) notes = ct_note_edits_take (document, ids, n);

  return notes->len;
}

guint
ct_note_edits_delete (CtDocument *document, const guint64 *ids, guint n)
{
  guint n_open = count_open (document, ids, n);

  return remove_notes (document, g_strdup_printf (ngettext ("Delete Note", "Delete %u Notes", n_open), n_open), ids, n);
}

guint
ct_note_edits_erase (CtDocument *document, const guint64 *ids, guint n)
{
  guint n_open = count_open (document, ids, n);

  return remove_notes (document, g_strdup_printf (ngettext ("Erase Note", "Erase %u Notes", n_open), n_open), ids, n);
}

guint
ct_note_edits_cut (CtDocument *document, const guint64 *ids, guint n)
{
  guint n_open = count_open (document, ids, n);

  return remove_notes (document, g_strdup_printf (ngettext ("Cut Note", "Cut %u Notes", n_open), n_open), ids, n);
}

guint
ct_note_edits_accept (CtDocument *document, const guint64 *ids, guint n)
{
  GArray *plan = ct_note_edits_take (document, ids, n);
  guint n_uncertain = 0;

  for (guint i = 0; i < plan->len; i++)
    {
      CtEditNote *note = &g_array_index (plan, CtEditNote, i);

      if (!note->uncertain)
        continue;
      ct_note_edits_mark (note, 0);
      n_uncertain++;
    }
  return ct_note_edits_apply_plan (
      document, g_strdup_printf (ngettext ("Accept Note", "Accept %u Notes", n_uncertain), n_uncertain), NULL, plan);
}

guint
ct_note_edits_move_to_track (CtDocument *document, const guint64 *ids, guint n, guint32 track)
{
  if (!ct_note_edits_is_open (document, track))
    return 0;
  return ct_track_edits_move_notes (document, ids, n, track);
}
