/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is selected, and what a hand may pick. */
#include "ui/session/ct-session-private.h"

#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"

gboolean
ct_session_is_selected (CtSession *self, guint64 id)
{
  g_return_val_if_fail (CT_IS_SESSION (self), FALSE);
  return g_hash_table_contains (self->selected, &id);
}

guint
ct_session_get_n_selected (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), 0);
  return g_hash_table_size (self->selected);
}

guint64 *
ct_session_dup_selected (CtSession *self, guint *n)
{
  const CtEditScore *score;
  guint64 *ids;

  g_return_val_if_fail (CT_IS_SESSION (self), NULL);
  score = ct_document_get_score (self->document);
  ids = g_new (guint64, g_hash_table_size (self->selected) + 1);
  *n = 0;
  for (gsize i = 0; i < score->n_notes && *n < g_hash_table_size (self->selected); i++)
    if (g_hash_table_contains (self->selected, &score->notes[i].id))
      ids[(*n)++] = score->notes[i].id;
  return ids;
}

gboolean
ct_session_get_selected_span (CtSession *self, CtTimeSpan *span)
{
  g_autofree guint64 *ids = NULL;
  guint n;

  g_return_val_if_fail (CT_IS_SESSION (self), FALSE);
  ids = ct_session_dup_selected (self, &n);
  *span = (CtTimeSpan){ INFINITY, 0 };
  for (guint i = 0; i < n; i++)
    {
      const CtEditNote *note = ct_document_get_note (self->document, ids[i]);

      span->start_s = MIN (span->start_s, note->onset_s);
      span->end_s = MAX (span->end_s, note->offset_s);
    }
  return n > 0;
}

static gboolean
add (CtSession *self, guint64 id)
{
  if (!ct_document_get_note (self->document, id) || g_hash_table_contains (self->selected, &id))
    return FALSE;
  g_hash_table_add (self->selected, g_memdup2 (&id, sizeof id));
  return TRUE;
}

static gboolean
holds_exactly (CtSession *self, const guint64 *ids, guint n)
{
  if (g_hash_table_size (self->selected) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_hash_table_contains (self->selected, &ids[i]))
      return FALSE;
  return TRUE;
}

void
ct_session_set_selected (CtSession *self, const guint64 *ids, guint n)
{
  g_return_if_fail (CT_IS_SESSION (self));
  if (holds_exactly (self, ids, n))
    return;
  g_hash_table_remove_all (self->selected);
  for (guint i = 0; i < n; i++)
    add (self, ids[i]);
  if (g_hash_table_size (self->selected) == 1)
    self->cursor_note = ids[0];
  ct_session_emit (self, CT_SESSION_SELECTION_CHANGED);
}

void
ct_session_select (CtSession *self, guint64 id, gboolean selected)
{
  gboolean changed;

  g_return_if_fail (CT_IS_SESSION (self));
  changed = selected ? add (self, id) : g_hash_table_remove (self->selected, &id);
  if (!changed)
    return;
  if (selected)
    self->cursor_note = id;
  ct_session_emit (self, CT_SESSION_SELECTION_CHANGED);
}

void
ct_session_clear_selection (CtSession *self)
{
  ct_session_set_selected (self, NULL, 0);
}

guint64
ct_session_get_cursor_note (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), 0);
  return self->cursor_note;
}

void
ct_session_set_cursor_note (CtSession *self, guint64 id)
{
  g_return_if_fail (CT_IS_SESSION (self));
  if (id == self->cursor_note)
    return;
  self->cursor_note = id;
  ct_session_emit (self, CT_SESSION_SELECTION_CHANGED);
}

void
ct_session_prune_selection (CtSession *self)
{
  GHashTableIter iter;
  gpointer id;
  gboolean changed = FALSE;

  g_hash_table_iter_init (&iter, self->selected);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!ct_document_get_note (self->document, *(guint64 *) id))
      {
        g_hash_table_iter_remove (&iter);
        changed = TRUE;
      }
  if (self->cursor_note && !ct_document_get_note (self->document, self->cursor_note))
    {
      self->cursor_note = 0;
      changed = TRUE;
    }
  if (changed)
    ct_session_emit (self, CT_SESSION_SELECTION_CHANGED);
}

gboolean
ct_session_is_shown (CtSession *self, const CtEditNote *note)
{
  const CtEditTrack *track;

  g_return_val_if_fail (CT_IS_SESSION (self), FALSE);
  if (note->uncertain && !ct_display_get_show_uncertain (self->display))
    return FALSE;
  track = ct_document_get_track (self->document, note->track);
  return track && track->visible;
}

gboolean
ct_session_is_heard (CtSession *self, const CtEditNote *note)
{
  const CtEditTrack *track;

  g_return_val_if_fail (CT_IS_SESSION (self), FALSE);
  track = ct_document_get_track (self->document, note->track);
  return track && ct_edit_score_track_is_heard (ct_document_get_score (self->document), track);
}

gboolean
ct_session_can_pick (CtSession *self, const CtEditNote *note)
{
  const CtEditTrack *track;

  if (!ct_session_is_shown (self, note))
    return FALSE;
  track = ct_document_get_track (self->document, note->track);
  return !track->locked;
}
